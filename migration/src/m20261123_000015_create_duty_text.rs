//! Creates `duty_text`: the wording of a duty in one edition.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("duty_text")
            .col(uuid("id").primary_key())
            .col(uuid("duty_id"))
            .col(uuid("edition_id"))
            .col(text("kind"))
            .col(integer("no"))
            .col(text_null("category"))
            .col(text("title"))
            .col(json_binary("departments"))
            .col(text_null("outcome"))
            .col(text_null("handling"))
            .col(integer_null("line"))
            .col(json_binary("body"))
            .col(text("search"))
            .foreign_key(&mut references("duty_text", "duty_id", "duty"))
            .foreign_key(&mut references("duty_text", "edition_id", "edition"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(unique("duty_text", &["edition_id", "kind", "no"])).await?;
        manager.create_index(index("duty_text", &["duty_id"])).await?;
        manager.create_index(index("duty_text", &["edition_id", "category"])).await
    }
}
