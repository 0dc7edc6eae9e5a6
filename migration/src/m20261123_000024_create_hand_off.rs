//! Creates `hand_off`: a hand-off of a task's output to one receiver.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("hand_off")
            .col(uuid("id").primary_key())
            .col(uuid("workflow_id"))
            .col(uuid("task_id"))
            .col(uuid("town_id"))
            .col(uuid("receiver_body_id"))
            .col(text("kind"))
            .col(uuid_null("feeds_task_id"))
            .col(text("state"))
            .col(integer("round"))
            .col(timestamp_with_time_zone("offered_at"))
            .col(uuid("offered_by"))
            .col(timestamp_with_time_zone_null("signed_at"))
            .col(timestamp_with_time_zone_null("settled_at"))
            .col(json_binary_null("sign_due"))
            .col(timestamp_with_time_zone_null("sign_due_at"))
            .col(json_binary_null("answer_due"))
            .col(timestamp_with_time_zone_null("answer_due_at"))
            .col(uuid_null("person_id"))
            .col(json_binary_null("answer"))
            .col(text_null("note"))
            .col(text_null("reason"))
            .col(integer_null("returned_count"))
            .col(text_null("document_no"))
            .col(timestamp_with_time_zone_null("next_check_at"))
            .col(big_integer("version"))
            .foreign_key(&mut references("hand_off", "workflow_id", "workflow"))
            .foreign_key(&mut references("hand_off", "task_id", "task"))
            .foreign_key(&mut references("hand_off", "town_id", "town"))
            .foreign_key(&mut references("hand_off", "receiver_body_id", "body"))
            .foreign_key(&mut references("hand_off", "feeds_task_id", "task"))
            .foreign_key(&mut references("hand_off", "offered_by", "person"))
            .foreign_key(&mut references("hand_off", "person_id", "person"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(index("hand_off", &["workflow_id"])).await?;
        manager.create_index(index("hand_off", &["task_id"])).await?;
        manager.create_index(index("hand_off", &["feeds_task_id"])).await?;
        manager.create_index(index("hand_off", &["receiver_body_id", "state"])).await?;
        manager.create_index(index("hand_off", &["town_id", "state"])).await?;
        manager.create_index(index("hand_off", &["person_id", "state"])).await?;
        manager.create_index(index("hand_off", &["next_check_at"]).and_where(Expr::col("next_check_at").is_not_null()).take()).await
    }
}
