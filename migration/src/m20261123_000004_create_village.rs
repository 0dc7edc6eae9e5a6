//! Creates `village`: a village or community of a town.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{references, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("village")
            .col(uuid("id").primary_key())
            .col(uuid("town_id"))
            .col(text("name"))
            .col(text("kind"))
            .col(timestamp_with_time_zone_null("archived_at"))
            .foreign_key(&mut references("village", "town_id", "town"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(unique("village", &["town_id", "name"])).await
    }
}
