//! The log: lines on standard output, written by a thread of their own.
//!
//! Whoever reads them may be slow, or stop reading: no request waits for that. Under load many
//! lines are one write.

use std::{
    io::{self, BufWriter, IsTerminal as _, Stdout, Write, stdout},
    sync::mpsc::channel,
    thread,
    time::Duration,
};

use tracing_appender::non_blocking::{ErrorCounter, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::{
    filter::{LevelFilter, Targets},
    layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

use crate::config::{self, LogFormat, LogLevel};

/// How many lines may wait for a slow reader, some 200 bytes each; more are left out.
const WAITING_MAX: usize = 50_000;

/// How much is written at once.
const WRITE_BYTES: usize = 64 << 10;

/// How often it is told that lines were left out.
const TELL: Duration = Duration::from_secs(10);

/// How long the last lines may take to be written at the end.
const STOP: Duration = Duration::from_secs(2);

/// How long lines are gathered after a write: waking a thread for each of many costs more than the
/// line.
const GATHER: Duration = Duration::from_millis(10);

/// The running log.
pub(crate) struct Log {
    left_out: ErrorCounter,
    writing: WorkerGuard,
}

impl Log {
    /// Starts it, for the whole process; so once.
    pub(crate) fn start(config: &config::LogConfig) -> Self {
        let level = match config.level {
            LogLevel::Error => tracing::Level::ERROR,
            LogLevel::Warn => tracing::Level::WARN,
            LogLevel::Info => tracing::Level::INFO,
            LogLevel::Debug => tracing::Level::DEBUG,
        };
        // Of the libraries only what is wrong: tower-sessions would name session ids below that.
        // And nothing of NATS's client, which logs each try: the bus says what is wrong, once.
        let targets = Targets::new()
            .with_default(tracing::Level::ERROR)
            .with_target("holdfast", level)
            .with_target("async_nats", LevelFilter::OFF);
        let (lines, writing) = NonBlockingBuilder::default()
            .lossy(true)
            .buffered_lines_limit(WAITING_MAX)
            .thread_name("log")
            .finish(Batches(BufWriter::with_capacity(WRITE_BYTES, stdout())));
        let left_out = lines.error_counter();
        let registry = tracing_subscriber::registry().with(targets);
        let layer = tracing_subscriber::fmt::layer().with_writer(lines);
        match config.format {
            LogFormat::Text => {
                let colours = stdout().is_terminal();
                registry.with(layer.with_ansi(colours).with_target(false)).init();
            }
            LogFormat::Json => registry.with(layer.json().flatten_event(true)).init(),
        }
        Self { left_out, writing }
    }

    /// Tells, as long as it is polled, when lines had to be left out.
    pub(crate) fn tell_what_is_left_out(&self) -> impl Future<Output = ()> + Send + 'static {
        let left_out = self.left_out.clone();
        async move {
            let mut told = 0;
            loop {
                tokio::time::sleep(TELL).await;
                let lines = left_out.dropped_lines();
                if lines > told {
                    tracing::warn!(
                        lines,
                        "lines of this log were left out since the start: its reader is too slow"
                    );
                }
                // Else it was left out itself.
                if left_out.dropped_lines() == lines {
                    told = lines;
                }
            }
        }
    }

    /// Writes what still waits, unless nobody reads it.
    pub(crate) fn finish(self) {
        let (is_written, written) = channel();
        // By a thread that may hang: the library says on standard output that it cannot write
        // there.
        let _ = thread::Builder::new().spawn(move || {
            drop(self.writing);
            let _ = is_written.send(());
        });
        let _ = written.recv_timeout(STOP);
    }
}

/// Writes what is there, and rests, so that more comes together.
struct Batches(BufWriter<Stdout>);

impl Write for Batches {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    #[expect(clippy::disallowed_methods, reason = "the time is what is waited for")]
    fn flush(&mut self) -> io::Result<()> {
        let written = self.0.flush();
        thread::sleep(GATHER);
        written
    }
}
