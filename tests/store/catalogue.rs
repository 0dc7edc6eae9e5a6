//! Editions, duties and templates, on the real list.

use std::collections::BTreeMap;

use duty_list::{DutyKind, DutyList, DutyRef};
use dutyflow::store::duties::{self, DutyFilter};
use dutyflow::store::editions::{self, NewEdition, NewText};
use dutyflow::store::templates::{self, NewTemplate, VersionState};
use dutyflow::store::{StoreError, Tx, org};
use workflow::ids::{BodyId, DutyId, EditionId, TownId};
use workflow::template::Template;

use crate::harness::db::{TestDb, start};
use crate::harness::ids::id;

const LIST: &[u8] = include_bytes!("../../data/aheqi-zhen-2025-07.txt");

fn read() -> DutyList {
    duty_list::read(LIST).unwrap()
}

/// Stores the list for a town whose ids begin at `base`.
async fn import(tx: &Tx, list: &DutyList, town: TownId, base: u128, sha256: &str) -> Result<EditionId, StoreError> {
    let edition: EditionId = id(base);
    let new = NewEdition {
        id: edition,
        town,
        label: list.edition.clone(),
        file_name: "清单.txt".to_owned(),
        sha256: sha256.to_owned(),
        source: LIST.to_vec(),
        declared: list.declared.clone(),
        imported_by: None,
    };
    editions::create(tx, new, start()).await?;
    let findings: Vec<_> = list.findings.iter().enumerate().map(|(at, finding)| (id(base + 1000 + at as u128), finding.clone())).collect();
    editions::add_findings(tx, edition, &findings).await?;
    let ids: Vec<DutyId> = (0..list.duties.len()).map(|at| id(base + 10_000 + at as u128)).collect();
    let kinds: Vec<_> = ids.iter().copied().zip(list.duties.iter().map(duty_list::Duty::kind)).collect();
    editions::add_duties(tx, town, &kinds, start()).await?;
    let mut bodies: BTreeMap<String, BodyId> = org::body_keys(tx).await?;
    let mut texts = Vec::new();
    for (at, duty) in list.duties.iter().enumerate() {
        let mut named = Vec::new();
        for spelling in duty.departments() {
            let key = org::spelling_key(spelling);
            if !bodies.contains_key(&key) {
                let body: BodyId = id(base + 20_000 + bodies.len() as u128);
                org::create_body(tx, body, spelling, None).await?;
                bodies.insert(key.clone(), body);
            }
            named.push((bodies[&key], spelling.clone()));
        }
        texts.push(NewText { id: id(base + 30_000 + at as u128), duty: ids[at], content: duty.clone(), bodies: named });
    }
    editions::add_texts(tx, edition, &texts).await?;
    Ok(edition)
}

async fn with_list() -> (TestDb, DutyList) {
    let db = TestDb::migrated().await;
    let list = read();
    let tx = db.store.begin().await.unwrap();
    org::create_town(&tx, id(1), "阿合奇镇", start()).await.unwrap();
    org::create_town(&tx, id(2), "另一镇", start()).await.unwrap();
    import(&tx, &list, id(1), 1_000_000, "a").await.unwrap();
    tx.commit().await.unwrap();
    (db, list)
}

#[tokio::test]
async fn what_was_read_comes_back_whole_and_in_order() {
    let (db, list) = with_list().await;
    let read = db.store.read();
    let rows = duties::list(read, id(1), &DutyFilter::default()).await.unwrap();
    assert_eq!(rows.len(), list.duties.len());
    for (row, duty) in rows.iter().zip(&list.duties) {
        let full = duties::current_text(read, id(1), row.duty).await.unwrap().unwrap();
        assert_eq!(&full.content, duty);
        assert_eq!(full.bodies.iter().map(|(_, spelling)| spelling.as_str()).collect::<Vec<_>>(), distinct(duty.departments()));
    }
    let edition = editions::in_force(read, id(1)).await.unwrap().unwrap();
    assert_eq!((edition.sequence, edition.label.as_deref(), &edition.declared), (1, Some("2025-07"), &list.declared));
    assert_eq!(editions::source(read, edition.id).await.unwrap().as_deref(), Some(LIST));
    let mut findings = list.findings.clone();
    findings.sort_by_key(|finding| (finding.line.is_none(), finding.line));
    assert!(editions::findings(read, edition.id).await.unwrap() == findings, "as they were noticed, in the order of the document");
}

fn distinct(names: &[String]) -> Vec<&str> {
    let mut seen: Vec<&str> = Vec::new();
    for name in names {
        if !seen.contains(&name.as_str()) {
            seen.push(name);
        }
    }
    seen
}

#[tokio::test]
async fn the_catalogue_is_filtered_by_table_category_body_and_words() {
    let (db, list) = with_list().await;
    let read = db.store.read();
    let count = async |filter: DutyFilter| duties::list(read, id(1), &filter).await.unwrap().len();
    let of = |kind| list.duties.iter().filter(|duty| duty.kind() == kind).count();
    for kind in [DutyKind::Basic, DutyKind::Cooperative, DutyKind::Withdrawn] {
        assert_eq!(count(DutyFilter { kind: Some(kind), ..Default::default() }).await, of(kind));
    }
    let categories = duties::categories(read, id(1)).await.unwrap();
    let (kind, category) = categories.iter().find(|(kind, _)| *kind == DutyKind::Cooperative).unwrap();
    let filter = DutyFilter { kind: Some(*kind), category: Some(category.clone()), ..Default::default() };
    let expected = list.duties.iter().filter(|duty| duty.kind() == *kind && duty.category() == Some(category)).count();
    assert!(expected > 1);
    assert_eq!(count(filter).await, expected);

    let duty = list.duties.iter().find(|duty| duty.title().contains("老年人高龄津贴")).unwrap();
    let body = org::find_body_by_name(read, &duty.departments()[0]).await.unwrap().unwrap();
    let rows = duties::list(read, id(1), &DutyFilter { body: Some(body.id), ..Default::default() }).await.unwrap();
    assert!(rows.iter().any(|row| row.title == duty.title()));
    assert!(rows.iter().all(|row| row.departments.iter().any(|name| org::spelling_key(name) == org::spelling_key(&body.name))));
    assert!(duties::named_bodies(read, id(1)).await.unwrap().contains(&body.id));

    let rows = duties::list(read, id(1), &DutyFilter { words: "高龄  津贴".to_owned(), ..Default::default() }).await.unwrap();
    assert!(rows.iter().any(|row| row.title == duty.title()), "every word occurs");
    assert_eq!(count(DutyFilter { words: "高龄 天外来客".to_owned(), ..Default::default() }).await, 0);
    assert_eq!(count(DutyFilter { words: "%".to_owned(), ..Default::default() }).await, literal(&list, '%'));
    assert_eq!(count(DutyFilter { words: "_".to_owned(), ..Default::default() }).await, literal(&list, '_'));
    let searchable = duties::searchable(read, id(1)).await.unwrap();
    assert!(searchable.iter().any(|found| found.row.title == duty.title() && found.words.contains("高龄津贴")));
}

fn literal(list: &DutyList, sign: char) -> usize {
    let text = |duty: &duty_list::Duty| {
        let value = serde_json::to_value(duty).unwrap();
        ["title", "category", "departments", "town_clauses", "department_clauses", "handling"].iter().any(|key| {
            let mut texts = Vec::new();
            strings(&value[key], &mut texts);
            texts.iter().any(|text| text.contains(sign))
        })
    };
    list.duties.iter().filter(|duty| text(duty)).count()
}

fn strings(value: &serde_json::Value, into: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => into.push(text.clone()),
        serde_json::Value::Array(items) => items.iter().for_each(|item| strings(item, into)),
        serde_json::Value::Object(fields) => {
            fields
                .iter()
                .filter(|(key, _)| ["section", "department", "text"].contains(&key.as_str()))
                .for_each(|(_, item)| strings(item, into));
        }
        _ => {}
    }
}

#[tokio::test]
async fn a_town_has_its_own_list_only() {
    let (db, _) = with_list().await;
    let read = db.store.read();
    assert!(duties::list(read, id(2), &DutyFilter::default()).await.unwrap().is_empty());
    assert_eq!(editions::in_force(read, id(2)).await.unwrap(), None);
    let at = DutyRef { kind: DutyKind::Cooperative, no: 1 };
    let own = duties::by_ref(read, id(1), at).await.unwrap().unwrap();
    assert_eq!(duties::by_ref(read, id(2), at).await.unwrap(), None);
    assert_eq!(duties::current_text(read, id(2), own.row.duty).await.unwrap(), None);
}

#[tokio::test]
async fn a_new_edition_replaces_the_one_before_which_stays_readable() {
    let (db, list) = with_list().await;
    let before = duties::list(db.store.read(), id(1), &DutyFilter::default()).await.unwrap();
    let tx = db.store.begin().await.unwrap();
    import(&tx, &list, id(1), 2_000_000, "b").await.unwrap();
    tx.commit().await.unwrap();
    let read = db.store.read();
    let editions = editions::of_town(read, id(1)).await.unwrap();
    assert_eq!(editions.iter().map(|edition| (edition.sequence, edition.in_force)).collect::<Vec<_>>(), [(2, true), (1, false)]);
    assert_eq!(duties::list(read, id(1), &DutyFilter::default()).await.unwrap().len(), before.len());
    let old = duties::text(read, before[0].text).await.unwrap().unwrap();
    assert!(!old.in_force);
    assert_eq!(duties::current_text(read, id(1), before[0].duty).await.unwrap(), None);
    assert!(editions::find_by_hash(read, id(1), "a").await.unwrap().is_some());
    let tx = db.store.begin().await.unwrap();
    let again = import(&tx, &list, id(1), 3_000_000, "a").await;
    assert!(matches!(again, Err(StoreError::Unique(_))), "{again:?}");
}

#[tokio::test]
async fn publishing_a_draft_retires_the_version_before() {
    let (db, _) = with_list().await;
    let tx = db.store.begin().await.unwrap();
    let rows = duties::list(&tx, id(1), &DutyFilter::default()).await.unwrap();
    let content = |row: &duties::DutyRow| Template { duty: DutyRef { kind: row.kind, no: row.no }, tracks: Vec::new() };
    let new: Vec<NewTemplate> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| NewTemplate {
            template: id(50_000 + at as u128),
            version: id(60_000 + at as u128),
            duty: row.duty,
            town: id(1),
            text: row.text,
            content: content(row),
        })
        .collect();
    templates::create_published(&tx, &new, None, start()).await.unwrap();
    assert_eq!(templates::published_of_town(&tx, id(1)).await.unwrap().len(), rows.len());
    assert!(templates::published_of_town(&tx, id(2)).await.unwrap().is_empty());
    let first = templates::published(&tx, rows[0].duty).await.unwrap().unwrap();
    assert_eq!((first.number, first.content.clone()), (1, content(&rows[0])));
    let number = templates::add_draft(&tx, id(70_000), first.template, rows[0].text, &first.content, None, start()).await.unwrap();
    assert_eq!(number, 2);
    assert_eq!(templates::published(&tx, rows[0].duty).await.unwrap().unwrap().id, first.id, "a draft is not in use");
    let draft = templates::version(&tx, id(70_000)).await.unwrap().unwrap();
    templates::publish(&tx, &draft, start()).await.unwrap();
    let states: Vec<_> =
        templates::versions(&tx, first.template).await.unwrap().into_iter().map(|version| (version.number, version.state)).collect();
    assert_eq!(states, [(2, VersionState::Published), (1, VersionState::Retired)]);
    assert!(matches!(templates::publish(&tx, &draft, start()).await, Err(StoreError::Conflict(_))), "it is no draft any more");
}
