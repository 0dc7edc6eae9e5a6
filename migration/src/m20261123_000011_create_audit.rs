//! Creates `audit`: administrative acts.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("audit")
            .col(uuid("id").primary_key())
            .col(timestamp_with_time_zone("at"))
            .col(uuid_null("actor_id"))
            .col(text("action"))
            .col(text("object_kind"))
            .col(uuid_null("object_id"))
            .col(json_binary("detail"))
            .foreign_key(&mut references("audit", "actor_id", "person"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(index("audit", &["at"])).await?;
        manager.create_index(index("audit", &["object_kind", "object_id"])).await
    }
}
