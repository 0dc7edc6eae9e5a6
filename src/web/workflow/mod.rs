//! 办理单: the list, one workflow with its lanes and its history, and what is done with the whole of it.

mod ask;
mod clock;
mod correct;
pub mod history;
mod inside;
pub(in crate::web) mod lanes;
mod list;
mod show;
mod state;

use duty_list::DutyKind;

use super::Routes;
use crate::text::{Texts, fill};
use crate::urls::Route;

/// The routes of this resource.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(Route::Workflows, list::list)
        .get(Route::WorkflowShow, show::show)
        .post(Route::WorkflowSuspend, state::suspend)
        .post(Route::WorkflowResume, state::resume)
        .post(Route::WorkflowCancel, state::cancel)
        .post(Route::WorkflowReopen, state::reopen)
        .post(Route::WorkflowNote, inside::note)
        .post(Route::WorkflowCopy, inside::copy)
        .post(Route::WorkflowStep, inside::step)
        .get(Route::WorkflowAsk, ask::new)
        .post(Route::WorkflowAsk, ask::create)
        .get(Route::WorkflowCorrect, correct::new)
        .post(Route::WorkflowCorrect, correct::create)
}

/// The beginning of a clause, of at most `most` characters; what is left out is shown as left out.
#[must_use]
pub fn short(text: &str, most: usize) -> String {
    let text = text.trim();
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end_matches(['，', '、', '；', '。', ' ', '（', '“']))
}

/// 配合履职事项第 12 项.
#[must_use]
pub fn duty_ref(t: &Texts, kind: DutyKind, no: u32) -> String {
    fill(t.workflow.duty_ref, &[("kind", &t.duty_kind(kind)), ("no", &no)])
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn a_long_clause_is_cut_at_a_character_and_says_so() {
        assert_eq!(short("负责宣传", 4), "负责宣传");
        assert_eq!(short("负责宣传，发放", 6), "负责宣传…");
    }
}
