//! Creates `batch_row`: one piece of work of a batch, and what became of it.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("batch_row")
            .col(uuid("batch_id"))
            .col(integer("position"))
            .col(json_binary("work"))
            .col(uuid("command_id").unique_key())
            .col(text("state"))
            .col(uuid_null("workflow_id"))
            .col(text_null("problem_code"))
            .col(text_null("problem_words"))
            .col(timestamp_with_time_zone_null("done_at"))
            .primary_key(Index::create().col("batch_id").col("position"))
            .foreign_key(&mut references("batch_row", "batch_id", "batch"))
            .foreign_key(&mut references("batch_row", "workflow_id", "workflow"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(index("batch_row", &["workflow_id"])).await
    }
}
