//! `dutyflow serve` and `dutyflow worker`: one process for pages, API and queue, or the queue alone; both end in order.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::anyhow;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch as flag;

use super::args::{Place, Serve};
use super::log::log;
use super::out::Out;
use super::{Exit, open};
use crate::app;
use crate::config::Config;
use crate::service::{Tools, people};
use crate::state::AppState;
use crate::text::fill;
use crate::watch;
use crate::worker::{Worker, mailer};

/// How long requests may take to end after the signal to stop.
const DRAIN_LIMIT: Duration = Duration::from_secs(20);
/// How often a process looks whether another one has changed the calendar.
const CALENDAR_LOOK: std::time::Duration = std::time::Duration::from_secs(10);

pub(super) fn run(args: &Serve, out: &Out) -> anyhow::Result<Exit> {
    let mut config = open::config(&args.place)?;
    if let Some(listen) = args.listen {
        config.server.listen = listen;
    }
    log(&config)?;
    open::block_on(async {
        let (store, done) = open::migrated(&config).await?;
        if !done.applied.is_empty() {
            tracing::info!(applied = done.applied.len(), copy = ?done.copy, "database brought up to date");
        }
        let tools = open::on(store).await?;
        let listener = listen(config.server.listen, out).await?;
        config.server.listen = listener.local_addr()?;
        out.note(fill(out.t.cli.listening, &[("url", &config.server.public_url())]));
        if !people::has_admin(&tools).await? {
            out.note(out.t.cli.no_admin);
            out.note(format_args!("  dutyflow user add 管理员甲 --login admin --role 系统管理员{}", data_option(&args.place)));
            out.note(format_args!("  dutyflow town add 镇名 --county 县名{}", data_option(&args.place)));
        }
        serve(tools, config, listener, out).await?;
        Ok(Exit::Done)
    })
}

fn data_option(place: &Place) -> String {
    place.data.as_ref().map(|dir| format!(" --data {}", dir.display())).unwrap_or_default()
}

pub(super) fn run_worker(place: &Place, out: &Out) -> anyhow::Result<Exit> {
    let config = open::config(place)?;
    log(&config)?;
    open::block_on(async {
        let (store, _) = open::migrated(&config).await?;
        let tools = open::on(store).await?;
        let stop = stop_signal(out)?;
        let worker = Worker::from_config(tools.clone(), &config)?;
        let watching = watch_on(config.metrics.listen, &tools, out).await?;
        worker.run(stopped(stop)).await?;
        drop(watching);
        tools.store.close().await?;
        out.note(out.t.cli.stopped);
        Ok(Exit::Done)
    })
}

/// Metrics and health on a listener of their own, if one is configured; they end when the guard is dropped.
async fn watch_on(address: Option<SocketAddr>, tools: &Tools, out: &Out) -> anyhow::Result<Option<AbortOnDrop>> {
    let Some(address) = address else { return Ok(None) };
    let listener = listen(address, out).await?;
    tracing::info!(address = %listener.local_addr()?, "metrics");
    let serving = axum::serve(listener, watch::router(tools.clone())).into_future();
    Ok(Some(AbortOnDrop(tokio::spawn(serving).abort_handle())))
}

/// Lets the pages of this process see within seconds what another one entered into the calendar; acts and jobs look for themselves.
fn watch_calendar(tools: Tools) -> AbortOnDrop {
    let looking = async move {
        let mut ticks = tokio::time::interval(CALENDAR_LOOK);
        loop {
            ticks.tick().await;
            if let Err(error) = tools.calendar.refresh(tools.store.read()).await {
                tracing::warn!(%error, "the calendar could not be looked at");
            }
        }
    };
    AbortOnDrop(tokio::spawn(looking).abort_handle())
}

/// Ends a task with its owner.
struct AbortOnDrop(tokio::task::AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A listener on the address.
pub(super) async fn listen(address: SocketAddr, out: &Out) -> anyhow::Result<TcpListener> {
    let bound = TcpListener::bind(address).await;
    bound.map_err(|error| anyhow!(fill(out.t.cli.cannot_listen, &[("address", &address), ("reason", &error)])))
}

/// Serves pages and works off the queue until told to stop; ends early when the worker dies.
pub(super) async fn serve(tools: Tools, config: Config, listener: TcpListener, out: &Out) -> anyhow::Result<()> {
    let stop = stop_signal(out)?;
    let (ended, end) = flag::channel(false);
    let worker = Worker::from_config(tools.clone(), &config)?;
    let watching = watch_on(config.metrics.listen, &tools, out).await?;
    let watching_calendar = watch_calendar(tools.clone());
    let working = tokio::spawn(worker.run(stopped(end.clone())));
    let router = app::router(AppState { tools: tools.clone(), mailer: mailer(&config)?, config: Arc::new(config) });
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = tokio::spawn(axum::serve(listener, service).with_graceful_shutdown(stopped(end)).into_future());
    tokio::pin!(working, serving);
    let mut worker_ended = None;
    let mut server_ended = None;
    tokio::select! {
        () = stopped(stop) => {}
        result = &mut working => worker_ended = Some(result),
        result = &mut serving => server_ended = Some(result),
    }
    // Whoever ended first takes the other along.
    let _ = ended.send(true);
    if server_ended.is_none() {
        // An open connection that sends nothing must not hold the process up.
        let _ = tokio::time::timeout(DRAIN_LIMIT, &mut serving).await;
    }
    let worked = match worker_ended {
        Some(result) => result,
        None => working.await,
    };
    drop((watching, watching_calendar));
    tools.store.close().await?;
    worked??;
    if let Some(result) = server_ended {
        result??;
    }
    out.note(out.t.cli.stopped);
    Ok(())
}

/// Turns true at SIGTERM or SIGINT; a second one ends the process at once.
fn stop_signal(out: &Out) -> anyhow::Result<flag::Receiver<bool>> {
    let (told, tell) = flag::channel(false);
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let out = Out::new(out.t);
    tokio::spawn(async move {
        let mut next = async || {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        };
        next().await;
        out.note(out.t.cli.stopping);
        let _ = told.send(true);
        next().await;
        std::process::exit(130);
    });
    Ok(tell)
}

/// Resolves when the flag is true, or nobody can set it any more.
async fn stopped(mut flag: flag::Receiver<bool>) {
    let _ = flag.wait_for(|stop| *stop).await;
}
