//! Creates `finding`: what the reader noticed in an edition.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("finding")
            .col(uuid("id").primary_key())
            .col(uuid("edition_id"))
            .col(text("severity"))
            .col(text("code"))
            .col(json_binary("params"))
            .col(text("message"))
            .col(integer_null("line"))
            .col(text_null("duty_kind"))
            .col(integer_null("duty_no"))
            .foreign_key(&mut references("finding", "edition_id", "edition"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(index("finding", &["edition_id"])).await
    }
}
