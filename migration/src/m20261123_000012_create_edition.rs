//! Creates `edition`: an imported edition of a town's duty list, with the document itself.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{references, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("edition")
            .col(uuid("id").primary_key())
            .col(uuid("town_id"))
            .col(integer("sequence"))
            .col(text_null("label"))
            .col(text("file_name"))
            .col(text("sha256"))
            .col(blob("source"))
            .col(json_binary("declared"))
            .col(text("state"))
            .col(uuid_null("imported_by"))
            .col(timestamp_with_time_zone("imported_at"))
            .foreign_key(&mut references("edition", "town_id", "town"))
            .foreign_key(&mut references("edition", "imported_by", "person"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(unique("edition", &["town_id", "sequence"])).await?;
        manager.create_index(unique("edition", &["town_id", "sha256"])).await?;
        manager.create_index(unique("edition", &["town_id"]).and_where(Expr::col("state").eq("in_force")).take()).await
    }
}
