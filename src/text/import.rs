//! Texts: Import of a list, its findings and editions.

use duty_list::compare::{ChangeKind, Part};

use super::{Texts, texts};

texts! {
    /// Import of a list, its findings and editions.
    pub struct Import {
        title: "清单导入", "Import a duty list";
        lead: "上传本镇印发的履职事项清单。系统先读给您看，核对无误后再导入；导入之前不会改动任何内容。", "Upload the town's duty list. You first see what was read and accept it then; nothing changes before that.";
        town: "乡镇", "Town";
        file: "清单文件", "File";
        file_hint: "Word 文档（.docx）、工作簿（.xlsx）、网页（.html）、文本（.txt、.md、.csv）或有文字的 PDF，不超过 30 MB。旧版 .doc、.xls、.wps 请先另存为 .docx 或 .xlsx。", "A Word document (.docx), workbook (.xlsx), web page (.html), text (.txt, .md, .csv) or PDF with text, of at most 30 MB. Save old .doc, .xls and .wps files as .docx or .xlsx first.";
        read: "上传并查看", "Upload and look";
        none_yet: "还没有导入过清单", "No list has been imported yet";
        none_yet_what: "导入后，事项目录和流程模板会自动生成。", "The catalogue and the templates are made from it.";
        no_town: "还没有乡镇", "There is no town yet";
        no_town_what: "请先在“乡镇”页面添加乡镇，再导入它的清单。", "Add a town first, then import its list.";
        editions: "已导入的清单", "Imported lists";
        edition: "版本", "Edition";
        edition_number: "第 {n} 次导入", "Import no. {n}";
        imported_at: "导入时间", "Imported";
        imported_by: "导入人", "Imported by";
        by_console: "命令行", "command line";
        source_file: "原文件", "Document";
        in_force: "现行", "In force";
        superseded: "已被新清单取代", "Superseded";
        no_label: "未写明年月", "no month given";

        file_missing: "请选择要导入的文件。", "Please choose the file to import.";
        file_empty: "文件是空的。请打开看一下，确认选对了文件，再重新上传。", "The file is empty. Open it to make sure that it is the right one, then upload it again.";
        file_too_large: "文件太大，最多 30 MB。请去掉图片或另存为纯文本后再上传。", "The file is too large; at most 30 MB. Remove pictures or save it as plain text and upload it again.";
        file_not_text: "读不了这种文件。请在原来的软件中把清单另存为 .docx、.xlsx 或文本文件（.txt，表格用制表符分列），再重新上传。", "This kind of file cannot be read. Save the list as .docx, .xlsx or as a text file (.txt, columns separated by tabs) in the program it comes from, and upload that.";
        file_old_office: "这是旧版 Word、Excel 或 WPS 文件，或加了密码。请在 Word 或 WPS 中去掉密码，另存为 .docx 或 .xlsx，再重新上传。", "This is a binary file of an old Word, Excel or WPS, or it has a password. Remove the password, save it as .docx or .xlsx and upload that.";
        file_picture: "这是图片，里面没有文字。请上传清单的 .docx、.xlsx、网页或文本文件。", "This is a picture and holds no text. Upload the list as .docx, .xlsx, web page or text.";
        file_archive: "这是压缩包。请解压后上传其中的清单文件。", "This is a packed archive. Unpack it and upload the list inside.";
        file_other_office: "这种办公软件的文件读不了。请在该软件中另存为 .docx 或 .xlsx，再重新上传。", "Files of this office program cannot be read. Save the list as .docx or .xlsx and upload that.";
        file_web_archive: "这是单个文件的网页（.mht）。请用浏览器打开后另存为 .html，再重新上传。", "This is a web page saved as one file (.mht). Open it in a browser, save it as .html and upload that.";
        file_damaged: "文件已损坏或不完整。请用原来的软件打开、重新保存后再上传。", "The file is damaged or incomplete. Open it in the program it comes from, save it again and upload that.";
        file_unpacks_too_large: "文件展开后太大。请只保留清单本身，另存后再上传。", "The file unpacks to more than can be read. Keep only the list itself, save it and upload that.";
        file_pdf_no_program: "这台服务器还不能读 PDF（缺少 poppler-utils，请告诉管理员）。请上传清单的 .docx 或 .xlsx 文件。", "This server cannot read PDF yet (poppler-utils is missing: please tell the administrator). Upload the list as .docx or .xlsx.";
        file_pdf_no_characters: "这台服务器还不能读这份 PDF 里的中文（缺少 poppler-data，请告诉管理员）。请上传清单的 .docx 或 .xlsx 文件。", "This server cannot read the Chinese of this PDF yet (poppler-data is missing: please tell the administrator). Upload the list as .docx or .xlsx.";
        file_pdf_too_much: "PDF 太大或太复杂，没有读完。请上传清单的 .docx 或 .xlsx 文件。", "The PDF is too large or too involved and was not read to its end. Upload the list as .docx or .xlsx.";
        file_pdf_scan: "PDF 是扫描件，里面没有文字。请上传清单的电子版：.docx、.xlsx 或由文档导出的 PDF。", "The PDF is a scan and holds no text. Upload the list as .docx, .xlsx or a PDF made from the document.";
        file_pdf_damaged: "PDF 已损坏或加了密码。请上传没有密码的文件，或上传清单的 .docx 或 .xlsx 文件。", "The PDF is damaged or has a password. Remove the password, or upload the list as .docx or .xlsx.";
        file_pdf_table: "PDF 中的表格认不出来。请上传清单的 .docx 或 .xlsx 文件。", "The tables of the PDF could not be made out. Upload the list as .docx or .xlsx.";
        file_no_table: "文件里没有找到履职事项表。请确认这是镇的履职事项清单，并且表格没有丢失（要有“序号、事项名称”等表头），再重新上传。", "No table of duties was found in the file. Make sure that it is a town's duty list and that its tables (with headings such as number and title) were kept, then upload it again.";
        file_personal: "文件名里有身份证号或银行卡号，请改名后再上传。", "The file's name holds an identity-card or bank-card number. Rename it and upload it again.";
        file_number_repeated: "清单里有两项的表别和序号相同，不能导入。请在原文件中更正序号后重新上传。", "Two duties of one table have the same number, so it cannot be imported. Correct the numbers in the document and upload it again.";
        other_town: "这是{printed}的清单，不是{town}的，没有导入。请换成{town}的清单；如果选错了镇，请改选后再上传。", "This is the list of {printed}, not of {town}; it was not imported. Choose the list of {town}, or another town, and upload again.";
        same_again: "这份文件此前已经导入过，内容完全相同，没有任何改动。", "This very file was imported before; nothing was changed.";
        waited_too_long: "上传的文件只保留一天，这份已经不在了。请重新上传。", "An uploaded file is kept for a day; this one is gone. Please upload it again.";

        preview_title: "核对读取结果", "Check what was read";
        preview_lead: "尚未导入。请核对下面的内容，确认后再导入。", "Nothing has been imported yet. Check this and accept it.";
        of_town: "{town}履职事项清单", "Duty list of {town}";
        read_result: "读取结果", "What was read";
        what: "项目", "Figure";
        declared: "说明写的", "Preface";
        found: "读到的", "Read";
        agrees: "一致", "agrees";
        differs: "不一致", "differs";
        not_said: "说明未写", "not given";
        bodies: "涉及单位", "Bodies named";
        counts_agree: "与清单说明的数字全部一致。", "All figures agree with the preface.";
        counts_differ: "有 {count} 个数字与清单说明不一致，请核对。", "{count} figure(s) differ from the preface; please check.";
        counts_unknown: "清单说明里没有数字可以核对。", "The preface gives no figures to check against.";

        changes: "与现行清单相比", "Compared with the list in force";
        change_first: "这是本镇第一次导入清单。", "This is the town's first list.";
        change_newer: "现行清单是 {old}，这份是 {new}，导入后取代它。", "The list in force is {old}, this one is {new} and will take its place.";
        change_older: "注意：现行清单是 {old}，这份是更早的 {new}。导入后会用旧清单取代新清单，一般不需要这样做。", "Attention: the list in force is {old}, this one is older ({new}). Importing it would put the old list in the place of the new; this is rarely wanted.";
        change_same: "与现行清单同为 {new}，内容有改动，导入后取代它。", "Both are of {new}; the content differs, and this one will take its place.";
        change_unknown: "导入后取代现行清单。", "It will take the place of the list in force.";
        change_keeps: "正在办理的办理单不受影响，仍按原来的清单和模板办完。", "Workflows that run keep the list and the templates that they were started with.";
        nothing_yet: "以下变化要到您确认导入时才会生效。", "None of this takes effect before you accept.";
        kind_added: "新增", "Added";
        kind_removed: "不再列入", "No longer listed";
        kind_moved: "换表", "Moved to another table";
        kind_reworded: "文字有改动", "Reworded";
        kind_recategorised: "类别有改动", "Category changed";
        kind_renumbered: "序号有改动", "Renumbered";
        will_added: "导入后进入事项目录，并生成流程模板。", "They enter the catalogue, with templates of their own.";
        will_removed: "导入后不能再启动新的办理；正在办理的按原清单办完。", "Nothing new can be started; what runs is finished under the old list.";
        will_moved: "导入后换用新表的流程模板。收回的事项不能再作为本镇工作启动，改用“接收并移送”。", "The new table's template takes over. A withdrawn duty can no longer be started as the town's work, only received and passed on.";
        will_reworded: "正在使用的模板继续使用；流程有变化的另生成草稿，由您核对后启用。", "Templates in use stay; where the steps change, a draft is made for you to check and publish.";
        will_recategorised: "只改类别，模板不变。", "Only the category changes; templates stay.";
        will_renumbered: "只改序号，模板不变。", "Only the number changes; templates stay.";
        running_keep: "正在办理 {count} 件，仍按开始时的清单办完。", "{count} running; finished under the list with which they began.";
        running_withdrawn: "正在办理 {count} 件：可以按原清单办完，也可以在办理单上注明原因后终止，再用“接收并移送”交给承接部门。", "{count} running: finish them under the old list, or cancel them with a reason and pass them on to the department.";
        change_category: "类别：{old} → {new}", "Category: {old} → {new}";
        no_category: "未分类", "none";
        part_title: "事项名称", "Title";
        part_departments: "部门", "Departments";
        part_department_clause: "部门职责第 {i} 条", "Department's clause {i}";
        part_town_clause: "配合职责第 {i} 条", "Town's clause {i}";
        part_handling: "工作方式", "Handling";
        words_removed: "（删去：）", "(removed:)";
        words_added: "（增加：）", "(added:)";
        old_words: "原", "Old";
        new_words: "新", "New";
        show_all: "展开查看", "Show them";
        filter_severity: "程度", "Severity";
        filter_code: "问题", "Kind";
        filter_duty: "事项（如 配合28）", "Duty (number)";
        filter_state: "处理情况", "Decision";
        filter_all: "全部", "All";
        filter: "筛选", "Filter";
        filter_none: "显示全部", "Show all";
        filter_shown: "显示 {shown} 处，共 {all} 处。", "{shown} of {all} shown.";
        state_open: "未处理", "Undecided";
        state_new: "新出现", "New";
        state_decided: "已处理", "Decided";
        verdict_seen: "已看过", "Seen";
        verdict_put_right: "已在模板中更正", "Put right in the template";
        verdict_no_problem: "没有问题", "No problem";
        decide: "处理", "Decide";
        decide_again: "改为其他处理", "Decide otherwise";
        decide_note: "说明（选“没有问题”时必填）", "Note (needed for “no problem”)";
        decide_keep: "保存", "Keep";
        decided: "已记下，下一版清单再出现同样的问题时沿用。", "Kept; it holds for the next edition when the same finding comes again.";
        decided_meanwhile: "其他人刚刚作了另外的处理，见上。如仍要更改，请再保存一次。", "Somebody else has just decided otherwise, see above. Keep yours again if it shall stand.";
        questions: "请选定：是不是同一事项", "Please decide: is it the same duty?";
        questions_lead: "下面的事项文字改动较大，系统不能确定。选“同一事项”，办理记录和模板会接续；选“不同事项”，原事项不再列入，新事项另建。", "The words of these changed so much that it is not certain. If it is the same duty, its records and template go on; if not, the old one is closed and the new one added.";
        question_same: "同一事项", "The same duty";
        question_different: "不同事项", "Another duty";
        question_open: "请选定是否为同一事项。", "Please decide whether it is the same duty.";
        other_in_force: "其他人刚刚导入了另一份清单。下面已按新的现行清单重新比较，请核对后再导入。", "Somebody else has just imported another list. The comparison below is with that one now; check it and accept again.";
        compare_with: "与这一版比较", "Compare with";
        compare: "比较", "Compare";
        comparison: "清单变化", "What changed";
        from_to: "{old} → {new}", "{old} → {new}";
        nothing_changed: "两版清单的事项、文字、类别和序号完全相同。", "Both have the same duties, words, categories and numbers.";
        export_change: "变化", "Change";
        export_table: "表", "Table";
        export_old_no: "原序号", "Old no.";
        export_new_no: "新序号", "New no.";
        export_old: "原文字", "Old words";
        export_new: "新文字", "New words";
        as_xlsx: "导出 Excel", "Excel";
        as_csv: "导出 CSV", "CSV";
        started_under: "按{year}年{month}月版清单办理（现行清单已更新）", "Done under the list of {year}-{month} (a newer one is in force)";
        started_under_number: "按第 {n} 次导入的清单办理（现行清单已更新）", "Done under import no. {n} of the list (a newer one is in force)";
        draft_kept: "文字有改动的事项，原模板继续使用，另生成草稿供核对。", "Reworded duties keep the template in use; a draft is made beside it.";

        findings: "读取时的发现", "What the reader noticed";
        no_findings: "没有需要核对的地方。", "Nothing needs a look.";
        finding_line: "第 {line} 行", "line {line}";
        finding_rest: "其余 {count} 处", "{count} more";
        place: "位置", "Place";
        passage: "原文", "Document";
        reading: "说明", "Remark";
        errors_first: "读取时有 {count} 处错误，请先看下面的“错误”。也可以先导入，改好原文件后再导入一次。", "There are {count} errors; please look at them first. You can also import now and again once the document is corrected.";

        limits_title: "本镇默认时限", "The town's default limits";
        limits_lead: "清单几乎没有规定时限。请为本镇定一个默认值，办理时可以逐件更改；不想统一规定的，勾选“不设”。", "The list sets hardly any limits. Choose defaults for the town, they can be changed case by case; where you want none, tick “no limit”.";
        limits_source: "按默认时限算出的日期，页面上会注明“清单未规定时限，本镇设定”。", "Dates that follow from them are marked “No limit in the list; set by the town”.";
        limits_none_note: "不设时限的工作没有到期日，不会逾期，在逾期情况页按办理时长列出。", "Work without a limit has no due date and is never overdue; the overdue report lists it by age.";
        limits_running: "更改只影响今后开始的工作，正在办理的不变。", "A change applies to work that begins from now on; what runs already stays as it is.";
        limit_sign: "签收", "Signing";
        limit_sign_hint: "送出后，接收单位应在几个工作日内签收", "Working days for the receiver to sign after a hand-off";
        limit_answer: "答复", "Answering";
        limit_answer_hint: "签收后，应在几个工作日内办复", "Working days to answer after signing";
        limit_step: "办理", "Doing a step";
        limit_step_hint: "任务可以办理之日起，应在几个工作日内办完", "Working days to do a step once it is open";
        limit_none: "不设", "no limit";
        limit_which: "请填写工作日数，或勾选“不设”。", "Enter a number of working days or tick “no limit”.";
        limit_both: "填了天数又勾选了“不设”，请只留一个。", "A number is given and “no limit” is ticked; keep one of them.";
        limit_range: "请填写 1 至 3650 之间的工作日数。", "Enter a number of working days between 1 and 3650.";
        limits_not_chosen: "还没有选定", "not chosen yet";
        limits_now: "现在：签收 {sign}，答复 {answer}，办理 {step}", "Now: signing {sign}, answering {answer}, doing a step {step}";
        limit_days: "{days} 个工作日", "{days} working days";
        limits_saved: "默认时限已保存。", "The default limits have been saved.";

        accept: "确认导入", "Accept and import";
        discard: "放弃这份文件", "Discard this file";
        discarded: "已放弃，没有导入任何内容。", "Discarded; nothing was imported.";
        done: "已导入：基本 {basic} 项，配合 {cooperative} 项，收回 {withdrawn} 项，共 {total} 项。", "Imported: {basic} basic, {cooperative} cooperative, {withdrawn} withdrawn, {total} duties in all.";
        to_catalogue: "查看事项目录", "Open the catalogue";
        download_document: "下载原文件", "Download the document";
        change_limits: "默认时限", "Default limits";
    }
}

impl Texts {
    /// A kind of change between editions, and what accepting does about it.
    #[must_use]
    pub fn change_kind(&self, kind: ChangeKind) -> (&'static str, &'static str) {
        let i = &self.import;
        match kind {
            ChangeKind::Added => (i.kind_added, i.will_added),
            ChangeKind::Removed => (i.kind_removed, i.will_removed),
            ChangeKind::Moved => (i.kind_moved, i.will_moved),
            ChangeKind::Reworded => (i.kind_reworded, i.will_reworded),
            ChangeKind::Recategorised => (i.kind_recategorised, i.will_recategorised),
            ChangeKind::Renumbered => (i.kind_renumbered, i.will_renumbered),
        }
    }

    /// Under which list a workflow is done when a newer one is in force: 按2025年7月版清单办理.
    #[must_use]
    pub fn started_under(&self, label: Option<&str>, sequence: i32) -> String {
        let month = label.and_then(|label| label.split_once('-')).map(|(year, month)| (year, month.trim_start_matches('0')));
        match month {
            Some((year, month)) => super::fill(self.import.started_under, &[("year", &year), ("month", &month)]),
            None => super::fill(self.import.started_under_number, &[("n", &sequence)]),
        }
    }

    /// What was decided about a finding.
    #[must_use]
    pub fn verdict(&self, code: &str) -> &'static str {
        match code {
            "put_right" => self.import.verdict_put_right,
            "no_problem" => self.import.verdict_no_problem,
            _ => self.import.verdict_seen,
        }
    }

    /// The name of a part of a duty; `i` is the place of a clause in its cell.
    #[must_use]
    pub fn changed_part(&self, part: Part, i: Option<u32>) -> String {
        let texts = &self.import;
        let clause = |text| super::fill(text, &[("i", &i.unwrap_or_default())]);
        match part {
            Part::Title => texts.part_title.to_owned(),
            Part::Departments => texts.part_departments.to_owned(),
            Part::DepartmentClause => clause(texts.part_department_clause),
            Part::TownClause => clause(texts.part_town_clause),
            Part::Handling => texts.part_handling.to_owned(),
        }
    }

    /// What is wrong with a file that was to be imported, and what to do.
    #[must_use]
    pub fn file_problem(&self, code: &str) -> &'static str {
        let i = &self.import;
        match code {
            "missing" => i.file_missing,
            "empty" => i.file_empty,
            "too-large" => i.file_too_large,
            "not-text" | "not-built-in" => i.file_not_text,
            "old-office" => i.file_old_office,
            "picture" => i.file_picture,
            "archive" => i.file_archive,
            "rich-text" | "other-office" | "pdf" => i.file_other_office,
            "web-archive" => i.file_web_archive,
            "damaged" => i.file_damaged,
            "unpacks-too-large" => i.file_unpacks_too_large,
            "pdf-no-program" => i.file_pdf_no_program,
            "pdf-no-characters" => i.file_pdf_no_characters,
            "pdf-too-much" => i.file_pdf_too_much,
            "pdf-scan" => i.file_pdf_scan,
            "pdf-damaged" => i.file_pdf_damaged,
            "pdf-table" => i.file_pdf_table,
            "no-duty-table" => i.file_no_table,
            "personal" => i.file_personal,
            "number-repeated" => i.file_number_repeated,
            other => self.problem(other),
        }
    }
}
