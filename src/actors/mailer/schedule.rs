//! When a mail is tried again, and when no more: pure.

use std::time::Duration;

use crate::{
    delivery::mail::SendError,
    domain::{Mail, MailEvent},
    types::Timestamp,
};

/// For how long a mail is tried. Later nobody has any use for it.
pub const TRIED_FOR: Duration = Duration::from_secs(3 * 24 * 3600);
/// The wait after a mail's first failure; it doubles with each.
pub(super) const FIRST_WAIT: Duration = Duration::from_secs(60);
const WAIT_MAX: Duration = Duration::from_secs(4 * 3600);
/// How long a server that takes nothing is left alone at the most.
const ALONE_MAX: Duration = Duration::from_secs(15 * 60);

/// What is wrong with the mail server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Since when.
    pub since: Timestamp,
    /// What it, or the network, said last.
    pub said: Box<str>,
    /// Until when it is left alone.
    pub until: Timestamp,
    times: u32,
}

/// What has become of a mail that was tried.
pub(super) fn noted(mail: &Mail, result: &Result<(), SendError>, now: Timestamp) -> MailEvent {
    let (error, wait) = match result {
        Ok(()) => return MailEvent::Sent,
        Err(SendError::Refused(error)) => (error, None),
        Err(SendError::NotNow(error)) => (error, Some(doubled(mail.failures, WAIT_MAX))),
        Err(SendError::Unusable(error)) => (error, Some(doubled(mail.failures, ALONE_MAX))),
    };
    let again_at = wait.map(|wait| now + wait).filter(|at| !is_too_old(mail, *at));
    MailEvent::Failed { error: error.clone(), again_at }
}

/// Whether a mail is given up instead of being tried at that time.
pub(super) fn is_too_old(mail: &Mail, at: Timestamp) -> bool {
    at.since(mail.since) >= TRIED_FOR
}

/// How the server stands after it was asked once more. Mails that were under way when it came into
/// trouble are one failure.
pub(super) fn trouble_after(
    before: Option<Trouble>,
    result: &Result<(), SendError>,
    now: Timestamp,
) -> Option<Trouble> {
    let Err(SendError::Unusable(said)) = result else { return None };
    let said = said.clone();
    Some(match before {
        Some(before) if now < before.until => Trouble { said, ..before },
        Some(Trouble { since, times, .. }) => {
            let until = now + doubled(times, ALONE_MAX);
            Trouble { since, said, until, times: times + 1 }
        }
        None => Trouble { since: now, said, until: now + FIRST_WAIT, times: 1 },
    })
}

fn doubled(times: u32, max: Duration) -> Duration {
    FIRST_WAIT.saturating_mul(2_u32.saturating_pow(times)).min(max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{MailAbout, MailStatus},
        types::{MailId, OrderId, UserId},
    };

    const START: Timestamp = Timestamp::from_millis(1_795_348_800_000);

    fn mail(failures: u32) -> Mail {
        let to = UserId::new();
        Mail {
            id: MailId::of(to, "a cause"),
            to,
            about: MailAbout::OrderCompleted(OrderId::new()),
            queued_at: START,
            since: START,
            failures,
            last_failure: None,
            status: MailStatus::Waiting { not_before: START },
        }
    }

    #[test]
    fn failures_and_when_it_is_tried_again() {
        let no: Box<str> = "no".into();
        let minutes = |minutes: u64| Some(Duration::from_secs(60 * minutes));
        let days = |days: u64| Duration::from_secs(days * 24 * 3600);
        let (not_now, unusable) = (SendError::NotNow(no.clone()), SendError::Unusable(no.clone()));
        for (failures, age, error, expect) in [
            (0, Duration::ZERO, not_now.clone(), minutes(1)),
            (1, Duration::ZERO, not_now.clone(), minutes(2)),
            (7, Duration::ZERO, not_now.clone(), minutes(128)),
            (8, Duration::ZERO, not_now.clone(), minutes(240)),
            (u32::MAX, Duration::ZERO, not_now.clone(), minutes(240)),
            (8, days(3) - Duration::from_secs(4 * 3600 + 1), not_now.clone(), minutes(240)),
            (8, days(3) - Duration::from_secs(4 * 3600), not_now, None),
            (0, Duration::ZERO, unusable.clone(), minutes(1)),
            (9, Duration::ZERO, unusable, minutes(15)),
            (0, Duration::ZERO, SendError::Refused(no.clone()), None),
        ] {
            let now = START + age;
            let again_at = expect.map(|wait| now + wait);
            let expect = MailEvent::Failed { error: no.clone(), again_at };
            assert_eq!(
                noted(&mail(failures), &Err(error.clone()), now),
                expect,
                "{error:?} {age:?}"
            );
        }
        assert_eq!(noted(&mail(3), &Ok(()), START), MailEvent::Sent);
    }

    #[test]
    fn a_server_in_trouble_is_left_alone_for_longer_and_longer() {
        let down = Err(SendError::Unusable("down".into()));
        let mut trouble = None;
        let mut now = START;
        let mut waits = vec![];
        for _ in 0..6 {
            trouble = trouble_after(trouble, &down, now);
            let seen = trouble.clone().unwrap();
            assert_eq!(trouble_after(trouble.clone(), &down, now), trouble, "one failure");
            assert_eq!(seen.since, START);
            waits.push(seen.until.since(now).as_secs() / 60);
            now = seen.until;
        }
        assert_eq!(waits, [1, 2, 4, 8, 15, 15]);
        let refused = Err(SendError::Refused("no such user".into()));
        for usable in [Ok(()), refused, Err(SendError::NotNow("greylisted".into()))] {
            assert_eq!(trouble_after(trouble.clone(), &usable, now), None);
        }
    }
}
