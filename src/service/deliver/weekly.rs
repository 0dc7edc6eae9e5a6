//! The overdue report of a week, made at the moment at which it leaves.

use workflow::people::{Role, Viewer};

use super::relevance::{NO_LINE, NOT_ENTITLED, Said};
use crate::mail::{Attachment, Weekly};
use crate::report::overdue::Rows;
use crate::report::weekly::weekly;
use crate::service::mail_choices::SUPERVISE;
use crate::service::tools::Tools;
use crate::service::work;
use crate::store::{StoreError, Tx};

/// What the report says to this person now; nothing to who does not see it any more.
pub(super) async fn read(tx: &Tx, tools: &Tools, viewer: &Viewer, language: &str) -> Result<Said, StoreError> {
    if !SUPERVISE.iter().any(|role: &Role| viewer.is(*role)) {
        return Ok(Said::Nothing(NOT_ENTITLED));
    }
    let late = work::late_at(tx, viewer, tools.now()).await?;
    let rows = Rows {
        at: late.at,
        tasks: &late.tasks,
        hand_offs: &late.hand_offs,
        undated_tasks: &late.undated_tasks,
        undated_hand_offs: &late.undated_hand_offs,
        official: &late.official,
        turns: &late.turns,
        names: &late.names,
    };
    let report = weekly(language, rows, &|town| tools.calendar.of(town))
        .map_err(|error| StoreError::Inconsistent(format!("the workbook: {error}")))?;
    if report.town + report.body == 0 {
        return Ok(Said::Nothing(NO_LINE));
    }
    Ok(Said::Weekly(Box::new(Weekly {
        day: late.at,
        town: report.town,
        body: report.body,
        official: report.official,
        undated: report.undated,
        units: report.units,
        sheet: Attachment { name: report.file, bytes: report.xlsx },
    })))
}
