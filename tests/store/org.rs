//! Towns and bodies.

use dutyflow::store::{StoreError, org};
use workflow::ids::{BodyId, TownId};
use workflow::settings::TownLimits;

use crate::harness::db::{TestDb, start};
use crate::harness::ids::id;

#[tokio::test]
async fn limits_not_chosen_and_none_chosen_knowingly_are_two_things() {
    let db = TestDb::migrated().await;
    let tx = db.store.begin().await.unwrap();
    org::create_town(&tx, id(1), " 甲镇 ", start()).await.unwrap();
    let town = org::town_by_name(&tx, "甲镇").await.unwrap().unwrap();
    assert_eq!(town.limits, None);
    org::set_town_limits(&tx, &town, TownLimits::default(), start()).await.unwrap();
    assert_eq!(org::town(&tx, town.id).await.unwrap().unwrap().limits, Some(TownLimits::default()));
    let again = org::set_town_limits(&tx, &town, TownLimits { sign: Some(2), answer: None, step: Some(5) }, start()).await;
    assert!(matches!(again, Err(StoreError::Conflict(_))), "the town was read before the other change");
}

#[tokio::test]
async fn names_of_towns_and_within_a_town_are_unique() {
    let db = TestDb::migrated().await;
    let tx = db.store.begin().await.unwrap();
    org::create_town(&tx, id(1), "甲镇", start()).await.unwrap();
    org::create_town(&tx, id(2), "乙镇", start()).await.unwrap();
    org::create_office(&tx, id(3), id(1), "党政办").await.unwrap();
    org::create_office(&tx, id(4), id(2), "党政办").await.unwrap();
    org::create_village(&tx, id(5), id(1), "一村", org::VillageKind::Village).await.unwrap();
    org::archive_village(&tx, id(5), start()).await.unwrap();
    assert!(org::villages(&tx, id(1)).await.unwrap()[0].archived);
    assert!(org::villages(&tx, id(2)).await.unwrap().is_empty());
    assert_eq!(org::offices(&tx, id(1)).await.unwrap().len(), 1);
    let taken = org::create_office(&tx, id(6), id(1), "党政办").await;
    assert!(matches!(taken, Err(StoreError::Unique(_))), "{taken:?}");
}

#[tokio::test]
async fn a_body_is_found_by_every_spelling() {
    let db = TestDb::migrated().await;
    let tx = db.store.begin().await.unwrap();
    org::create_body(&tx, id(1), "甲县卫生健康委员会（疾病预防控制局）", None).await.unwrap();
    org::create_body(&tx, id(2), "甲县民政局", Some("12345")).await.unwrap();
    assert!(org::add_alias(&tx, uuid::Uuid::from_u128(11), id(1), "县卫健委").await.unwrap());
    assert!(org::add_alias(&tx, uuid::Uuid::from_u128(12), id(1), "卫健委").await.unwrap());
    assert!(!org::add_alias(&tx, uuid::Uuid::from_u128(13), id(2), "县 卫健委").await.unwrap(), "it means another body already");
    assert!(!org::add_alias(&tx, uuid::Uuid::from_u128(14), id(1), "甲县民政局").await.unwrap(), "names are spellings too");
    let found = async |name: &str| org::find_body_by_name(&tx, name).await.unwrap().map(|body| body.id);
    let health: BodyId = id(1);
    assert_eq!(found("甲县卫生健康委员会(疾病预防控制局)").await, Some(health));
    assert_eq!(found(" 县卫\u{3000}健委").await, Some(health));
    assert_eq!(found("卫健").await, None, "part of a spelling is no spelling");
    assert_eq!(org::aliases(&tx, health).await.unwrap(), ["县卫健委", "卫健委"]);
    assert_eq!(org::body_keys(&tx).await.unwrap().len(), 4);
    let taken = org::create_body(&tx, id(3), "卫健委", None).await;
    assert!(matches!(taken, Err(StoreError::Unique(_))), "{taken:?}");
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let db = TestDb::migrated().await;
    assert_eq!(org::county(db.store.read()).await.unwrap(), None);
    assert_eq!(org::town(db.store.read(), TownId::from(uuid::Uuid::nil())).await.unwrap(), None);
}
