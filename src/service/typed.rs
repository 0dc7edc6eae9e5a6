//! The texts in a command: bounded, and without a resident's numbers.

use workflow::calendar::Limit;
use workflow::case::{Command, LimitSpec, OnBehalf};

use super::error::{Problem, ServiceError};
use super::words;

/// How an act of the other side was told.
pub const CHANNELS: [&str; 3] = ["paper", "phone", "visit"];

/// Checks every text that a person typed into a command.
pub(super) fn check(command: &Command) -> Result<(), ServiceError> {
    let mut problems = Vec::new();
    let mut short = |field: &'static str, text: Option<&str>| drop(words::optional(field, text, words::SHORT, &mut problems));
    match command {
        Command::HandOff { document_no, .. } | Command::RecordReceived { document_no, .. } => short("document_no", document_no.as_deref()),
        Command::Answer { answer, .. } => short("document_no", answer.document_no.as_deref()),
        Command::Complete { result, .. } => short("document_no", result.document_no.as_deref()),
        Command::Conclude { document_no, .. } | Command::AnswerTaskObjection { document_no, .. } => {
            short("document_no", document_no.as_deref());
        }
        Command::Request { asked } => short("document_no", asked.document_no.as_deref()),
        Command::RecordSignOff { paper, .. } => short("document_no", paper.document_no.as_deref()),
        _ => {}
    }
    let mut long = |field: &'static str, text: Option<&str>| drop(words::optional(field, text, words::NOTE, &mut problems));
    match command {
        Command::HandOff { note, .. } | Command::RecordReceived { note, .. } => long("note", note.as_deref()),
        Command::Answer { answer, .. } => long("note", answer.note.as_deref()),
        Command::Complete { result, .. } => long("note", result.note.as_deref()),
        Command::TakeBack { reason, .. }
        | Command::Return { reason, .. }
        | Command::LeaveOut { reason, .. }
        | Command::Suspend { reason }
        | Command::Cancel { reason }
        | Command::Reopen { reason, .. } => long("reason", Some(reason)),
        Command::PassOn { reason, .. } | Command::RefuseSignOff { reason, .. } | Command::AskExtension { reason, .. } => {
            long("reason", Some(reason));
        }
        Command::AnswerExtension { reason, .. } => long("reason", reason.as_deref()),
        Command::Lend { what, .. } => long("what", Some(what)),
        Command::HandBack { note, .. } | Command::Copy { note, .. } | Command::AgreeSignOff { note, .. } => long("note", note.as_deref()),
        Command::Object { reason, .. }
        | Command::ObjectTask { reason, .. }
        | Command::AskCounty { reason, .. }
        | Command::Conclude { reason, .. }
        | Command::CorrectRecord { reason, .. } => long("reason", Some(reason)),
        Command::AnswerObjection { answer, .. } | Command::AnswerTaskObjection { answer, .. } => long("answer", Some(answer)),
        Command::Request { asked } => long("ask", Some(&asked.ask)),
        Command::Note { text, .. } | Command::Remark { text, .. } => long("text", Some(text)),
        Command::StartStep { task, .. } => long("text", Some(&task.text)),
        Command::WithdrawSignOff { .. }
        | Command::RecordSignOff { .. }
        | Command::Nudge { .. }
        | Command::Remind { .. }
        | Command::Assign { .. }
        | Command::SetLimit { .. }
        | Command::Distribute { .. }
        | Command::Take { .. }
        | Command::GiveBack { .. }
        | Command::Sign { .. }
        | Command::ShareOut { .. }
        | Command::Resume => {}
    }
    if let Some(OnBehalf { office, channel, document_no, .. }) = command.on_behalf() {
        drop(words::optional("behalf_office", office.as_deref(), words::SHORT, &mut problems));
        drop(words::optional("behalf_document_no", document_no.as_deref(), words::SHORT, &mut problems));
        if !CHANNELS.contains(&channel.as_str()) {
            problems.push(Problem::new("behalf_channel", "unknown", "请选择对方告知的方式：纸质、电话或当面"));
        }
    }
    match command {
        Command::Assign { limit: Some(spec), .. }
        | Command::SetLimit { limit: Some(spec), .. }
        | Command::Distribute { limit: Some(spec), .. } => {
            check_limit(spec, &mut problems);
        }
        Command::Request { asked } => asked.limit.iter().for_each(|spec| check_limit(spec, &mut problems)),
        Command::StartStep { task, .. } => task.limit.iter().for_each(|spec| check_limit(spec, &mut problems)),
        Command::AskExtension { until, .. } => {
            if let Err(error) = Limit::date(*until).check() {
                problems.push(Problem::new("until", "out-of-range", error.to_string()));
            }
        }
        _ => {}
    }
    if problems.is_empty() { Ok(()) } else { Err(ServiceError::Invalid(problems)) }
}

/// Checks a limit: its size, and the document number of its source.
pub(super) fn check_limit(spec: &LimitSpec, problems: &mut Vec<Problem>) {
    if let Err(error) = spec.limit.check() {
        problems.push(Problem::new("limit", "out-of-range", error.to_string()));
    }
    drop(words::optional("source_number", spec.source.number(), words::SHORT, problems));
}
