//! Creates `mail_choice`: about what a person wants messages and about what not, where that is not the default.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::references;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("mail_choice")
            .col(uuid("person_id"))
            .col(text("topic"))
            .col(text("channel"))
            .col(boolean("wanted"))
            .col(timestamp_with_time_zone("since"))
            .primary_key(Index::create().col("person_id").col("topic").col("channel"))
            .foreign_key(&mut references("mail_choice", "person_id", "person"))
            .take();
        manager.create_table(table).await
    }
}
