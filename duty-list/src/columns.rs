//! Recognises a header row: which column holds what, and so which of the three tables it opens.

use crate::DutyKind;
use crate::chars::{count_to, identity};
use crate::document::Row;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// 序号
    No,
    /// 事项类别
    Category,
    /// 事项名称
    Title,
    /// 对应上级部门, 牵头部门, 承接部门
    Departments,
    /// 上级部门职责
    DepartmentDuties,
    /// 镇（乡、街道）配合职责
    TownDuties,
    /// 工作方式
    Handling,
    /// 承接部门及工作方式
    DepartmentsAndHandling,
    /// 备注 and whatever else
    Other,
}

/// The columns of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layout {
    pub kind: DutyKind,
    pub columns: Vec<Column>,
}

impl Layout {
    /// Where a column stands.
    pub fn position(&self, column: Column) -> Option<usize> {
        self.columns.iter().position(|c| *c == column)
    }
}

/// The longest header cell, in characters.
const LONGEST_HEADER: usize = 24;

/// Reads a header row; `None` where the row is not one. `hint` is the table that the text above it names.
pub(crate) fn layout(row: &Row<'_>, hint: Option<DutyKind>) -> Option<Layout> {
    if row.cells.len() < 2 || row.cells.len() > 40 || row.cells.iter().any(|cell| count_to(cell, LONGEST_HEADER + 1) > LONGEST_HEADER) {
        return None;
    }
    let mut columns: Vec<Column> = row.cells.iter().map(|cell| column(cell)).collect();
    let has = |columns: &[Column], wanted: Column| columns.contains(&wanted);
    let recognised = columns.iter().filter(|c| **c != Column::Other).count();
    if recognised < 2 || !(has(&columns, Column::Title) || has(&columns, Column::TownDuties)) {
        return None;
    }
    let names_taking_over = row.cells.iter().any(|cell| WITHDRAWN.iter().any(|word| cell.contains(word)));
    let kind = if has(&columns, Column::TownDuties) || has(&columns, Column::DepartmentDuties) {
        DutyKind::Cooperative
    } else if names_taking_over || has(&columns, Column::DepartmentsAndHandling) || has(&columns, Column::Handling) {
        DutyKind::Withdrawn
    } else {
        hint.unwrap_or(if has(&columns, Column::Departments) { DutyKind::Cooperative } else { DutyKind::Basic })
    };
    // a second column of the same role would hide the first
    for i in 1..columns.len() {
        if columns[i] != Column::Other && columns[..i].contains(&columns[i]) {
            columns[i] = Column::Other;
        }
    }
    Some(Layout { kind, columns })
}

const WITHDRAWN: [&str; 3] = ["承接", "收回", "接收"];

/// The role of one header cell, by the words that lists use.
///
/// 镇配合职责, 街道配合职责 → town; 上级部门职责, 县级部门工作职责 → department's duties; 对应上级部门, 牵头单位 → departments.
fn column(cell: &str) -> Column {
    let name = identity(cell);
    let any = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if any(&["序号", "编号", "序次"]) || name == "序" || name.eq_ignore_ascii_case("no") || name.eq_ignore_ascii_case("no.") {
        return Column::No;
    }
    if any(&["备注", "依据"]) {
        return Column::Other;
    }
    let body = any(&["部门", "单位", "机构"]);
    let way = any(&["方式", "措施", "办法", "形式"]);
    if way {
        return if body { Column::DepartmentsAndHandling } else { Column::Handling };
    }
    if any(&WITHDRAWN) && body {
        return Column::Departments;
    }
    let duty = any(&["职责", "职能", "工作内容", "工作任务", "责任", "任务"]);
    let town = any(&["镇", "乡", "街道", "基层"]);
    if duty
        && !name.contains("职责事项")
        && !name.contains("履职")
        && (any(&["配合职责", "配合责任", "配合任务", "配合工作"]) || (town && !body))
    {
        return Column::TownDuties;
    }
    if town && any(&["配合内容", "配合事项", "配合工作"]) && !name.contains("名称") {
        return Column::TownDuties;
    }
    if body && duty && (name.contains("职责") || !any(&["责任部门", "责任单位"])) {
        return Column::DepartmentDuties;
    }
    if body {
        return Column::Departments;
    }
    if any(&["类别", "分类", "类型", "领域"]) {
        return Column::Category;
    }
    if any(&["事项", "名称"]) {
        return Column::Title;
    }
    Column::Other
}
