//! Creates `api_token`: a personal bearer token, hashed.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("api_token")
            .col(uuid("id").primary_key())
            .col(uuid("person_id"))
            .col(text("name"))
            .col(text("hash").unique_key())
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone_null("expires_at"))
            .col(timestamp_with_time_zone_null("revoked_at"))
            .foreign_key(&mut references("api_token", "person_id", "person"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(index("api_token", &["person_id"])).await
    }
}
