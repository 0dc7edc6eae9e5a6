//! Recognises a header row: which column holds what, and so which of the three tables it opens.

use std::borrow::Cow;

use crate::DutyKind;
use crate::chars::{count_to, identity, squeeze};
use crate::document::{Merge, Row};
use crate::markup::strip_tags;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// 序号
    No = 0,
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

/// How many roles a column may have.
const ROLES: usize = Column::Other as usize + 1;

impl Layout {
    /// Where a column stands; of several of one role, the first.
    pub fn position(&self, column: Column) -> Option<usize> {
        self.columns.iter().position(|c| *c == column)
    }

    /// How many roles its columns have.
    pub fn roles(&self) -> usize {
        let known = |role: &Column| self.columns.contains(role);
        [Column::No, Column::Category, Column::Title, Column::Departments, Column::DepartmentDuties, Column::TownDuties]
            .iter()
            .chain(&[Column::Handling, Column::DepartmentsAndHandling])
            .filter(|role| known(role))
            .count()
    }

    /// The text of each role in a row, by the place of the role; of several columns of one role, put together. `wanted` says which cells count.
    pub fn texts<'c>(&self, cells: &'c [Cow<'c, str>], wanted: &dyn Fn(usize) -> bool) -> [Cow<'c, str>; ROLES] {
        let mut out: [Cow<'c, str>; ROLES] = Default::default();
        for (at, (role, cell)) in self.columns.iter().zip(cells).enumerate() {
            let cell = crate::chars::trim(cell);
            if cell.is_empty() || !wanted(at) {
                continue;
            }
            let held = &mut out[*role as usize];
            if held.is_empty() {
                *held = Cow::Borrowed(cell);
            } else {
                let held = held.to_mut();
                held.push(if *role == Column::Departments { '、' } else { '\n' });
                held.push_str(cell);
            }
        }
        out
    }
}

/// The longest header cell, in characters.
const LONGEST_HEADER: usize = 24;

/// The most columns of a table.
const MOST_COLUMNS: usize = 64;

/// The cells of a row as header cells, without white space and mark-up; `None` where one is too long for a header.
fn header_cells(row: &Row<'_>) -> Option<Vec<String>> {
    if row.cells.len() < 2 || row.cells.len() > MOST_COLUMNS {
        return None;
    }
    let name = |cell: &Cow<'_, str>| {
        if cell.is_empty() {
            return Some(String::new());
        }
        if cell.len() > 400 {
            return None;
        }
        let name = squeeze(&strip_tags(cell));
        (count_to(&name, LONGEST_HEADER + 1) <= LONGEST_HEADER).then_some(name)
    };
    row.cells.iter().map(name).collect()
}

/// A row that may be the upper half of a header: short cells, at least one of which names a column.
pub(crate) fn header_like(row: &Row<'_>) -> Option<Row<'static>> {
    let cells = header_cells(row)?;
    let named = || cells.iter().any(|cell| column(cell) != Column::Other);
    let numbered = || cells.iter().any(|cell| crate::lines::printed_number(cell).is_some());
    (named() && !numbered()).then(|| Row {
        line: row.line,
        cells: cells.into_iter().map(Cow::Owned).collect(),
        merged: row.merged.clone(),
        guessed: false,
    })
}

/// Whether a cell of a header stands over the numbers of the rows.
pub(crate) fn is_number_column(cell: &str) -> bool {
    column(cell) == Column::No
}

/// Two rows of one header as one, and what its columns hold: 上级部门 over 名称 and 职责 → 上级部门名称, 上级部门职责.
pub(crate) fn combined(above: &Row<'static>, below: &Row<'_>, hint: Option<DutyKind>) -> Option<(Row<'static>, Layout)> {
    let below_cells = header_cells(below)?;
    let sentence = |cell: &String| count_to(cell, 13) > 12 || cell.contains(['。', '；', '，']);
    let divides = |at: usize| above.cells[at].is_empty() && below_cells.get(at).is_some_and(|cell| !cell.is_empty());
    if below_cells.len() > above.cells.len() || below_cells.iter().any(sentence) || !(1..above.cells.len()).any(divides) {
        return None;
    }
    let mut cells: Vec<Cow<'static, str>> = Vec::new();
    let mut over = String::new();
    for (at, upper) in above.cells.iter().enumerate() {
        let lower = below_cells.get(at).map_or("", String::as_str);
        if !upper.is_empty() {
            over = upper.to_string();
        } else if above.merge(at) != Merge::Left && (lower.is_empty() || !above.merged.is_empty()) {
            over.clear();
        }
        let lower = if below.merge(at) == Merge::Above || over == lower { "" } else { lower };
        if crate::lines::printed_number(lower).is_some() {
            return None;
        }
        let covered = upper.is_empty() && lower.is_empty();
        cells.push(if covered { Cow::Borrowed("") } else { Cow::Owned(format!("{over}{lower}")) });
    }
    let merged = if above.merged.is_empty() { Vec::new() } else { vec![Merge::Own; cells.len()] };
    let joined = Row { line: below.line, cells, merged, guessed: false };
    let found = layout(&joined, hint)?;
    if layout(above, hint).is_some_and(|alone| alone.roles() >= found.roles()) {
        return None;
    }
    // the row below a header is its second half only where it does not fill the columns of a duty
    let own = |column: Column| {
        found.position(column).and_then(|at| below_cells.get(at).filter(|_| below.merge(at) != Merge::Above)).is_some_and(|c| !c.is_empty())
    };
    (!(own(Column::No) || own(Column::Title) && own(Column::Category))).then_some((joined, found))
}

/// Reads a header row; `None` where the row is not one. `hint` is the table that the text above it names.
pub(crate) fn layout(row: &Row<'_>, hint: Option<DutyKind>) -> Option<Layout> {
    if row.cells.iter().filter(|cell| !cell.is_empty()).take(2).count() < 2 {
        return None;
    }
    let cells = header_cells(row)?;
    let mut columns: Vec<Column> = cells.iter().map(|cell| column(cell)).collect();
    // 单位 beside a column of departments is what a duty is counted in: 项
    let measure = |at: usize| cells[at] == "单位" && (0..cells.len()).any(|other| other != at && columns[other] == Column::Departments);
    if let Some(at) = (0..cells.len()).find(|at| measure(*at)) {
        columns[at] = Column::Other;
    }
    let has = |columns: &[Column], wanted: Column| columns.contains(&wanted);
    let recognised = columns.iter().filter(|c| **c != Column::Other).count();
    if recognised < 2 || !(has(&columns, Column::Title) || has(&columns, Column::TownDuties)) {
        return None;
    }
    let names_taking_over = cells.iter().any(|cell| WITHDRAWN.iter().any(|word| cell.contains(word)));
    let kind = if has(&columns, Column::TownDuties) || has(&columns, Column::DepartmentDuties) {
        DutyKind::Cooperative
    } else if names_taking_over || has(&columns, Column::DepartmentsAndHandling) || has(&columns, Column::Handling) {
        DutyKind::Withdrawn
    } else {
        hint.unwrap_or(if has(&columns, Column::Departments) { DutyKind::Cooperative } else { DutyKind::Basic })
    };
    for i in 1..columns.len() {
        // the columns under one merged header cell belong together, and so do 牵头部门 and 配合部门; any other of the same role is something else
        if row.merge(i) == Merge::Left {
            columns[i] = columns[i - 1];
        } else if !matches!(columns[i], Column::Other | Column::Departments) && columns[..i].contains(&columns[i]) {
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
    if cell.is_empty() {
        return Column::Other;
    }
    let mut name = identity(cell);
    // 职能部门 is a body, not a duty
    if name.contains("职能") {
        name = name.replace("职能部门", "部门").replace("职能单位", "单位");
    }
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
    let town = any(&["镇", "乡", "街道", "苏木", "基层"]);
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
