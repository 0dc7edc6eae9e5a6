//! Creates `template_version`: a version of a template; a published one is never changed.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("template_version")
            .col(uuid("id").primary_key())
            .col(uuid("template_id"))
            .col(integer("number"))
            .col(text("state"))
            .col(uuid("duty_text_id"))
            .col(json_binary("content"))
            .col(timestamp_with_time_zone("created_at"))
            .col(uuid_null("created_by"))
            .col(timestamp_with_time_zone_null("published_at"))
            .foreign_key(&mut references("template_version", "template_id", "template"))
            .foreign_key(&mut references("template_version", "duty_text_id", "duty_text"))
            .foreign_key(&mut references("template_version", "created_by", "person"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(unique("template_version", &["template_id", "number"])).await?;
        manager.create_index(index("template_version", &["duty_text_id"])).await?;
        manager.create_index(unique("template_version", &["template_id"]).and_where(Expr::col("state").eq("published")).take()).await
    }
}
