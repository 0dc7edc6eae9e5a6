//! `dutyflow jobs`: the queue at a glance, with what failed; and a dead job tried again.

use anyhow::anyhow;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::args::{Jobs, JobsCommand, JobsRetry};
use super::out::Out;
use super::{Exit, open};
use crate::service::ServiceError;
use crate::service::actor::Actor;
use crate::service::queue::{self, Queue, Retried, Troubled};
use crate::text::{date, fill};

pub(super) fn run(args: &Jobs, out: &Out) -> anyhow::Result<Exit> {
    match &args.command {
        None => open::block_on(list(args, out)),
        Some(JobsCommand::Retry(args)) => open::block_on(retry(args, out)),
    }
}

async fn list(args: &Jobs, out: &Out) -> anyhow::Result<Exit> {
    let tools = open::tools(&args.place, out).await?;
    let queue = queue::look(&tools, Actor::Console).await?;
    tools.store.close().await?;
    if args.json {
        out.json(&as_json(&queue))?;
    } else {
        tell(&queue, out)?;
    }
    Ok(Exit::Done)
}

fn as_json(queue: &Queue) -> Value {
    let seen = &queue.overview;
    let ticks = seen.ticks.iter().map(|tick| json!({ "schedule": tick.schedule, "last": tick.last, "next": tick.next }));
    let troubled = |jobs: &[Troubled], when: &str| {
        let row = |job: &Troubled| json!({ "id": job.id, "kind": job.kind, "message": job.message, "attempts": job.attempts, "error": job.error, when: job.at });
        jobs.iter().map(row).collect::<Vec<_>>()
    };
    json!({
        "waiting": seen.waiting,
        "later": seen.later,
        "failed": seen.failed,
        "running": seen.running,
        "dead": seen.dead,
        "oldest_waiting": seen.oldest_waiting,
        "ticks": ticks.collect::<Vec<_>>(),
        "failed_jobs": troubled(&queue.failing, "next"),
        "dead_jobs": troubled(&queue.dead, "ended"),
    })
}

fn tell(queue: &Queue, out: &Out) -> anyhow::Result<()> {
    let (t, a, seen) = (out.t, &out.t.admin, &queue.overview);
    let counts = [
        (a.jobs_waiting, seen.waiting),
        (a.jobs_later, seen.later),
        (a.jobs_failing, seen.failed),
        (a.jobs_running, seen.running),
        (a.jobs_dead, seen.dead),
    ];
    let rows: Vec<Vec<String>> = counts.iter().map(|(what, count)| vec![(*what).to_owned(), count.to_string()]).collect();
    out.table(&[t.cli.jobs_col_what, t.cli.jobs_col_count], &rows)?;
    out.line(
        seen.oldest_waiting.map_or_else(|| a.none_waiting.to_owned(), |since| fill(a.oldest, &[("since", &time(Some(since), a.never))])),
    )?;
    let ticks =
        seen.ticks.iter().map(|tick| vec![t.job_kind(tick.schedule).to_owned(), time(tick.last, a.never), time(tick.next, a.never)]);
    out.line("")?;
    out.table(&[a.schedule, a.last_run, a.next_run], &ticks.collect::<Vec<_>>())?;
    for (title, jobs, when) in [(a.jobs_failing, &queue.failing, a.next_run), (a.dead_title, &queue.dead, a.ended)] {
        if jobs.is_empty() {
            continue;
        }
        out.line(format_args!("\n{title}"))?;
        let row = |job: &Troubled| {
            let error = job.error.as_deref().unwrap_or_default().replace('\n', " ");
            vec![job.id.to_string(), t.job_kind(&job.kind).to_owned(), time(job.at, a.never), job.attempts.to_string(), error]
        };
        out.table(&[t.cli.jobs_col_id, a.kind, when, a.attempts, a.last_error], &jobs.iter().map(row).collect::<Vec<_>>())?;
    }
    Ok(())
}

async fn retry(args: &JobsRetry, out: &Out) -> anyhow::Result<Exit> {
    let tools = open::tools(&args.place, out).await?;
    let retried = queue::retry(&tools, Actor::Console, args.id).await;
    tools.store.close().await?;
    let a = &out.t.admin;
    match retried {
        Ok(Retried::Queued) => out.line(a.job_retried)?,
        Ok(Retried::LiveTwin) => out.line(a.job_twin)?,
        Ok(Retried::NotDead) => return Err(anyhow!(a.job_not_dead)),
        Err(ServiceError::NotFound) => return Err(anyhow!(fill(out.t.cli.jobs_none, &[("id", &args.id)]))),
        Err(error) => return Err(error.into()),
    }
    Ok(Exit::Done)
}

/// On the clocks of the county.
fn time(at: Option<DateTime<Utc>>, never: &str) -> String {
    at.map_or_else(|| never.to_owned(), |at| format!("{} {}", date::iso_day(at), date::time(at)))
}
