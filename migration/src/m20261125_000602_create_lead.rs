//! Creates `lead`: a lead on a problem (问题线索).

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("lead")
            .col(uuid("id").primary_key())
            .col(uuid("town_id"))
            .col(integer("year"))
            .col(integer("number"))
            .col(text("unit_kind"))
            .col(uuid("unit_id"))
            .col(text("state"))
            .col(boolean("urgent"))
            .col(uuid_null("receiver_body_id"))
            .col(uuid_null("duty_id"))
            .col(uuid_null("workflow_id"))
            .col(uuid("reported_by"))
            .col(timestamp_with_time_zone("reported_at"))
            .col(timestamp_with_time_zone_null("sign_due_at"))
            .col(timestamp_with_time_zone_null("answer_due_at"))
            .col(json_binary("content"))
            .col(uuid("command_id"))
            .col(timestamp_with_time_zone_null("next_check_at"))
            .col(text("head_hash"))
            .col(big_integer("version"))
            .foreign_key(&mut references("lead", "town_id", "town"))
            .foreign_key(&mut references("lead", "receiver_body_id", "body"))
            .foreign_key(&mut references("lead", "duty_id", "duty"))
            .foreign_key(&mut references("lead", "workflow_id", "workflow"))
            .foreign_key(&mut references("lead", "reported_by", "person"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(unique("lead", &["town_id", "year", "number"])).await?;
        manager.create_index(unique("lead", &["town_id", "command_id"])).await?;
        manager.create_index(index("lead", &["town_id", "state"])).await?;
        manager.create_index(index("lead", &["receiver_body_id", "state"])).await?;
        manager.create_index(index("lead", &["unit_id"])).await?;
        manager.create_index(index("lead", &["duty_id"])).await?;
        manager.create_index(index("lead", &["workflow_id"])).await?;
        manager.create_index(index("lead", &["reported_by"])).await?;
        manager.create_index(index("lead", &["next_check_at"]).and_where(Expr::col("next_check_at").is_not_null()).take()).await
    }
}
