//! Creates `list_upload`: a document that was sent and waits for its sender to accept what was read.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("list_upload")
            .col(uuid("id").primary_key())
            .col(uuid("town_id"))
            .col(uuid("person_id"))
            .col(text("file_name"))
            .col(blob("source"))
            .col(timestamp_with_time_zone("created_at"))
            .foreign_key(&mut references("list_upload", "town_id", "town"))
            .foreign_key(&mut references("list_upload", "person_id", "person"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(index("list_upload", &["town_id"])).await?;
        manager.create_index(index("list_upload", &["person_id"])).await?;
        manager.create_index(index("list_upload", &["created_at"])).await
    }
}
