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
