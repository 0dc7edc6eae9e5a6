//! Migration under a lock, copies, restoring.

use dutyflow::store::backup::{BackupError, backup, restore};
use dutyflow::store::migrate::{MigrateError, is_current, migrate};
use dutyflow::store::{ConnectError, Store};
use entity::county;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, PaginatorTrait};

use crate::harness::db::{TestDb, start};

async fn add_county(store: &Store, name: &str) {
    let tx = store.begin().await.unwrap();
    let row = county::ActiveModel {
        id: Set(uuid::Uuid::from_u128(u128::from(name.len() as u64))),
        name: Set(name.to_owned()),
        default_region: Set(String::new()),
        created_at: Set(start()),
        version: Set(1),
    };
    row.insert(&tx).await.unwrap();
    tx.commit().await.unwrap();
}

async fn execute(store: &Store, sql: &str) {
    store.write().execute_unprepared(sql).await.unwrap();
}

#[tokio::test]
async fn migrating_twice_changes_nothing() {
    let db = TestDb::empty().await;
    assert!(!is_current(&db.store).await.unwrap());
    let first = migrate(&db.store, &db.place.backups(), start()).await.unwrap();
    assert!(first.applied.iter().any(|name| name.ends_with("create_task")), "{first:?}");
    assert_eq!(first.copy, None, "an empty database is not copied");
    assert!(is_current(&db.store).await.unwrap());
    assert!(migrate(&db.store, &db.place.backups(), start()).await.unwrap().applied.is_empty());
}

#[tokio::test]
async fn processes_that_start_together_migrate_once() {
    let db = TestDb::empty().await;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let (store, backups) = (db.another().await, db.place.backups());
        tasks.spawn(async move { migrate(&store, &backups, start()).await.unwrap().applied.len() });
    }
    let counts = tasks.join_all().await;
    assert_eq!(counts.iter().filter(|count| **count > 0).count(), 1, "{counts:?}");
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let db = TestDb::migrated().await;
    execute(&db.store, "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20990101_000000_from_the_future', 0)").await;
    let error = migrate(&db.store, &db.place.backups(), start()).await.unwrap_err();
    assert!(matches!(error, MigrateError::Newer { .. }));
    assert!(error.to_string().contains("m20990101_000000_from_the_future"), "{error}");
}

#[tokio::test]
async fn a_sqlite_file_is_copied_before_it_is_changed() {
    let db = TestDb::empty_sqlite().await;
    migrate(&db.store, &db.place.backups(), start()).await.unwrap();
    add_county(&db.store, "甲县").await;
    execute(&db.store, "DROP TABLE reminder_mark").await;
    execute(&db.store, "DELETE FROM seaql_migrations WHERE version LIKE '%create_reminder_mark'").await;
    let done = migrate(&db.store, &db.place.backups(), start()).await.unwrap();
    assert_eq!(done.applied.len(), 1);
    let copy = Store::connect(dutyflow::store::Location::Sqlite(done.copy.unwrap())).await.unwrap();
    assert_eq!(county::Entity::find().count(copy.read()).await.unwrap(), 1);
    assert!(entity::reminder_mark::Entity::find().count(copy.read()).await.is_err(), "the copy is as it was before");
    assert_eq!(entity::reminder_mark::Entity::find().count(db.store.read()).await.unwrap(), 0);
}

#[tokio::test]
async fn a_migration_that_fails_leaves_nothing_behind() {
    let db = TestDb::empty().await;
    execute(&db.store, "CREATE TABLE message (id INTEGER)").await;
    assert!(migrate(&db.store, &db.place.backups(), start()).await.is_err());
    assert!(county::Entity::find().count(db.store.read()).await.is_err(), "earlier tables are not there either");
    execute(&db.store, "DROP TABLE message").await;
    migrate(&db.store, &db.place.backups(), start()).await.unwrap();
}

#[tokio::test]
async fn a_backup_brings_back_what_was_and_keeps_what_is() {
    let db = TestDb::migrated().await;
    add_county(&db.store, "甲县").await;
    let file = db.place.dir().join("copy");
    match backup(db.store.location(), &file).await {
        Err(BackupError::ToolMissing(_)) => return,
        done => done.unwrap(),
    }
    assert!(matches!(backup(db.store.location(), &file).await, Err(BackupError::Exists(_))));
    add_county(&db.store, "乙县市").await;
    let sqlite = db.store.location().file().is_some();
    if sqlite {
        assert!(matches!(restore(db.store.location(), &file, start()).await, Err(BackupError::InUse)));
    }
    let location = db.store.location().clone();
    let TestDb { store, place } = db;
    store.close().await.unwrap();
    let kept = restore(&location, &file, start()).await.unwrap();
    let store = Store::connect(location).await.unwrap();
    assert_eq!(county::Entity::find().count(store.read()).await.unwrap(), 1);
    assert!(is_current(&store).await.unwrap());
    assert_eq!(kept.is_some(), sqlite);
    if let Some(kept) = kept {
        let before = Store::connect(dutyflow::store::Location::Sqlite(kept)).await.unwrap();
        assert_eq!(county::Entity::find().count(before.read()).await.unwrap(), 2);
    }
    drop(place);
}

#[tokio::test]
async fn what_is_no_backup_is_not_put_in_place() {
    let db = TestDb::empty_sqlite().await;
    migrate(&db.store, &db.place.backups(), start()).await.unwrap();
    add_county(&db.store, "甲县").await;
    let location = db.store.location().clone();
    let TestDb { store, place } = db;
    store.close().await.unwrap();
    let (text, foreign) = (place.dir().join("text"), place.dir().join("foreign"));
    std::fs::write(&text, "这不是备份").unwrap();
    let other = Store::connect(dutyflow::store::Location::Sqlite(foreign.clone())).await.unwrap();
    execute(&other, "CREATE TABLE something (id INTEGER)").await;
    other.close().await.unwrap();
    for file in [text, foreign] {
        let error = restore(&location, &file, start()).await.unwrap_err();
        assert!(matches!(error, BackupError::NotABackup { .. }), "{error:?}");
    }
    assert!(restore(&location, &place.dir().join("nothing"), start()).await.is_err());
    let store = Store::connect(location).await.unwrap();
    assert_eq!(county::Entity::find().count(store.read()).await.unwrap(), 1);
}

#[tokio::test]
async fn a_database_being_restored_cannot_be_opened() {
    let db = TestDb::empty_sqlite().await;
    let location = db.store.location().clone();
    let TestDb { store, place } = db;
    store.close().await.unwrap();
    let lock = std::fs::File::open(place.dir().join("dutyflow.sqlite.in-use")).unwrap();
    lock.try_lock().unwrap();
    assert!(matches!(Store::connect(location).await, Err(ConnectError::Restoring)));
}
