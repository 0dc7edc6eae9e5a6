//! Creates `body`: a body (单位) of the county: a department, or another that the lists name.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("body")
            .col(uuid("id").primary_key())
            .col(text("name").unique_key())
            .col(text_null("phone"))
            .col(timestamp_with_time_zone_null("archived_at"))
            .take();
        manager.create_table(table).await
    }
}
