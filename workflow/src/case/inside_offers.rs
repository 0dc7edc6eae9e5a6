//! What a person can do inside the town with a task, a hand-off or a workflow now: passing on, lending, signing off, asking for more time, reminding.
//! The same rules as the commands themselves.

use chrono::{DateTime, Utc};

use super::decide::inside::{may_nudge, may_remind};
use super::inside::Leaders;
use super::rights::{coordinates, decides, holds, leads, may_act_for, may_assign, receives};
use super::state::{Case, CaseState, Due, HandOff, HandOffState, Lane, Task, TaskState};
use crate::calendar::Calendar;
use crate::people::Viewer;
use crate::reminder::next_nudge_at;
use crate::template::SignOff;

/// What offers depend on beside the state.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub struct Around<'a> {
    pub now: DateTime<Utc>,
    pub calendar: &'a Calendar,
    pub leaders: &'a Leaders,
}

/// What can be done with a task inside the town.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct TaskInside {
    /// 转交
    pub pass_on: bool,
    /// 请协办
    pub lend: bool,
    /// It goes back to its lender.
    pub hand_back: bool,
    /// The one who hands back is the lender, who asks for it.
    pub is_lender: bool,
    /// 审签同意
    pub agree: bool,
    /// 审签退回
    pub refuse: bool,
    /// The submission is withdrawn.
    pub withdraw: bool,
    /// 线下已审签
    pub record_sign_off: bool,
    /// 申请延期
    pub ask_extension: bool,
    pub answer_extension: bool,
    /// A reminder by message; at most one a working day.
    pub nudge: bool,
    /// A call that was made is entered at any time.
    pub nudge_by_phone: bool,
    /// 情况说明
    pub remark: bool,
}

/// What can be done with a hand-off beside its own commands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct HandOffInside {
    pub remind: bool,
    pub remind_by_phone: bool,
    pub ask_extension: bool,
    pub answer_extension: bool,
}

/// What can be done with a workflow inside the town.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct CaseInside {
    /// 批示, in one's own name.
    pub note: bool,
    /// 批示, entered from paper.
    pub note_on_paper: bool,
    /// 抄告
    pub copy: bool,
    /// A further step.
    pub add_step: bool,
}

/// What the viewer can do with a task inside the town now.
#[must_use]
pub fn task_inside(viewer: &Viewer, case: &Case, task: &Task, around: &Around<'_>) -> TaskInside {
    if case.state != CaseState::Running {
        return TaskInside::default();
    }
    let acts = may_act_for(viewer, case, task).is_ok();
    let open = task.state == TaskState::Open;
    let extension = TaskInside {
        ask_extension: open && acts && task.signing.is_none() && task.extension.is_none() && still_ahead(task.due.as_ref(), around),
        answer_extension: decides(viewer, case) && task.extension.is_some() && task.due.is_some(),
        ..TaskInside::default()
    };
    // A reminder goes to somebody else.
    let somebody = task.holder.is_some_and(|holder| !holds(viewer, holder)) || (task.lane != Lane::Town && task.holder.is_none());
    let nudges = open && task.signing.is_none() && somebody && may_nudge(viewer, case, task);
    let reminded = TaskInside {
        nudge: nudges && task.nudge.as_ref().is_none_or(|last| next_nudge_at(last.at, around.calendar) <= around.now),
        nudge_by_phone: nudges,
        ..extension
    };
    if task.lane != Lane::Town {
        return reminded;
    }
    let movable = matches!(task.state, TaskState::Blocked | TaskState::Open);
    let free = task.signing.is_none() && task.lent.is_none() && task.objection.is_none() && task.holder.is_some();
    let moves = acts || may_assign(viewer, case, task);
    let lender = task.lent.as_ref().is_some_and(|lent| viewer.is_person(lent.by) || holds(viewer, lent.from));
    let signing = task.signing.as_deref().filter(|_| open);
    let unit = task.holder.map(|holder| holder.unit);
    let signs = signing.is_some_and(|signing| viewer.persons().any(|person| around.leaders.may_sign(signing.level, unit, person)));
    let meeting = signing.is_some_and(|signing| signing.level == SignOff::Meeting);
    let submitted = signing.is_some_and(|signing| viewer.is_person(signing.by));
    TaskInside {
        pass_on: movable && free && moves,
        lend: open && free && moves,
        hand_back: task.lent.is_some() && (lender || acts),
        is_lender: lender,
        agree: signs,
        refuse: signs || (meeting && acts),
        withdraw: signing.is_some() && (submitted || acts),
        record_sign_off: signing.is_some() && (submitted || acts),
        remark: matches!(task.state, TaskState::Blocked | TaskState::Open | TaskState::Handed) && (acts || decides(viewer, case)),
        ..reminded
    }
}

/// What the viewer can do with a hand-off beside its own commands now.
#[must_use]
pub fn hand_off_inside(viewer: &Viewer, case: &Case, hand_off: &HandOff, around: &Around<'_>) -> HandOffInside {
    if case.state != CaseState::Running {
        return HandOffInside::default();
    }
    let remind = hand_off.state.with_receiver() && may_remind(viewer, case, hand_off);
    HandOffInside {
        remind: remind && hand_off.nudge.as_ref().is_none_or(|last| next_nudge_at(last.at, around.calendar) <= around.now),
        remind_by_phone: remind,
        ask_extension: hand_off.state == HandOffState::Signed
            && hand_off.extension.is_none()
            && receives(viewer, case, hand_off)
            && still_ahead(hand_off.answer_due.as_ref(), around),
        answer_extension: coordinates(viewer, case) && hand_off.extension.is_some() && hand_off.answer_due.is_some(),
    }
}

/// What the viewer can do with the workflow inside the town now.
#[must_use]
pub fn case_inside(viewer: &Viewer, case: &Case, around: &Around<'_>) -> CaseInside {
    if case.state != CaseState::Running {
        return CaseInside::default();
    }
    let decides = decides(viewer, case);
    let works = |task: &Task| task.lane == Lane::Town && may_act_for(viewer, case, task).is_ok();
    CaseInside {
        note: leads(viewer, case),
        note_on_paper: coordinates(viewer, case) && !around.leaders.leaders.is_empty(),
        copy: decides || case.tasks.values().any(works),
        add_step: decides,
    }
}

/// Whether there is a date that has not passed: after it no more time can be asked for.
fn still_ahead(due: Option<&Due>, around: &Around<'_>) -> bool {
    due.is_some_and(|due| around.now <= due.at)
}
