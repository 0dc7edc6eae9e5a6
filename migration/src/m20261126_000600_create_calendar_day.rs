//! Creates `calendar_day`: days that a notice after this program's own data, a county, a town or a body has made working days or days off.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::unique;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("calendar_day")
            .col(uuid("id").primary_key())
            .col(text("level"))
            // The town or the body; all zeros for the levels that have one owner only.
            .col(uuid("owner_id"))
            .col(date("date"))
            .col(boolean("working"))
            .col(text("name"))
            .col(text("document_no"))
            .col(uuid_null("entered_by_id"))
            .col(timestamp_with_time_zone("entered_at"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(unique("calendar_day", &["level", "owner_id", "date"])).await
    }
}
