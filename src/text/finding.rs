//! Texts: what the reader of lists noticed. Each code has a heading, what to do about it, and a sentence with its parameters; a code that is not known
//! here keeps the reader's own sentence.

use duty_list::{Finding as Noticed, Severity};
use serde_json::Value;

use super::{Texts, fill, texts};

texts! {
    /// What the reader of lists noticed.
    pub struct Finding {
        error: "错误", "Errors";
        error_what: "清单中有缺漏或前后矛盾，请对照原文核对；导入后这些事项可能不完整。", "Something is missing or contradictory. Please compare with the document; these duties may be incomplete after the import.";
        warning: "需要核对", "To be looked at";
        warning_what: "系统按推断处理了，请有空时对照原文看一看；不影响导入。", "The reader has made an assumption. Please have a look at the document when there is time; the import does not depend on it.";
        info: "提示", "Good to know";
        info_what: "供编流程时参考，不必现在处理。", "Of use when templates are edited; nothing needs doing now.";

        declared_count: "项数与说明不一致", "Counts differ from the preface";
        declared_count_what: "请核对说明中的数字，或看看表格是否有缺页、断行。", "Check the figure in the preface, or whether pages or rows of the tables are missing.";
        declared_count_said: "说明写的{what}是 {declared}，表中读到 {found}。", "The preface says {what}: {declared}; the tables have {found}.";
        text_unaccounted: "没有逐字读全", "Not every word was read";
        text_unaccounted_what: "这是读取程序的差错。请对照原文补上，并把文件交给系统管理员。", "This is a fault of the reader. Complete the duty from the document, and give the file to the administrator.";
        text_unaccounted_said: "“{cell}”一栏从这里起没有读全。", "The cell “{cell}” was not read completely from here on.";
        number_repeated: "序号重复", "Numbers repeated";
        number_repeated_what: "两项用了同一个序号，请在原文件中更正后重新上传。", "Two duties have the same number. Correct the document and upload it again.";
        number_repeated_said: "序号 {no} 出现了两次。", "Number {no} occurs twice.";
        number_gap: "序号中断", "Numbers missing";
        number_gap_what: "中间的事项可能没有读到，请对照原文。", "The duties in between may not have been read; compare with the document.";
        number_gap_one: "缺少序号 {from}。", "Number {from} is missing.";
        number_gap_said: "缺少序号 {from} 至 {to}。", "Numbers {from} to {to} are missing.";
        number_out_of_order: "序号次序不对", "Numbers out of order";
        number_out_of_order_what: "按文件中的次序导入，请核对。", "They are imported in the order of the document; please check.";
        number_out_of_order_said: "序号 {no} 排在 {after} 之后。", "Number {no} stands behind {after}.";
        number_missing: "没有序号", "No number";
        number_missing_what: "已按次序编号；编号只供查找，不影响以后按文字对应。", "Numbers were given by position. They only serve to find a duty; a later edition is matched by words.";
        number_missing_said: "从这一项起有 {count} 项没有序号。", "{count} duties from this one on have no number.";
        empty_cell: "内容空缺", "Empty cells";
        empty_cell_what: "请对照原文，看这一格是否本来就是空的。", "Check whether the cell is empty in the document, too.";
        empty_cell_said: "“{cell}”一栏是空的。", "The cell “{cell}” is empty.";
        row_border_guessed: "两项之间的分界是推断的", "Where one row ends was weighed";
        row_border_guessed_what: "这类文件（如 PDF）看不出表格线。请对照原文，看这些事项的头尾有没有串到上一项、下一项；有 .docx 或 .xlsx 文件的，用那一份更稳妥。", "The lines of the table are not in the text of such a file (a PDF, for instance). Check that nothing at the beginning or end of these duties belongs to a neighbour; a .docx or .xlsx of the list is safer where there is one.";
        row_border_guessed_said: "有 {count} 项与上一项之间没有空行：第 {numbers} 项。", "{count} duties have no gap above them: {numbers}.";
        column_guessed: "跨页断行，所属栏是推断的", "Rows cut by a page break";
        column_guessed_what: "请看这一行是否接到了正确的事项和栏目。", "Check that the row was joined to the right duty and column.";
        column_guessed_said: "这一行没有序号，已接到上一事项。", "The row has no number and was joined to the duty before it.";
        row_without_duty: "有一行没有归属", "Rows that belong to no duty";
        row_without_duty_what: "这一行没有导入。请在原文件中补上序号，或并入所属事项后重新上传。", "The row was not imported. Give it a number or join it to its duty in the document and upload it again.";
        row_without_duty_said: "这一行没有序号，也没有可以接续的事项。", "The row has no number and there is no duty that it could continue.";
        text_between_rows: "表格之间有零散文字", "Text between the tables";
        text_between_rows_what: "没有导入。如果它属于某个事项，请在原文件中并入后重新上传。", "It was not imported. If it belongs to a duty, join it in the document and upload it again.";
        text_between_rows_said: "这段文字不在任何单元格里。", "This text stands in no cell.";
        extra_cells: "单元格多于表头", "More cells than headings";
        extra_cells_what: "多出的内容已并入最后一栏，请核对。", "The surplus was put into the last column; please check.";
        extra_cells_said: "这一行的单元格比表头多。", "The row has more cells than the heading.";
        owner_unknown: "没有写明由哪个部门负责", "No department named for a clause";
        owner_unknown_what: "导入后可在流程模板中指定部门；不影响办理。", "The department can be chosen in the template after the import.";
        owner_unknown_said: "有 {clauses} 条部门职责没有写明由谁负责。", "{clauses} clause(s) of the departments name nobody.";
        department_without_clause: "列了部门，却没有它的职责", "Departments without a clause";
        department_without_clause_what: "可能是原文漏写。办理时如需该部门配合，可以商请。", "The document may have left it out. Its help can still be asked for.";
        department_without_clause_said: "列了“{department}”，但职责一栏里没有它的条目。", "“{department}” is listed, and no clause is its own.";
        owner_not_listed: "有职责、未列入对应部门", "Departments with a clause that are not listed";
        owner_not_listed_what: "已作为参与单位登记，请核对名称。", "They were added as parties; please check the names.";
        owner_not_listed_said: "“{body}”有职责条目，但没有列在对应部门里。", "“{body}” has a clause and is not among the departments listed.";
        section_without_counterpart: "小标题在另一栏没有对应", "Headings without a counterpart";
        section_without_counterpart_what: "已分别作为分项，可在流程模板中合并。", "They became tracks of their own and can be joined in the template.";
        section_without_counterpart_town: "镇一栏的标题“{sections}”在部门一栏没有对应。", "“{sections}” in the town's cell has no counterpart in the departments'.";
        section_without_counterpart_department: "部门一栏的标题“{sections}”在镇一栏没有对应。", "“{sections}” in the departments' cell has no counterpart in the town's.";
        town_duty_in_department_cell: "部门一栏里写了镇的职责", "Duties of the town in the departments' cell";
        town_duty_in_department_cell_what: "容易漏看。需要镇里办理的，请在流程模板中加为镇的环节。", "Easily overlooked. If the town has to do it, add it as a step of the town in the template.";
        town_duty_in_department_cell_said: "部门职责中写有镇要做的事。", "A clause of the departments says what the town has to do.";
        hand_off_to_town: "部门会向镇移交或推送", "Departments hand something to the town";
        hand_off_to_town_what: "收到后在办理单中登记“已收到”即可。", "When it comes, record it as received in the workflow.";
        hand_off_to_town_said: "部门会向镇移交、推送或反馈。", "A department hands on, pushes or reports back to the town.";
        hand_off_between_bodies: "部门之间的交接", "Hand-offs between departments";
        hand_off_between_bodies_what: "不需要镇里办理，请确认系统理解得对不对。", "The town has nothing to do; please confirm that it was understood.";
        hand_off_between_bodies_said: "{from} → {to}", "{from} → {to}";
        receiver_open: "没有写明报给哪个部门", "Receiver not named";
        receiver_open_what: "送出时由经办人从本事项的部门中选择。", "Whoever sends it chooses one of the duty's departments.";
        receiver_open_said: "这一条要送出，但没有写明接收部门。", "The clause hands something on without saying to whom.";
        receiver_not_listed: "报送对象不在对应部门中", "Receivers that are not listed";
        receiver_not_listed_what: "已按原文登记，送出前请核对。", "They were taken from the text; please check before sending.";
        receiver_not_listed_said: "报给“{body}”，它不在本事项的对应部门中。", "It goes to “{body}”, which is not among the duty's departments.";
        unsure_inference: "是否要报给部门，不能确定", "Not certain whether it is handed on";
        unsure_inference_what: "请在流程模板中确认。", "Please confirm in the template.";
        unsure_inference_said: "从字面上看不出这一条是否要送出。", "The words do not say whether this is handed on.";
        nature_guessed: "是环节还是日常职责，不能确定", "Not certain whether it is a step";
        nature_guessed_what: "暂按办理环节处理，请在流程模板中确认。", "It was taken for a step; please confirm in the template.";
        nature_guessed_said: "从字面上看不出这一条属于哪种职责。", "The words do not say what nature the clause has.";
        body_slip: "单位名称只差一个字", "Names that differ in one character";
        body_slip_what: "已按同一单位处理；如果是两个单位，请系统管理员分开登记。", "They were taken as one body; if they are two, ask the administrator to register both.";
        body_slip_said: "“{spelling}”按“{name}”处理。", "“{spelling}” was taken as “{name}”.";
        body_merge_proposed: "可能是同一单位", "Possibly one body";
        body_merge_proposed_what: "没有合并；如果是同一单位，请系统管理员把其中一个登记为别名。", "They were not joined; if they are one, ask the administrator to register one as another spelling.";
        body_merge_proposed_said: "“{a}”与“{b}”可能是同一单位。", "“{a}” and “{b}” may be one body.";
        other: "其他", "Other";
        other_what: "请对照原文核对。", "Please compare with the document.";

        count_total: "事项总数", "duties in all";
        count_basic: "基本履职事项", "basic duties";
        count_cooperative: "配合履职事项", "cooperative duties";
        count_withdrawn: "上级部门收回事项", "withdrawn duties";
        count_basic_categories: "基本履职事项的类别", "categories of basic duties";
        count_cooperative_categories: "配合履职事项的类别", "categories of cooperative duties";
        count_withdrawn_categories: "收回事项的类别", "categories of withdrawn duties";
        count_cooperative_departments: "配合履职事项涉及的部门", "departments of cooperative duties";
        count_withdrawn_departments: "收回事项涉及的部门", "departments of withdrawn duties";

        cell_title: "事项名称", "title";
        cell_departments: "对应部门", "departments";
        cell_handling: "工作方式", "handling";
        cell_department_duties: "上级部门职责", "departments' duties";
        cell_town_duties: "镇配合职责", "town's duties";
    }
}

/// Heading, what to do, and sentence of a code.
type Wording = (&'static str, &'static str, &'static str);

impl Texts {
    /// 错误, 需要核对, 提示: the name of a severity and what it means.
    #[must_use]
    pub fn severity(&self, severity: Severity) -> (&'static str, &'static str) {
        let f = &self.finding;
        match severity {
            Severity::Error => (f.error, f.error_what),
            Severity::Warning => (f.warning, f.warning_what),
            Severity::Info => (f.info, f.info_what),
        }
    }

    /// The heading of a code and what to do about it.
    #[must_use]
    pub fn finding_heading(&self, code: &str) -> (&'static str, &'static str) {
        self.finding_wording(code).map_or((self.finding.other, self.finding.other_what), |(heading, what, _)| (heading, what))
    }

    /// The sentence of a finding.
    #[must_use]
    pub fn finding_said(&self, finding: &Noticed) -> String {
        let Some((_, _, said)) = self.finding_wording(&finding.code) else { return finding.message.clone() };
        let f = &self.finding;
        let said = match (finding.code.as_str(), finding.params.get("side").and_then(Value::as_str)) {
            ("section-without-counterpart", Some("town")) => f.section_without_counterpart_town,
            ("number-gap", _) if finding.params.get("from") == finding.params.get("to") => f.number_gap_one,
            _ => said,
        };
        let values: Vec<(&str, String)> =
            finding.params.iter().map(|(name, value)| (name.as_str(), self.finding_value(name, value))).collect();
        let values: Vec<(&str, &dyn std::fmt::Display)> =
            values.iter().map(|(name, value)| (*name, value as &dyn std::fmt::Display)).collect();
        fill(said, &values)
    }

    fn finding_value(&self, name: &str, value: &Value) -> String {
        match value {
            Value::String(text) if name == "what" => self.declared_count(text).to_owned(),
            Value::String(text) if name == "cell" => self.cell(text).to_owned(),
            Value::String(text) => text.clone(),
            Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("”“"),
            other => other.to_string(),
        }
    }

    /// What a figure of the preface counts.
    #[must_use]
    pub fn declared_count<'a>(&self, what: &'a str) -> &'a str {
        let f = &self.finding;
        match what {
            "total" => f.count_total,
            "basic" => f.count_basic,
            "cooperative" => f.count_cooperative,
            "withdrawn" => f.count_withdrawn,
            "basic_categories" => f.count_basic_categories,
            "cooperative_categories" => f.count_cooperative_categories,
            "withdrawn_categories" => f.count_withdrawn_categories,
            "cooperative_departments" => f.count_cooperative_departments,
            "withdrawn_departments" => f.count_withdrawn_departments,
            other => other,
        }
    }

    fn cell<'a>(&self, cell: &'a str) -> &'a str {
        let f = &self.finding;
        match cell {
            "title" => f.cell_title,
            "departments" => f.cell_departments,
            "handling" => f.cell_handling,
            "department_duties" => f.cell_department_duties,
            "town_duties" => f.cell_town_duties,
            other => other,
        }
    }

    fn finding_wording(&self, code: &str) -> Option<Wording> {
        let f = &self.finding;
        Some(match code {
            "declared-count" => (f.declared_count, f.declared_count_what, f.declared_count_said),
            "text-unaccounted" => (f.text_unaccounted, f.text_unaccounted_what, f.text_unaccounted_said),
            "number-repeated" => (f.number_repeated, f.number_repeated_what, f.number_repeated_said),
            "number-gap" => (f.number_gap, f.number_gap_what, f.number_gap_said),
            "number-out-of-order" => (f.number_out_of_order, f.number_out_of_order_what, f.number_out_of_order_said),
            "number-missing" => (f.number_missing, f.number_missing_what, f.number_missing_said),
            "empty-cell" => (f.empty_cell, f.empty_cell_what, f.empty_cell_said),
            "row-border-guessed" => (f.row_border_guessed, f.row_border_guessed_what, f.row_border_guessed_said),
            "column-guessed" => (f.column_guessed, f.column_guessed_what, f.column_guessed_said),
            "row-without-duty" => (f.row_without_duty, f.row_without_duty_what, f.row_without_duty_said),
            "text-between-rows" => (f.text_between_rows, f.text_between_rows_what, f.text_between_rows_said),
            "extra-cells" => (f.extra_cells, f.extra_cells_what, f.extra_cells_said),
            "owner-unknown" => (f.owner_unknown, f.owner_unknown_what, f.owner_unknown_said),
            "department-without-clause" => {
                (f.department_without_clause, f.department_without_clause_what, f.department_without_clause_said)
            }
            "owner-not-listed" => (f.owner_not_listed, f.owner_not_listed_what, f.owner_not_listed_said),
            "section-without-counterpart" => {
                (f.section_without_counterpart, f.section_without_counterpart_what, f.section_without_counterpart_department)
            }
            "town-duty-in-department-cell" => {
                (f.town_duty_in_department_cell, f.town_duty_in_department_cell_what, f.town_duty_in_department_cell_said)
            }
            "hand-off-to-town" => (f.hand_off_to_town, f.hand_off_to_town_what, f.hand_off_to_town_said),
            "hand-off-between-bodies" => (f.hand_off_between_bodies, f.hand_off_between_bodies_what, f.hand_off_between_bodies_said),
            "receiver-open" => (f.receiver_open, f.receiver_open_what, f.receiver_open_said),
            "receiver-not-listed" => (f.receiver_not_listed, f.receiver_not_listed_what, f.receiver_not_listed_said),
            "unsure-inference" => (f.unsure_inference, f.unsure_inference_what, f.unsure_inference_said),
            "nature-guessed" => (f.nature_guessed, f.nature_guessed_what, f.nature_guessed_said),
            "body-slip" => (f.body_slip, f.body_slip_what, f.body_slip_said),
            "body-merge-proposed" => (f.body_merge_proposed, f.body_merge_proposed_what, f.body_merge_proposed_said),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use duty_list::FINDING_CODES;

    use super::*;
    use crate::text::Language;

    /// Every finding of the bundled list is said in both languages, with every placeholder filled.
    #[test]
    fn everything_that_the_bundled_list_yields_is_said_in_both_languages() {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/aheqi-zhen-2025-07.txt");
        let list = duty_list::read(&std::fs::read(file).expect("the bundled list")).expect("a duty list");
        assert!(list.findings.len() > 20);
        for language in Language::ALL {
            let t = Texts::of(language);
            for finding in &list.findings {
                assert!(t.finding_wording(&finding.code).is_some(), "{} has no words", finding.code);
                let said = t.finding_said(finding);
                assert!(!said.contains('{'), "{}: {said}", finding.code);
            }
        }
    }

    #[test]
    fn every_code_of_the_reader_has_words_with_known_placeholders() {
        for language in Language::ALL {
            let t = Texts::of(language);
            for code in FINDING_CODES {
                let (heading, what, said) = t.finding_wording(code.code).unwrap_or_else(|| panic!("{} has no words", code.code));
                for text in [heading, what, said] {
                    assert!(!text.is_empty(), "{}", code.code);
                    for name in text.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
                        assert!(code.params.contains(&name), "{}: {{{name}}} is no parameter", code.code);
                    }
                }
            }
        }
    }

    #[test]
    fn the_table_of_codes_is_the_committed_one() {
        use std::fmt::Write as _;
        let mut out = String::from(
            "# What the reader notices\n\n\
             Made from `duty-list/src/findings/codes.rs` and `src/text/finding.rs` by a test; do not edit.\n\n\
             Every finding has a code, its severity, its parameters by name, the line of the source where the document has lines, and the duty (table and \
             number) that it is about. A code keeps its meaning from version to version. `dutyflow check FILE` prints the findings for people, grouped; \
             `dutyflow parse FILE --format json` has them as data; the page of an import shows them beside the source, where each can be decided.\n\n\
             What a finding is *about* says what places it: the whole list (a line at most), a row (its line, and the duty that it was joined to), a duty, a \
             clause of a duty (`clause` is its place in the cell, `passage` its words), or a body (where it is first named).\n\n\
             `error`: something is missing or contradictory, `dutyflow check` exits with 3. `warning`: the reader has made an assumption that somebody \
             should look at. `info`: good to know when templates are edited.\n\n\
             | code | severity | about | parameters | what it says | 界面文字 | what to do |\n|---|---|---|---|---|---|---|\n",
        );
        let (zh, en) = (Texts::of(Language::Zh), Texts::of(Language::En));
        for code in FINDING_CODES {
            let severities: Vec<String> = code
                .severities
                .iter()
                .map(|severity| serde_json::to_value(severity).expect("a severity").as_str().expect("a word").to_owned())
                .collect();
            let params: Vec<String> = code.params.iter().map(|name| format!("`{name}`")).collect();
            let (heading, what) = en.finding_heading(code.code);
            writeln!(
                out,
                "| `{}` | {} | {} | {} | {heading} | {} | {what} |",
                code.code,
                severities.join(", "),
                code.about.word(),
                params.join(" "),
                zh.finding_heading(code.code).0,
            )
            .expect("a String takes it");
        }
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/findings.md");
        if std::fs::read_to_string(&file).unwrap_or_default() != out {
            std::fs::write(&file, out).expect("docs can be written");
            panic!("docs/findings.md was out of date; it has been written anew, look at it and commit it");
        }
    }
}
