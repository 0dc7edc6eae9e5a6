//! Reports: typed rows in, csv and xlsx out. No page, export or answer groups, counts or sorts by person; a row may name its holder.

pub mod editions;
pub mod ledger;
pub mod overdue;
pub mod sheet;
pub mod weekly;
