//! Adds what lies between the town and the bodies: hand-offs to the town (no receiving body), counts, objections, coordination, and `precedent`.

use sea_orm_migration::sea_orm::{DbBackend, Statement};
use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        receiver_may_be_the_town(manager).await?;
        let mut columns: Vec<(&'static str, ColumnDef)> = vec![
            ("task", json_binary_null("objection")),
            ("task", integer("objections").default(0).take()),
            ("hand_off", boolean("request").default(false).take()),
            ("hand_off", integer_null("sent_count")),
            ("hand_off", integer("kept_count").default(0).take()),
            ("hand_off", json_binary_null("objection")),
            ("hand_off", integer("objections").default(0).take()),
            ("hand_off", json_binary_null("coordination")),
            ("hand_off", text_null("coordination_level")),
        ];
        for (table, column) in &mut columns {
            manager.alter_table(Table::alter().table(*table).add_column(column).take()).await?;
        }
        let open = index("hand_off", &["coordination_level"]).and_where(Expr::col("coordination_level").is_not_null()).take();
        manager.create_index(open).await?;

        let precedent = Table::create()
            .table("precedent")
            .col(uuid("id").primary_key())
            .col(uuid("duty_id"))
            .col(uuid("town_id"))
            .col(uuid("workflow_id"))
            .col(text("step_key"))
            .col(text("clause"))
            .col(json_binary("outcome"))
            .col(text("reason"))
            .col(text_null("document_no"))
            .col(text("level"))
            .col(date("decided_on"))
            .col(uuid("entered_by_id"))
            .col(timestamp_with_time_zone("entered_at"))
            .col(timestamp_with_time_zone_null("ended_at"))
            .col(uuid_null("ended_by_id"))
            .col(text_null("ended_reason"))
            .foreign_key(&mut references("precedent", "duty_id", "duty"))
            .foreign_key(&mut references("precedent", "town_id", "town"))
            .foreign_key(&mut references("precedent", "workflow_id", "workflow"))
            .foreign_key(&mut references("precedent", "entered_by_id", "person"))
            .foreign_key(&mut references("precedent", "ended_by_id", "person"))
            .take();
        manager.create_table(precedent).await?;
        manager.create_index(index("precedent", &["duty_id"])).await
    }
}

/// SQLite cannot take a NOT NULL away: the table is written anew with the same rows, from its own definition, so that later columns come with it.
async fn receiver_may_be_the_town(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    if manager.get_database_backend() == DbBackend::Postgres {
        return db.execute_unprepared("ALTER TABLE hand_off ALTER COLUMN receiver_body_id DROP NOT NULL").await.map(drop);
    }
    let definitions = "SELECT type, sql FROM sqlite_master WHERE tbl_name = 'hand_off' AND sql IS NOT NULL ORDER BY type DESC";
    let mut table = None;
    let mut indexes = Vec::new();
    for row in db.query_all_raw(Statement::from_string(DbBackend::Sqlite, definitions)).await? {
        let sql: String = row.try_get("", "sql")?;
        match row.try_get::<String>("", "type")?.as_str() {
            "table" => table = Some(sql),
            _ => indexes.push(sql),
        }
    }
    let old = table.ok_or_else(|| DbErr::Custom("the table hand_off has no definition".to_owned()))?;
    let column = old.find("\"receiver_body_id\"").ok_or_else(|| DbErr::Custom("hand_off has no receiver_body_id".to_owned()))?;
    let (before, after) = old.split_at(column);
    let new = format!("{before}{}", after.replacen(" NOT NULL", "", 1));
    // Messages point at hand-offs: the keys are looked at again when all rows are back.
    db.execute_unprepared("PRAGMA defer_foreign_keys = ON").await?;
    db.execute_unprepared("CREATE TABLE hand_off_before AS SELECT * FROM hand_off").await?;
    db.execute_unprepared("DROP TABLE hand_off").await?;
    db.execute_unprepared(&new).await?;
    db.execute_unprepared("INSERT INTO hand_off SELECT * FROM hand_off_before").await?;
    db.execute_unprepared("DROP TABLE hand_off_before").await?;
    for index in indexes {
        db.execute_unprepared(&index).await?;
    }
    Ok(())
}
