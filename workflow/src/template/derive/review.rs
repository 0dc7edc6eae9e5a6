//! The codes of what a person should look at in a derived template; they stand in [`Step::review`](super::super::Step::review).

/// The text names no owner and several departments are listed: the clause stands in the lead body's lane.
pub const NO_OWNER: &str = "no-owner";
/// The text names an owner that the duty's department column does not.
pub const UNLISTED_OWNER: &str = "unlisted-owner";
/// The words name no receiver: the person who hands off chooses one.
pub const RECEIVER_OPEN: &str = "receiver-open";
/// The words name a receiver that the duty's department column does not.
pub const UNLISTED_RECEIVER: &str = "unlisted-receiver";
/// A body's clause gives something to another body.
pub const BETWEEN_BODIES: &str = "between-bodies";
/// A body's clause gives something to the town.
pub const BODY_TO_TOWN: &str = "body-to-town";
/// What the clause waits for comes from no clause of the duty: it is met when the town records its receipt.
pub const EXTERNAL_WAIT: &str = "external-wait";
/// The clause that fits best depends on the one that waits for it: the wait is external.
pub const CYCLE: &str = "cycle";
/// A body's clause acts on what the town sent, but no clause of the town sends it.
pub const WAIT_UNFED: &str = "wait-unfed";
/// The words ask for an approval and the receiver has one clause that approves, which does not itself say whose papers it acts on.
pub const WAIT_INFERRED: &str = "wait-inferred";
/// A clause that hands something on is taken for a standing duty or a requirement, or a basic duty has no category.
pub const NATURE_UNSURE: &str = "nature-unsure";
/// The clause stands outside every heading of a cell that has headings.
pub const OUTSIDE_SECTIONS: &str = "outside-sections";

/// Every code, for texts and tests.
pub const ALL: [&str; 12] = [
    NO_OWNER,
    UNLISTED_OWNER,
    RECEIVER_OPEN,
    UNLISTED_RECEIVER,
    BETWEEN_BODIES,
    BODY_TO_TOWN,
    EXTERNAL_WAIT,
    CYCLE,
    WAIT_UNFED,
    WAIT_INFERRED,
    NATURE_UNSURE,
    OUTSIDE_SECTIONS,
];
