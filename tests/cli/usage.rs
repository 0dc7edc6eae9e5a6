//! Help, version, wrong usage.

use super::run;

#[test]
fn help_speaks_chinese_first_and_names_every_command() {
    let short = run(&["-h"]).ok();
    assert!(short.out.starts_with("履职流转"), "{}", short.out);
    for command in ["parse", "check", "templates"] {
        assert!(short.out.contains(&format!("  {command} ")), "{command} is not named:\n{}", short.out);
        let long = run(&[command, "--help"]).ok();
        assert!(long.out.lines().nth(1).unwrap().is_ascii(), "the second line is English:\n{}", long.out);
    }
    assert!(run(&["--help"]).ok().out.contains("Exit status: 0 done"));
    assert_eq!(run(&["--version"]).ok().out.trim(), format!("dutyflow {}", env!("CARGO_PKG_VERSION")));
}

#[test]
fn wrong_usage_is_one_line_that_names_the_help_and_status_2() {
    for (args, says) in [
        (&["parse"][..], "缺少 <FILE>。请看 dutyflow parse --help"),
        (&["parse", "x", "--bogus"], "不认识“--bogus”"),
        (&["parze", "x"], "不认识“parze”"),
        (&["parse", "x", "--format", "xml"], "“xml”不能用于 --format，可选：json"),
    ] {
        let ran = run(args);
        let line = ran.refused(2);
        assert!(line.contains(says), "{args:?}: {line}");
    }
}

#[test]
fn without_a_command_the_help_is_shown_as_a_mistake() {
    let ran = run::<&str>(&[]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("用法"), "{}", ran.err);
}
