//! Inside the town: work is passed on, lent and signed off, more time is asked for, people are reminded and stand in for each other.

use chrono::{Days, Duration, NaiveDate};
use duty_list::{DutyKind, HandKind};
use dutyflow::service::act::Of;
use dutyflow::service::actor::Actor;
use dutyflow::service::further::{self, NewStep, What};
use dutyflow::service::people::{self, NewHolder};
use dutyflow::service::substitutes::{self, NewAbsence};
use dutyflow::service::templates::{change, editor, publish};
use dutyflow::service::{Request, ServiceError, office, towns, work};
use dutyflow::store::cases;
use dutyflow::text::{Language, Texts};
use workflow::calendar::local_date;
use workflow::case::history::{check_chain, rebuild};
use workflow::case::{Case, Command, CopyTo, Dated, HandOffState, OnPaper, Receiver, Result as Report, SignOff, Task, TaskState};
use workflow::ids::{OfficeId, WorkflowId};
use workflow::people::{Holder, Role, Scope, Unit, Viewer};
use workflow::template::edit::Edit;

use crate::harness::county::{County, doable, step, viewer};

const BUREAU: &str = "阿合奇县民政局";

/// What a person reads of a refusal.
fn words(error: &ServiceError) -> String {
    match error {
        ServiceError::Refused(refusal) => Texts::of(Language::Zh).refused(refusal),
        ServiceError::Invalid(problems) => problems[0].message.clone(),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T, ServiceError>, says: &str) {
    let said = words(&result.expect_err("it is refused"));
    assert!(said.contains(says), "{said}");
}

/// A second office with one clerk.
async fn other_office(county: &County) -> (OfficeId, Viewer) {
    let office = towns::add_office(county.tools(), Actor::Console, county.town, "平安建设办").await.unwrap();
    let helper = county.site.person("helper", Role::Staff, Scope::Office { town: county.town, office }).await;
    (office, viewer(county.tools(), helper).await)
}

/// The template of a duty with every hand-off of the town signed off at this level.
async fn signed_off_at(county: &County, no: u32, level: SignOff) {
    let duty = county.duty(DutyKind::Cooperative, no).await;
    let tools = county.tools();
    let seen = editor(tools, &county.coordinator, duty).await.unwrap();
    let steps = seen.content().tracks[0].steps.iter().filter(|step| step.party == workflow::template::Party::Town);
    let edits: Vec<Edit> = steps.map(|step| Edit::SetSignOff { step: step.key.clone(), sign_off: level }).collect();
    let request = || Request { viewer: &county.coordinator, command: county.command() };
    change(tools, request(), duty, seen.seen(), &edits).await.unwrap();
    let draft = editor(tools, &county.coordinator, duty).await.unwrap();
    publish(tools, request(), duty, draft.seen()).await.unwrap();
}

/// A running workflow of duty 27 and its open step of the town.
async fn running(county: &County) -> (WorkflowId, Task) {
    let id = county.start(27, "适老化改造").await;
    let task = step(&county.case(id).await, |task| task.state == TaskState::Open);
    (id, task)
}

/// The rows are what the history says.
async fn replays(county: &County, id: WorkflowId) -> Case {
    let db = county.tools().store.read();
    let entries = cases::history(db, id).await.unwrap();
    check_chain(id, &entries).unwrap();
    let case = cases::load_unscoped(db, id).await.unwrap().unwrap().case;
    assert_eq!(rebuild(id, &entries).unwrap(), case);
    case
}

fn in_office(office: OfficeId) -> Holder {
    Holder { unit: Unit::Office(office), person: None }
}

async fn holidays(
    county: &County,
    person: &Viewer,
    substitute: Option<&Viewer>,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<(), ServiceError> {
    let new = NewAbsence { person: person.person, substitute: substitute.map(|one| one.person), from, until };
    substitutes::set(county.tools(), Request { viewer: person, command: county.command() }, new).await.map(drop)
}

#[tokio::test]
async fn a_lent_task_comes_back_and_a_signature_lets_it_leave_in_the_clerks_name() {
    let county = County::open().await;
    let (office, helper) = other_office(&county).await;
    signed_off_at(&county, 27, SignOff::LeaderInCharge).await;
    let liaison = county.liaison("civil", county.body(BUREAU).await).await;
    let (id, task) = running(&county).await;
    let of = Of::Task(task.id);
    county.does(&county.clerk, of, Command::Take { task: task.id }).await;

    // The helper is asked, does a part, and reports back; meanwhile the lender does not go on.
    let lend = |what: &str| Command::Lend { task: task.id, holder: in_office(office), what: what.to_owned() };
    refused(county.tries(&county.clerk, of, lend(" ")).await, "请写明原因");
    let case = county.does(&county.clerk, of, lend("核对名单")).await;
    assert_eq!(case.tasks[&task.id].holder, Some(in_office(office)));
    let send = || Command::HandOff {
        task: task.id,
        receivers: vec![Receiver::body(liaison.bodies()[0], HandKind::Approval)],
        note: Some("共4户".to_owned()),
        document_no: None,
        count: None,
        on_behalf: None,
    };
    refused(county.tries(&county.coordinator, of, send()).await, "正在请协办");
    let mine = work::mine(county.tools(), &helper).await.unwrap();
    assert_eq!(mine.tasks.iter().filter_map(|row| row.lent.as_ref()).map(|lent| lent.what.as_str()).collect::<Vec<_>>(), ["核对名单"]);
    assert_eq!(work::mine(county.tools(), &county.clerk).await.unwrap().lent_out.len(), 1);
    let case = county.does(&helper, of, Command::HandBack { task: task.id, note: Some("已核对4户".to_owned()) }).await;
    assert_eq!(case.tasks[&task.id].holder.unwrap().person, Some(county.clerk.person));
    refused(county.tries(&county.clerk, of, Command::HandBack { task: task.id, note: None }).await, "没有请协办");

    // Handing on becomes submitting; while it waits it is nobody's delay.
    let case = county.does(&county.clerk, of, send()).await;
    assert!(case.hand_offs.is_empty() && case.tasks[&task.id].signing.is_some());
    refused(county.tries(&county.clerk, of, send()).await, "已报审签");
    county.pass(Duration::days(20));
    let waiting = work::mine(county.tools(), &county.leader).await.unwrap().to_sign_off;
    assert_eq!(waiting.iter().map(|row| row.id).collect::<Vec<_>>(), [task.id]);
    let late = work::late(county.tools(), &county.supervisor).await.unwrap();
    assert!(late.tasks.iter().all(|row| row.id != task.id), "time with a signer is not overdue");
    let agree = || Command::AgreeSignOff { task: task.id, note: None };
    refused(county.tries(&county.clerk, of, agree()).await, "没有办理这一步的权限");
    let refuse = |reason: &str| Command::RefuseSignOff { task: task.id, reason: reason.to_owned() };
    refused(county.tries(&county.leader, of, refuse("")).await, "请写明原因");
    let case = county.does(&county.leader, of, refuse("请附测算表")).await;
    let back = &case.tasks[&task.id];
    assert_eq!((back.signing.is_none(), back.reason.as_deref()), (true, Some("请附测算表")));
    assert!(back.due.as_ref().unwrap().at > county.now(), "the time that was left is left again");
    county.does(&county.clerk, of, send()).await;
    let case = county.does(&county.leader, of, agree()).await;
    let hand_off = case.hand_offs.values().next().unwrap();
    assert_eq!((hand_off.state, hand_off.offered_by), (HandOffState::Offered, county.clerk.person));
    refused(county.tries(&county.leader, of, agree()).await, "这项任务现在是“已送出”");

    // The other side sees who sent it, and nothing of who signed, helped or refused.
    let seen = county.sees(&liaison, id).await.unwrap();
    let people: Vec<_> = seen.history.iter().filter_map(|entry| entry.actor).collect();
    assert!(!people.contains(&county.leader.person) && !people.contains(&helper.person), "{people:?}");
    let words = serde_json::to_string(&seen.history).unwrap() + &serde_json::to_string(&seen.case).unwrap();
    assert!(!words.contains("请附测算表") && !words.contains("核对名单"), "{words}");
    replays(&county, id).await;
}

#[tokio::test]
async fn each_level_is_signed_by_who_stands_there_and_a_meeting_by_its_number() {
    let county = County::open().await;
    signed_off_at(&county, 27, SignOff::Meeting).await;
    let bureau = county.body(BUREAU).await;
    let (id, task) = running(&county).await;
    let of = Of::Task(task.id);
    let receivers = vec![Receiver::body(bureau, HandKind::Approval)];
    let send = Command::HandOff { task: task.id, receivers, note: None, document_no: None, count: None, on_behalf: None };
    county.does(&county.clerk, of, send).await;
    let mine = work::mine(county.tools(), &county.coordinator).await.unwrap();
    assert_eq!(mine.to_sign_off.len(), 1, "the coordinator enters what a meeting decided");
    assert!(work::mine(county.tools(), &county.leader).await.unwrap().to_sign_off.is_empty());
    let today = local_date(county.now());
    let paper = |signer, on, number: Option<&str>| Command::RecordSignOff {
        task: task.id,
        paper: OnPaper { signer, on, document_no: number.map(str::to_owned) },
    };
    refused(county.tries(&county.coordinator, of, Command::AgreeSignOff { task: task.id, note: None }).await, "须经会议研究");
    refused(county.tries(&county.coordinator, of, paper(None, today, None)).await, "请填写会议纪要的文号");
    refused(county.tries(&county.coordinator, of, paper(Some(county.leader.person), today, Some("1号"))).await, "须经会议研究");
    refused(county.tries(&county.coordinator, of, paper(None, today + Days::new(1), Some("1号"))).await, "日期不能晚于今天");
    let case = county.does(&county.coordinator, of, paper(None, today, Some("党委会纪要〔2026〕1号"))).await;
    assert_eq!(case.hand_offs.len(), 1);
    replays(&county, id).await;

    // One level down: the office's own lead, or a leader; on paper only by somebody who stands there.
    signed_off_at(&county, 27, SignOff::OfficeLead).await;
    let lead = county.site.person("lead", Role::OfficeLead, Scope::Office { town: county.town, office: county.office }).await;
    let lead = viewer(county.tools(), lead).await;
    let (_, task) = running(&county).await;
    let of = Of::Task(task.id);
    let receivers = vec![Receiver::body(bureau, HandKind::Approval)];
    let send = Command::HandOff { task: task.id, receivers, note: None, document_no: None, count: None, on_behalf: None };
    county.does(&county.clerk, of, send).await;
    assert_eq!(work::mine(county.tools(), &lead).await.unwrap().to_sign_off.len(), 1);
    let unfit =
        Command::RecordSignOff { task: task.id, paper: OnPaper { signer: Some(county.clerk.person), on: today, document_no: None } };
    refused(county.tries(&county.clerk, of, unfit).await, "所选人员不能审签");
    county.does(&county.clerk, of, Command::WithdrawSignOff { task: task.id }).await;
    refused(county.tries(&lead, of, Command::AgreeSignOff { task: task.id, note: None }).await, "没有待审签的送件");
}

#[tokio::test]
async fn a_task_is_passed_on_with_a_reason_and_its_giver_may_still_read_it() {
    let county = County::open().await;
    let (office, helper) = other_office(&county).await;
    let (id, task) = running(&county).await;
    let of = Of::Task(task.id);
    county.does(&county.clerk, of, Command::Take { task: task.id }).await;
    let pass = |reason: &str| Command::PassOn { task: task.id, holder: in_office(office), reason: reason.to_owned() };
    assert!(matches!(county.tries(&helper, of, pass("要来")).await, Err(ServiceError::NotFound)), "what one may not see does not exist");
    refused(county.tries(&county.clerk, of, pass("")).await, "请写明原因");
    let case = county.does(&county.clerk, of, pass("属平安建设办职责")).await;
    assert_eq!(case.tasks[&task.id].holder, Some(in_office(office)));
    refused(county.tries(&helper, of, pass("再交")).await, "已经在该处");
    assert!(county.sees(&county.clerk, id).await.is_ok(), "what one did oneself stays readable");
    assert!(county.tries(&county.clerk, of, Command::Take { task: task.id }).await.is_err());
    county.does(&helper, of, Command::Remark { task: task.id, text: "已联系三户".to_owned() }).await;
    replays(&county, id).await;
}

#[tokio::test]
async fn more_time_is_asked_before_the_date_and_answered_once() {
    let county = County::open().await;
    let (id, task) = running(&county).await;
    let (of, due) = (Of::Task(task.id), task.due.clone().unwrap().at);
    let dated = Dated::Task(task.id);
    let ask = |until, reason: &str| Command::AskExtension { of: dated, until, reason: reason.to_owned() };
    let later = due + Duration::days(7);
    refused(county.tries(&county.clerk, of, ask(due - Duration::hours(1), "等材料")).await, "延期后的日期应晚于现在的时限");
    refused(county.tries(&county.clerk, of, ask(later, "")).await, "请写明原因");
    let answer = |grant, reason: Option<&str>| Command::AnswerExtension { of: dated, grant, reason: reason.map(str::to_owned) };
    refused(county.tries(&county.coordinator, of, answer(true, None)).await, "没有待答复的延期申请");
    county.does(&county.clerk, of, ask(later, "等县里材料")).await;
    refused(county.tries(&county.clerk, of, ask(later, "再催")).await, "已申请延期，请等待答复");
    for decider in [&county.coordinator, &county.leader] {
        assert_eq!(work::mine(county.tools(), decider).await.unwrap().extensions.len(), 1);
    }
    refused(county.tries(&county.clerk, of, answer(true, None)).await, "没有办理这一步的权限");
    refused(county.tries(&county.leader, of, answer(false, None)).await, "请写明原因");
    county.does(&county.leader, of, answer(false, Some("本周内可以办完"))).await;
    county.does(&county.clerk, of, ask(later, "仍等材料")).await;
    let case = county.does(&county.coordinator, of, answer(true, None)).await;
    let new = case.tasks[&task.id].due.clone().unwrap();
    assert_eq!((new.at, new.source), (later, task.due.unwrap().source), "by whose word the date stands does not change");
    county.pass(Duration::days(30));
    refused(county.tries(&county.clerk, of, ask(later + Duration::days(60), "太晚")).await, "不能再申请延期");
    replays(&county, id).await;
}

#[tokio::test]
async fn a_reminder_by_hand_goes_once_a_working_day_and_a_call_is_always_logged() {
    let county = County::open().await;
    let (id, task) = running(&county).await;
    let of = Of::Task(task.id);
    county.does(&county.clerk, of, Command::Take { task: task.id }).await;
    let nudge = |by_phone| Command::Nudge { task: task.id, by_phone };
    county.does(&county.supervisor, of, nudge(false)).await;
    let again = county.tries(&county.leader, of, nudge(false)).await;
    refused(again, "已提醒过，每个工作日一次");
    county.does(&county.leader, of, nudge(true)).await;
    // The next working day begins at ten.
    county.pass(Duration::hours(26));
    let case = county.does(&county.leader, of, nudge(false)).await;
    assert_eq!(case.tasks[&task.id].nudge.as_ref().map(|last| (last.by, last.by_phone)), Some((county.leader.person, false)));
    replays(&county, id).await;
}

#[tokio::test]
async fn a_copy_a_note_and_a_further_step() {
    let county = County::open().await;
    let (office, helper) = other_office(&county).await;
    let id = county.start(62, "草原确权").await;
    let of = Of::Workflow(id);
    assert!(matches!(county.sees(&helper, id).await, Err(ServiceError::NotFound)));
    let copy = |to: Vec<CopyTo>| Command::Copy { to, note: None };
    refused(county.tries(&county.clerk, of, copy(Vec::new())).await, "请选择要抄告的");
    county.does(&county.clerk, of, copy(vec![CopyTo::Unit(Unit::Office(office))])).await;
    assert!(county.sees(&helper, id).await.unwrap().inside, "for information: it can be read");
    let today = local_date(county.now());
    let note = |by: &Viewer, on_paper| Command::Note { text: "请抓紧办理".to_owned(), by: by.person, on: today, on_paper };
    refused(county.tries(&county.coordinator, of, note(&county.clerk, true)).await, "批示只能由本镇领导作出");
    county.does(&county.leader, of, note(&county.leader, false)).await;
    let case = county.does(&county.coordinator, of, note(&county.leader, true)).await;
    assert_eq!(
        case.notes.iter().map(|note| (note.by, note.on_paper)).collect::<Vec<_>>(),
        [(county.leader.person, false), (county.leader.person, true)]
    );

    // A step of the town's own: it opens after the one that it follows, and the workflow waits for it.
    let before = step(&county.case(id).await, doable);
    let new =
        |text: &str| NewStep { what: What::Own(text.to_owned()), holder: Some(in_office(office)), after: Some(before.id), limit: None };
    let add = async |new: NewStep| {
        let request = Request { viewer: &county.coordinator, command: county.command() };
        further::add(county.tools(), request, id, new).await
    };
    refused(add(new(" ")).await, "此项必填");
    let strange = NewStep { after: Some(workflow::ids::TaskId::from(county.command().uuid())), ..new("写简报") };
    refused(add(strange).await, "没有这一项");
    let unknown = NewStep { what: What::Clause("t9-town-9".to_owned()), ..new("") };
    refused(add(unknown).await, "这一条款不能增加为环节");
    let command = county.command();
    let request = || Request { viewer: &county.coordinator, command };
    let done = further::add(county.tools(), request(), id, new("写简报")).await.unwrap();
    assert!(further::add(county.tools(), request(), id, new("写简报")).await.unwrap().repeated, "the same form twice is one step");
    let own = step(&done.case, |task| task.text == "写简报");
    assert_eq!(own.state, TaskState::Blocked);
    let complete = |task: &Task| Command::Complete { task: task.id, result: Report::default(), on_behalf: None };
    county.does(&county.clerk, Of::Task(before.id), complete(&before)).await;
    assert_eq!(county.case(id).await.tasks[&own.id].state, TaskState::Open);
    county.does(&helper, Of::Task(own.id), complete(&own)).await;
    let leave = |task: &Task| Command::LeaveOut { task: task.id, reason: "本次不涉及".to_owned() };
    while let Some(open) = county.case(id).await.tasks.values().find(|task| !task.is_over() && task.is_towns()).cloned() {
        county.does(&county.coordinator, Of::Task(open.id), leave(&open)).await;
    }
    replays(&county, id).await;
}

#[tokio::test]
async fn a_substitute_acts_in_both_names_and_only_until_the_date() {
    let county = County::open().await;
    let (_, helper) = other_office(&county).await;
    let tools = county.tools();
    let (id, task) = running(&county).await;
    let (other, _) = running(&county).await;
    let today = local_date(county.now());
    let until = today + Days::new(2);
    county.does(&county.clerk, Of::Task(task.id), Command::Take { task: task.id }).await;
    assert!(matches!(county.sees(&helper, id).await, Err(ServiceError::NotFound)));
    holidays(&county, &county.clerk, Some(&helper), today, until).await.unwrap();

    let away = |units: Vec<office::UnitChoice>| -> Vec<_> {
        let people = units.into_iter().flat_map(|unit| unit.people);
        people.filter_map(|taker| taker.away.map(|away| (taker.name, away.until, away.acting))).collect()
    };
    let units = office::units(tools, county.town).await.unwrap();
    assert_eq!(away(units), [("测试clerk".to_owned(), until, Some("测试helper".to_owned()))]);
    let acting = viewer(tools, helper.person).await;
    assert!(county.sees(&acting, id).await.is_ok() && county.sees(&acting, other).await.is_ok());
    assert!(work::mine(tools, &acting).await.unwrap().tasks.iter().any(|row| row.id == task.id));
    county.does(&acting, Of::Task(task.id), Command::Remark { task: task.id, text: "已联系".to_owned() }).await;
    let entries = cases::history(tools.store.read(), id).await.unwrap();
    let last = entries.last().unwrap();
    assert_eq!((last.actor, last.in_place_of), (Some(helper.person), Some(county.clerk.person)));
    replays(&county, id).await;

    // The rights end with the date; what one did oneself stays readable.
    county.pass(Duration::days(3));
    let after = viewer(tools, helper.person).await;
    assert!(after.stands_for.is_empty());
    assert!(matches!(county.sees(&after, other).await, Err(ServiceError::NotFound)));
    assert!(county.sees(&after, id).await.is_ok());
    let remark = Command::Remark { task: task.id, text: "再联系".to_owned() };
    refused(county.tries(&after, Of::Task(task.id), remark).await, "没有办理这一步的权限");
}

#[tokio::test]
async fn chains_of_substitutes_are_bounded_and_closed_to_strangers() {
    let county = County::open().await;
    let (_, helper) = other_office(&county).await;
    let today = local_date(county.now());
    let until = today + Days::new(5);
    let (clerk, one, two, three) = (&county.clerk, &county.in_villages[0], &county.in_villages[1], &county.in_villages[2]);
    refused(holidays(&county, clerk, Some(clerk), today, until).await, "代办人应是本镇或本单位的人员");
    let stranger = county.liaison("civil", county.body(BUREAU).await).await;
    refused(holidays(&county, clerk, Some(&stranger), today, until).await, "代办人应是本镇或本单位的人员");
    refused(holidays(&county, clerk, Some(&helper), until, today).await, "请核对起止日期");
    holidays(&county, clerk, Some(one), today, until).await.unwrap();
    refused(holidays(&county, clerk, None, until, until).await, "这段时间已登记过外出");
    refused(holidays(&county, one, Some(clerk), today, until).await, "这样会互相代办");
    holidays(&county, one, Some(two), today, until).await.unwrap();
    holidays(&county, two, Some(three), today, until).await.unwrap();
    refused(holidays(&county, three, Some(&helper), today, until).await, "代办最多接续三次");
    // The end of the chain acts for all of them.
    let acting = viewer(county.tools(), three.person).await;
    assert_eq!(acting.stands_for.len(), 3);

    // For others: the coordinator of the town, the lead of the office; nobody else.
    let for_helper = async |by: &Viewer| {
        let new = NewAbsence { person: helper.person, substitute: None, from: today, until };
        substitutes::set(county.tools(), Request { viewer: by, command: county.command() }, new).await
    };
    assert!(matches!(for_helper(clerk).await, Err(ServiceError::NotFound)));
    let id = for_helper(&county.coordinator).await.unwrap();
    assert!(matches!(substitutes::withdraw(county.tools(), clerk, id).await, Err(ServiceError::NotFound)));
    substitutes::withdraw(county.tools(), &helper, id).await.unwrap();
    assert!(for_helper(&county.coordinator).await.is_ok(), "a withdrawn one is not in the way");
}

#[tokio::test]
async fn whoever_leaves_hands_everything_on_in_one_go() {
    let county = County::open().await;
    let (id, task) = running(&county).await;
    county.does(&county.clerk, Of::Task(task.id), Command::Take { task: task.id }).await;
    let tools = county.tools();
    let today = local_date(county.now());
    holidays(&county, &county.in_villages[0], Some(&county.clerk), today, today).await.unwrap();
    refused(people::deactivate(tools, Actor::Console, county.clerk.person, None).await, "请先选择接手人");
    let card = people::card(tools, Actor::Person(&county.coordinator), county.clerk.person).await.unwrap();
    assert_eq!(card.holds.len(), 1);
    assert_eq!((card.holds[0].title.as_str(), &card.holds[0].text), ("适老化改造", &task.text));
    // Nobody else is in the office: its in-box would be opened by no one, so it goes to the town's office.
    let left = people::deactivate(tools, Actor::Console, county.clerk.person, Some(NewHolder::InBox)).await.unwrap();
    assert_eq!((left.to_inbox, left.to_successor), (1, 0));
    let case = replays(&county, id).await;
    assert_eq!(case.tasks[&task.id].holder, Some(Holder { unit: Unit::Town(county.town), person: None }));
    assert!(work::mine(tools, &county.coordinator).await.unwrap().tasks.iter().any(|row| row.id == task.id));
    // Nobody stands in through who has left.
    let units = office::units(tools, county.town).await.unwrap();
    let village = units.iter().find(|unit| unit.name == "一村").unwrap();
    assert_eq!(village.people[0].away.as_ref().map(|away| away.acting.clone()), Some(None));
}
