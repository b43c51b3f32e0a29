//! What the log says, of what happens on this thread: a test's runtime has no other.

use std::{cell::RefCell, io, sync::Once};

use tracing_subscriber::util::SubscriberInitExt as _;

thread_local! {
    static LINES: RefCell<Vec<u8>> = const { RefCell::new(vec![]) };
}

/// Listens to the log.
pub struct Said;

struct OfThisThread;

impl Said {
    /// One log for all threads, since tracing asks only the thread that comes first to a place
    /// whether it is listened to.
    pub fn listen() -> Self {
        static LOG: Once = Once::new();
        LOG.call_once(|| {
            tracing_subscriber::fmt().with_ansi(false).with_writer(|| OfThisThread).finish().init();
        });
        LINES.with_borrow_mut(Vec::clear);
        Self
    }

    /// In how many lines all of these stand.
    pub fn count(&self, words: &[&str]) -> usize {
        LINES.with_borrow(|bytes| {
            let text = String::from_utf8_lossy(bytes);
            text.lines().filter(|line| words.iter().all(|word| line.contains(word))).count()
        })
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
