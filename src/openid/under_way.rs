//! What was begun at the provider, and what has come back and waits for its owner to say yes: in memory,
//! for ten minutes. Strangers begin these, so the oldest give way.

use std::{collections::VecDeque, time::Duration};

use openidconnect::{Nonce, PkceCodeVerifier};
use parking_lot::Mutex;
use sha2::{Digest as _, Sha256};

use super::ShownOpenId;
use crate::types::{Timestamp, UserId};

/// How many are under way at once.
const UNDER_WAY_MAX: usize = 10_000;
/// How long each may take.
pub const OPENID_LASTS: Duration = Duration::from_secs(600);

/// What somebody is sent to the provider for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenIdIntent {
    /// To sign in as whoever it turns out to be.
    SignIn,
    /// To link the account of this user.
    Link(UserId),
    /// To show again that they are this user.
    Look(UserId),
}

/// What was begun, once it is taken out.
pub struct BegunOpenId {
    /// What for.
    pub intent: OpenIdIntent,
    /// Where to go afterwards.
    pub next: String,
    /// When.
    pub at: Timestamp,
    pub(super) nonce: Nonce,
    pub(super) verifier: PkceCodeVerifier,
}

/// Somebody whom the provider knows, for whom a page of the site's own waits.
#[derive(Debug, Clone)]
pub struct WaitingOpenId {
    /// Who.
    pub shown: ShownOpenId,
    /// Which page.
    pub waits_for: WaitsFor,
    /// Where to go afterwards.
    pub next: String,
}

/// What is still to be done by who was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitsFor {
    /// They have no account: they are to agree to the terms.
    NewAccount,
    /// This account has their address: they are to show its password.
    Password(UserId),
    /// They have, and are to show its second factor.
    SecondStep(UserId),
    /// They are signed in as this user, and are to say that they want it linked.
    Consent(UserId),
}

/// See the module.
#[derive(Default)]
pub struct OpenIdUnderWay(Mutex<VecDeque<UnderWay>>);

struct UnderWay {
    /// Of its cookie the digest, so that comparing tells nothing of it.
    browser: [u8; 32],
    at: Timestamp,
    stage: Stage,
}

enum Stage {
    Begun([u8; 32], BegunOpenId),
    Waiting(WaitingOpenId),
}

fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

impl OpenIdUnderWay {
    pub(super) fn begin(&self, browser: &str, state: &str, begun: BegunOpenId) {
        self.push(browser, begun.at, Stage::Begun(digest(state), begun));
    }

    /// Takes out what was begun in this browser under this state, if it goes on.
    #[must_use]
    pub fn take(&self, browser: &str, state: &str, now: Timestamp) -> Option<BegunOpenId> {
        let state = digest(state);
        let found =
            self.remove(browser, now, |stage| matches!(stage, Stage::Begun(of, _) if *of == state));
        match found? {
            Stage::Begun(_, begun) => Some(begun),
            Stage::Waiting(_) => None,
        }
    }

    /// Keeps who has come back in this browser, in the place of whoever waited in it.
    pub fn wait(&self, browser: &str, waiting: WaitingOpenId, now: Timestamp) {
        self.take_waiting(browser, now);
        self.push(browser, now, Stage::Waiting(waiting));
    }

    /// Who waits in this browser.
    #[must_use]
    pub fn waiting(&self, browser: &str, now: Timestamp) -> Option<WaitingOpenId> {
        let browser = digest(browser);
        let under_way = self.0.lock();
        let mut alive = under_way.iter().filter(|it| now.since(it.at) <= OPENID_LASTS);
        alive.find_map(|it| match &it.stage {
            Stage::Waiting(waiting) if it.browser == browser => Some(waiting.clone()),
            _ => None,
        })
    }

    /// The same, who waits no more.
    pub fn take_waiting(&self, browser: &str, now: Timestamp) -> Option<WaitingOpenId> {
        match self.remove(browser, now, |stage| matches!(stage, Stage::Waiting(_)))? {
            Stage::Waiting(waiting) => Some(waiting),
            Stage::Begun(..) => None,
        }
    }

    fn push(&self, browser: &str, at: Timestamp, stage: Stage) {
        let mut under_way = self.0.lock();
        while under_way.front().is_some_and(|oldest| at.since(oldest.at) > OPENID_LASTS)
            || under_way.len() >= UNDER_WAY_MAX
        {
            under_way.pop_front();
        }
        under_way.push_back(UnderWay { browser: digest(browser), at, stage });
    }

    fn remove(&self, browser: &str, now: Timestamp, is: impl Fn(&Stage) -> bool) -> Option<Stage> {
        let browser = digest(browser);
        let mut under_way = self.0.lock();
        let at = under_way.iter().position(|it| it.browser == browser && is(&it.stage))?;
        let found = under_way.remove(at)?;
        (now.since(found.at) <= OPENID_LASTS).then_some(found.stage)
    }
}
