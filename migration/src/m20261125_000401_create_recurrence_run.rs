//! Creates `recurrence_run`: one time that recurring work came round, and what was started. Its key is why nothing is started twice.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("recurrence_run")
            .col(uuid("recurrence_id"))
            .col(text("occurrence"))
            .col(timestamp_with_time_zone_null("due_at"))
            .col(boolean("late"))
            .col(integer("missed"))
            .col(uuid_null("workflow_id"))
            .col(text_null("problem"))
            .col(uuid_null("reported_by"))
            .col(text_null("note"))
            .col(timestamp_with_time_zone("at"))
            .primary_key(Index::create().col("recurrence_id").col("occurrence"))
            .foreign_key(&mut references("recurrence_run", "recurrence_id", "recurrence"))
            .foreign_key(&mut references("recurrence_run", "workflow_id", "workflow"))
            .foreign_key(&mut references("recurrence_run", "reported_by", "person"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(index("recurrence_run", &["workflow_id"])).await
    }
}
