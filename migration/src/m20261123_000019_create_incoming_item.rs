//! Creates `incoming_item`: something that came in (来件).

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("incoming_item")
            .col(uuid("id").primary_key())
            .col(uuid("town_id"))
            .col(integer("number"))
            .col(integer("year"))
            .col(text("source"))
            .col(text("summary"))
            .col(text_null("document_no"))
            .col(uuid_null("from_body_id"))
            .col(text_null("from_text"))
            .col(timestamp_with_time_zone_null("limit_at"))
            .col(text("limit_source"))
            .col(timestamp_with_time_zone("received_at"))
            .col(uuid("registered_by"))
            .col(uuid_null("duty_id"))
            .col(uuid_null("workflow_id"))
            .col(text("state"))
            .col(text_null("closing_note"))
            .col(uuid("command_id"))
            .col(timestamp_with_time_zone("created_at"))
            .col(big_integer("version"))
            .foreign_key(&mut references("incoming_item", "town_id", "town"))
            .foreign_key(&mut references("incoming_item", "from_body_id", "body"))
            .foreign_key(&mut references("incoming_item", "registered_by", "person"))
            .foreign_key(&mut references("incoming_item", "duty_id", "duty"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(unique("incoming_item", &["town_id", "year", "number"])).await?;
        manager.create_index(unique("incoming_item", &["town_id", "command_id"])).await?;
        manager.create_index(index("incoming_item", &["town_id", "state"])).await?;
        manager.create_index(index("incoming_item", &["from_body_id"])).await?;
        manager.create_index(index("incoming_item", &["duty_id"])).await?;
        manager.create_index(index("incoming_item", &["workflow_id"])).await
    }
}
