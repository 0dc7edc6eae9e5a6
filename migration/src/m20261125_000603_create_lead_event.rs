//! Creates `lead_event`: the history of a lead, append-only.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("lead_event")
            .col(uuid("lead_id"))
            .col(big_integer("seq"))
            .col(timestamp_with_time_zone("at"))
            .col(uuid_null("actor_id"))
            .col(uuid("command_id"))
            .col(text("kind"))
            .col(json_binary("facts"))
            .col(json_binary_null("on_behalf"))
            .col(text("prev_hash"))
            .col(text("hash"))
            .primary_key(Index::create().col("lead_id").col("seq"))
            .foreign_key(&mut references("lead_event", "lead_id", "lead"))
            .foreign_key(&mut references("lead_event", "actor_id", "person"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(unique("lead_event", &["lead_id", "command_id"])).await?;
        manager.create_index(index("lead_event", &["actor_id"])).await
    }
}
