//! A database that was filled at an older schema comes through every later migration with all that was in it, and work goes on in it.

use std::collections::BTreeSet;
use std::sync::Arc;

use duty_list::HandKind;
use dutyflow::service::act::{Of, act};
use dutyflow::service::{Request, Tools, verify};
use dutyflow::store::Store;
use dutyflow::store::migrate::{is_current, migrate};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DbBackend, Statement, TransactionTrait};
use workflow::case::{Command, Receiver, TaskState};
use workflow::ids::WorkflowId;

use crate::harness::county::{County, doable, step};
use crate::harness::db::{TestDb, start};

/// The schema that was first used: what came after it is tried from each step.
const FIRST: &str = "m20261123_000102_create_list_upload";

/// A county with work in it of a kind that there has been from the beginning: a workflow, a hand-off that was signed for, a task that is open.
async fn filled() -> (County, WorkflowId) {
    let county = County::open().await;
    let bureau = county.body("阿合奇县民政局").await;
    let liaison = county.liaison("civil", bureau).await;
    let id = county.start(28, "高龄津贴核查").await;
    let push = county.case(id).await.tasks.values().find(|task| !task.is_towns() && task.state == TaskState::Open).unwrap().id;
    let today = workflow::calendar::local_date(county.now());
    let wait = workflow::case::WaitRef::Step(push);
    county.does(&county.coordinator, Of::Task(push), Command::RecordReceived { wait, on: today, document_no: None, note: None }).await;
    let task = step(&county.case(id).await, doable).id;
    let receivers = vec![Receiver::body(bureau, HandKind::Report)];
    let send = Command::HandOff { task, receivers, note: Some("共54份".to_owned()), document_no: None, count: None, on_behalf: None };
    let case = county.does(&county.clerk, Of::Task(task), send).await;
    let hand_off = *case.hand_offs.keys().next().unwrap();
    county.does(&liaison, Of::HandOff(hand_off), Command::Sign { hand_off, on_behalf: None }).await;
    (county, id)
}

async fn names(db: &impl ConnectionTrait, sql: &str) -> Vec<String> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect()
}

async fn tables(db: &impl ConnectionTrait) -> Vec<String> {
    let sql = match db.get_database_backend() {
        DbBackend::Postgres => "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()",
        _ => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    };
    names(db, sql).await.into_iter().filter(|table| table != "seaql_migrations").collect()
}

async fn columns(db: &impl ConnectionTrait, table: &str) -> Vec<String> {
    let sql = match db.get_database_backend() {
        DbBackend::Postgres => format!(
            "SELECT column_name::text FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '{table}'"
        ),
        _ => format!("SELECT name FROM pragma_table_info('{table}')"),
    };
    names(db, &sql).await
}

/// The rows of a table in these columns, each as one text.
async fn rows(db: &impl ConnectionTrait, table: &str, columns: &[String]) -> Vec<String> {
    let quoted: Vec<String> = columns.iter().map(|column| format!("'{column}', \"{column}\"")).collect();
    let object = match db.get_database_backend() {
        DbBackend::Postgres => format!("json_build_object({})::text", quoted.join(", ")),
        // Bytes have no place in JSON.
        _ => {
            let readable = columns
                .iter()
                .map(|column| format!("'{column}', CASE typeof(\"{column}\") WHEN 'blob' THEN hex(\"{column}\") ELSE \"{column}\" END"));
            format!("json_object({})", readable.collect::<Vec<_>>().join(", "))
        }
    };
    let mut rows = names(db, &format!("SELECT {object} FROM \"{table}\"")).await;
    rows.sort();
    rows
}

/// Writes into `old` what is in `full`, as far as its schema has a place for it: what the program of that day would have written.
async fn copy(full: &Store, old: &Store) {
    let db = old.write();
    match db.get_database_backend() {
        DbBackend::Postgres => {
            // In one transaction, for the setting is the connection's.
            let tx = db.begin().await.unwrap();
            tx.execute_unprepared("SET LOCAL session_replication_role = replica").await.unwrap();
            for table in tables(&tx).await {
                let sql = format!("SELECT coalesce(json_agg(one), '[]')::text FROM \"{table}\" one");
                let all = names(full.read(), &sql).await.remove(0);
                let columns: Vec<String> = columns(&tx, &table).await.into_iter().map(|column| format!("\"{column}\"")).collect();
                let list = columns.join(", ");
                let insert = format!(
                    "INSERT INTO \"{table}\" ({list}) SELECT {list} FROM json_populate_recordset(NULL::\"{table}\", $rows${all}$rows$)"
                );
                tx.execute_unprepared(&insert).await.unwrap();
            }
            tx.commit().await.unwrap();
        }
        _ => {
            let file = full.location().file().unwrap().display().to_string();
            db.execute_unprepared("PRAGMA foreign_keys = OFF").await.unwrap();
            db.execute_unprepared(&format!("ATTACH DATABASE '{file}' AS filled")).await.unwrap();
            for table in tables(db).await {
                let columns: Vec<String> = columns(db, &table).await.into_iter().map(|column| format!("\"{column}\"")).collect();
                let list = columns.join(", ");
                db.execute_unprepared(&format!("INSERT INTO main.\"{table}\" ({list}) SELECT {list} FROM filled.\"{table}\""))
                    .await
                    .unwrap();
            }
            db.execute_unprepared("DETACH DATABASE filled").await.unwrap();
            db.execute_unprepared("PRAGMA foreign_keys = ON").await.unwrap();
        }
    }
}

#[tokio::test]
async fn what_was_written_at_an_older_schema_survives_every_later_migration() {
    let (county, id) = filled().await;
    let known: Vec<String> = Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect();
    let first = known.iter().position(|name| name == FIRST).unwrap() + 1;
    for steps in first..=known.len() {
        let at = &known[steps - 1];
        let db = TestDb::empty().await;
        Migrator::up(db.store.write(), Some(u32::try_from(steps).unwrap())).await.unwrap();
        copy(&county.tools().store, &db.store).await;
        let mut before = Vec::new();
        for table in tables(db.store.write()).await {
            let columns = columns(db.store.write(), &table).await;
            let rows = rows(db.store.write(), &table, &columns).await;
            before.push((table, columns, rows));
        }
        let filled: BTreeSet<&str> = before.iter().filter(|(_, _, rows)| !rows.is_empty()).map(|(table, _, _)| table.as_str()).collect();
        for table in ["workflow", "task", "hand_off", "event", "person", "role_grant", "duty_text", "template_version", "message"] {
            assert!(filled.contains(table), "at {at} there is something in {table}: {filled:?}");
        }

        let migrated = migrate(&db.store, &db.place.backups(), start()).await.unwrap();
        assert_eq!(migrated.applied.len(), known.len() - steps, "from {at}");
        assert!(is_current(&db.store).await.unwrap());
        for (table, columns, rows_before) in before {
            assert_eq!(rows(db.store.write(), &table, &columns).await, rows_before, "{table}, from {at}");
        }
        // The chain fits and the rows are what it says; and work goes on.
        let tools = Tools { store: db.store.clone(), clock: Arc::clone(&county.tools().clock), ..county.tools().clone() };
        assert!(verify::workflow(&tools, id).await.unwrap().is_none(), "from {at}");
        let seen = dutyflow::service::view::workflow(&tools, &county.coordinator, Of::Workflow(id)).await.unwrap();
        let open = step(&seen.case, |task| task.state == TaskState::Open).id;
        let request = Request { viewer: &county.coordinator, command: tools.command() };
        let out = Command::LeaveOut { task: open, reason: "本次不涉及".to_owned() };
        act(&tools, request, Of::Task(open), &out).await.unwrap();
        assert!(verify::workflow(&tools, id).await.unwrap().is_none(), "from {at}, after work went on");
    }
}
