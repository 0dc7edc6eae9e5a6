//! The configuration: file, then environment; what is unknown is refused; secrets stay unprinted.

use std::net::IpAddr;
use std::path::Path;

use dutyflow::config::mail::{Delivery, Tls};
use dutyflow::config::{Config, ConfigError, Overrides};

fn load(file: &str, environment: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("dutyflow.toml"), file).unwrap();
    let overrides = Overrides { file: None, data_dir: Some(dir.path().to_owned()) };
    Config::load(&overrides, environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

fn refusal(file: &str, environment: &[(&str, &str)]) -> String {
    load(file, environment).unwrap_err().to_string()
}

#[test]
fn without_file_and_variables_it_listens_locally_and_keeps_mails() {
    let dir = tempfile::tempdir().unwrap();
    let overrides = Overrides { file: None, data_dir: Some(dir.path().join("not-there")) };
    let config = Config::load(&overrides, []).unwrap();
    assert_eq!(config.server.public_url(), "http://127.0.0.1:8080");
    assert!(!config.server.secure_cookies());
    assert!(matches!(config.mail.delivery(), Delivery::Keep));
    let expected = format!("sqlite:{}", dir.path().join("not-there/dutyflow.sqlite").display());
    assert_eq!(config.database.location().expose(), expected);
}

#[test]
fn the_default_data_folder_stands_beside_the_program() {
    let config = Config::load(&Overrides { file: None, data_dir: None }, []).unwrap();
    assert_eq!(config.database.data_dir, Path::new("./dutyflow-data"));
}

#[test]
fn variables_win_over_the_file_and_the_command_line_over_both() {
    let file = "[server]\nlisten = \"127.0.0.1:9000\"\npublic_url = \"http://a.example\"\n[database]\ndata_dir = \"/from/file\"\n";
    let config = load(file, &[("DUTYFLOW_PUBLIC_URL", "https://b.example/"), ("DUTYFLOW_DATA_DIR", "/from/variable")]).unwrap();
    assert_eq!(config.server.listen.port(), 9000);
    assert_eq!(config.server.public_url(), "https://b.example");
    assert!(config.server.secure_cookies());
    assert!(!config.database.data_dir.starts_with("/from"));
}

#[test]
fn the_file_is_looked_for_in_the_data_folder_that_a_variable_names() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("dutyflow.toml"), "[server]\nlisten = \"0.0.0.0:81\"").unwrap();
    let environment = [("DUTYFLOW_DATA_DIR".to_owned(), dir.path().to_str().unwrap().to_owned())];
    assert_eq!(Config::load(&Overrides::default(), environment).unwrap().server.listen.port(), 81);
}

#[test]
fn a_file_named_on_the_command_line_must_exist() {
    let overrides = Overrides { file: Some("/nowhere/dutyflow.toml".into()), data_dir: None };
    assert!(Config::load(&overrides, []).unwrap_err().to_string().contains("/nowhere/dutyflow.toml"));
}

#[test]
fn unknown_keys_and_variables_are_refused_by_name() {
    let text = refusal("[server]\nlisten = \"127.0.0.1:1\"\nlisen = \"x\"\n", &[]);
    assert!(text.contains("lisen") && text.contains("第 3 行"), "{text}");
    assert!(refusal("[servers]\n", &[]).contains("servers"));
    let text = refusal("", &[("DUTYFLOW_SMTP_ULR", "smtp://x")]);
    assert!(text.contains("DUTYFLOW_SMTP_ULR") && text.contains("DUTYFLOW_SMTP_URL"), "{text}");
}

#[test]
fn variables_of_the_tests_and_of_others_are_left_alone() {
    load("", &[("DUTYFLOW_TEST_POSTGRES", "x"), ("PATH", "x"), ("DUTYFLOW_SMTP_URL", "")]).unwrap();
}

#[test]
fn values_that_do_not_fit_are_refused_with_their_place() {
    assert!(refusal("", &[("DUTYFLOW_LISTEN", "everywhere")]).contains("DUTYFLOW_LISTEN"));
    assert!(refusal("", &[("DUTYFLOW_SMTP_PORT", "many")]).contains("DUTYFLOW_SMTP_PORT"));
    assert!(refusal("[server]\npublic_url = \"dutyflow.example\"", &[]).contains("public_url"));
    assert!(refusal("[server]\npublic_url = \"https://a.example/app\"", &[]).contains("public_url"));
    assert!(refusal("[server]\ntrusted_proxy = [\"10.0.0.0/99\"]", &[]).contains("trusted_proxy"));
    assert!(refusal("", &[("DATABASE_URL", "mysql://a")]).contains("DATABASE_URL"));
    assert!(refusal("[log]\nfilter = \"dutyflow=loud\"", &[]).contains("log.filter"));
}

#[test]
fn the_database_address_of_ours_wins_over_the_general_one() {
    let config = load("", &[("DUTYFLOW_DATABASE_URL", "postgres://h/ours"), ("DATABASE_URL", "postgres://h/general")]).unwrap();
    assert_eq!(config.database.location().expose(), "postgres://h/ours");
}

#[test]
fn proxies_are_trusted_by_address_and_by_network() {
    let config = load("", &[("DUTYFLOW_TRUSTED_PROXY", "10.1.0.0/16, 192.0.2.7,2001:db8::/32")]).unwrap();
    let trusts = |text: &str| config.server.trusts(text.parse::<IpAddr>().unwrap());
    for inside in ["10.1.200.3", "192.0.2.7", "2001:db8:1::1", "::ffff:10.1.0.9"] {
        assert!(trusts(inside), "{inside}");
    }
    for outside in ["10.2.0.1", "192.0.2.8", "2001:db9::1", "127.0.0.1"] {
        assert!(!trusts(outside), "{outside}");
    }
    assert!(!load("", &[]).unwrap().server.trusts(IpAddr::from([127, 0, 0, 1])));
}

#[test]
fn a_mail_server_can_be_given_as_one_address_or_in_parts() {
    let from = "履职流转 <dutyflow@example.com>";
    let config = load("", &[("DUTYFLOW_SMTP_URL", "smtp://u%40x:p%2Bq%26r@mail.example"), ("DUTYFLOW_MAIL_FROM", from)]).unwrap();
    let Delivery::Smtp(smtp) = config.mail.delivery() else { panic!("kept") };
    assert_eq!((smtp.host.as_str(), smtp.port, smtp.tls), ("mail.example", 587, Tls::Starttls));
    let (user, password) = smtp.login.unwrap();
    assert_eq!((user.as_str(), password.expose()), ("u@x", "p+q&r"));
    assert_eq!(smtp.from.email.to_string(), "dutyflow@example.com");

    let file = "[mail]\nsmtp_host = \"127.0.0.1\"\nsmtp_port = 2525\nsmtp_tls = \"none\"\nfrom = \"a@example.com\"\n";
    let Delivery::Smtp(smtp) = load(file, &[]).unwrap().mail.delivery() else { panic!("kept") };
    assert_eq!((smtp.port, smtp.tls, smtp.login), (2525, Tls::None, None));
}

#[test]
fn half_a_mail_server_is_refused() {
    assert!(refusal("", &[("DUTYFLOW_SMTP_URL", "smtp://h")]).contains("mail.from"));
    assert!(refusal("", &[("DUTYFLOW_SMTP_USER", "u")]).contains("mail.smtp_host"));
    assert!(refusal("[mail]\nsmtp_host=\"h\"\nsmtp_user=\"u\"\nfrom=\"a@example.com\"", &[]).contains("smtp_password"));
    assert!(refusal("[mail]\nsmtp_host=\"h\"\nsmtp_url=\"smtp://h\"\nfrom=\"a@example.com\"", &[]).contains("smtp_url"));
    assert!(refusal("", &[("DUTYFLOW_SMTP_URL", "smtp://h?tlss=none"), ("DUTYFLOW_MAIL_FROM", "a@example.com")]).contains("tls"));
}

#[test]
fn no_secret_is_ever_printed() {
    let config = load(
        "[mail]\nsmtp_host = \"h\"\nsmtp_user = \"u\"\nsmtp_password = \"hidden-1\"\nfrom = \"a@example.com\"\n",
        &[("DATABASE_URL", "postgres://u:hidden-2@h/d")],
    )
    .unwrap();
    let printed = format!("{config:?} {:?} {}", config.mail.delivery(), config.database.location());
    assert!(!printed.contains("hidden"), "{printed}");
    for (file, variable) in [
        ("[mail]\nsmtp_password = \"hidden\n", ("X", "")),
        ("[mail]\nsmtp_password = 4711\n", ("X", "")),
        ("[mail]\nsmtp_password = hidden\n", ("X", "")),
        ("", ("DUTYFLOW_SMTP_URL", "smtp//u:hidden@h")),
        ("", ("DATABASE_URL", "mysql://u:hidden@h/d")),
    ] {
        let text = refusal(file, &[variable]);
        assert!(!text.contains("hidden") && !text.contains("4711"), "{text}");
    }
}
