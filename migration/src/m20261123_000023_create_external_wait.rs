//! Creates `external_wait`: something that a task waits for and that no task of the system brings.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("external_wait")
            .col(uuid("id").primary_key())
            .col(uuid("workflow_id"))
            .col(uuid("task_id"))
            .col(uuid_null("body_id"))
            .col(text("party_text"))
            .col(text("text"))
            .col(timestamp_with_time_zone_null("met_at"))
            .col(date_null("met_on"))
            .col(text_null("document_no"))
            .col(text_null("note"))
            .col(uuid_null("met_by"))
            .foreign_key(&mut references("external_wait", "workflow_id", "workflow"))
            .foreign_key(&mut references("external_wait", "task_id", "task"))
            .foreign_key(&mut references("external_wait", "body_id", "body"))
            .foreign_key(&mut references("external_wait", "met_by", "person"))
            .take();
        manager.create_table(table).await?;
        manager.create_index(index("external_wait", &["workflow_id"])).await?;
        manager.create_index(index("external_wait", &["task_id"])).await
    }
}
