//! Creates `session`: a log-in; the id is the hash of the cookie's secret.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("session")
            .col(text("id").primary_key())
            .col(uuid("person_id"))
            .col(text("csrf"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("seen_at"))
            .col(timestamp_with_time_zone("expires_at"))
            .foreign_key(&mut references("session", "person_id", "person"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(index("session", &["person_id"])).await?;
        manager.create_index(index("session", &["expires_at"])).await
    }
}
