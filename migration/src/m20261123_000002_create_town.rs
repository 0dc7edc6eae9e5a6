//! Creates `town`: a town or street of the county.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("town")
            .col(uuid("id").primary_key())
            .col(text("name").unique_key())
            .col(json_binary_null("limits"))
            .col(timestamp_with_time_zone_null("limits_chosen_at"))
            .col(timestamp_with_time_zone("created_at"))
            .col(big_integer("version"))
            .take();
        manager.create_table(table).await
    }
}
