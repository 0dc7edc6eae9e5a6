//! Opening, transactions, and errors told apart.

use dutyflow::store::{Location, Store, StoreError};
use entity::county;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, PaginatorTrait};

use crate::harness::db::{TestDb, start};

fn row(id: u128) -> county::ActiveModel {
    county::ActiveModel {
        id: Set(uuid::Uuid::from_u128(id)),
        name: Set("甲县".to_owned()),
        default_region: Set(String::new()),
        created_at: Set(start()),
        version: Set(1),
    }
}

#[tokio::test]
async fn a_transaction_lasts_only_when_committed() {
    let db = TestDb::migrated().await;
    let tx = db.store.begin().await.unwrap();
    row(1).insert(&tx).await.unwrap();
    drop(tx);
    assert_eq!(county::Entity::find().count(db.store.read()).await.unwrap(), 0);
    let tx = db.store.begin().await.unwrap();
    row(1).insert(&tx).await.unwrap();
    assert_eq!(county::Entity::find().count(db.store.read()).await.unwrap(), 0, "nobody sees it before");
    tx.commit().await.unwrap();
    assert_eq!(county::Entity::find().one(db.store.read()).await.unwrap().unwrap().created_at, start());
}

#[tokio::test]
async fn a_taken_unique_value_is_told_apart() {
    let db = TestDb::migrated().await;
    let tx = db.store.begin().await.unwrap();
    row(1).insert(&tx).await.unwrap();
    let error: StoreError = row(1).insert(&tx).await.unwrap_err().into();
    assert!(matches!(error, StoreError::Unique(_)), "{error:?}");
}

#[tokio::test]
async fn foreign_keys_are_watched() {
    let db = TestDb::migrated().await;
    let tx = db.store.begin().await.unwrap();
    let office = entity::office::ActiveModel {
        leader_id: Set(None),
        id: Set(uuid::Uuid::from_u128(1)),
        town_id: Set(uuid::Uuid::from_u128(2)),
        name: Set("党政办".to_owned()),
        archived_at: Set(None),
    };
    let error: StoreError = office.insert(&tx).await.unwrap_err().into();
    assert!(matches!(error, StoreError::Inconsistent(_)), "{error:?}");
}

#[tokio::test]
async fn sqlite_is_durable_and_its_readers_cannot_write() {
    let db = TestDb::empty_sqlite().await;
    dutyflow::store::migrate::migrate(&db.store, &db.place.backups(), start()).await.unwrap();
    let pragma = async |connection: &sea_orm::DatabaseConnection, name: &str| {
        use sea_orm::ConnectionTrait;
        let statement = sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, format!("PRAGMA {name}"));
        let row = connection.query_one_raw(statement).await.unwrap().unwrap();
        row.try_get_by_index::<String>(0).unwrap_or_else(|_| row.try_get_by_index::<i64>(0).unwrap().to_string())
    };
    assert_eq!(pragma(db.store.write(), "journal_mode").await, "wal");
    assert_eq!(pragma(db.store.write(), "synchronous").await, "2");
    assert_eq!(pragma(db.store.write(), "foreign_keys").await, "1");
    assert!(row(1).insert(db.store.read()).await.is_err());
}

#[tokio::test]
async fn many_transactions_at_once_wait_for_each_other() {
    let db = TestDb::migrated().await;
    let tx = db.store.begin().await.unwrap();
    row(1).insert(&tx).await.unwrap();
    tx.commit().await.unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    let other = db.another().await;
    for number in 0..40_u32 {
        let store = if number % 2 == 0 { db.store.clone() } else { other.clone() };
        tasks.spawn(async move {
            use sea_orm::{ColumnTrait, ExprTrait, QueryFilter};
            let tx = store.begin().await?;
            county::Entity::update_many()
                .col_expr(county::Column::Version, county::Column::Version.into_expr().add(1))
                .filter(county::Column::Name.eq("甲县"))
                .exec(&tx)
                .await?;
            tx.commit().await
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap().unwrap();
    }
    assert_eq!(county::Entity::find().one(db.store.read()).await.unwrap().unwrap().version, 41);
}

#[tokio::test]
async fn what_is_committed_after_sqlite_ended_a_transaction_by_itself_is_there() {
    use sea_orm::ConnectionTrait;
    let db = TestDb::empty_sqlite().await;
    dutyflow::store::migrate::migrate(&db.store, &db.place.backups(), start()).await.unwrap();
    // As SQLite does when the disk is full: the driver does not hear of it.
    let ended = db.store.begin().await.unwrap();
    ended.execute_unprepared("ROLLBACK").await.unwrap();
    drop(ended);
    // The next one fails in the ordinary way, and the one after it goes well.
    let failed = db.store.begin().await.unwrap();
    row(1).insert(&failed).await.unwrap();
    drop(failed);
    let tx = db.store.begin().await.unwrap();
    row(2).insert(&tx).await.unwrap();
    tx.commit().await.unwrap();
    let other = db.another().await;
    assert_eq!(county::Entity::find().all(other.read()).await.unwrap().len(), 1, "another process sees it");
}

#[test]
fn an_address_is_read_and_its_password_not_printed() {
    let location: Location = "postgres://u:hidden@db.example:5433/dutyflow".parse().unwrap();
    assert_eq!(location.to_string(), "PostgreSQL db.example/dutyflow");
    assert!(!format!("{location:?}").contains("hidden"));
    assert_eq!("sqlite:///a/b.sqlite".parse(), Ok(Location::Sqlite("/a/b.sqlite".into())));
    assert_eq!("sqlite:./a/履职.sqlite".parse(), Ok(Location::Sqlite("./a/履职.sqlite".into())));
    assert!("sqlite::memory:".parse::<Location>().is_err() && "mysql://h/d".parse::<Location>().is_err());
}

#[tokio::test]
async fn a_path_may_hold_odd_characters() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("甲 县?%20#/履职.sqlite");
    Store::connect(Location::Sqlite(path.clone())).await.unwrap().close().await.unwrap();
    assert!(path.is_file());
}
