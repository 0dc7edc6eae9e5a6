//! Reminders, notices and mails, from the use case through the queue to a mail server, on a clock that is moved by hand.

mod choices;
mod clock;
mod delivery;
mod fault_run;
mod faults;
mod nth_call;
mod protected;
mod reminders;
mod stage;
