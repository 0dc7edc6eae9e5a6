//! What stands in the database for ever, and how patient each kind is.

use chrono::Duration;
use jobs::{DeliverMessage, Job, Kind};

#[test]
fn the_names_in_the_database_never_change() {
    let names: Vec<_> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    assert_eq!(names, ["sweep-due", "deliver-message", "run-batch", "recount-dates", "prune-old"]);
    for kind in Kind::ALL {
        assert_eq!(Kind::from_name(kind.name()), Some(kind));
    }
    assert_eq!(Kind::from_name("send-telegram"), None);
}

#[test]
fn a_mail_is_tried_for_a_day_with_growing_pauses() {
    let pauses: Vec<_> = (1..DeliverMessage::MAX_ATTEMPTS).map(DeliverMessage::retry_after).collect();
    assert_eq!(pauses[..4], [1, 2, 4, 8].map(Duration::minutes));
    assert!(pauses.windows(2).all(|pair| pair[0] <= pair[1]));
    assert_eq!(pauses.iter().max(), Some(&Duration::hours(2)));
    let day: Duration = pauses.iter().sum();
    assert!(day >= Duration::hours(24) && day <= Duration::hours(26), "{day}");
}

#[test]
fn no_attempt_number_breaks_a_retry_curve() {
    for kind in Kind::ALL {
        for attempt in [0, 1, 2, 31, 32, 33, 64, u32::MAX] {
            let pause = kind.retry_after(attempt);
            assert!(pause > Duration::zero() && pause <= Duration::hours(2), "{kind:?} {attempt}: {pause}");
        }
    }
}
