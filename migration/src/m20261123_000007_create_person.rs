//! Creates `person`: a person who can log in.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("person")
            .col(uuid("id").primary_key())
            .col(text("name"))
            .col(text_null("phone").unique_key())
            .col(text_null("login").unique_key())
            .col(text_null("mail"))
            .col(text("language"))
            .col(text_null("password_hash"))
            .col(boolean("password_temporary"))
            .col(timestamp_with_time_zone_null("deactivated_at"))
            .col(timestamp_with_time_zone("created_at"))
            .col(big_integer("version"))
            .take();
        manager.create_table(table).await
    }
}
