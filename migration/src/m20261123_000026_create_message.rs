//! Creates `message`: what is to be told to whom; the record of what was sent.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("message")
            .col(uuid("id").primary_key())
            .col(uuid("recipient_id"))
            .col(text("kind"))
            .col(uuid_null("town_id"))
            .col(uuid_null("workflow_id"))
            .col(uuid_null("task_id"))
            .col(uuid_null("hand_off_id"))
            .col(json_binary("params"))
            .col(timestamp_with_time_zone("due_at"))
            .col(boolean("immediate"))
            .col(text("state"))
            .col(text("channel"))
            .col(text("dedupe_key").unique_key())
            .col(integer("attempts"))
            .col(uuid_null("mail_id"))
            .col(timestamp_with_time_zone_null("tried_at"))
            .col(timestamp_with_time_zone_null("sending_since"))
            .col(text_null("last_error"))
            .col(timestamp_with_time_zone_null("sent_at"))
            .col(text_null("subject"))
            .col(text_null("body_text"))
            .col(timestamp_with_time_zone("created_at"))
            .foreign_key(&mut references("message", "recipient_id", "person"))
            .foreign_key(&mut references("message", "town_id", "town"))
            .foreign_key(&mut references("message", "workflow_id", "workflow"))
            .foreign_key(&mut references("message", "task_id", "task"))
            .foreign_key(&mut references("message", "hand_off_id", "hand_off"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(index("message", &["recipient_id", "state"])).await?;
        manager.create_index(index("message", &["workflow_id"])).await?;
        manager.create_index(index("message", &["state", "created_at"])).await?;
        manager.create_index(index("message", &["due_at"]).and_where(Expr::col("state").eq("pending")).take()).await
    }
}
