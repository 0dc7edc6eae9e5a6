//! Creates `event`: the history of a workflow: append-only, each entry hashed with the one before.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("event")
            .col(uuid("workflow_id"))
            .col(big_integer("seq"))
            .col(uuid("id").unique_key())
            .col(timestamp_with_time_zone("at"))
            .col(uuid_null("actor_id"))
            .col(uuid("command_id"))
            .col(text("kind"))
            .col(json_binary("facts"))
            .col(json_binary_null("on_behalf"))
            .col(text("prev_hash"))
            .col(text("hash"))
            .primary_key(Index::create().col("workflow_id").col("seq"))
            .foreign_key(&mut references("event", "workflow_id", "workflow"))
            .foreign_key(&mut references("event", "actor_id", "person"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(unique("event", &["workflow_id", "command_id"])).await?;
        manager.create_index(unique("event", &["command_id"]).and_where(Expr::col("seq").eq(1)).take()).await?;
        manager.create_index(index("event", &["at"])).await
    }
}
