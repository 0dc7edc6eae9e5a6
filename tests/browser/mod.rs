//! What people do, told as stories in a real browser: each by the words that stand on the pages.

mod allowance;
mod desk;
mod gallery;
mod lead;
mod mails;
mod on_behalf;
mod overdue;
mod template;
mod withdrawn;
mod without_scripts;
