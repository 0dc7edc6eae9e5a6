//! Adds the office that answers for a duty to its template: its lead may change the template of a basic duty.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("template").add_column(uuid_null("office_id")).take()).await
    }
}
