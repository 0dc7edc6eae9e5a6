//! Texts: 台账.

use super::texts;

texts! {
    /// 台账.
    pub struct Ledger {
        title: "台账", "Ledger";
        heading: "{town}{period}工作台账", "Ledger of {town}, {period}";
        lead: "由来件和办理单自动形成，不需另行填报；往年台账可以导入，作为历史保留。", "Made from incoming items and workflows; nothing is filled in twice. Ledgers of former years can be imported and are kept as history.";
        year: "{year}年", "{year}";
        month: "{year}年{month}月", "{year}-{month}";
        period: "年月", "Year or month";
        office: "站所", "Office";
        leader_filter: "批示（交办）领导", "Leader";
        all_offices: "全部站所", "All offices";
        all_leaders: "全部领导", "All leaders";

        number: "序号", "No.";
        matter: "事项", "Matter";
        origin: "来源及文号", "Source and document no.";
        leader: "批示（交办）领导", "Leader";
        main_unit: "主办", "Main office";
        other_units: "协办", "Others";
        handler: "经办人", "In hand";
        due: "时限", "Due";
        progress: "进展情况", "Progress";
        problems: "存在问题", "Problems";
        finished: "是否办结", "Completed";
        remark: "备注", "Remark";

        none: "这段时间还没有台账", "No entries in this time";
        none_what: "登记来件、启动办理后自动进入台账；也可以导入往年台账。", "What is registered and started enters the ledger by itself; ledgers of former years can be imported.";
        none_filtered: "没有符合条件的事项，请换一个年月、站所或领导。", "Nothing fits. Choose another time, office or leader.";
        cut: "页面先列出前 {count} 条；导出的表格是全部。", "The first {count} are shown; the downloaded table has them all.";
        file_name: "工作台账", "ledger";

        by_list: "履职清单{duty}", "duty list, {duty}";
        not_started: "已登记，未启动办理", "registered, not started";
        steps_over: "已办 {over}/{count} 个环节", "{over} of {count} steps over";
        under_way: "{unit}正在办理“{step}”", "{unit} has “{step}”";
        waits_signature: "等{unit}签收", "waiting for {unit} to sign";
        waits_answer: "等{unit}答复", "waiting for the answer of {unit}";
        late: "{unit}“{step}”超过时限", "{unit}: “{step}” is past its date";
        returned: "{unit}退回补正：{reason}", "returned by {unit}: {reason}";
        objected: "{unit}提出职责异议：{reason}", "{unit} objects: {reason}";
        in_coordination: "与{unit}的职责事项正在提请协调：{reason}", "in coordination with {unit}: {reason}";
        separator: "；", "; ";
        comma: "、", ", ";

        import: "导入往年台账", "Import a former ledger";
        import_lead: "选好年份和文件，先预览：每行旁边写明能不能导入、哪里要改。看过再导入，同一行不会重复导入。", "Choose the year and the file and look first: beside each line stands whether it can be taken and what is wrong. Then import; the same line is never imported twice.";
        import_year: "台账年份", "Year of the ledger";
        import_file: "台账文件（.xlsx）", "The ledger (.xlsx)";
        import_file_hint: "表头含“事项”和“主办”即可，其余各列有就读：序号、来源及文号、批示（交办）领导、协办、经办人、时限、进展情况、存在问题、是否办结、备注；另有“登记日期”一列时，可按月份查找。含身份证号、银行卡号的文件不保存。", "The heading needs a column for the matter and one for the main office; the other columns of a ledger are read when they are there. With a column for the date of entry the lines can be found by month. A file with identity-card or bank-card numbers is not kept.";
        import_check: "预览", "Look first";
        import_do: "导入 {count} 行", "Import {count} lines";
        import_missing: "请选择文件", "Please choose the file";
        import_bad_year: "请填写 2000 年以后、不晚于今年的年份", "Please enter a year from 2000 on, not after this year";
        import_summary: "共 {total} 行：可导入 {good} 行，已有 {known} 行，要改 {wrong} 行。", "{total} lines: {good} can be imported, {known} are there already, {wrong} need correcting.";
        import_personal: "表中有身份证号或银行卡号，文件没有保存。本系统只记工作，不存群众个人信息：请在表格里删掉这些号码（它们应留在原业务系统），再重新选择文件。", "The sheet has identity-card or bank-card numbers and was not kept. This system records work, not residents: remove the numbers (they belong in the system of that business) and choose the file again.";
        import_wrong_stay: "要改的行不会导入；改好后再导入一次，只会补上这些行。", "Lines that need correcting stay out; import the corrected file again, and only they are added.";
        import_nothing: "没有可以导入的新行。", "There is no new line to import.";
        import_done: "已导入 {count} 行，作为{year}年的历史台账。", "{count} lines imported as the ledger of {year}.";
        import_again: "换一个文件", "Another file";
        row: "行", "Row";
        result: "结果", "Result";
        takes: "可导入", "Can be imported";
        known: "已有，不再导入", "There already";
        twice: "与第 {row} 行相同，不再导入", "The same as row {row}";
        running: "系统中已有同名办理单，不再导入", "A workflow of this title is in the system";
        wrong_missing: "缺少“事项”", "The matter is missing";
        wrong_too_long: "“{column}”超过 2000 字", "“{column}” has more than 2000 characters";
        wrong_control: "“{column}”含有无法保存的字符", "“{column}” has characters that cannot be kept";
        wrong_identity: "“{column}”含有身份证号，请删掉：个人信息应留在原业务系统", "“{column}” has an identity-card number; it belongs in the system of that business";
        wrong_bank: "“{column}”含有银行卡号，请删掉：个人信息应留在原业务系统", "“{column}” has a bank-card number; it belongs in the system of that business";
        wrong_finished: "“是否办结”请写“是”或“否”", "Completed: please write yes or no";
        wrong_date: "“登记日期”认不出，请写成 2025-03-01", "The date of entry cannot be read; write it like 2025-03-01";
        wrong_year: "“登记日期”不在 {year} 年", "The date of entry is not in {year}";
        file_too_large: "文件太大，最多 5 MB", "The file is too large; at most 5 MB";
        file_not_xlsx: "打不开：请另存为 .xlsx 后再选择", "Cannot be opened: save it as .xlsx and choose it again";
        file_no_heading: "前 10 行里没有找到表头：要有“事项”和“主办”两列", "No heading in the first ten rows: it needs columns for the matter and the main office";
        file_empty: "表头下面没有内容", "There is nothing below the heading";
        file_too_long: "一次最多导入 5000 行", "At most 5000 lines at once";
    }
}
