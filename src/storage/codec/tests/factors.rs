//! Samples of what is stored of second factors, in the order in which it was appended.

use super::*;
use crate::{
    domain::{
        FactorNews, Factors, FirstFactor, LinkKey, LinkedOpenId, OpenIdSubject, RecoveryCodeHash,
        SecondFactor, StoredPasskey, Totp, TotpSeed,
    },
    types::PasskeyName,
};

fn seed() -> TotpSeed {
    TotpSeed::of(&LinkKey([1; LinkKey::BYTES]), ids().user, [b's'; 16])
}

fn passkey() -> (Box<[u8]>, PasskeyName, Box<str>) {
    ([1, 2, 3].into(), PasskeyName::parse("Phone").unwrap(), r#"{"cred":{}}"#.into())
}

fn subject() -> OpenIdSubject {
    OpenIdSubject { issuer: "https://id.example.org".into(), subject: "248289761001".into() }
}

pub(super) fn all() -> Factors {
    let (id, name, credential) = passkey();
    Factors {
        totp: Some(Totp { seed: seed(), added_at: AT, step: 59_844_960 }),
        recovery_codes: vec![RecoveryCodeHash([b'r'; 32])],
        passkeys: vec![StoredPasskey { id, name, credential, added_at: AT, used_at: Some(UNTIL) }],
        openid: Some(LinkedOpenId { who: subject(), added_at: AT }),
    }
}

/// How somebody can have signed in.
pub(super) fn ways() -> Vec<SignInBy> {
    let both = |first| move |second: &Option<SecondFactor>| SignInBy { first, second: *second };
    let second = [None, Some(SecondFactor::Code), Some(SecondFactor::RecoveryCode)];
    let second = [&second[..], &[Some(SecondFactor::Passkey)]].concat();
    let mut all: Vec<_> = second.iter().map(both(FirstFactor::Password)).collect();
    all.push(SignInBy { first: FirstFactor::Passkey, second: None });
    all.extend(second.iter().map(both(FirstFactor::OpenId)));
    all
}

pub(super) fn events() -> Vec<DomainEvent> {
    let user = ids().user;
    let (id, name, credential) = passkey();
    let events = [
        UserEvent::TotpAdded(seed(), 59_844_960),
        UserEvent::TotpUsed(59_844_961),
        UserEvent::TotpRemoved,
        UserEvent::RecoveryCodesMade([RecoveryCodeHash([b'r'; 32])].into()),
        UserEvent::RecoveryCodeUsed(RecoveryCodeHash([b'r'; 32])),
        UserEvent::PasskeyAdded { id: id.clone(), name, credential: credential.clone() },
        UserEvent::PasskeyUsed(id.clone(), credential),
        UserEvent::PasskeyRemoved(id),
        UserEvent::SecondFactorsForgotten,
        UserEvent::OpenIdLinked(subject()),
        UserEvent::OpenIdUnlinked,
    ];
    let mut all: Vec<_> = events.into_iter().map(|event| DomainEvent::User(user, event)).collect();
    let sign_in = sign_in().id;
    for by in ways() {
        all.push(DomainEvent::SignIn(sign_in, SignInEvent::ShownBy(by)));
        all.push(DomainEvent::SignInHistory(user, SignInHistoryEvent::SucceededBy(by)));
        let SignInTry { browser, from, .. } = sign_in_try();
        let failed = SignInHistoryEvent::CodeFailed { browser, from, by };
        all.push(DomainEvent::SignInHistory(user, failed));
    }
    let news = [
        FactorNews::TotpAdded,
        FactorNews::TotpRemoved,
        FactorNews::PasskeyAdded,
        FactorNews::PasskeyRemoved,
        FactorNews::CodesRenewed,
        FactorNews::CodeUsed,
        FactorNews::Forgotten,
        FactorNews::CodeWrong,
        FactorNews::OpenIdLinked,
        FactorNews::OpenIdUnlinked,
        FactorNews::CodeWrongAfterOpenId,
    ];
    all.extend(news.map(|news| {
        let queued = MailEvent::Queued(user, MailAbout::FactorNews(news, UNTIL));
        DomainEvent::Mail(MailId::of(user, "a cause"), queued)
    }));
    all
}

pub(super) fn number(event: &DomainEvent) -> Option<usize> {
    Some(match event {
        DomainEvent::User(_, event) => match event {
            UserEvent::TotpAdded(..) => 0,
            UserEvent::TotpUsed(_) => 1,
            UserEvent::TotpRemoved => 2,
            UserEvent::RecoveryCodesMade(_) => 3,
            UserEvent::RecoveryCodeUsed(_) => 4,
            UserEvent::PasskeyAdded { .. } => 5,
            UserEvent::PasskeyUsed(..) => 6,
            UserEvent::PasskeyRemoved(_) => 7,
            UserEvent::SecondFactorsForgotten => 8,
            UserEvent::OpenIdLinked(_) => 9,
            UserEvent::OpenIdUnlinked => 10,
            _ => return None,
        },
        DomainEvent::SignIn(_, SignInEvent::ShownBy(_)) => 11,
        DomainEvent::SignInHistory(_, SignInHistoryEvent::SucceededBy(_)) => 12,
        DomainEvent::SignInHistory(_, SignInHistoryEvent::CodeFailed { .. }) => 13,
        _ => return None,
    })
}

/// How many kinds of events this numbers.
pub(super) const KINDS: usize = 14;
