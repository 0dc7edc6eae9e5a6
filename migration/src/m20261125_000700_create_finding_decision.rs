//! Creates `finding_decision`: what a town's keeper decided about a finding, kept over editions by the finding's identity.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("finding_decision")
            .col(uuid("id").primary_key())
            .col(uuid("town_id"))
            .col(text("identity"))
            .col(text("code"))
            .col(text("decision"))
            .col(text_null("note"))
            .col(uuid_null("decided_by"))
            .col(timestamp_with_time_zone("decided_at"))
            .col(big_integer("version"))
            .foreign_key(&mut references("finding_decision", "town_id", "town"))
            .foreign_key(&mut references("finding_decision", "decided_by", "person"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(unique("finding_decision", &["town_id", "identity"])).await?;
        manager.create_index(index("finding_decision", &["decided_by"])).await
    }
}
