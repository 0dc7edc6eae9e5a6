//! Adds the town's inside: sign-offs, lent tasks, extensions and reminders by hand on `task` and `hand_off`; `leader_note`, `workflow_copy`, `absence`;
//! who leads; and in whose place somebody acted.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut columns: Vec<(&'static str, ColumnDef)> = vec![
            ("task", text("sign_off").default("none").take()),
            ("task", json_binary_null("signing")),
            ("task", json_binary_null("lent")),
            ("task", text_null("lender_unit_kind")),
            ("task", uuid_null("lender_unit_id")),
            ("task", uuid_null("lender_person_id")),
            ("task", json_binary_null("extension")),
            ("task", json_binary_null("nudge")),
            ("hand_off", json_binary_null("extension")),
            ("hand_off", json_binary_null("nudge")),
            ("event", uuid_null("in_place_of_id")),
            ("role_grant", boolean("first_leader").default(false).take()),
            ("office", uuid_null("leader_id")),
        ];
        for (table, column) in &mut columns {
            manager.alter_table(Table::alter().table(*table).add_column(column).take()).await?;
        }
        manager.create_index(index("task", &["lender_person_id"])).await?;
        manager.create_index(index("task", &["lender_unit_kind", "lender_unit_id"])).await?;
        manager
            .create_index(index("task", &["town_id"]).name("ix_task_signing").and_where(Expr::col("signing").is_not_null()).take())
            .await?;
        manager.create_index(index("event", &["actor_id"])).await?;
        manager.create_index(index("event", &["in_place_of_id"])).await?;

        let note = Table::create()
            .table("leader_note")
            .col(uuid("id").primary_key())
            .col(uuid("workflow_id"))
            .col(text("text"))
            .col(uuid("by_id"))
            .col(date("written_on"))
            .col(boolean("on_paper"))
            .col(uuid("entered_by_id"))
            .col(timestamp_with_time_zone("at"))
            .foreign_key(&mut references("leader_note", "workflow_id", "workflow"))
            .foreign_key(&mut references("leader_note", "by_id", "person"))
            .foreign_key(&mut references("leader_note", "entered_by_id", "person"))
            .take();
        manager.create_table(note).await?;
        manager.create_index(index("leader_note", &["workflow_id"])).await?;

        let copy = Table::create()
            .table("workflow_copy")
            .col(uuid("workflow_id"))
            .col(text("kind"))
            .col(uuid("to_id"))
            .primary_key(Index::create().col("workflow_id").col("kind").col("to_id"))
            .foreign_key(&mut references("workflow_copy", "workflow_id", "workflow"))
            .take();
        manager.create_table(copy).await?;
        manager.create_index(index("workflow_copy", &["kind", "to_id"])).await?;

        let absence = Table::create()
            .table("absence")
            .col(uuid("id").primary_key())
            .col(uuid("person_id"))
            .col(uuid_null("substitute_id"))
            .col(date("from_on"))
            .col(date("until_on"))
            .col(uuid("named_by_id"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone_null("withdrawn_at"))
            .foreign_key(&mut references("absence", "person_id", "person"))
            .foreign_key(&mut references("absence", "substitute_id", "person"))
            .foreign_key(&mut references("absence", "named_by_id", "person"))
            .take();
        manager.create_table(absence).await?;
        manager.create_index(index("absence", &["person_id", "until_on"])).await?;
        manager.create_index(index("absence", &["substitute_id", "until_on"])).await
    }
}
