//! A bar for work that takes longer than a second, and only where somebody sits before a terminal.

use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::Duration;

use anyhow::anyhow;
use indicatif::{ProgressBar, ProgressStyle};

use super::out::on_terminal;

/// Work that ends sooner shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// Does work that cannot say how far it is; from the second second on something moves.
pub(super) fn during<T: Send>(label: &str, work: impl FnOnce() -> T + Send) -> anyhow::Result<T> {
    if !on_terminal() {
        return Ok(work());
    }
    std::thread::scope(|scope| {
        let (done, wait) = sync_channel(1);
        scope.spawn(move || done.send(work()));
        match wait.recv_timeout(PATIENCE) {
            Ok(value) => return Ok(value),
            Err(RecvTimeoutError::Disconnected) => return Err(anyhow!("the work was interrupted")),
            Err(RecvTimeoutError::Timeout) => {}
        }
        let spinner = ProgressBar::new_spinner().with_message(label.to_owned());
        spinner.enable_steady_tick(Duration::from_millis(120));
        let value = wait.recv();
        spinner.finish_and_clear();
        value.map_err(|_| anyhow!("the work was interrupted"))
    })
}

/// A bar that shows itself when the work is not done within a second.
pub(super) struct Bar {
    bar: ProgressBar,
    since: std::time::Instant,
}

impl Bar {
    pub(super) fn new() -> Self {
        let bar = ProgressBar::hidden();
        if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:30}] {pos}/{len}") {
            bar.set_style(style.progress_chars("=> "));
        }
        Self { bar, since: std::time::Instant::now() }
    }

    /// Says how far the work is.
    pub(super) fn at(&self, label: &str, done: usize, all: usize) {
        if on_terminal() && self.bar.is_hidden() && self.since.elapsed() >= PATIENCE {
            self.bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
        }
        self.bar.set_length(u64::try_from(all).unwrap_or(u64::MAX));
        self.bar.set_message(label.to_owned());
        self.bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
