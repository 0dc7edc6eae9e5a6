//! The machine of one lead on a problem (问题线索): found in a village or on patrol, sent to the body that deals with it, its result fed back, and struck
//! off (销号) by the town once verified.
//!
//! A pure transducer like [`case`](crate::case): [`apply`] takes the state, a command and the circumstances, and answers with the next state and the
//! [`Fact`]s that lead to it, or with a refusal. Facts are the record; [`evolve`] rebuilds any state from them.
//!
//! ```text
//! noted → offered → signed → answered → closed (销号)
//! offered | signed → returned | objected → offered again (same or another body);  at the second objection → in coordination → offered
//! offered → noted by a take-back;  noted | returned → closed when the town deals with it itself;  answered | closed → offered again when it is not mended
//! ```
//!
//! No photo, no position and nobody's data are asked for: the place is a free text.

mod clock;
mod command;
mod decide;
mod evolve;
mod fact;
pub mod history;
mod recalculate;
mod rights;
mod state;

pub use clock::{Side, Span, spans, totals};
pub use command::{ALL_COMMANDS, Command, NewLead};
pub use decide::{Circumstances, apply, report, takes};
pub use evolve::evolve;
pub use fact::Fact;
pub use recalculate::recalculate;
pub use rights::{LeadOffers, offers, sees, sees_inside};
pub use state::{Answer, Lead, LeadState, Spot};
