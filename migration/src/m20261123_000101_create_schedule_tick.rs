//! Creates `schedule_tick`: the ticks of the schedules that have fired.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("schedule_tick")
            .col(text("schedule_id"))
            .col(timestamp_with_time_zone("tick"))
            .primary_key(Index::create().col("schedule_id").col("tick"))
            .take();
        manager.create_table(table).await
    }
}
