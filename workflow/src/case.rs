//! The machine of one workflow (办理单): its tasks, hand-offs and waits.
//!
//! A pure transducer. [`apply`] takes the present state, a command and the circumstances, and answers with the next state and the [`Fact`]s
//! that lead to it, or with a [`Refusal`](crate::refusal::Refusal). Facts are the record: [`evolve`] rebuilds any state from them, and reads nothing else.
//!
//! ```text
//! task      blocked → open → handed → done;  left out, cancelled.  A return, an objection or a take-back: handed → open, round + 1
//! hand-off  offered → signed → settled;  offered | signed → returned → offered;  offered → taken back
//!           offered → objected → offered | taken back;  at the second objection → in coordination → offered | cancelled
//! workflow  running ⇄ suspended;  completed;  cancelled;  completed → running by reopening
//! ```

mod command;
mod consequences;
mod decide;
mod dispute;
mod due;
mod evolve;
mod fact;
pub mod history;
mod inside;
mod inside_offers;
mod offers;
mod plan;
mod recalculate;
mod relieve;
mod rights;
mod side;
mod state;
pub mod turn;

pub use crate::template::SignOff;
pub use duty_list::HandKind;

pub use command::{Asked, Command, OnBehalf, Receiver, Start, WaitRef};
pub use decide::{Circumstances, apply, start};
pub use dispute::{Conclusion, Coordination, CoordinationLevel, CoordinationScope, Objection, Outcome};
pub use due::{Due, LimitSpec};
pub use evolve::evolve;
pub use fact::Fact;
pub use inside::{CopyTo, Dated, Extension, LeaderNote, Leaders, Lent, Nudge, OnPaper, Signing};
pub use inside_offers::{Around, CaseInside, HandOffInside, TaskInside, case_inside, hand_off_inside, task_inside};
pub use offers::{CaseOffers, HandOffOffers, TaskOffers, case_offers, hand_off_offers, task_offers};
pub use plan::{Plan, PlanError, plan};
pub use recalculate::{RECALCULATE, recalculate};
pub use relieve::{RELIEVE, relieve};
pub use rights::{corrects, may_act_for, receives, sees, sees_inside, sends};
pub use side::Side;
pub use state::{Answered, Case, CaseState, HandOff, HandOffState, Lane, PlannedReceiver, Result, Task, TaskState, Wait, WaitMet};
