//! Texts: The command line.

use super::texts;

texts! {
    /// The command line.
    pub struct Cli {
        about: "履职流转：让乡镇（街道）履职事项清单运转起来", "Runs a township's official duty list: workflow, hand-offs, reminders and overdue reports";
        after_help: "退出状态：0 成功；1 未能完成，标准错误上有一行原因；2 用法有误；3 检查发现错误（check、verify）。", "Exit status: 0 done; 1 not done, one line on standard error says why; 2 wrong usage; 3 the check found an error (check, verify).";
        usage: "用法", "Usage";
        commands: "命令", "Commands";
        command_name: "命令", "COMMAND";
        arguments: "参数", "Arguments";
        options: "选项", "Options";
        help: "显示帮助（--help 更详细）", "Show help (--help says more)";
        version: "显示版本", "Show the version";
        language: "输出所用语言：zh 或 en", "Language of the output: zh or en";

        parse: "读取一份清单，输出 JSON", "Read a duty list and print it as JSON";
        parse_more: "读出的问题逐行写到标准错误。", "What was noticed goes to standard error, one a line.";
        check: "读取一份清单，列出需要人工核对之处", "Read a duty list and say what a person should look at";
        check_more: "有“错误”级别的问题时退出状态为 3。", "The exit status is 3 when there is an error among the findings.";
        templates: "读取一份清单，输出推导出的流程模板（JSON）", "Read a duty list and print the templates derived from it, as JSON";
        list_file: "清单文件（- 表示标准输入）", "The duty list (- is standard input)";
        format: "输出格式", "Format of the output";
        quiet: "不把读出的问题写到标准错误", "No findings on standard error";

        place_data: "数据文件夹（默认 ./dutyflow-data）", "Data folder (./dutyflow-data by default)";
        place_config: "配置文件（默认用数据文件夹中的 dutyflow.toml）", "Configuration file (dutyflow.toml in the data folder by default)";

        compare: "比较两份清单，列出增减和文字改动", "Compare two duty lists: what came, went and was reworded";
        compare_more: "事项按文字对应，不按序号。[-…-] 是删去的文字，{+…+} 是增加的文字。", "Duties are matched by their words, not their numbers. [-…-] are words that went, {+…+} words that came.";
        compare_old: "原清单", "The older list";
        compare_new: "新清单", "The newer list";
        import_accept: "已有现行清单时，看过变化后确认导入", "Accept the changes where a list is in force already";
        import_unsure: "不能确定是否同一事项时：same 视为同一事项，different 视为不同事项", "Where it is not certain that it is the same duty: same or different";
        import: "导入一个镇的履职事项清单", "Import a town's duty list";
        import_more: "首次导入要为该镇选定默认时限（工作日）：--sign 2 --answer 10 --step 5，某项不设写 none；或用 --no-limits 明确不设。\n已有现行清单时，先列出变化，不做改动；加 --accept 才导入。\n同一文件再次导入不做任何改动。", "The first import asks for the town's default limits in working days: --sign 2 --answer 10 --step 5, each of them may be none; or --no-limits, knowingly.\nWhere a list is in force, the changes are shown and nothing is done without --accept.\nThe same file again changes nothing.";
        import_town: "导入到哪个镇", "The town whose list it is";
        import_other: "清单写明是另一个镇的也照样导入", "Take it although the list names another town";
        limit_sign: "签收时限，工作日数或 none", "Working days to sign for a hand-off, or none";
        limit_answer: "答复时限，工作日数或 none", "Working days to answer, or none";
        limit_step: "办理时限，工作日数或 none", "Working days for a step, or none";
        limit_none: "不设默认时限", "No default limits, chosen knowingly";

        town: "乡镇：添加、列出、时限、站所、村（社区）", "Towns: add, list, limits, offices, villages";
        town_add: "添加一个镇（第一次要写明县）", "Add a town (the first time with its county)";
        town_list: "列出各镇", "List the towns";
        town_limits: "设定一个镇的默认时限", "Set a town's default limits";
        town_office: "站所", "Offices";
        town_village: "村（社区）", "Villages and communities";
        town_name: "镇名", "Name of the town";
        town_county: "县名", "Name of the county";
        town_region: "按哪里的节假日和作息时间", "Whose holidays and working hours hold";
        unit_add: "添加，可一次写几个", "Add, several at once";
        unit_names: "名称；名称以“社区”结尾的算社区", "Names; one that ends in 社区 is a community";

        calendar: "工作日历：查看、说明、录入、撤销", "The working calendar: show, explain, import, remove";
        calendar_more: "例：dutyflow calendar import 放假.csv --document 镇政发〔2026〕3号 --town 阿合奇镇\n表格每行：日期,放假或上班,名称，如 2026-08-10,放假,县庆。录入后，未到期的时限重新计算，并记入办理经过。\n正在运行的程序对新的办理立即按新日历计算；提醒日期在重新启动后也按新日历计算。", "For example: dutyflow calendar import days.csv --document 镇政发〔2026〕3号 --town 阿合奇镇\nA line of the table: date,off or work,name, such as 2026-08-10,off,county day. Dates that have not passed are counted anew, with an entry in the history.\nA running program counts new dates by it at once, and reminder days after its next start.";
        calendar_show: "列出一年中与周末规律不同的日子", "List the days of a year that differ from the week";
        calendar_explain: "说明某一天是否上班、依据什么文件", "Say whether a day is worked, and by which document";
        calendar_import: "从 csv 表格录入放假和调休上班的日子", "Enter days off and make-up days from a csv table";
        calendar_remove: "撤销录入的一天", "Take an entered day out again";
        calendar_body: "单位名称", "Name of a body";
        calendar_nation: "国务院办公厅的新通知", "A new notice of the State Council";
        calendar_region: "自治区的新通知", "A new notice of the region";
        calendar_year: "年份", "The year";
        calendar_day: "日期，如 2026-08-10", "The date, such as 2026-08-10";
        calendar_file: "csv 表格", "The csv table";
        calendar_number: "放假文件的文号", "The number of the document that says so";
        calendar_working: "上班", "working";
        calendar_off: "放假", "off";
        calendar_provisional: "暂按周末推算", "worked out from the week";
        calendar_date: "日期", "Date";
        calendar_kind: "安排", "Kind";
        calendar_reason: "原因", "Why";
        calendar_document: "文号", "Document";
        calendar_version: "日历版本 {version}", "Calendar {version}";
        calendar_hours: "工作时间 {hours}", "Working hours {hours}";
        calendar_no_year: "没有这一年", "There is no such year";
        calendar_entered: "已录入 {days} 天，{workflows} 张办理单的时限重新计算", "Entered {days} days; dates of {workflows} workflows were counted anew";
        calendar_removed: "已撤销 {days} 天，{workflows} 张办理单的时限重新计算", "Removed {days} days; dates of {workflows} workflows were counted anew";
        calendar_unreadable: "第 {line} 行无法读取，每行应为：日期,放假或上班,名称", "line {line} cannot be read: date,off or work,name";

        user: "人员：添加、列出、重置密码、批量导入、角色、停用、令牌", "People: add, list, reset, import, roles, deactivate, tokens";
        user_add: "添加一个人，给出一次性密码", "Add a person and print a one-time password";
        user_add_more: "例：dutyflow user add 管理员甲 --login admin --role 系统管理员\n　　dutyflow user add 经办甲 --phone 13900000000 --role 经办人:党政办公室 --town 阿合奇镇", "For example: dutyflow user add Admin --login admin --role admin\n    dutyflow user add Clerk --phone 13900000000 --role staff:党政办公室 --town 阿合奇镇";
        user_list: "列出人员和角色", "List people and their roles";
        user_reset: "给一个人新的一次性密码", "Give a person a new one-time password";
        user_import: "从 xlsx 表格批量导入人员", "Import people from an xlsx sheet";
        user_import_more: "表头：姓名、手机号、邮箱、角色、站所/村/单位，另可有 登录名。同一人有几个角色就写几行。有一行不对，就一个也不导入。", "Headings: 姓名 (name), 手机号 (phone), 邮箱 (mail), 角色 (role), 站所/村/单位 (office, village or body), optionally 登录名 (log-in). A row for each role. One wrong row keeps all others out.";
        user_grant: "给一个人一个角色", "Give a person a role";
        user_end: "结束一个人的一个角色", "End a role of a person";
        user_deactivate: "停用一个人的账号", "Close a person's account";
        user_deactivate_more: "手上的任务交给 --to 指定的人（须在同一站所、村或单位），否则退回本单位收件箱；也可以用 --in-box 全部退回收件箱。手上有任务时须二者选一；办理历史中有记载。", "What the person holds goes to --to where that person belongs to the same unit, else back into the unit's in-box; with --in-box all of it does. Whoever holds work needs one of the two; the history says so.";
        user_token: "为一个人生成 API 令牌", "Make an API token for a person";
        user_name: "姓名", "Name";
        user_role: "角色，需要时带站所、村或单位：经办人:党政办公室；可写多次", "Role, with its office, village or body where it needs one: staff:党政办公室; may be repeated";
        user_town: "角色所属的镇", "The town of the role";
        user_login: "登录名", "Log-in name";
        user_phone: "手机号，也可用来登录", "Phone number, also for logging in";
        user_mail: "邮箱", "Mail address";
        user_who: "登录名、手机号，或不重名的姓名", "Log-in name, phone number, or a name that only one has";
        user_file: "xlsx 文件", "The xlsx file";
        user_dry_run: "只说明会怎样，不改动", "Only say what would happen";
        user_in_box: "手上的任务退回各单位收件箱", "What the person holds goes back into the units' in-boxes";
        user_to: "接手人", "Who takes over";
        token_name: "令牌名称，便于日后辨认", "What the token is for";
        token_days: "有效天数", "Days until it ends";

        report: "报表", "Reports";
        report_overdue: "逾期清单：什么逾期、在哪一方、从何时起；以及无时限的未办工作", "What is late, on which side, since when; and open work without a date";
        report_town: "只看一个镇", "One town only";
        report_output: "写入文件", "Write to a file";

        mail: "邮件：查看样例，发送测试邮件", "Mails: look at samples, send a test mail";
        mail_preview: "列出每一种邮件；写明种类时显示其内容（示例数据）", "List every kind of mail; with a kind, show what it says (made-up contents)";
        mail_kind: "邮件种类", "The kind";
        mail_html: "显示 HTML 部分", "Show the HTML part";
        mail_test: "立即向一个邮箱发送测试邮件", "Send a test mail to an address at once";
        mail_test_more: "没有配置邮件服务器时，测试邮件保存在数据文件夹的 mail 中。", "Without a mail server the test mail is kept in the folder “mail” of the data folder.";
        mail_address: "收件邮箱", "The address";
        mail_unknown_kind: "没有“{kind}”这种邮件；不写种类可列出全部", "there is no mail of the kind “{kind}”; leave it out to list them all";
        mail_col_kind: "种类", "Kind";
        mail_col_subject: "主题", "Subject";
        mail_sent: "邮件服务器已接收，请到收件箱查看", "The mail server has taken it: look into the in-box";
        mail_kept: "没有配置邮件服务器，已保存为 {file}", "No mail server is configured; kept as {file}";
        mail_failed: "没有发出：{reason}", "it did not leave: {reason}";

        jobs: "后台任务：等待、执行、出错、失败的有多少，下次定时何时", "Background jobs: how many wait, run, failed, were given up; next ticks";
        jobs_retry: "重试一个失败的任务", "Try a failed job again";
        jobs_json: "以 JSON 输出", "Print as JSON";
        jobs_id: "任务编号，见 dutyflow jobs", "The job's number, from dutyflow jobs";
        jobs_col_what: "任务", "Jobs";
        jobs_col_count: "数量", "Count";
        jobs_col_id: "编号", "No.";
        jobs_none: "没有编号为 {id} 的任务", "there is no job {id}";

        serve: "启动网页服务和后台任务", "Start the web server and the worker";
        serve_more: "先升级数据库（SQLite 先备份）。收到 SIGTERM 或 Ctrl-C 后，办完手上的请求和任务再退出。", "The database is brought up to date first (SQLite is copied before). After SIGTERM or Ctrl-C what runs is finished first.";
        serve_listen: "监听地址（默认 127.0.0.1:8080）", "Address to listen on (127.0.0.1:8080 by default)";
        worker: "只运行后台任务（提醒、邮件）", "Run the worker alone (reminders, mails)";
        migrate: "升级数据库", "Bring the database up to date";
        backup: "备份数据库", "Back the database up";
        backup_file: "备份文件（默认放在数据文件夹的 backups 中）", "The file to write (in backups in the data folder by default)";
        restore: "用备份恢复数据库", "Put a backup in place of the database";
        restore_file: "备份文件", "The backup";
        restore_yes: "PostgreSQL：确认覆盖现有数据", "PostgreSQL: overwrite what is there";
        verify: "核对每一张办理单：历史链完整，且能由历史重建现状", "Check every workflow: an unbroken history, and a state that follows from it";
        verify_more: "发现不符时退出状态为 3。", "The exit status is 3 when something does not fit.";

        demo: "演示：虚构的一个县、两个镇和几周的工作，只在本机运行", "Demonstration: a made-up county with two towns and a few weeks of work, on this machine only";
        demo_more: "首次运行时建立数据，以后保留；每次启动都给出新的一次性密码。", "Set up at the first run and kept afterwards; fresh one-time passwords at each start.";
        demo_reset: "清除演示数据，重新开始", "Start over";
        demo_port: "端口（默认 8080，被占用时往后找）", "Port (8080 by default, or the next free one)";
        demo_data: "演示数据文件夹（默认 ./dutyflow-demo）", "Folder of the demonstration (./dutyflow-demo by default)";
        demo_not_ours: "{folder} 中的数据不是演示数据，不能用于演示", "what is in {folder} is no demonstration";
        demo_in_use: "{folder} 中的演示正在运行，请先停止", "the demonstration in {folder} is running: stop it first";
        demo_setting_up: "正在建立演示数据", "Setting the demonstration up";
        demo_note: "人员和工作都是虚构的。首次登录须改密码。按 Ctrl-C 退出。", "People and work are made up. The password must be changed at the first log-in. Ctrl-C ends it.";

        schema_is_older: "数据库（{location}）需要升级，请先运行 dutyflow migrate", "the database ({location}) is older than this program: run dutyflow migrate first";
        migrated: "已升级：{count} 项", "Applied: {count}";
        migrated_copy: "升级前的备份：{file}", "Copy as it was before: {file}";
        migrate_nothing: "数据库已是最新", "The database is up to date";
        backed_up: "已备份到 {file}", "Written to {file}";
        restored: "已恢复", "Restored";
        restored_kept: "原来的数据保留在 {file}", "What was there before is kept in {file}";
        restore_needs_yes: "恢复会覆盖 PostgreSQL 中的现有数据，确认请加 --yes", "restoring overwrites what is in PostgreSQL: add --yes";
        verified: "已核对 {count} 张办理单", "{count} workflows checked";
        verified_bad: "其中 {bad} 张不符", "{bad} of them do not fit";
        verify_differs: "办理单 {workflow}：现状与历史不符", "workflow {workflow}: the state does not follow from the history";
        verify_unreadable: "{workflow}：数据无法读取（{what}）", "{workflow}: its rows cannot be read ({what})";
        verifying: "正在核对", "Checking";

        county_needed: "第一次添加乡镇要写明县：--county 县名", "the first town needs its county: --county NAME";
        county_set: "已设置{county}", "County: {county}";
        town_added: "已添加{town}。下一步：dutyflow import 清单文件 --town {town}", "Added {town}. Next: dutyflow import FILE --town {town}";
        unit_added: "已添加{name}", "Added {name}";
        limits_set: "已设定{town}的默认时限", "Default limits of {town} are set";
        col_town: "镇", "Town";
        col_edition: "清单", "List";
        col_limits: "时限（签收/答复/办理）", "Limits (sign/answer/step)";
        col_offices: "站所", "Offices";
        col_villages: "村（社区）", "Villages";
        col_name: "姓名", "Name";
        col_login: "登录名/手机号", "Log-in/phone";
        col_roles: "角色", "Roles";
        col_password: "一次性密码", "One-time password";
        col_row: "行", "Row";
        col_outcome: "结果", "Outcome";
        no_towns: "还没有乡镇。添加：dutyflow town add 名称 --county 县名", "No towns yet. Add one: dutyflow town add NAME --county NAME";
        no_people: "还没有人员。添加：dutyflow user add 姓名 --login 登录名 --role 系统管理员", "Nobody yet. Add an admin: dutyflow user add NAME --login LOGIN --role admin";
        not_imported: "未导入", "none";
        limit_not_chosen: "未选定", "not chosen";
        limit_is_none: "不设", "none";
        deactivated: "（已停用）", "(closed)";
        whole_county: "全县", "county";

        one_time: "{name}　登录名：{login}　一次性密码：{password}", "{name}  log-in: {login}  one-time password: {password}";
        one_time_note: "密码只显示这一次，首次登录后须改密码。", "The password is shown only now and must be changed at the first log-in.";
        role_unknown: "不认识角色“{role}”，可选：{roles}", "the role “{role}” is not known; choose from {roles}";
        role_given: "已给{name}：{role}", "{name}: {role}";
        role_ended: "已结束{name}的角色：{role}", "{name}: ended {role}";
        role_not_held: "{name}没有这个角色", "{name} does not have this role";
        left: "已停用{name}：{successor} 项任务转给接手人，{inbox} 项退回单位收件箱", "{name}: {successor} tasks went to the successor, {inbox} back into the unit's in-box";
        inbox: "{inbox} 项任务退回单位收件箱", "{inbox} tasks went back into the unit's in-box";
        row_opens: "新开账号", "new account";
        row_grants: "增加角色", "one more role";
        row_nothing: "已有，不变", "there already";
        rows_wrong: "表中有 {count} 行不能导入，什么也没有改动", "{count} rows cannot be taken; nothing was changed";
        dry_run: "试运行：没有改动", "Dry run: nothing was changed";
        token: "令牌只显示这一次：", "The token is shown only now:";

        stage_reading: "读取清单", "Reading the list";
        stage_bodies: "登记单位", "Bodies";
        stage_duties: "登记事项", "Duties";
        stage_templates: "生成流程模板", "Templates";
        stage_saving: "保存", "Saving";
        hint_limits: "（--sign 2 --answer 10 --step 5，或 --no-limits）", " (--sign 2 --answer 10 --step 5, or --no-limits)";
        hint_unsure: "（--unsure same 或 --unsure different）", " (--unsure same or --unsure different)";
        hint_other_town: "（确要导入请加 --allow-other-town）", " (--allow-other-town takes it all the same)";
        compare_unsure: "有 {count} 项文字改动较大，不能确定是否同一事项。", "{count} changed so much that it is not certain whether they are the same duty.";
        import_not_yet: "尚未导入。确认以上变化后，加 --accept 再运行一次。", "Nothing was imported. Run it again with --accept to accept these changes.";
        import_unchanged: "这份清单已导入过（第 {sequence} 版），没有改动", "This very list was imported before (edition {sequence}); nothing was changed";
        import_done: "已导入{town}第 {sequence} 版清单{label}：基本 {basic} 项，配合 {cooperative} 项，上级收回 {withdrawn} 项", "Imported edition {sequence} of {town}{label}: {basic} basic, {cooperative} cooperative, {withdrawn} withdrawn";
        import_label: "（{label}）", " ({label})";
        import_bodies: "单位：新增 {bodies} 个，新写法 {spellings} 个", "Bodies: {bodies} new, {spellings} new spellings";
        import_duties: "事项：新增 {new} 项，改动 {reworded} 项，不再列入 {closed} 项", "Duties: {new} new, {reworded} reworded, {closed} no longer listed";
        import_templates: "流程模板：启用 {templates} 个，待确认的草稿 {drafts} 个", "Templates: {templates} in use, {drafts} drafts to be confirmed";
        import_findings: "需要核对 {warnings} 处，错误 {errors} 处；详见 dutyflow check", "{warnings} findings to be looked at, {errors} errors; see dutyflow check";

        listening: "履职流转已启动：{url}", "Dutyflow is running: {url}";
        no_admin: "还没有系统管理员。请在另一个终端运行：", "There is no admin yet. Run in another terminal:";
        stopping: "正在退出，办完手上的事……（再按一次 Ctrl-C 立即退出）", "Stopping; what runs is finished first … (Ctrl-C again stops at once)";
        stopped: "已退出", "Stopped";
        cannot_listen: "不能监听 {address}：{reason}", "cannot listen on {address}: {reason}";
        not_stored: "不能写入 {file}：{reason}", "{file} cannot be written: {reason}";
        overdue_none: "没有逾期的工作。", "Nothing is late.";

        cannot_read: "无法读取 {file}：{reason}", "{file} cannot be read: {reason}";
        no_such_file: "没有这个文件", "there is no such file";
        is_folder: "这是一个文件夹", "it is a folder";
        wrong_usage: "用法有误：{reason}。请看 {command} --help", "Wrong usage: {reason}. See {command} --help";
        usage_missing: "缺少 {what}", "{what} is missing";
        usage_unknown: "不认识“{what}”", "“{what}” is not known";
        usage_value: "“{value}”不能用于 {what}", "“{value}” does not fit {what}";
        usage_value_choices: "“{value}”不能用于 {what}，可选：{choices}", "“{value}” does not fit {what}; choose from {choices}";
        usage_conflict: "{what} 与 {other} 不能同时使用", "{what} cannot be used with {other}";
        usage_twice: "{what} 只能写一次", "{what} can be given only once";
        usage_command: "请写明命令", "a command is missing";

        reading: "正在读取清单", "Reading the list";
        severity_error: "错误", "Errors";
        severity_warning: "需要核对", "To be looked at";
        severity_info: "提示", "Good to know";
        at_line: "第 {line} 行", "line {line}";
        at_duty: "{kind} {no}", "{kind} {no}";
        list_unnamed: "（未写明乡镇）", "(town not named)";
        list_counts: "基本 {basic} 项，配合 {cooperative} 项，上级收回 {withdrawn} 项，共 {total} 项；单位 {bodies} 个", "{basic} basic, {cooperative} cooperative, {withdrawn} withdrawn, {total} in all; {bodies} bodies";
        nothing_found: "没有发现问题。", "Nothing was noticed.";
    }
}
