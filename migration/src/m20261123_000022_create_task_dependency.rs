//! Creates `task_dependency`: that a task comes after another, or waits for it.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("task_dependency")
            .col(uuid("task_id"))
            .col(uuid("after_task_id"))
            .col(text("kind"))
            .primary_key(Index::create().col("task_id").col("after_task_id"))
            .foreign_key(&mut references("task_dependency", "task_id", "task"))
            .foreign_key(&mut references("task_dependency", "after_task_id", "task"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(index("task_dependency", &["after_task_id"])).await
    }
}
