//! The names of the domain's codes in a language.

use duty_list::{DutyKind, HandKind, Nature};
use workflow::calendar::LimitSource;
use workflow::case::{CaseState, HandOffState, TaskState};
use workflow::people::{Role, Scope, Unit};

use super::{Texts, fill};

impl Texts {
    /// 党政办综合岗, 站所负责人 …
    #[must_use]
    pub fn role(&self, role: Role) -> &'static str {
        let c = &self.common;
        match role {
            Role::Coordinator => c.role_coordinator,
            Role::OfficeLead => c.role_office_lead,
            Role::Staff => c.role_staff,
            Role::VillageLiaison => c.role_village_liaison,
            Role::Leader => c.role_leader,
            Role::Supervisor => c.role_supervisor,
            Role::Liaison => c.role_liaison,
            Role::BodyLead => c.role_body_lead,
            Role::CountyCoordinator => c.role_county_coordinator,
            Role::Admin => c.role_admin,
        }
    }

    /// 全县, 镇, 站所, 村（社区）, 单位.
    #[must_use]
    pub fn scope(&self, scope: Scope) -> &'static str {
        let c = &self.common;
        match scope {
            Scope::County => c.scope_county,
            Scope::Town(_) => c.unit_town,
            Scope::Office { .. } => c.unit_office,
            Scope::Village { .. } => c.unit_village,
            Scope::Body(_) => c.unit_body,
        }
    }

    /// 镇, 站所, 村（社区）, 单位.
    #[must_use]
    pub fn unit(&self, unit: Unit) -> &'static str {
        let c = &self.common;
        match unit {
            Unit::Town(_) => c.unit_town,
            Unit::Office(_) => c.unit_office,
            Unit::Village(_) => c.unit_village,
            Unit::Body(_) => c.unit_body,
        }
    }

    /// 基本履职事项, 配合履职事项, 上级部门收回事项.
    #[must_use]
    pub fn duty_kind(&self, kind: DutyKind) -> &'static str {
        let c = &self.common;
        match kind {
            DutyKind::Basic => c.duty_basic,
            DutyKind::Cooperative => c.duty_cooperative,
            DutyKind::Withdrawn => c.duty_withdrawn,
        }
    }

    /// 基本, 配合, 收回.
    #[must_use]
    pub fn duty_kind_short(&self, kind: DutyKind) -> &'static str {
        let c = &self.common;
        match kind {
            DutyKind::Basic => c.duty_basic_short,
            DutyKind::Cooperative => c.duty_cooperative_short,
            DutyKind::Withdrawn => c.duty_withdrawn_short,
        }
    }

    /// 办理环节, 定期工作 …
    #[must_use]
    pub fn nature(&self, nature: Nature) -> &'static str {
        let c = &self.common;
        match nature {
            Nature::Step => c.nature_step,
            Nature::Periodic => c.nature_periodic,
            Nature::OnEvent => c.nature_on_event,
            Nature::Standing => c.nature_standing,
            Nature::Requirement => c.nature_requirement,
        }
    }

    /// 报审, 报备, 报送, 移送.
    #[must_use]
    pub fn hand_kind(&self, kind: HandKind) -> &'static str {
        let c = &self.common;
        match kind {
            HandKind::Approval => c.hand_approval,
            HandKind::Record => c.hand_record,
            HandKind::Report => c.hand_report,
            HandKind::Transfer => c.hand_transfer,
        }
    }

    /// 办理中, 暂缓, 办结, 已取消.
    #[must_use]
    pub fn workflow_state(&self, state: CaseState) -> &'static str {
        let c = &self.common;
        match state {
            CaseState::Running => c.workflow_running,
            CaseState::Suspended => c.workflow_suspended,
            CaseState::Completed => c.workflow_completed,
            CaseState::Cancelled => c.workflow_cancelled,
        }
    }

    /// 未开始, 办理中, 已送出, 完成, 本次不涉及, 已取消.
    #[must_use]
    pub fn task_state(&self, state: TaskState) -> &'static str {
        let c = &self.common;
        match state {
            TaskState::Blocked => c.task_blocked,
            TaskState::Open => c.task_open,
            TaskState::Handed => c.task_handed,
            TaskState::Done => c.task_done,
            TaskState::LeftOut => c.task_left_out,
            TaskState::Cancelled => c.task_cancelled,
        }
    }

    /// 待签收, 已签收 …
    #[must_use]
    pub fn hand_off_state(&self, state: HandOffState) -> &'static str {
        let c = &self.common;
        match state {
            HandOffState::Offered => c.hand_off_offered,
            HandOffState::Signed => c.hand_off_signed,
            HandOffState::Settled => c.hand_off_settled,
            HandOffState::Returned => c.hand_off_returned,
            HandOffState::Objected => self.dispute.state_objected,
            HandOffState::InCoordination => self.dispute.state_in_coordination,
            HandOffState::TakenBack => c.hand_off_taken_back,
            HandOffState::Cancelled => c.hand_off_cancelled,
        }
    }

    /// A limit with its source.
    #[must_use]
    pub fn limit_with_source(&self, spec: &workflow::case::LimitSpec) -> String {
        format!("{}（{}）", spec.limit, self.limit_source(&spec.source))
    }

    /// Where a limit comes from: 清单规定, 通知要求（number）…
    #[must_use]
    pub fn limit_source(&self, source: &LimitSource) -> String {
        let c = &self.common;
        match source {
            LimitSource::List => c.limit_list.to_owned(),
            LimitSource::Law => c.limit_law.to_owned(),
            LimitSource::Notice { number } if number.is_empty() => c.limit_notice.to_owned(),
            LimitSource::Notice { number } => fill(c.limit_notice_number, &[("number", number)]),
            LimitSource::Platform => c.limit_platform.to_owned(),
            LimitSource::LeaderNote => c.limit_leader_note.to_owned(),
            LimitSource::Meeting => c.limit_meeting.to_owned(),
            LimitSource::Phone => c.limit_phone.to_owned(),
            LimitSource::TownSetting => c.limit_town_setting.to_owned(),
            LimitSource::None => c.limit_none.to_owned(),
        }
    }
}
