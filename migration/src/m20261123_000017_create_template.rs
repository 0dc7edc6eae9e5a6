//! Creates `template`: the workflow template of a duty.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("template")
            .col(uuid("id").primary_key())
            .col(uuid("duty_id").unique_key())
            .col(uuid("town_id"))
            .col(timestamp_with_time_zone("created_at"))
            .foreign_key(&mut references("template", "duty_id", "duty"))
            .foreign_key(&mut references("template", "town_id", "town"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(index("template", &["town_id"])).await
    }
}
