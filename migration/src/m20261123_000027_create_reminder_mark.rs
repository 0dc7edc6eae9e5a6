//! Creates `reminder_mark`: that a reminder rule has fired for a subject, so that it never fires twice.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("reminder_mark")
            .col(uuid("subject_id"))
            .col(text("rule"))
            .col(text("occurrence"))
            .col(timestamp_with_time_zone("at"))
            .col(json_binary_null("mark"))
            .primary_key(Index::create().col("subject_id").col("rule").col("occurrence"))
            .take();
        manager.create_table(table).await
    }
}
