//! Creates `county`: the county of this installation; one row.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("county")
            .col(uuid("id").primary_key())
            .col(text("name"))
            .col(text("default_region"))
            .col(timestamp_with_time_zone("created_at"))
            .col(big_integer("version"))
            .take();
        manager.create_table(table).await
    }
}
