//! What the log says, of what happens on this thread: a test's runtime has no other.

use std::{cell::RefCell, io, sync::OnceLock};

use tracing::Level;

thread_local! {
    static LINES: RefCell<Vec<u8>> = const { RefCell::new(vec![]) };
}

/// Listens to the log.
pub struct Said;

struct OfThisThread;

impl Said {
    pub fn listen() -> Self {
        Self::listen_up_to(Level::INFO)
    }

    /// To what only developers see, too. The tests of one process listen all in the one way or all
    /// in the other.
    pub fn listen_to_all() -> Self {
        Self::listen_up_to(Level::TRACE)
    }

    /// One log for all threads, since tracing asks only the thread that comes first to a place
    /// whether it is listened to.
    fn listen_up_to(level: Level) -> Self {
        static LOG: OnceLock<Level> = OnceLock::new();
        let listened = LOG.get_or_init(|| {
            let log = tracing_subscriber::fmt().with_ansi(false).with_max_level(level);
            let log = log.with_writer(|| OfThisThread).finish();
            tracing::subscriber::set_global_default(log).unwrap();
            level
        });
        assert_eq!(*listened, level, "another test of this process listens otherwise");
        LINES.with_borrow_mut(Vec::clear);
        Self
    }

    /// All of it.
    pub fn text(&self) -> String {
        LINES.with_borrow(|bytes| String::from_utf8_lossy(bytes).into_owned())
    }

    /// In how many lines all of these stand.
    pub fn count(&self, words: &[&str]) -> usize {
        let text = self.text();
        text.lines().filter(|line| words.iter().all(|word| line.contains(word))).count()
    }
}

impl io::Write for OfThisThread {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LINES.with_borrow_mut(|lines| lines.extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
