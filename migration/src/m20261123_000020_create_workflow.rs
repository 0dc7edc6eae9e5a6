//! Creates `workflow`: a workflow (办理单); its version is the number of its last event.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("workflow")
            .col(uuid("id").primary_key())
            .col(uuid("town_id"))
            .col(uuid("duty_id"))
            .col(uuid("duty_text_id"))
            .col(uuid("template_version_id"))
            .col(integer("track_index"))
            .col(text("title"))
            .col(uuid_null("incoming_item_id"))
            .col(text("state"))
            .col(boolean("urgent"))
            .col(timestamp_with_time_zone_null("official_due_at"))
            .col(json_binary_null("official_due"))
            .col(uuid("started_by"))
            .col(timestamp_with_time_zone("started_at"))
            .col(timestamp_with_time_zone_null("suspended_at"))
            .col(timestamp_with_time_zone_null("ended_at"))
            .col(text("head_hash"))
            .col(big_integer("version"))
            .foreign_key(&mut references("workflow", "town_id", "town"))
            .foreign_key(&mut references("workflow", "duty_id", "duty"))
            .foreign_key(&mut references("workflow", "duty_text_id", "duty_text"))
            .foreign_key(&mut references("workflow", "template_version_id", "template_version"))
            .foreign_key(&mut references("workflow", "incoming_item_id", "incoming_item"))
            .foreign_key(&mut references("workflow", "started_by", "person"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(index("workflow", &["town_id", "state"])).await?;
        manager.create_index(index("workflow", &["duty_id"])).await?;
        manager.create_index(index("workflow", &["template_version_id"])).await?;
        manager.create_index(index("workflow", &["incoming_item_id"])).await
    }
}
