//! Texts: Towns, people, mail.

use workflow::calendar::HoursError;

use super::{Language, Texts, texts};
use crate::text::fill;

texts! {
    /// Towns, people, mail.
    pub struct Admin {
        title: "系统管理", "Administration";
        lead: "乡镇、单位、人员和系统运行情况。", "Towns, bodies, people, and how the system runs.";
        units: "乡镇和单位", "Towns and bodies";
        running: "运行情况", "How it runs";
        mail_server: "邮件服务器", "Mail server";
        mail_none: "未配置，邮件保存在本系统，可在“邮件”页面查看", "None is configured; mails are kept here and can be read on the mail page";
        attention: "需要处理", "Needs attention";
        all_well: "没有需要处理的问题。", "Nothing needs attention.";
        attention_mail: "有 {count} 封邮件发送失败", "{count} mail(s) could not be sent";
        attention_jobs: "有 {count} 个后台任务失败", "{count} background job(s) have failed";
        attention_waiting: "最早的后台任务从{since}起一直没有执行，后台程序可能没有运行", "The oldest background job has been waiting since {since}; the worker may not be running";
        attention_county: "还没有设置县名", "The county has not been set up";
        attention_towns: "还没有乡镇", "There is no town yet";
        attention_list: "{town}还没有导入清单", "{town} has no list yet";

        people: "人员", "People";
        people_lead: "账号和岗位。一个人可以有几个岗位；离岗时停用账号，经手的记录保留。", "Accounts and roles. A person may have several; when somebody leaves, deactivate the account, what was done stays on record.";
        person_new: "添加人员", "Add a person";
        people_import: "用表格批量添加", "Add from a spreadsheet";
        person: "姓名", "Name";
        login: "登录名", "Log-in name";
        login_hint: "没有手机号时必填。", "Needed where there is no phone number.";
        phone: "手机号", "Phone";
        phone_hint: "用来登录。", "Used to log in.";
        mail: "邮箱", "Mail address";
        mail_hint: "有邮箱的人每天早上会收到今日待办。", "People with an address get each morning's list by mail.";
        language: "界面语言", "Language";
        roles: "岗位", "Roles";
        role: "岗位", "Role";
        place: "所在", "Where";
        place_hint: "党政办综合岗、镇领导选镇；站所负责人、经办人选站所；村（社区）联络员选村（社区）；部门联络员、部门负责人选单位；系统管理员、县级统筹选全县。督办岗选镇或全县。", "Coordinator and leader: a town. Office lead and staff: an office. Village liaison: a village. Liaison and head of department: a body. Administrator and county coordinator: the county. Supervisor: a town or the county.";
        place_unfit: "“{role}”不能设在这里，请按提示选择。", "“{role}” does not belong here; see the hint.";
        active: "在用", "Active";
        inactive: "已停用", "Deactivated";
        no_role: "没有岗位", "no role";
        filter_all: "全部", "All";
        filter_name: "姓名、手机号或岗位", "Name, phone or role";
        nobody: "没有符合条件的人", "Nobody fits";
        nobody_what: "换一个词再查，或者添加人员。", "Try another word, or add a person.";

        calendar: "工作日历", "Working calendar";
        calendar_lead: "国家和自治区的节假日、本县的作息时间已内置。县、镇、单位自己的放假、调休和作息时间，或内置之后新发的通知，在这里录入并注明文号；未到期的时限随之在后台重新计算，并记入办理经过。", "The nation's and the region's holidays and the county's working hours are built in. Days and hours of the county, a town or a body, and newer notices, are entered here with their document number; dates that have not passed are then counted anew in the background, with an entry in the history.";
        calendar_version: "日历版本", "Calendar";
        day_new: "录入日子", "Enter days";
        day_whose: "适用范围", "For whom";
        day_county: "全县", "The county";
        day_region: "自治区新通知", "A new notice of the region";
        day_nation: "国务院办公厅新通知", "A new notice of the State Council";
        day_kind: "安排", "Kind";
        day_off: "放假", "Off";
        day_work: "上班", "Working";
        day_date: "日期", "Date";
        day_from: "日期（第一天）", "Date (first day)";
        day_until: "最后一天", "Last day";
        day_name: "名称", "Name";
        day_document: "文号", "Document number";
        day_remove: "撤销", "Remove";
        days_stretch: "最后一天不能早于第一天，一次最多 31 天。", "The last day cannot be before the first; at most 31 days at once.";
        days_entered: "已录入。在办事项的时限正在后台重新计算。", "Entered. The dates of what is at work are being counted anew.";
        day_removed: "已撤销。在办事项的时限正在后台重新计算。", "Removed. The dates of what is at work are being counted anew.";
        days_same: "与现有内容相同，没有改动。", "It was so already; nothing changed.";
        days_conflict: "刚才有人也在修改工作日历，没有保存，请核对后再提交一次。", "Somebody else changed the calendar at that moment; nothing was saved. Please look at it and submit again.";
        no_days: "还没有录入", "Nothing has been entered";
        no_days_what: "按内置的节假日和调休计算。", "Dates are counted by the built-in holidays.";
        days: "放假和调休", "Days off and made up";
        recount_running: "工作日历有改动，在办事项的时限正在后台重新计算，已有 {count} 件变动。刷新本页可看进度。", "The calendar was changed; dates are being counted anew in the background, {count} have moved so far. Reload the page to see how far it is.";
        recount_done: "最近一次改动后，时限已于{time}全部重新计算，{count} 件有变动（记入各件办理经过）。", "After the last change all dates had been counted anew by {time}; {count} moved, each with an entry in its history.";
        hours: "作息时间", "Working hours";
        hours_lead: "没有单独录入的乡镇和单位，按全县的作息时间。", "Towns and bodies without hours of their own work by the county's.";
        hours_new: "录入作息时间", "Enter working hours";
        hours_seasons: "作息时间（每行一季）", "Working hours (a season a line)";
        hours_hint: "每行先写从哪天起，再写各班次，如：5月1日起 10:00-14:00 16:00-20:00", "Each line: from which day, then its shifts, such as: 5-1 10:00-14:00 16:00-20:00";
        hours_builtin: "内置", "Built in";
        hours_refused_season: "请至少写一行。", "Please write at least one line.";
        hours_refused_day: "{month}月{day}日不是每年都有，请改写起始日。", "{month}-{day} is not a day of every year; please give another first day.";
        hours_refused_same: "有两行都从{month}月{day}日起，请只留一行。", "Two lines begin on {month}-{day}; please keep one.";
        hours_refused_shift: "从{month}月{day}日起的一行没有班次，请补上。", "The line from {month}-{day} has no shift; please add one.";
        hours_refused_empty: "班次 {start}-{end} 的结束不晚于开始，请改正。", "The shift {start}-{end} ends before it begins; please correct it.";
        hours_refused_overlap: "班次 {start} 早于上一班次结束 {end}，请改正。", "The shift at {start} begins before the one before ends at {end}; please correct it.";
        hours_refused_line: "第 {line} 行看不懂，请写成：5月1日起 10:00-14:00 16:00-20:00", "Line {line} cannot be read; please write it like: 5-1 10:00-14:00 16:00-20:00";
        years: "放假安排已完整录入的年份", "Years whose holidays are known";
        years_lead: "国家和自治区的放假安排都已完整录入的年份，时限不再标注“暂按周末推算”。新一年的通知，先在上面录入各天，再在这里注明年份。", "Dates in years for which both notices are known are no longer marked as provisional. Enter the days of a new notice above first, then note the year here.";
        year_new: "注明年份", "Note a year";
        year: "年份", "Year";
        year_level: "哪一级的通知", "Whose notice";
        no_hours_of: "作息时间按全县、乡镇或单位录入，请重新选择。", "Working hours are those of the county, a town or a body; please choose one.";
        no_years_of: "这一级没有年度放假安排，无需注明。", "This level announces no holidays here; there is nothing to note.";
        year_known: "这一年的放假安排系统已有，无需注明。", "The holidays of this year are known already.";
        year_gap: "前一年的放假安排还没有注明，请先录入前一年。", "The year before has not been noted yet; please enter that one first.";
        years_through: "目前完整到 {year} 年。", "At present complete through {year}.";

        password_once: "一次性密码（只显示这一次）", "One-time password (shown this once)";
        password_tell: "请当面或打电话告诉本人，不要发在群里。本人首次登录时须改成自己的密码。", "Tell the person in private, never in a group. It must be changed at the first log-in.";
        person_added: "{name}的账号已建立", "The account of {name} has been opened";
        password_reset: "{name}的密码已重置，原来的登录已退出", "The password of {name} was reset; earlier log-ins have ended";
        to_person: "查看此人", "Open this person";
        to_people: "返回人员", "Back to people";
        add_another: "再添加一人", "Add another";

        reset: "重置密码", "Reset password";
        reset_what: "忘记密码时使用。生成一个新的一次性密码，此人在各处的登录随即退出。", "For a forgotten password. A new one-time password is made and the person is logged out everywhere.";
        role_add: "增加岗位", "Add a role";
        role_end: "撤销", "End";
        role_added: "岗位已增加。", "The role has been added.";
        role_ended: "岗位已撤销。{count} 项在办任务已退回站所、村（社区）或单位。", "The role has ended. {count} open task(s) went back to the unit.";
        since: "自 {date}", "since {date}";
        deactivate: "停用账号", "Deactivate";
        deactivate_what: "离岗、调离时使用。停用后不能再登录，岗位全部撤销，经手的记录保留。", "For somebody who leaves. The person can no longer log in and all roles end; what was done stays on record.";
        holds: "此人手上有 {count} 项在办任务。须选择接手人，或退回所在站所、村（社区）或单位的收件箱，与停用一并办理。", "This person holds {count} open task(s). They need a new holder: a colleague, or the in-box of the unit.";
        work_left: "这个人还有在办工作，请先选择接手人，或放回各单位收件箱。", "This person still holds open work. Choose who takes it over, or put it back into the in-boxes.";
        to_choose: "请选择", "Please choose";
        held_in: "{title}：{text}（{unit}）", "{title}: {text} ({unit})";
        holds_none: "此人手上没有在办任务。", "This person holds no open task.";
        successor: "接手人", "Successor";
        to_unit: "退回所在站所、村（社区）或单位", "Back to the unit";
        deactivated: "{name}的账号已停用。{successor} 项任务转给接手人，{inbox} 项退回所在站所、村（社区）或单位。", "The account of {name} has been deactivated. {successor} task(s) went to the successor, {inbox} back to the unit.";
        not_yours: "此人在别处也有岗位，账号由系统管理员管理；您可以增减本镇的岗位。", "This person has roles elsewhere, too; the administrator keeps the account. You can add and end roles in your town.";

        sheet_lead: "用 xlsx 表格一次添加多人。先“检查”看结果，不会改动任何内容；有一行不对，就一行也不会导入。", "Adds several people from an xlsx sheet. Check first: nothing changes. If one row is wrong, none is imported.";
        sheet_columns: "第一行是表头：{columns}。登录名一列可以没有。", "The first row holds the headings: {columns}. The log-in name may be left out.";
        sheet_file: "表格文件", "Spreadsheet";
        sheet_check: "检查", "Check";
        sheet_import: "导入", "Import";
        sheet_row: "行", "Row";
        sheet_result: "结果", "Result";
        sheet_opens: "新建账号", "Opens an account";
        sheet_grants: "增加岗位", "Adds a role";
        sheet_nothing: "已有，不变", "Nothing, held already";
        sheet_checked: "检查完毕，没有问题；还没有导入。请再选一次文件，点“导入”。", "Checked, nothing is wrong; nothing was imported yet. Choose the file again and press “Import”.";
        sheet_wrong: "有 {count} 行不能导入，一行也没有导入。请改正后再试。", "{count} row(s) cannot be taken; none was imported. Please correct them and try again.";
        sheet_done: "已导入，新建 {count} 个账号。请保存下面的一次性密码，离开本页后不再显示。", "Imported; {count} account(s) opened. Keep these one-time passwords, they will not be shown again.";

        towns: "乡镇", "Towns";
        towns_lead: "一套系统服务一个县；每个乡镇有自己的清单、站所、村（社区）和人员。", "One installation serves one county; each town has its own list, offices, villages and people.";
        county: "县（市、区）名称", "County";
        county_lead: "请先写明本系统服务哪个县（市、区），应与清单上印的一致。", "First say which county this installation serves, as its lists print it.";
        county_set: "已设置。", "Set up.";
        region: "节假日", "Holidays";
        region_nation: "全国法定节假日", "National holidays";
        region_xinjiang: "全国法定节假日，加新疆的肉孜节、古尔邦节", "National holidays and those of Xinjiang";
        town_new: "添加乡镇", "Add a town";
        town_name: "乡镇（街道）名称", "Name of the town";
        town_name_hint: "与清单上印的一致，例如：阿合奇镇。", "As its list prints it.";
        town_added: "{name}已添加。", "{name} has been added.";
        no_towns: "还没有乡镇", "There is no town yet";
        no_towns_what: "添加乡镇后，再添加站所、村（社区）和人员，并导入清单。", "Add a town, then its offices, villages and people, and import its list.";
        list: "清单", "List";
        no_list: "未导入", "none";
        limits: "默认时限", "Default limits";
        offices: "站所", "Offices";
        office_new: "添加站所", "Add an office";
        office_name: "站所名称", "Name of the office";
        villages: "村（社区）", "Villages and communities";
        village_new: "添加村（社区）", "Add a village";
        village_name: "村（社区）名称", "Name of the village";
        village_kind: "类别", "Kind";
        village: "村", "Village";
        community: "社区", "Community";
        added: "{name}已添加。", "{name} has been added.";
        none_offices: "还没有站所。添加后才能把任务交给站所。", "There is no office yet; tasks can be given to offices once there are some.";
        none_villages: "还没有村（社区）。添加后才能把任务分发到村（社区）。", "There is no village yet; tasks can be distributed once there are some.";

        bodies: "单位", "Bodies";
        bodies_lead: "清单上写到的部门、银行、企业等。导入清单时自动登记；同一单位的不同写法登记在一起。", "Departments, banks and companies that lists name. They are registered by the import; the spellings of one body stand together.";
        body: "单位", "Body";
        body_new: "添加单位", "Add a body";
        body_name: "单位名称", "Name of the body";
        body_phone: "联系电话", "Phone";
        body_phone_what: "未签收时提醒经办人打这个电话。", "Shown to the sender when a hand-off is not signed for.";
        no_bodies: "还没有单位", "There is no body yet";
        no_bodies_what: "导入清单时会自动登记，也可以在这里添加。", "They are registered by the import, or added here.";
        spellings: "其他写法", "Other spellings";
        no_spellings: "没有其他写法。", "No other spellings.";
        spelling_new: "添加写法", "Add a spelling";
        spelling: "写法", "Spelling";
        spelling_hint: "清单或来文中对同一单位的另一种写法、简称。", "Another name or abbreviation of the same body in lists and letters.";
        spelling_added: "写法已添加。", "The spelling has been added.";
        phone_saved: "电话已保存。", "The number has been saved.";
        filter_body: "单位名称或写法", "Name or spelling";
        body_people: "联络员", "Liaisons";
        body_none: "没有账号，由镇代录", "none, the town records for it";
        none_found: "没有符合条件的单位", "No body fits";

        mails: "邮件", "Mails";
        mails_lead: "系统发出的通知和提醒。没有配置邮件服务器时，邮件保存在这里。", "Notices and reminders that the system sends. Without a mail server they are kept here.";
        recipient: "收件人", "To";
        kind: "类别", "Kind";
        time: "时间", "Time";
        no_mails: "没有邮件", "No mails";
        no_mails_what: "有新任务、新送件或提醒时，这里会出现。", "They appear with new tasks, hand-offs and reminders.";
        no_address: "没有邮箱，在页面上查看", "no address, reads it on the page";
        state_pending: "待发送", "Waiting";
        state_sent: "已发送", "Sent";
        state_kept: "已保存", "Kept";
        state_page: "在页面上", "On the page";
        state_failed: "发送失败", "Failed";
        state_dropped: "不再需要", "Not needed";
        kind_assigned: "新任务", "New task";
        kind_handed_off: "新送件", "New hand-off";
        kind_returned: "退回补正", "Returned";
        kind_reminder_day: "到期提醒", "Reminder";
        kind_digest: "今日待办", "Today's list";
        kind_unsigned_sender: "未签收（告知送出人）", "Not signed (to the sender)";
        kind_unsigned_liaison: "未签收（提醒联络员）", "Not signed (to the liaison)";
        kind_unsigned_letter: "提醒函草稿", "Draft letter";
        subject: "主题", "Subject";
        body_text: "正文", "Text";
        not_written: "还没有写成。邮件在发出时按当时的情况写。", "Not written yet. A mail is written when it leaves, from the state at that time.";
        link_note: "正文中的 [link] 是打开页面的链接，这里不显示。", "[link] stands for a link to a page; it is not shown here.";
        due_at: "计划发送", "Planned for";
        attempts: "已尝试", "Attempts";
        times: "{count} 次", "{count}";
        last_error: "失败原因", "Error";
        sent_again: "一次发送没有得到确认，已用同一编号重发，收件人可能收到两封", "One attempt had no known end and the mail was sent again under the same number; it may have arrived twice";
        why_deactivated: "收件人的账号已停用", "The recipient's account was deactivated";
        why_over: "发送前情况已经变化，不必再发", "Things had changed before it left";
        download_mail: "下载 .eml", "Download .eml";
        retry: "再试一次", "Try again";
        retried: "已重新排队。", "It is queued again.";
        kind_lead: "问题线索", "Lead on a problem";
        kind_weekly: "每周逾期情况", "Overdue this week";
        kind_several: "几项合为一封", "Several in one";
        kind_test: "测试邮件", "Test mail";

        samples: "邮件样例和测试", "Samples and test";
        samples_lead: "每一种邮件的样子（内容为示例），以及邮件服务器是否可用。", "What every kind of mail looks like, with made-up contents, and whether the mail server works.";
        test_title: "发送测试邮件", "Send a test mail";
        test_server: "邮件服务器：{server}", "Mail server: {server}";
        test_no_server: "没有配置邮件服务器：测试邮件只保存在数据文件夹的 mail 中，不会发出。", "No mail server is configured: the test mail is kept in the folder “mail” of the data folder and does not leave.";
        test_address: "收件邮箱", "To";
        test_send: "发送", "Send";
        test_sent: "邮件服务器已接收测试邮件，请到收件箱查看。", "The mail server has taken the test mail. Please look into your in-box.";
        test_kept: "没有配置邮件服务器，测试邮件已保存在数据文件夹的 mail 中。", "No mail server is configured; the test mail is kept in the folder “mail” of the data folder.";
        test_failed: "没有发出：{reason}。请核对邮件服务器的设置后再试。", "It did not leave: {reason}. Please check the settings of the mail server and try again.";
        not_an_address: "请填写完整的邮箱地址，例如 name@example.com", "Please give a whole mail address, such as name@example.com";

        jobs: "后台任务", "Background jobs";
        jobs_lead: "发邮件、查时限等由后台按顺序执行，一般不需要管。", "Mails, checks of due dates and the like are done in the background; it looks after itself.";
        jobs_waiting: "等待执行", "Waiting";
        jobs_later: "定时执行", "For later";
        jobs_running: "正在执行", "Running";
        jobs_failing: "出错，将重试", "Failed, to be tried again";
        jobs_dead: "失败", "Failed";
        oldest: "最早的一个从 {since} 开始等待。", "The oldest has been waiting since {since}.";
        none_waiting: "没有积压。", "Nothing has piled up.";
        schedule: "定时任务", "Schedule";
        last_run: "上次", "Last";
        next_run: "下次", "Next";
        never: "还没有", "never";
        dead_title: "失败的任务", "Failed jobs";
        none_dead: "没有失败的任务。", "No job has failed.";
        ended: "失败时间", "Failed";
        job_retried: "已重新排队。", "It is queued again.";
        job_not_dead: "这个任务已经不是失败状态，没有重复排队。", "The job is no longer a failed one; nothing was queued.";
        job_twin: "同样的任务已经在排队，不必再试。", "The same job is queued already.";
        job_sweep_due: "检查到期和提醒", "Check due dates and reminders";
        job_prune_old: "清理过期记录", "Remove old records";
        job_run_batch: "办理成批事项", "Carry out a batch";
        job_recount_dates: "重新计算时限", "Count dates anew";
        job_deliver_message: "发送邮件", "Send a mail";

        malformed_phone: "请填写 5 至 15 位数字的电话号码。", "Enter a phone number of 5 to 15 digits.";
        malformed_login: "登录名只能用汉字、字母、数字和 . - _ @，最多 40 个字。", "A log-in name has letters, digits and . - _ @ only, at most 40.";
        malformed_mail: "邮箱地址不正确。", "This is no mail address.";
        login_missing: "手机号和登录名至少填一项，用来登录。", "Enter a phone number or a log-in name.";
        taken_login: "已有人用它登录。如果刚才添加过这个人，请到“人员”里找到并重置密码。", "Somebody logs in with it already. If you have just added this person, find the account under “People” and reset its password.";
        taken_role: "此人已有这个岗位。", "The person has this role already.";
        taken_name: "已经有这个名称。", "This name is there already.";
        unfit: "这个岗位不能设在这里，请按提示选择。", "This role does not belong here; see the hint.";
        myself: "不能停用自己的账号，请由另一位管理员办理。", "You cannot deactivate your own account; ask another administrator.";
        last_admin: "这是唯一的系统管理员。请先添加另一位，再停用或撤销。", "This is the only administrator. Add another one first.";
        not_xlsx: "读不了这个文件。请另存为 .xlsx 表格后再试。", "This file cannot be read. Save it as .xlsx and try again.";
        no_heading: "第一行要有表头，至少有“姓名”和“角色”两列。", "The first row must hold headings, at least those of name and role.";
        sheet_empty: "表中没有人员。", "There is nobody in the sheet.";
        sheet_missing: "请选择表格文件。", "Please choose the spreadsheet.";
        sheet_town: "请选择乡镇：表中的站所、村（社区）属于哪个镇。", "Choose the town of the offices and villages in the sheet.";
    }
}

impl Texts {
    /// What is wrong with a field of the administration, and what to do.
    #[must_use]
    pub fn admin_problem(&self, field: &str, code: &str) -> &'static str {
        let a = &self.admin;
        match (field, code) {
            ("phone", "malformed") => a.malformed_phone,
            ("login", "malformed") => a.malformed_login,
            ("mail", "malformed") => a.malformed_mail,
            ("phone", "missing") => a.login_missing,
            ("login" | "phone", "taken") => a.taken_login,
            ("role", "taken") => a.taken_role,
            ("name" | "spelling" | "county", "taken") => a.taken_name,
            ("role", "unfit") => a.unfit,
            ("person", "self") => a.myself,
            ("person", "last-admin") => a.last_admin,
            ("successor", "work-left") => a.work_left,
            ("whose", "no-hours") => a.no_hours_of,
            ("level", "no-years") => a.no_years_of,
            ("year", "known") => a.year_known,
            ("year", "gap") => a.year_gap,
            ("file", "not-xlsx" | "too-large" | "too-long") => a.not_xlsx,
            ("file", "no-heading") => a.no_heading,
            ("file", "empty") => a.sheet_empty,
            ("file", "missing") => a.sheet_missing,
            (_, other) => self.problem(other),
        }
    }

    /// A problem of a row of a sheet: the sentence that names what stands there where it is in the reader's language.
    #[must_use]
    pub fn sheet_problem(&self, field: &str, code: &str, message: &str) -> String {
        match self.language {
            Language::Zh => message.to_owned(),
            Language::En => self.admin_problem(field, code).to_owned(),
        }
    }

    /// Why a table of working hours is refused, and what to write instead.
    #[must_use]
    pub fn hours_refused(&self, error: &HoursError) -> String {
        let a = &self.admin;
        match error {
            HoursError::NoSeason => a.hours_refused_season.to_owned(),
            HoursError::BadDay { month, day } => fill(a.hours_refused_day, &[("month", month), ("day", day)]),
            HoursError::SameStart { month, day } => fill(a.hours_refused_same, &[("month", month), ("day", day)]),
            HoursError::NoShift { month, day } => fill(a.hours_refused_shift, &[("month", month), ("day", day)]),
            HoursError::EmptyShift { start, end } => {
                fill(a.hours_refused_empty, &[("start", &start.format("%H:%M")), ("end", &end.format("%H:%M"))])
            }
            HoursError::Overlap { previous_end, start } => {
                fill(a.hours_refused_overlap, &[("start", &start.format("%H:%M")), ("end", &previous_end.format("%H:%M"))])
            }
            HoursError::Unreadable(line) => fill(a.hours_refused_line, &[("line", line)]),
            HoursError::Unknown(_) => error.to_string(),
        }
    }

    /// The kind of a message.
    #[must_use]
    pub fn message_kind<'a>(&self, kind: &'a str) -> &'a str {
        let a = &self.admin;
        match kind {
            "assigned" => a.kind_assigned,
            "handed-off" => a.kind_handed_off,
            "returned" => a.kind_returned,
            "reminder-day" => a.kind_reminder_day,
            "digest" => a.kind_digest,
            "unsigned-sender" => a.kind_unsigned_sender,
            "unsigned-liaison" => a.kind_unsigned_liaison,
            "unsigned-letter" => a.kind_unsigned_letter,
            "weekly-overdue" | "weekly" => a.kind_weekly,
            "several" => a.kind_several,
            "test" => a.kind_test,
            kind if kind == "lead" || kind.starts_with("lead-") => a.kind_lead,
            other => other,
        }
    }

    /// Why a message was not sent, or what there is to say about its sending.
    #[must_use]
    pub fn message_remark(&self, remark: &str) -> String {
        match remark {
            "sent-again" => self.admin.sent_again.to_owned(),
            "deactivated" => self.admin.why_deactivated.to_owned(),
            other => other.to_owned(),
        }
    }

    /// The name of a kind of job or a schedule.
    #[must_use]
    pub fn job_kind<'a>(&self, kind: &'a str) -> &'a str {
        let a = &self.admin;
        match kind {
            "sweep-due" => a.job_sweep_due,
            "prune-old" => a.job_prune_old,
            "run-batch" => a.job_run_batch,
            "recount-dates" => a.job_recount_dates,
            "deliver-message" => a.job_deliver_message,
            other => other,
        }
    }

    /// 已新建 3 个账号: a sentence with one count.
    #[must_use]
    pub fn counted(&self, text: &str, count: usize) -> String {
        fill(text, &[("count", &count)])
    }
}
