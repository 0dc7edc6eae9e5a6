//! Findings about single duties: empty cells, owners, hand-offs that stand in the wrong cell, inferences that a person should look at.

use std::collections::HashSet;

use serde_json::Value;

use super::{Findings, LONGEST_PASSAGE, Place};
use crate::bodies::{Departments, Place as Home, ends_like_body};
use crate::body_list::Grouped;
use crate::chars::{head, identity};
use crate::infer::hand::hand;
use crate::infer::mention::PUBLIC_WORDS;
use crate::infer::nature::is_guessed;
use crate::infer::readable;
use crate::infer::segments::segments;
use crate::infer::wait::TOWN_NAMES;
use crate::model::{CooperativeDuty, DepartmentClause, Duty, Outcome, Severity};
use crate::vocabulary::{has_any, starts_with_any};

/// All findings about single duties.
pub(super) fn all(duties: &[Duty], grouped: &Grouped, home: &Home, out: &mut Findings) {
    for duty in duties {
        let at = Place::of(duty);
        if duty.title().is_empty() {
            empty("title", "事项名称", at, out);
        }
        match duty {
            Duty::Basic(_) => {}
            Duty::Cooperative(duty) => cooperative(duty, grouped, home, at, out),
            Duty::Withdrawn(duty) => {
                if duty.departments.is_empty() && duty.outcome == Outcome::TakenOver {
                    empty("departments", "承接部门", at, out);
                }
                if duty.handling.is_none() {
                    empty("handling", "工作方式", at, out);
                }
            }
        }
    }
}

fn empty(cell: &str, label: &str, at: Place, out: &mut Findings) {
    out.add(Severity::Warning, "empty-cell", &[("cell", cell.into())], format!("“{label}”是空的"), at);
}

fn cooperative(duty: &CooperativeDuty, grouped: &Grouped, home: &Home, at: Place, out: &mut Findings) {
    if duty.departments.is_empty() {
        empty("departments", "对应上级部门", at, out);
    }
    if duty.department_clauses.is_empty() {
        empty("department_duties", "上级部门职责", at, out);
    }
    if duty.town_clauses.is_empty() {
        empty("town_duties", "配合职责", at, out);
    }
    owners(duty, grouped, at, out);
    sections(duty, at, out);
    for clause in &duty.department_clauses {
        department_clause(duty, clause, home, at, out);
    }
    let mut unlisted = HashSet::new();
    for clause in &duty.town_clauses {
        let passage = || [("clause", Value::from(clause.i)), ("passage", head(&clause.text, LONGEST_PASSAGE).into())];
        if clause.hands_to.iter().any(|to| to == "*") {
            out.add(Severity::Info, "receiver-open", &passage(), format!("没有写明报给哪个部门：{}", head(&clause.text, 40)), at);
        }
        for body in clause.hands_to.iter().filter(|to| *to != "*" && !duty.departments.iter().any(|d| identity(d) == identity(to))) {
            // once a duty is enough: it is the name that wants a look
            if !unlisted.insert(identity(body)) {
                continue;
            }
            let [i, passage] = passage();
            let params = [i, passage, ("body", body.as_str().into())];
            out.add(Severity::Info, "receiver-not-listed", &params, format!("报给“{body}”，不在本事项的对应部门之中"), at);
        }
        let weak = clause.cue_hand.as_deref().is_some_and(|cue| ["申报", "填报", "提供"].contains(&cue));
        if weak {
            out.add(
                Severity::Info,
                "unsure-inference",
                &passage(),
                format!("是否要报给部门，字面上不能确定：{}", head(&clause.text, 40)),
                at,
            );
        }
        if is_guessed(readable(&clause.text), !clause.hands_to.is_empty(), clause.waits_for_department) {
            out.add(
                Severity::Info,
                "nature-guessed",
                &passage(),
                format!("这一条属于哪种职责，字面上不能确定，暂按办理环节：{}", head(&clause.text, 40)),
                at,
            );
        }
    }
}

/// Departments without a clause, owners that are not listed, clauses without an owner.
fn owners(duty: &CooperativeDuty, grouped: &Grouped, at: Place, out: &mut Findings) {
    let owns: HashSet<String> =
        duty.department_clauses.iter().flat_map(|c| c.department.iter().chain(&c.also)).map(|name| identity(name)).collect();
    let nobody = duty.department_clauses.iter().filter(|c| c.department.is_none()).count();
    if nobody > 0 {
        out.add(
            Severity::Warning,
            "owner-unknown",
            &[("clauses", nobody.into())],
            format!("列了 {} 个部门，有 {nobody} 条职责没有写明由谁负责", duty.departments.len()),
            at,
        );
    } else if !duty.department_clauses.is_empty()
        && !duty.department_clauses.iter().flat_map(|c| &c.also).any(|name| name.ends_with("部门"))
    {
        for name in duty.departments.iter().filter(|name| !owns.contains(&identity(name))) {
            out.add(
                Severity::Warning,
                "department-without-clause",
                &[("department", name.as_str().into())],
                format!("列了“{name}”，但上级部门职责中没有它的条目"),
                at,
            );
        }
    }
    let listed: HashSet<String> = duty.departments.iter().map(|name| identity(name)).collect();
    let mut said = HashSet::new();
    for name in duty.department_clauses.iter().filter_map(|c| c.department.as_deref()) {
        if !listed.contains(&identity(name)) && said.insert(name) {
            let known = grouped.group_of(name).and_then(|i| grouped.bodies.get(i)).is_some_and(|b| b.listed);
            let params = [("body", name.into()), ("listed_elsewhere", known.into())];
            out.add(Severity::Warning, "owner-not-listed", &params, format!("“{name}”有职责条目，但没有列入对应上级部门"), at);
        }
    }
}

/// Headings of one cell that the other has no counterpart of.
fn sections(duty: &CooperativeDuty, at: Place, out: &mut Findings) {
    let titles = |sections: Vec<&Option<String>>| sections.into_iter().flatten().map(|s| identity(s)).collect::<HashSet<_>>();
    let department = titles(duty.department_clauses.iter().map(|c| &c.section).collect());
    let town = titles(duty.town_clauses.iter().map(|c| &c.section).collect());
    if department.is_empty() || town.is_empty() {
        return;
    }
    let alone = |one: &HashSet<String>, other: &HashSet<String>| -> Vec<String> {
        let mut found: Vec<String> =
            one.iter().filter(|a| !other.iter().any(|b| a.contains(b.as_str()) || b.contains(a.as_str()))).cloned().collect();
        found.sort();
        found
    };
    for (side, missing) in [("department", alone(&department, &town)), ("town", alone(&town, &department))] {
        if !missing.is_empty() {
            let params = [("side", side.into()), ("sections", missing.clone().into())];
            out.add(Severity::Info, "section-without-counterpart", &params, format!("标题“{}”在另一栏没有对应", missing.join("”“")), at);
        }
    }
}

/// What a department's cell says of the town and of other bodies.
fn department_clause(duty: &CooperativeDuty, clause: &DepartmentClause, home: &Home, at: Place, out: &mut Findings) {
    let text = readable(&clause.text);
    if let Some(passage) = hidden_town_duty(text) {
        let params = [("clause", clause.i.into()), ("passage", passage.into())];
        out.add(Severity::Warning, "town-duty-in-department-cell", &params, format!("部门职责中写有镇的职责：{passage}"), at);
    }
    if let Some(passage) = hand_off_to_town(text) {
        let params = [("clause", clause.i.into()), ("passage", passage.into())];
        out.add(Severity::Info, "hand-off-to-town", &params, format!("部门向镇移交或推送：{passage}"), at);
    }
    let departments = Departments::new(&duty.departments, home);
    let handed = hand(text, &departments);
    for to in handed.to.iter().filter(|to| *to != "*" && handed.named && ends_like_body(to)) {
        let owner = clause.department.as_deref().unwrap_or_default();
        let above =
            has_any(to, &["人民政府", "州", "自治区", "省"]) || to.ends_with("县委") || to.ends_with("区委") || to.ends_with("常委会");
        if identity(to) != identity(owner) && !above {
            let params =
                [("clause", clause.i.into()), ("from", owner.into()), ("to", to.as_str().into()), ("passage", handed.cue.clone().into())];
            out.add(Severity::Warning, "hand-off-between-bodies", &params, format!("部门之间的交接（{owner} → {to}），需人工确认"), at);
        }
    }
}

/// `乡镇负责组织干部配合开展家庭走访`: the town as subject in the department's cell.
fn hidden_town_duty(text: &str) -> Option<&str> {
    segments(text).into_iter().find_map(|segment| {
        let town = starts_with_any(segment.text, &TOWN_NAMES)?;
        let after = &segment.text[town.len()..];
        ["负责", "组织", "配合", "做好", "协助", "落实", "承担", "应当", "开展"]
            .iter()
            .any(|verb| after.starts_with(verb))
            .then_some(segment.text)
    })
}

/// `反馈至乡镇`, `推送至各乡镇`, `向乡镇纪委移交`.
fn hand_off_to_town(text: &str) -> Option<&str> {
    segments(text).into_iter().find_map(|segment| {
        let gives = has_any(
            segment.text,
            &["推送", "反馈", "转发", "移交", "下发", "下达", "分配", "通报", "交办", "发放", "配发", "转交", "拨付"],
        );
        let to_town = ["至", "给", "到", "向"].iter().any(|word| {
            segment.text.match_indices(word).any(|(at, _)| {
                let target = segment.text[at + word.len()..].trim_start_matches('各');
                starts_with_any(target, &TOWN_NAMES).is_some() && starts_with_any(target, &PUBLIC_WORDS).is_none()
            })
        });
        (gives && to_town).then_some(segment.text)
    })
}
