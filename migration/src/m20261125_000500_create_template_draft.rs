//! Creates `template_draft`: what people are changing of a template before it is published; at most one a template.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::references;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("template_draft")
            .col(uuid("template_id").primary_key())
            .col(uuid("base_version_id"))
            .col(uuid("duty_text_id"))
            .col(json_binary("content"))
            .col(integer("revision"))
            .col(uuid("command_id"))
            .col(timestamp_with_time_zone("changed_at"))
            .col(uuid_null("changed_by"))
            .foreign_key(&mut references("template_draft", "template_id", "template"))
            .foreign_key(&mut references("template_draft", "base_version_id", "template_version"))
            .foreign_key(&mut references("template_draft", "duty_text_id", "duty_text"))
            .foreign_key(&mut references("template_draft", "changed_by", "person"))
            .take();
        manager.create_table(table).await
    }
}
