//! Creates `recurrence`: work of an office that comes round, with its rhythm and the next time.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("recurrence")
            .col(uuid("id").primary_key())
            .col(uuid("town_id"))
            .col(uuid_null("office_id"))
            .col(uuid("duty_id"))
            .col(integer("track_index"))
            .col(json_binary("steps"))
            .col(text("title"))
            .col(json_binary("arrangement"))
            .col(text("kind"))
            .col(text_null("trigger_name"))
            .col(integer_null("limit_days"))
            .col(text("limit_source"))
            .col(boolean("urgent"))
            .col(text("state"))
            .col(timestamp_with_time_zone("since"))
            .col(date_null("next_on"))
            .col(timestamp_with_time_zone_null("next_start_at"))
            .col(uuid("arranged_by"))
            .col(uuid("command_id").unique_key())
            .col(timestamp_with_time_zone("created_at"))
            .col(big_integer("version"))
            .foreign_key(&mut references("recurrence", "town_id", "town"))
            .foreign_key(&mut references("recurrence", "office_id", "office"))
            .foreign_key(&mut references("recurrence", "duty_id", "duty"))
            .foreign_key(&mut references("recurrence", "arranged_by", "person"))
            .take();
        manager.create_table(table).await?;
        let mut due = index("recurrence", &["next_start_at"]);
        manager.create_index(due.and_where(Expr::col("state").eq("active")).take()).await?;
        manager.create_index(index("recurrence", &["town_id", "trigger_name"])).await?;
        manager.create_index(index("recurrence", &["duty_id"])).await
    }
}
