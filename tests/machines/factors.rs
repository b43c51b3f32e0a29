//! The factors by which an account is signed in to: what each change comes to, and that no code counts
//! twice.

use std::time::Duration;

use holdfast::{
    domain::{
        LinkKey, OpenIdSubject, PasswordHash, RecoveryCode, RecoveryCodeHash, TotpSeed, User,
        UserEvent,
        rules::factors::{FactorChange, FactorRefusal, PASSKEYS_MAX, ShownCode, decide},
    },
    types::{Email, PasskeyName, Timestamp},
};
use totp_rs::{Builder, Secret};

use super::{NOW, buyer};

const KEY: LinkKey = LinkKey([1; LinkKey::BYTES]);
const STEP: Duration = Duration::from_secs(30);

/// An account, its password's hash, and what an app shows for a seed at a moment.
struct Account {
    user: User,
    password: PasswordHash,
}

impl Account {
    fn new() -> Self {
        let password = PasswordHash("hash".into());
        let email = Email::parse("ada@example.org").unwrap();
        let created = UserEvent::Created { email, password: password.clone() };
        let mut user = None;
        User::apply(&mut user, buyer(), &created, NOW).unwrap();
        Self { user: user.unwrap(), password }
    }

    fn change(&mut self, change: FactorChange, at: Timestamp) -> Result<usize, FactorRefusal> {
        let events = decide(&KEY, &self.user, change, at)?;
        for event in &events {
            let mut user = Some(self.user.clone());
            User::apply(&mut user, buyer(), event, at).unwrap();
            self.user = user.unwrap();
        }
        Ok(events.len())
    }

    fn shows(&mut self, code: &str, at: Timestamp) -> Result<usize, FactorRefusal> {
        self.change(FactorChange::UseCode(ShownCode::Totp(code.into())), at)
    }

    fn passkey(&self, n: u8) -> FactorChange {
        FactorChange::AddPasskey {
            password: self.password.clone(),
            id: [n].into(),
            name: PasskeyName::parse("Phone").unwrap(),
            credential: "as it was".into(),
            codes: [hash(n)].into(),
        }
    }
}

fn hash(n: u8) -> RecoveryCodeHash {
    RecoveryCodeHash([n; 32])
}

fn code(seed: TotpSeed, at: Timestamp) -> String {
    let secret = seed.secret(&KEY, buyer()).unwrap();
    let secret = Secret::try_from_base32(secret.expose()).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(at.as_millis()).unwrap() / 1000).to_string()
}

#[test]
fn an_app_counts_once_it_has_shown_a_code_and_each_code_once() {
    let mut ada = Account::new();
    let seed = TotpSeed::of(&KEY, buyer(), [7; 16]);
    let add = |code: &str, password: &PasswordHash| {
        FactorChange::AddTotp(password.clone(), seed, code.into(), [hash(1), hash(2)].into())
    };
    let password = ada.password.clone();
    let first = code(seed, NOW);
    let other = PasswordHash("another".into());
    assert_eq!(ada.change(add(&first, &other), NOW), Err(FactorRefusal::WrongPassword));
    assert_eq!(ada.change(add("", &password), NOW), Err(FactorRefusal::WrongCode));
    assert_eq!(ada.shows(&first, NOW), Err(FactorRefusal::WrongCode), "there is no app");
    let foreign = TotpSeed::of(&LinkKey([2; LinkKey::BYTES]), buyer(), [7; 16]);
    let foreign = FactorChange::AddTotp(password.clone(), foreign, (&*first).into(), [].into());
    assert_eq!(ada.change(foreign, NOW), Err(FactorRefusal::WrongCode), "of another key");
    assert!(!ada.user.factors.need_second_step());
    assert_eq!(ada.change(add(&first, &password), NOW), Ok(2));
    assert!(ada.user.factors.need_second_step());
    assert_eq!(ada.change(add(&first, &password), NOW), Err(FactorRefusal::AlreadyThere));

    // In any order, as often as one likes, for an hour: each code once, and none that is older than the
    // latest.
    let mut latest = ada.user.factors.totp.as_ref().unwrap().step;
    let mut dice: u64 = 1;
    let mut taken = 0;
    for _ in 0..2000 {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = NOW + Duration::from_secs((dice >> 33) % 3600);
        let shown = at + STEP * u32::try_from((dice >> 20) % 3).unwrap();
        let step = u64::try_from(shown.as_millis()).unwrap() / 30_000;
        let is_near = step.abs_diff(u64::try_from(at.as_millis()).unwrap() / 30_000) <= 1;
        let answer = ada.shows(&code(seed, shown), at);
        match step > latest && is_near {
            true => {
                assert_eq!(answer, Ok(1));
                latest = step;
                taken += 1;
            }
            false => assert_eq!(answer, Err(FactorRefusal::WrongCode), "{step} after {latest}"),
        }
    }
    assert!((5..200).contains(&taken), "{taken}");
    assert_eq!(ada.change(FactorChange::RemoveTotp(password.clone()), NOW), Ok(2));
    assert_eq!(ada.user.factors, Default::default(), "the codes go with the last factor");
    assert_eq!(ada.change(FactorChange::RemoveTotp(password), NOW), Ok(0));
}

#[test]
fn a_recovery_code_counts_once_and_new_ones_end_the_old() {
    let mut ada = Account::new();
    let password = ada.password.clone();
    let (code, other) = (RecoveryCode::generate().unwrap(), RecoveryCode::generate().unwrap());
    let renew = |codes: &[RecoveryCode]| {
        let codes = codes.iter().map(RecoveryCode::hash).collect();
        FactorChange::RenewCodes(password.clone(), codes)
    };
    let uses = |code: &RecoveryCode| FactorChange::UseCode(ShownCode::Recovery(code.clone()));
    let both = [code.clone(), other.clone()];
    assert_eq!(ada.change(renew(&both), NOW), Err(FactorRefusal::NotThere), "for no factor");
    assert_eq!(ada.change(ada.passkey(1), NOW), Ok(2));
    assert_eq!(ada.change(renew(&both), NOW), Ok(1));
    assert_eq!(ada.change(uses(&code), NOW), Ok(1));
    assert_eq!(ada.change(uses(&code), NOW), Err(FactorRefusal::WrongCode));
    assert_eq!(ada.change(renew(&[code]), NOW), Ok(1));
    assert_eq!(ada.change(uses(&other), NOW), Err(FactorRefusal::WrongCode));
}

#[test]
fn passkeys_are_few_and_one_is_taken_as_it_was_checked() {
    let mut ada = Account::new();
    let password = ada.password.clone();
    for n in 0..PASSKEYS_MAX {
        let change = ada.passkey(u8::try_from(n).unwrap());
        assert_eq!(ada.change(change, NOW), Ok(if n == 0 { 2 } else { 1 }), "codes come once");
    }
    assert_eq!(ada.change(ada.passkey(0), NOW), Err(FactorRefusal::AlreadyThere));
    assert_eq!(ada.change(ada.passkey(99), NOW), Err(FactorRefusal::TooManyPasskeys));
    let uses = |before: &str, after: &str| FactorChange::UsePasskey {
        id: [3].into(),
        before: before.into(),
        after: after.into(),
    };
    assert_eq!(ada.change(uses("as it was", "as it is"), NOW), Ok(1));
    assert_eq!(ada.change(uses("as it was", "as it is"), NOW), Err(FactorRefusal::WrongPasskey));
    for n in 0..PASSKEYS_MAX {
        let id = [u8::try_from(n).unwrap()].into();
        let last = n + 1 == PASSKEYS_MAX;
        let change = FactorChange::RemovePasskey(password.clone(), id);
        assert_eq!(ada.change(change.clone(), NOW), Ok(if last { 2 } else { 1 }));
        assert_eq!(ada.change(change, NOW), Err(FactorRefusal::NotThere));
    }
    assert_eq!(ada.user.factors, Default::default());
    assert_eq!(ada.change(uses("as it is", "x"), NOW), Err(FactorRefusal::NotThere));
}

fn at_provider(subject: &str) -> OpenIdSubject {
    OpenIdSubject { issuer: "https://id.example.org".into(), subject: subject.into() }
}

#[test]
fn something_is_always_left_to_sign_in_by() {
    let mut ada = Account::new();
    let (password, gone) = (ada.password.clone(), PasswordHash::gone());
    let link = |password: &PasswordHash, who| FactorChange::LinkOpenId(password.clone(), who);
    let unlink = |password: &PasswordHash| FactorChange::UnlinkOpenId(password.clone());
    assert_eq!(ada.change(unlink(&password), NOW), Ok(0));
    let wrong = link(&gone, at_provider("1"));
    assert_eq!(ada.change(wrong, NOW), Err(FactorRefusal::WrongPassword));
    assert_eq!(ada.change(link(&password, at_provider("1")), NOW), Ok(1));
    assert_eq!(ada.change(link(&password, at_provider("1")), NOW), Ok(0));
    let other = link(&password, at_provider("2"));
    assert_eq!(ada.change(other, NOW), Err(FactorRefusal::AlreadyThere));
    assert_eq!(ada.change(unlink(&password), NOW), Ok(1));
    assert_eq!(ada.change(link(&password, at_provider("2")), NOW), Ok(1));

    // As who has come by the provider: without a password.
    (ada.user.password, ada.password) = (gone.clone(), gone.clone());
    assert_eq!(ada.change(unlink(&gone), NOW), Err(FactorRefusal::LastWayIn));
    assert_eq!(ada.change(ada.passkey(1), NOW), Ok(2));
    assert_eq!(ada.change(unlink(&gone), NOW), Ok(1));
    let remove = || FactorChange::RemovePasskey(PasswordHash::gone(), [1].into());
    assert_eq!(ada.change(remove(), NOW), Err(FactorRefusal::LastWayIn));
    assert_eq!(ada.change(link(&gone, at_provider("1")), NOW), Ok(1));
    assert_eq!(ada.change(remove(), NOW), Ok(2));
}

#[test]
fn what_cannot_have_happened_is_refused_by_name() {
    let mut ada = Some(Account::new().user);
    let seed = TotpSeed::of(&KEY, buyer(), [7; 16]);
    let added = UserEvent::TotpAdded(seed, 5);
    let passkey = UserEvent::PasskeyAdded {
        id: [1].into(),
        name: PasskeyName::parse("Phone").unwrap(),
        credential: "x".into(),
    };
    for (event, expect) in [
        (UserEvent::TotpUsed(6), Err("no such app")),
        (UserEvent::TotpRemoved, Err("no such app")),
        (added.clone(), Ok(())),
        (added, Err("an app is there")),
        (UserEvent::TotpUsed(5), Err("no such app")),
        (UserEvent::TotpUsed(6), Ok(())),
        (UserEvent::TotpUsed(6), Err("no such app")),
        (UserEvent::RecoveryCodeUsed(hash(1)), Err("no such code")),
        (UserEvent::RecoveryCodesMade([hash(1)].into()), Ok(())),
        (UserEvent::RecoveryCodeUsed(hash(1)), Ok(())),
        (UserEvent::RecoveryCodeUsed(hash(1)), Err("no such code")),
        (UserEvent::PasskeyUsed([1].into(), "x".into()), Err("no such passkey")),
        (passkey.clone(), Ok(())),
        (passkey, Err("the passkey is there")),
        (UserEvent::PasskeyUsed([1].into(), "y".into()), Ok(())),
        (UserEvent::PasskeyRemoved([1].into()), Ok(())),
        (UserEvent::PasskeyRemoved([1].into()), Err("no such passkey")),
        (UserEvent::OpenIdUnlinked, Err("not linked")),
        (UserEvent::OpenIdLinked(at_provider("1")), Ok(())),
        (UserEvent::OpenIdLinked(at_provider("2")), Err("linked already")),
        (UserEvent::SecondFactorsForgotten, Ok(())),
        (UserEvent::TotpRemoved, Err("no such app")),
        // It stands for the password.
        (UserEvent::OpenIdUnlinked, Ok(())),
        (UserEvent::OpenIdUnlinked, Err("not linked")),
    ] {
        let before = ada.clone();
        let done = User::apply(&mut ada, buyer(), &event, NOW).map_err(|illegal| illegal.state);
        assert_eq!(done, expect, "{event:?}");
        assert!(done.is_ok() || ada == before, "{event:?}");
    }
}
