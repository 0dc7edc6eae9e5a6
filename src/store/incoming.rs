//! What came in (来件), from registration to its close. Finders take the viewer first: only the town's coordinators, leaders and supervisors, the
//! county's supervisors and coordinators, and who registered it see an item.

use chrono::{DateTime, Utc};
use entity::incoming_item;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use workflow::calendar::LimitSource;
use workflow::ids::{BodyId, CommandId, DutyId, IncomingId, PersonId, TownId, WorkflowId};
use workflow::people::{Role, Scope, TownScope, Viewer};

use super::StoreError;
use super::error::inconsistent;

/// Something that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Incoming {
    pub id: IncomingId,
    pub town: TownId,
    /// The year in which it was registered, and its number in it: 2026-15.
    pub year: i32,
    pub number: i32,
    /// By which way it came, a code: letter, call, hotline, …
    pub source: String,
    /// One sentence.
    pub summary: String,
    pub document_no: Option<String>,
    pub from_body: Option<BodyId>,
    /// The sender in words, where it is no body.
    pub from_text: Option<String>,
    pub limit_at: Option<DateTime<Utc>>,
    pub limit_source: LimitSource,
    pub received_at: DateTime<Utc>,
    pub registered_by: PersonId,
    pub duty: Option<DutyId>,
    pub workflow: Option<WorkflowId>,
    pub state: IncomingState,
    /// How it was closed without a workflow.
    pub closing_note: Option<String>,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

/// How far an item has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IncomingState {
    /// 已登记
    Registered,
    /// 已对应事项: somebody has confirmed the duty.
    Matched,
    /// 已发起办理
    Started,
    /// 已了结
    Closed,
}

impl IncomingState {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Registered, Self::Matched, Self::Started, Self::Closed];

    /// The code as stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Matched => "matched",
            Self::Started => "started",
            Self::Closed => "closed",
        }
    }

    /// The state of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// An item to be registered.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct NewIncoming {
    pub id: IncomingId,
    pub town: TownId,
    pub year: i32,
    pub source: String,
    pub summary: String,
    pub document_no: Option<String>,
    pub from_body: Option<BodyId>,
    pub from_text: Option<String>,
    pub limit_at: Option<DateTime<Utc>>,
    pub limit_source: LimitSource,
    pub received_at: DateTime<Utc>,
    pub registered_by: PersonId,
    /// The request: sent twice, it registers once.
    pub command: CommandId,
}

/// Which items are wanted; all that the viewer may see by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct IncomingFilter {
    pub town: Option<TownId>,
    /// Empty: any.
    pub states: Vec<IncomingState>,
    pub year: Option<i32>,
}

/// Registers an item under the next number of its town and year. A request that was answered before returns what it registered then.
///
/// # Errors
/// See [`StoreError`].
pub async fn register(db: &impl ConnectionTrait, new: &NewIncoming, now: DateTime<Utc>) -> Result<Incoming, StoreError> {
    super::lock_town(db, new.town).await?;
    let town = incoming_item::Column::TownId.eq(new.town.uuid());
    let before = incoming_item::Entity::find().filter(town.clone()).filter(incoming_item::Column::CommandId.eq(new.command.uuid()));
    if let Some(before) = before.one(db).await? {
        return to_incoming(before);
    }
    let last: Option<Option<i32>> = incoming_item::Entity::find()
        .select_only()
        .column_as(incoming_item::Column::Number.max(), "last")
        .filter(town.and(incoming_item::Column::Year.eq(new.year)))
        .into_tuple()
        .one(db)
        .await?;
    let row = incoming_item::ActiveModel {
        id: Set(new.id.uuid()),
        town_id: Set(new.town.uuid()),
        number: Set(last.flatten().unwrap_or(0) + 1),
        year: Set(new.year),
        source: Set(new.source.clone()),
        summary: Set(new.summary.clone()),
        document_no: Set(new.document_no.clone()),
        from_body_id: Set(new.from_body.map(BodyId::uuid)),
        from_text: Set(new.from_text.clone()),
        limit_at: Set(new.limit_at),
        limit_source: Set(source_text(&new.limit_source)),
        received_at: Set(new.received_at),
        registered_by: Set(new.registered_by.uuid()),
        duty_id: Set(None),
        workflow_id: Set(None),
        state: Set(IncomingState::Registered.code().to_owned()),
        closing_note: Set(None),
        command_id: Set(new.command.uuid()),
        created_at: Set(now),
        version: Set(1),
    };
    to_incoming(row.insert(db).await?)
}

/// Writes what may change of an item that was read before: its words, duty, workflow, state and closing note.
///
/// # Errors
/// [`StoreError::Conflict`] when somebody changed it since.
pub async fn update(db: &impl ConnectionTrait, item: &Incoming) -> Result<(), StoreError> {
    let row = incoming_item::ActiveModel {
        source: Set(item.source.clone()),
        summary: Set(item.summary.clone()),
        document_no: Set(item.document_no.clone()),
        from_body_id: Set(item.from_body.map(BodyId::uuid)),
        from_text: Set(item.from_text.clone()),
        limit_at: Set(item.limit_at),
        limit_source: Set(source_text(&item.limit_source)),
        duty_id: Set(item.duty.map(DutyId::uuid)),
        workflow_id: Set(item.workflow.map(WorkflowId::uuid)),
        state: Set(item.state.code().to_owned()),
        closing_note: Set(item.closing_note.clone()),
        version: Set(item.version + 1),
        ..Default::default()
    };
    let query = incoming_item::Entity::update_many().set(row).filter(incoming_item::Column::Id.eq(item.id.uuid()));
    let done = query.filter(incoming_item::Column::Version.eq(item.version)).exec(db).await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Conflict("incoming item")) }
}

/// An item, when the viewer may see it.
///
/// # Errors
/// See [`StoreError`].
pub async fn find(viewer: &Viewer, db: &impl ConnectionTrait, id: IncomingId) -> Result<Option<Incoming>, StoreError> {
    incoming_item::Entity::find_by_id(id.uuid()).filter(visible(viewer)).one(db).await?.map(to_incoming).transpose()
}

/// The items that the viewer may see and that fit, the latest first.
///
/// # Errors
/// See [`StoreError`].
pub async fn list(
    viewer: &Viewer,
    db: &impl ConnectionTrait,
    filter: &IncomingFilter,
    limit: u64,
    offset: u64,
) -> Result<Vec<Incoming>, StoreError> {
    let mut query = incoming_item::Entity::find().filter(visible(viewer));
    if let Some(town) = filter.town {
        query = query.filter(incoming_item::Column::TownId.eq(town.uuid()));
    }
    if let Some(year) = filter.year {
        query = query.filter(incoming_item::Column::Year.eq(year));
    }
    if !filter.states.is_empty() {
        query = query.filter(incoming_item::Column::State.is_in(filter.states.iter().map(|state| state.code())));
    }
    let query = query.order_by_desc(incoming_item::Column::CreatedAt).order_by_desc(incoming_item::Column::Id);
    query.limit(limit).offset(offset).all(db).await?.into_iter().map(to_incoming).collect()
}

/// The item that a workflow was started from, for a viewer who was found to see the workflow.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_workflow(db: &impl ConnectionTrait, workflow: WorkflowId) -> Result<Option<Incoming>, StoreError> {
    let query = incoming_item::Entity::find().filter(incoming_item::Column::WorkflowId.eq(workflow.uuid()));
    query.one(db).await?.map(to_incoming).transpose()
}

fn visible(viewer: &Viewer) -> Condition {
    if viewer.has(Role::Supervisor, Scope::County) || viewer.has(Role::CountyCoordinator, Scope::County) {
        return Condition::all();
    }
    let towns = viewer.grants.iter().filter_map(|grant| match (grant.role, grant.scope) {
        (Role::Coordinator | Role::Leader | Role::Supervisor, Scope::Town(TownScope { town })) => Some(town.uuid()),
        _ => None,
    });
    // Who registered an item keeps seeing it only while still having a part in that town.
    let own = incoming_item::Column::RegisteredBy.is_in(viewer.persons().map(uuid::Uuid::from));
    let own = own.and(incoming_item::Column::TownId.is_in(viewer.towns().into_iter().map(TownId::uuid)));
    Condition::any().add(incoming_item::Column::TownId.is_in(towns)).add(own)
}

/// The code of a limit's source; the number of a notice after a colon.
fn source_text(source: &LimitSource) -> String {
    source.number().map_or_else(|| source.code().to_owned(), |number| format!("{}:{number}", source.code()))
}

fn to_incoming(row: incoming_item::Model) -> Result<Incoming, StoreError> {
    let (code, number) = row.limit_source.split_once(':').map_or((row.limit_source.as_str(), None), |(code, number)| (code, Some(number)));
    Ok(Incoming {
        limit_source: LimitSource::from_code(code, number).ok_or_else(|| inconsistent("incoming_item", "limit_source", code))?,
        state: IncomingState::from_code(&row.state).ok_or_else(|| inconsistent("incoming_item", "state", &row.state))?,
        id: row.id.into(),
        town: row.town_id.into(),
        year: row.year,
        number: row.number,
        source: row.source,
        summary: row.summary,
        document_no: row.document_no,
        from_body: row.from_body_id.map(Into::into),
        from_text: row.from_text,
        limit_at: row.limit_at,
        received_at: row.received_at,
        registered_by: row.registered_by.into(),
        duty: row.duty_id.map(Into::into),
        workflow: row.workflow_id.map(Into::into),
        closing_note: row.closing_note,
        created_at: row.created_at,
        version: row.version,
    })
}
