//! Creates `ledger_row`: a line of an office's ledger from before the system, kept as it was written.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("ledger_row")
            .col(uuid("id").primary_key())
            .col(uuid("town_id"))
            .col(integer("year"))
            .col(date_null("entered_on"))
            .col(text("matter"))
            .col(text("origin"))
            .col(text("leader"))
            .col(text("main_unit"))
            .col(text("other_units"))
            .col(text("handler"))
            .col(text("due"))
            .col(text("progress"))
            .col(text("problems"))
            .col(boolean_null("finished"))
            .col(text("remark"))
            .col(text("fingerprint"))
            .col(uuid_null("imported_by_id"))
            .col(timestamp_with_time_zone("imported_at"))
            .foreign_key(&mut references("ledger_row", "town_id", "town"))
            .foreign_key(&mut references("ledger_row", "imported_by_id", "person"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(index("ledger_row", &["town_id", "year"])).await?;
        manager.create_index(unique("ledger_row", &["town_id", "fingerprint"])).await
    }
}
