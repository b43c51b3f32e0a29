//! Passkeys (WebAuthn): what a browser is asked for, and whether what it answers is that.
//!
//! By `webauthn-rs`, whose cryptography is RustCrypto's since 0.6: no OpenSSL (docs/security.md). What a ceremony was begun with is kept here, in memory, and taken
//! out once: so no answer counts twice, and a restart has whoever is in the middle begin again. Strangers
//! begin these, so they are few for each address, and the oldest give way; passwords and codes do
//! not need them.
//!
//! A passkey is bound to the site's name, so there are none where that is a number.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use parking_lot::Mutex;
use serde_json::{Value, json};
use url::Url;
use uuid::Uuid;
use webauthn_rs::{
    Webauthn, WebauthnBuilder,
    prelude::{DiscoverableAuthentication, Passkey, PasskeyAuthentication, PasskeyRegistration},
};

use crate::{
    domain::{User, rules::factors::CREDENTIAL_BYTES_MAX},
    types::UserId,
};

/// How many ceremonies are under way at once, and how long each may take.
const CEREMONIES_MAX: usize = 10_000;
const CEREMONY_LASTS: Duration = Duration::from_secs(300);

/// See the module.
pub struct Passkeys {
    webauthn: Webauthn,
    under_way: Mutex<VecDeque<UnderWay>>,
}

struct UnderWay {
    id: Uuid,
    begun: Instant,
    ceremony: Ceremony,
}

enum Ceremony {
    Register(UserId, PasskeyRegistration),
    /// Of somebody who is known by something else.
    Show(UserId, PasskeyAuthentication),
    /// Of whoever it turns out to be.
    SignIn(DiscoverableAuthentication),
}

/// A passkey that a browser has made.
#[derive(Debug)]
pub struct NewPasskey {
    /// What names it.
    pub id: Box<[u8]>,
    /// Its public key and the like.
    pub credential: Box<str>,
}

/// A passkey that was shown, and is as this says since.
#[derive(Debug)]
pub struct ShownPasskey {
    /// Whose it says it is.
    pub user: UserId,
    /// Which.
    pub id: Box<[u8]>,
    /// As it was.
    pub before: Box<str>,
    /// As it is.
    pub after: Box<str>,
}

impl Passkeys {
    /// For a site of this name, that is found there; none where passkeys cannot be.
    #[must_use]
    pub fn of(name: &str, base_url: &str) -> Option<Self> {
        let url = Url::parse(base_url).ok()?;
        let host = url.domain()?;
        let webauthn = WebauthnBuilder::new(host, &url).ok()?.rp_name(name);
        // On this machine a site is tried at whatever port is free.
        let webauthn = webauthn.allow_any_port(host == "localhost").build().ok()?;
        Some(Self { webauthn, under_way: Mutex::default() })
    }

    /// What a browser is asked for to make a passkey of a user's; nothing if that fails.
    #[must_use]
    pub fn begin_registration(&self, user: &User) -> Option<Value> {
        let known = all_of(user).iter().map(|passkey| passkey.cred_id().clone()).collect();
        let id = Uuid::from_bytes(*user.id.as_bytes());
        let address = user.email.as_str();
        let begun = self.webauthn.start_passkey_registration(id, address, address, Some(known));
        let (asked, state) = begun.ok()?;
        let mut asked = serde_json::to_value(asked).ok()?;
        // One that is kept with whose it is signs in without an address being typed.
        let chosen = asked.pointer_mut("/publicKey/authenticatorSelection")?.as_object_mut()?;
        chosen.insert("residentKey".into(), json!("preferred"));
        Some(self.begin(asked, Ceremony::Register(user.id, state)))
    }

    /// The passkey that a browser has made for a user; none if it is not what was asked for.
    #[must_use]
    pub fn finish_registration(&self, id: &str, user: UserId, said: &str) -> Option<NewPasskey> {
        let Ceremony::Register(_, state) = self.take(id, Some(user))? else { return None };
        let said = serde_json::from_str(said).ok()?;
        let made = self.webauthn.finish_passkey_registration(&said, &state);
        let made =
            made.inspect_err(|error| tracing::info!(%error, "a passkey was not made")).ok()?;
        let credential = serde_json::to_string(&made).ok()?;
        let id = made.cred_id().as_slice().into();
        (credential.len() <= CREDENTIAL_BYTES_MAX)
            .then(|| NewPasskey { id, credential: credential.into() })
    }

    /// What a browser is asked for to show a passkey of this user's; nothing if they have none.
    #[must_use]
    pub fn begin_showing(&self, user: &User) -> Option<Value> {
        let known = all_of(user);
        if known.is_empty() {
            return None;
        }
        let (asked, state) = self.webauthn.start_passkey_authentication(&known).ok()?;
        Some(self.begin(serde_json::to_value(asked).ok()?, Ceremony::Show(user.id, state)))
    }

    /// The passkey that a browser shows for this user; none if it is not what was asked for.
    #[must_use]
    pub fn finish_showing(&self, id: &str, user: &User, said: &str) -> Option<ShownPasskey> {
        let Ceremony::Show(_, state) = self.take(id, Some(user.id))? else { return None };
        let said = serde_json::from_str(said).ok()?;
        let shown = self.webauthn.finish_passkey_authentication(&said, &state);
        let shown = shown.inspect_err(|error| tracing::info!(%error, "a wrong passkey")).ok()?;
        self::shown(user, shown.cred_id().as_slice(), |passkey| {
            passkey.update_credential(&shown).is_some()
        })
    }

    /// What a browser is asked for to show any passkey of this site's.
    #[must_use]
    pub fn begin_sign_in(&self) -> Option<Value> {
        let (asked, state) = self.webauthn.start_discoverable_authentication().ok()?;
        let mut asked = serde_json::to_value(asked).ok()?;
        // A button asks for it, and no field.
        asked.as_object_mut()?.remove("mediation");
        Some(self.begin(asked, Ceremony::SignIn(state)))
    }

    /// The passkey that a browser shows, of the user whom this finds; none if it is not what was asked
    /// for, or nobody's.
    #[must_use]
    pub fn finish_sign_in(
        &self,
        id: &str,
        said: &str,
        find: impl FnOnce(UserId) -> Option<User>,
    ) -> Option<ShownPasskey> {
        let Ceremony::SignIn(state) = self.take(id, None)? else { return None };
        let said = serde_json::from_str(said).ok()?;
        let (whose, key) = self.webauthn.identify_discoverable_authentication(&said).ok()?;
        let user = find(UserId::from_bytes(*whose.as_bytes()))?;
        let known = all_of(&user);
        let known = known.iter().find(|passkey| passkey.cred_id().as_slice() == key)?;
        let shown = self.webauthn.finish_discoverable_authentication_v2(&said, state, known);
        let shown = shown.inspect_err(|error| tracing::info!(%error, "a wrong passkey")).ok()?;
        self::shown(&user, shown.cred_id().as_slice(), |passkey| {
            passkey.update_credential(&shown).is_some()
        })
    }

    fn begin(&self, mut asked: Value, ceremony: Ceremony) -> Value {
        // Half of it is random: more than anybody guesses in five minutes.
        let (id, now) = (Uuid::now_v7(), Instant::now());
        let mut under_way = self.under_way.lock();
        while under_way
            .front()
            .is_some_and(|oldest| now.duration_since(oldest.begun) > CEREMONY_LASTS)
            || under_way.len() >= CEREMONIES_MAX
        {
            under_way.pop_front();
        }
        under_way.push_back(UnderWay { id, begun: now, ceremony });
        asked["ceremony"] = json!(id.to_string());
        asked
    }

    /// Takes a ceremony out, if it is this user's and goes on.
    fn take(&self, id: &str, user: Option<UserId>) -> Option<Ceremony> {
        let id: Uuid = id.parse().ok()?;
        let mut under_way = self.under_way.lock();
        let at = under_way.iter().position(|it| it.id == id)?;
        let found = under_way.remove(at)?;
        let whose = match found.ceremony {
            Ceremony::Register(user, _) | Ceremony::Show(user, _) => Some(user),
            Ceremony::SignIn(_) => None,
        };
        (whose == user && found.begun.elapsed() <= CEREMONY_LASTS).then_some(found.ceremony)
    }
}

/// A user's passkeys.
fn all_of(user: &User) -> Vec<Passkey> {
    let stored = user.factors.passkeys.iter();
    stored.filter_map(|passkey| serde_json::from_str(&passkey.credential).ok()).collect()
}

/// A passkey of a user's as it is after it was shown.
fn shown(
    user: &User,
    id: &[u8],
    update: impl FnOnce(&mut Passkey) -> bool,
) -> Option<ShownPasskey> {
    let stored = user.factors.passkeys.iter().find(|passkey| *passkey.id == *id)?;
    let mut passkey: Passkey = serde_json::from_str(&stored.credential).ok()?;
    if !update(&mut passkey) {
        return None;
    }
    let after = serde_json::to_string(&passkey).ok()?.into();
    Some(ShownPasskey { user: user.id, id: id.into(), before: stored.credential.clone(), after })
}
