//! Creates `role_grant`: rights (a person, a role and a scope, for a time).

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("role_grant")
            .col(uuid("id").primary_key())
            .col(uuid("person_id"))
            .col(text("role"))
            .col(text("scope_kind"))
            .col(uuid_null("scope_id"))
            .col(uuid_null("town_id"))
            .col(timestamp_with_time_zone("valid_from"))
            .col(timestamp_with_time_zone_null("valid_until"))
            .col(timestamp_with_time_zone("created_at"))
            .foreign_key(&mut references("role_grant", "person_id", "person"))
            .foreign_key(&mut references("role_grant", "town_id", "town"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(index("role_grant", &["person_id"])).await?;
        manager.create_index(index("role_grant", &["scope_kind", "scope_id"])).await?;
        manager.create_index(index("role_grant", &["town_id"])).await?;
        manager
            .create_index(
                unique("role_grant", &["person_id", "role", "scope_kind", "scope_id"])
                    .and_where(Expr::col("valid_until").is_null())
                    .and_where(Expr::col("scope_id").is_not_null())
                    .take(),
            )
            .await?;
        manager
            .create_index(
                unique("role_grant", &["person_id", "role", "scope_kind"])
                    .and_where(Expr::col("valid_until").is_null())
                    .and_where(Expr::col("scope_id").is_null())
                    .take(),
            )
            .await
    }
}
