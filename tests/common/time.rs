//! Time that a test moves, beside a real network: nobody waits, and nothing is too slow.

use std::time::Duration;

use holdfast::clock::Clock;

/// How long a ticket is held, by default.
pub const HOLD: Duration = Duration::from_secs(900);

/// A clock that shows the machine's time until it is moved by [`pass`].
pub fn clock() -> Clock {
    Clock::following_tokio(Clock::System.now())
}

/// Lets so much time pass at once for all that runs in this test's one thread; then it goes on by
/// itself. Other processes see nothing of it.
pub async fn pass(time: Duration) {
    // Whoever is about to wait for a time begins now, and not after it.
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    tokio::time::pause();
    tokio::time::advance(time).await;
    tokio::time::resume();
}
