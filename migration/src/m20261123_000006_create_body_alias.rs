//! Creates `body_alias`: every spelling of a body, its own name included, so that one key finds one body.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("body_alias")
            .col(uuid("id").primary_key())
            .col(uuid("body_id"))
            .col(text("alias"))
            .col(text("key").unique_key())
            .foreign_key(&mut references("body_alias", "body_id", "body"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(index("body_alias", &["body_id"])).await
    }
}
