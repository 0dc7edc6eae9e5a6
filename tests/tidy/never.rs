//! What Dutyflow must never have: scores and rankings of persons, check-ins, on-line time, read counts, residents' data. No column, no route,
//! no key of a text and no field of an answer may carry such a name.

use super::{assert_none, source};

/// Forbidden names as their words; one stands for the compound names that hold it, too (`rank` for `person_rank`).
const FORBIDDEN: &[&[&str]] = &[
    &["rank"],
    &["ranks"],
    &["ranking"],
    &["rankings"],
    &["leaderboard"],
    &["score"],
    &["scores"],
    &["scoring"],
    &["points"],
    &["check", "in"],
    &["checkin"],
    &["checkins"],
    &["online", "time"],
    &["on", "line", "time"],
    &["time", "online"],
    &["read", "count"],
    &["read", "counts"],
    &["login", "count"],
    &["login", "counts"],
    &["install", "count"],
    &["resident", "name"],
    &["id", "card"],
    &["identity", "card"],
    &["bank", "card"],
    &["bank", "account"],
    &["birth", "date"],
    &["birthday"],
    &["date", "of", "birth"],
];

/// The same in the words of the screen. 清单比对 and 核对 are other things and stay allowed.
const FORBIDDEN_CHINESE: &[&str] = &["排名", "积分", "打分", "得分", "打卡", "签到", "在线时长", "阅读量", "已读人数", "登录次数"];

/// Sentences that say that there is no such thing.
const DENIALS: &[&str] = &["不按人排名", "不排名"];

/// The refusal of card numbers has to name what it refuses.
const REFUSED: (&str, &[&str]) = ("src/text/refusal.rs", &["identity-card", "bank-card"]);

/// Where names become columns, addresses, texts and answers.
const WHERE: &[&str] = &["entity/src", "migration/src", "src/urls", "src/text", "src/api", "src/report", "src/web", "src/store"];

/// `PersonRank`, `person-rank` and `/person/rank` are all `person`, `rank`.
fn split(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for char in name.chars() {
        let new_word = !char.is_ascii_alphanumeric() || (char.is_ascii_uppercase() && before.is_ascii_lowercase());
        if new_word {
            words.push(String::new());
        }
        if char.is_ascii_alphanumeric() {
            words.last_mut().unwrap().push(char.to_ascii_lowercase());
        }
        before = char;
    }
    words.retain(|word| !word.is_empty());
    words
}

fn forbidden(name: &str) -> bool {
    let words = split(name);
    FORBIDDEN.iter().any(|forbidden| words.windows(forbidden.len()).any(|window| window.iter().eq(forbidden.iter())))
}

#[test]
fn no_column_route_text_or_answer_ranks_watches_or_files_people() {
    let mut found = Vec::new();
    for file in WHERE.iter().flat_map(|folder| {
        source::files(folder, &[".rs"])
            .into_iter()
            .chain(source::files("src", &[]).into_iter().filter(move |file| *file == format!("{folder}.rs")))
    }) {
        let source = source::lex(&file);
        for (name, line) in source.idents.iter().chain(source.strings.iter().filter(|(text, _)| !text.contains(' '))) {
            if forbidden(name) && !(file == REFUSED.0 && REFUSED.1.contains(&name.as_str())) {
                found.push(format!("{file}:{line}: `{name}`"));
            }
        }
        for (text, line) in &source.strings {
            let text = DENIALS.iter().fold(text.clone(), |text, denial| text.replace(denial, ""));
            found.extend(FORBIDDEN_CHINESE.iter().filter(|word| text.contains(**word)).map(|word| format!("{file}:{line}: {word}")));
        }
    }
    assert_none(found);
}

#[test]
fn forbidden_names_are_found_in_every_spelling() {
    for name in
        ["rank", "person_rank", "PersonRank", "/people/ranking", "check-in", "checkIn", "online_time", "read_count", "id_card_number"]
    {
        assert!(forbidden(name), "{name}");
    }
    for name in ["checked_in", "pointsman", "ranked_list_of_nothing", "frank", "read_at", "intake_check", "county"] {
        assert!(!forbidden(name) || name == "ranked_list_of_nothing", "{name}");
    }
}
