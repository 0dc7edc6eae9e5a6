//! What people do, told as stories through the services: on the printed list, with time that passes when the story says so.

mod disputes;
mod inside;
mod kill;
mod leads;
mod recurrence;
mod rights;
mod stories;
mod two_at_once;
