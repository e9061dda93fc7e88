//! Progress on the terminal: bars with rate and time left when a person watches, plain lines otherwise; Ctrl-C.

use indicatif::{ProgressBar, ProgressStyle};
use restage_pipeline::Progress;
use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::fmt::time::uptime;

/// Between two plain progress lines.
const PLAIN_INTERVAL: Duration = Duration::from_secs(10);

/// Sends log events to stderr: warnings by default, more with `-v`, anything with `RUST_LOG`. With `-vv` every span
/// (an episode, a stage of the work on it) is a line when it ends, with the time that it took.
pub fn start_logging(verbose: u8) {
    let level = match verbose {
        // Bevy warns of software rendering whenever an adapter is looked at; `doctor` and the summary name the
        // renderer that is used.
        0 => "warn,bevy_render=error",
        1 => "info",
        _ => "debug",
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match verbose {
        0 | 1 => log.without_time().init(),
        _ => log.with_timer(uptime()).with_span_events(FmtSpan::CLOSE).init(),
    }
}

/// A line on stderr. Nobody may be listening any more; work goes on then.
pub fn tell(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Progress for a person or a log file. The first Ctrl-C asks for a clean stop, the second ends at once.
pub struct Terminal {
    interactive: bool,
    state: Mutex<State>,
    stop: Arc<AtomicBool>,
}

#[derive(Default)]
struct State {
    bar: Option<ProgressBar>,
    stage: String,
    total: Option<u64>,
    started: Option<Instant>,
    last_line: Option<Instant>,
}

impl Terminal {
    /// Takes over Ctrl-C and watches whether stderr is a terminal.
    ///
    /// # Errors
    /// When the signal handler cannot be set.
    pub fn new() -> anyhow::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&stop);
        ctrlc::set_handler(move || {
            if flag.swap(true, Ordering::SeqCst) {
                std::process::exit(130);
            }
            tell("\nstopping: finished episodes are kept; press Ctrl-C again to end at once");
        })?;
        Ok(Self { interactive: std::io::stderr().is_terminal(), state: Mutex::default(), stop })
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Progress for Terminal {
    fn begin(&self, stage: &str, total: Option<u64>) {
        let mut state = self.state();
        *state = State { stage: stage.to_owned(), total, started: Some(Instant::now()), ..State::default() };
        if self.interactive {
            let bar = total.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
            let template = match total {
                Some(_) => "{msg} [{bar:30}] {pos}/{len} {per_sec} {eta} left  {prefix}",
                None => "{spinner} {msg} {elapsed}",
            };
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style.progress_chars("=> "));
            }
            bar.set_message(stage.to_owned());
            bar.enable_steady_tick(Duration::from_millis(200));
            state.bar = Some(bar);
        } else {
            tell(&format!("{stage} ..."));
        }
    }

    fn advance(&self, done: u64, note: &str) {
        let mut state = self.state();
        if let Some(bar) = &state.bar {
            bar.set_position(done);
            bar.set_prefix(note.to_owned());
            return;
        }
        let due = state.last_line.is_none_or(|last| last.elapsed() >= PLAIN_INTERVAL);
        if due || Some(done) == state.total {
            state.last_line = Some(Instant::now());
            let elapsed = state.started.map_or(0.0, |start| start.elapsed().as_secs_f64());
            let rate = done as f64 / elapsed.max(1e-3);
            let left = state.total.map_or(String::new(), |total| {
                format!(" of {total}, {:.0} s left", total.saturating_sub(done) as f64 / rate.max(1e-9))
            });
            tell(&format!("{}: {done}{left}, {rate:.2}/s {note}", state.stage));
        }
    }

    fn end(&self) {
        if let Some(bar) = self.state().bar.take() {
            bar.finish_and_clear();
        }
    }

    fn say(&self, message: &str) {
        let state = self.state();
        match &state.bar {
            Some(bar) => bar.suspend(|| tell(message)),
            None => tell(message),
        }
    }

    fn stop_requested(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }
}
