//! Creates `batch`: several pieces of work that were asked for in one go.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("batch")
            .col(uuid("id").primary_key())
            .col(uuid("town_id"))
            .col(text("kind"))
            .col(text("title"))
            .col(date_null("held_on"))
            .col(text_null("document_no"))
            .col(uuid("created_by"))
            .col(uuid("command_id"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone_null("finished_at"))
            .foreign_key(&mut references("batch", "town_id", "town"))
            .foreign_key(&mut references("batch", "created_by", "person"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(unique("batch", &["town_id", "command_id"])).await?;
        manager.create_index(index("batch", &["town_id", "created_at"])).await?;
        manager.create_index(index("batch", &["created_by"])).await
    }
}
