//! Creates `task`: a step of a workflow in the hands of somebody.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("task")
            .col(uuid("id").primary_key())
            .col(uuid("workflow_id"))
            .col(uuid("town_id"))
            .col(uuid_null("parent_id"))
            .col(integer("position"))
            .col(text("step_key"))
            .col(text("lane"))
            .col(uuid_null("body_id"))
            .col(text("text"))
            .col(text_null("nature"))
            .col(boolean("required"))
            .col(text("state"))
            .col(integer("round"))
            .col(integer("holding_period"))
            .col(text_null("unit_kind"))
            .col(uuid_null("unit_id"))
            .col(uuid_null("person_id"))
            .col(json_binary_null("limit_spec"))
            .col(timestamp_with_time_zone_null("due_at"))
            .col(json_binary_null("due"))
            .col(boolean("any_receiver"))
            .col(json_binary("plan"))
            .col(timestamp_with_time_zone_null("opened_at"))
            .col(timestamp_with_time_zone_null("done_at"))
            .col(json_binary_null("result"))
            .col(text_null("reason"))
            .col(timestamp_with_time_zone_null("next_check_at"))
            .col(big_integer("version"))
            .foreign_key(&mut references("task", "workflow_id", "workflow"))
            .foreign_key(&mut references("task", "town_id", "town"))
            .foreign_key(&mut references("task", "parent_id", "task"))
            .foreign_key(&mut references("task", "body_id", "body"))
            .foreign_key(&mut references("task", "person_id", "person"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(index("task", &["workflow_id"])).await?;
        manager.create_index(index("task", &["unit_kind", "unit_id", "state"])).await?;
        manager.create_index(index("task", &["person_id", "state"])).await?;
        manager.create_index(index("task", &["town_id", "state", "due_at"])).await?;
        manager.create_index(index("task", &["body_id", "state"])).await?;
        manager.create_index(index("task", &["parent_id"])).await?;
        manager.create_index(index("task", &["next_check_at"]).and_where(Expr::col("next_check_at").is_not_null()).take()).await
    }
}
