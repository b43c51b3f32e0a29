//! How long a sign-in lasts, which tries are noted, and what is elsewhere.

use std::{net::IpAddr, time::Duration};

use crate::{
    domain::{SignIn, SignInBy, SignInHistory, TRIES_KEPT_MAX, User},
    types::Timestamp,
};

/// How many browsers one account is signed in with: one more ends the oldest.
pub const SIGN_INS_MAX: usize = 50;

/// How long a sign-in lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lasting {
    /// Since it was used last.
    pub idle: Duration,
    /// Since it began, however much it is used.
    pub at_most: Duration,
}

impl Lasting {
    /// When a sign-in runs out, if it is not used again.
    #[must_use]
    pub fn end(&self, sign_in: &SignIn) -> Timestamp {
        (sign_in.seen_at + self.idle).min(sign_in.begun_at + self.at_most)
    }

    /// Whether a sign-in is this user's and goes on: it has neither been ended, alone or with all
    /// others of its user, nor run out.
    #[must_use]
    pub fn goes_on(&self, sign_in: &SignIn, user: &User, now: Timestamp) -> bool {
        sign_in.ended_at.is_none()
            && sign_in.user == user.id
            && sign_in.epoch == user.epoch
            && !user.is_deleted()
            && now < self.end(sign_in)
    }
}

/// A failed try from the network of one that was noted within this is not noted.
const NOTED_AGAIN: Duration = Duration::from_secs(3600);
/// In how long no more failed tries are noted than are kept: whoever guesses writes nothing more.
const NOTED_FULL: Duration = Duration::from_secs(24 * 3600);

/// Whether a failed try to sign in is noted, by a wrong password or, after the right one, by a wrong
/// second factor: of each kind by itself, so that none hides the other. Strangers cause these: so many a
/// day and account, however many there are.
#[must_use]
pub fn is_noted(history: Option<&SignInHistory>, by: SignInBy, from: &str, now: Timestamp) -> bool {
    let failed = history.map_or(&[][..], |history| &history.failed);
    let failed = failed.iter().filter(|it| it.by.second.is_some() == by.second.is_some());
    let within = |span: Duration| failed.clone().filter(move |tried| now.since(tried.at) < span);
    let is_known = within(NOTED_AGAIN).any(|tried| is_near(&tried.from, from));
    !is_known && within(NOTED_FULL).count() < TRIES_KEPT_MAX
}

/// Whether a sign-in is from elsewhere: with a browser, or from a network, of which none of the account's
/// kept sign-ins is. The first of all is not.
pub fn is_elsewhere<'a>(
    (browser, from): (&str, &str),
    known: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> bool {
    let mut known = known.into_iter().peekable();
    known.peek().is_some() && !known.any(|(with, at)| with == browser && is_near(at, from))
}

/// Whether two addresses are of one network, as providers give them out: the first 16 bits of IPv4, 32 of
/// IPv6.
fn is_near(one: &str, other: &str) -> bool {
    match (one.parse(), other.parse()) {
        (Ok(IpAddr::V4(one)), Ok(IpAddr::V4(other))) => {
            (one.to_bits() ^ other.to_bits()).leading_zeros() >= 16
        }
        (Ok(IpAddr::V6(one)), Ok(IpAddr::V6(other))) => {
            (one.to_bits() ^ other.to_bits()).leading_zeros() >= 32
        }
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{SecondFactor, SignInTry},
        types::UserId,
    };

    #[test]
    fn elsewhere_is_another_browser_or_another_network() {
        let known = [("Firefox on Linux", "192.0.2.7"), ("Safari on iPhone", "2001:db8:1:2::")];
        for (browser, from, expect) in [
            ("Firefox on Linux", "192.0.2.7", false),
            ("Firefox on Linux", "192.0.200.1", false),
            ("Firefox on Linux", "192.1.2.7", true),
            ("Chrome on Linux", "192.0.2.7", true),
            ("Safari on iPhone", "2001:db8:ffff::", false),
            ("Safari on iPhone", "2001:db9:1:2::", true),
            ("Safari on iPhone", "192.0.2.7", true),
            ("Safari on iPhone", "nonsense", true),
        ] {
            assert_eq!(is_elsewhere((browser, from), known), expect, "{browser} {from}");
        }
        assert!(!is_elsewhere(("Firefox on Linux", "192.0.2.7"), []), "the first of all");
    }

    #[test]
    fn of_failed_tries_one_an_hour_and_network_is_noted_and_so_many_a_day() {
        let start = Timestamp::from_millis(1_795_348_800_000);
        let mut history = SignInHistory { id: UserId::new(), succeeded: vec![], failed: vec![] };
        let mut noted = vec![];
        // From ten networks in turn, one try a minute, for two days.
        for minute in 0..2880 {
            let now = start + Duration::from_secs(60 * minute);
            let from = format!("198.{}.100.{}", minute % 10, minute % 256);
            if is_noted(Some(&history), SignInBy::default(), &from, now) {
                noted.push(minute);
                history.failed.push(SignInTry {
                    at: now,
                    browser: "".into(),
                    from: from.into(),
                    by: SignInBy::default(),
                });
            }
        }
        let by = SignInBy::default();
        assert!(is_noted(None, by, "192.0.2.7", start));
        // Wrong passwords hide no wrong code.
        let by = SignInBy { second: Some(SecondFactor::Code), ..by };
        let now = start + Duration::from_secs(60 * 1519);
        assert!(is_noted(Some(&history), by, "198.9.100.1", now));
        let expect = (0..10).chain(60..70).chain(1440..1450).chain(1500..1510);
        assert_eq!(noted, expect.collect::<Vec<_>>());
    }
}
