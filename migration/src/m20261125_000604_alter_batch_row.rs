//! Alters `batch_row`: a row may also become an incoming item, where it is off the list.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter().table("batch_row").add_column(uuid_null("incoming_item_id")).take();
        manager.alter_table(table).await?;
        manager.create_index(index("batch_row", &["incoming_item_id"])).await
    }
}
