//! Texts: Import of a list, its findings and editions.

use super::{Texts, texts};

texts! {
    /// Import of a list, its findings and editions.
    pub struct Import {
        title: "清单导入", "Import a duty list";
        lead: "上传本镇印发的履职事项清单。系统先读给您看，核对无误后再导入；导入之前不会改动任何内容。", "Upload the town's duty list. You first see what was read and accept it then; nothing changes before that.";
        town: "乡镇", "Town";
        file: "清单文件", "File";
        file_hint: "文本文件（.txt、.md），不超过 30 MB。Word、PDF 或 WPS 文件请先另存为文本，表格用制表符分列或 Markdown 表格。", "A text file (.txt, .md) of at most 30 MB. Save Word, PDF or WPS documents as text first, with the tables' columns separated by tabs or as Markdown tables.";
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
        file_not_text: "读不了这种文件。请在 Word、WPS 或 PDF 阅读器中把清单另存为文本文件（.txt，表格用制表符分列），再重新上传。", "This kind of file cannot be read. In Word, WPS or a PDF reader save the list as a text file (.txt, columns separated by tabs) and upload that.";
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
        added: "新增 {count} 项", "{count} new";
        reworded: "文字有改动 {count} 项", "{count} reworded";
        closed: "不再列入 {count} 项", "{count} no longer listed";
        unchanged: "事项没有增减，文字没有改动。", "No duty was added, dropped or reworded.";
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
    /// What is wrong with a file that was to be imported, and what to do.
    #[must_use]
    pub fn file_problem(&self, code: &str) -> &'static str {
        let i = &self.import;
        match code {
            "missing" => i.file_missing,
            "empty" => i.file_empty,
            "too-large" => i.file_too_large,
            "not-text" => i.file_not_text,
            "no-duty-table" => i.file_no_table,
            "personal" => i.file_personal,
            "number-repeated" => i.file_number_repeated,
            other => self.problem(other),
        }
    }
}
