//! What to do next about money that the provider is to move to a seller, or back: pure, without
//! actors, storage, network or clocks.
//!
//! The attempt is committed before it is sent, so whoever takes it up after a crash sends the same. A
//! provider remembers a key for a day: so long it is safe to send it again, and so long it may answer by
//! the same refusal. So an attempt is given up only when it is sure that it has moved nothing: it was
//! refused, or its key is forgotten and nothing can be on its way any more; and what it was for is looked
//! for before there is another.

use std::time::Duration;

use super::sellers::Moved;
use crate::{
    domain::{Attempt, RetryCause},
    types::{BackOff, Reason, Timestamp},
};

/// How long an attempt is sent: less than a key is remembered.
pub const SENT_FOR: Duration = Duration::from_secs(23 * 3600);

/// From when on a key is surely forgotten, and nothing that was sent under it on its way.
pub const KEY_FORGOTTEN: Duration = Duration::from_secs(25 * 3600);

/// The waits before attempts after the first: there was too little money, and more comes in time.
const ATTEMPTS: BackOff =
    BackOff { first: Duration::from_secs(300), max: Duration::from_secs(12 * 3600) };

/// What is known of an attempt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownMove {
    /// What it was answered by last; none if it was not sent, or if there was no answer.
    pub answer: Option<Moved>,
    /// What was found when what it is for was looked for since.
    pub found: Option<Option<Box<str>>>,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MoveStep {
    /// Send the attempt: for the first time or again.
    Send,
    /// Look for what it is for.
    Find,
    /// Nothing until then.
    Wait(Timestamp),
    /// It is moved, under this name.
    Done(Box<str>),
    /// Nothing was moved by it, and there is to be another attempt.
    Another(RetryCause),
    /// The provider does not move it.
    Refused(Reason),
}

/// What to do next about an attempt.
#[must_use]
pub fn next(attempt: Attempt, known: &KnownMove, now: Timestamp) -> MoveStep {
    let nothing_found = match (&known.answer, &known.found) {
        (Some(Moved::Done(name)), _) | (_, Some(Some(name))) => {
            return MoveStep::Done(name.clone());
        }
        (_, found) => found.is_some(),
    };
    match &known.answer {
        Some(Moved::TooLittle) if nothing_found => MoveStep::Another(RetryCause::TooLittle),
        Some(Moved::Refused(why)) if nothing_found => MoveStep::Refused(why.clone()),
        Some(_) => MoveStep::Find,
        None => {
            let due = attempt.since + wait_before(attempt);
            match now.since(attempt.since) {
                _ if now < due => MoveStep::Wait(due),
                age if age < SENT_FOR => MoveStep::Send,
                age if age < KEY_FORGOTTEN => MoveStep::Wait(attempt.since + KEY_FORGOTTEN),
                _ if nothing_found => MoveStep::Another(RetryCause::NoAnswer),
                _ => MoveStep::Find,
            }
        }
    }
}

/// How long it is waited before an attempt is sent.
fn wait_before(attempt: Attempt) -> Duration {
    match attempt.number.checked_sub(2) {
        None => Duration::ZERO,
        Some(others) => ATTEMPTS.wait(others),
    }
}
