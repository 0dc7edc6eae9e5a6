//! Creates `duty_body`: the bodies that a duty names.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("duty_body")
            .col(uuid("duty_text_id"))
            .col(uuid("body_id"))
            .col(text("spelling"))
            .col(integer("position"))
            .primary_key(Index::create().col("duty_text_id").col("spelling"))
            .foreign_key(&mut references("duty_body", "duty_text_id", "duty_text"))
            .foreign_key(&mut references("duty_body", "body_id", "body"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(index("duty_body", &["body_id"])).await
    }
}
