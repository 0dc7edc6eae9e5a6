//! Creates `duty`: a duty as it lasts through the editions.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("duty")
            .col(uuid("id").primary_key())
            .col(uuid("town_id"))
            .col(text("kind"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone_null("closed_at"))
            .foreign_key(&mut references("duty", "town_id", "town"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(index("duty", &["town_id", "kind"])).await
    }
}
