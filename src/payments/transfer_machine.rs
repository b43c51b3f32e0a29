//! What to do next about money that the provider is to move to a seller, or back: pure, without
//! actors, storage, network or clocks.
//!
//! An attempt is committed before it is sent, so whoever takes it up after a crash sends the same.
//! Before it is sent, each time, what it is for is looked for: a provider remembers a key for a day
//! only, and neither a restart nor a clock knows for sure how long ago it was sent first. What is on its
//! way still arrives under the same key within that day, so it is moved once. An attempt is given up
//! only when it was refused, which its key would be all day: then there is another, under another key.

use std::time::Duration;

use super::sellers::Moved;
use crate::{
    domain::Attempt,
    types::{BackOff, Reason, Timestamp},
};

/// The waits before attempts after the first: there was too little money, and more comes in time.
const ATTEMPTS: BackOff =
    BackOff { first: Duration::from_secs(300), max: Duration::from_secs(12 * 3600) };

/// What is known of an attempt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownMove {
    /// What was found when what it is for was looked for last: nothing is known any more once it was
    /// sent again and there was no answer.
    pub found: Option<Option<Box<str>>>,
    /// What it was answered by.
    pub answer: Option<Moved>,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MoveStep {
    /// Look for what it is for.
    Find,
    /// Send the attempt: for the first time or again.
    Send,
    /// Nothing until then.
    Wait(Timestamp),
    /// It is moved, under this name.
    Done(Box<str>),
    /// There was too little to move; another attempt may find more.
    Another,
    /// The provider does not move it.
    Refused(Reason),
}

/// What to do next about an attempt.
#[must_use]
pub fn next(attempt: Attempt, known: &KnownMove, now: Timestamp) -> MoveStep {
    let due = attempt.since + wait_before(attempt);
    match (&known.answer, &known.found) {
        (Some(Moved::Done(name)), _) | (_, Some(Some(name))) => MoveStep::Done(name.clone()),
        (Some(Moved::TooLittle), _) => MoveStep::Another,
        (Some(Moved::Refused(why)), _) => MoveStep::Refused(why.clone()),
        (None, _) if now < due => MoveStep::Wait(due),
        (None, None) => MoveStep::Find,
        (None, Some(None)) => MoveStep::Send,
    }
}

/// How long it is waited before an attempt is sent.
fn wait_before(attempt: Attempt) -> Duration {
    match attempt.number.checked_sub(2) {
        None => Duration::ZERO,
        Some(others) => ATTEMPTS.wait(others),
    }
}
