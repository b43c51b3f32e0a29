//! The factors by which an account is signed in to beside its password. All of it is decided on the
//! account's own record: so a code counts once, whoever types it twice at the same instant.

use std::sync::Arc;

use super::{
    Answer, CommandError, Market,
    transaction::{By, Decision, Reading},
};
use crate::{
    domain::{
        DomainEvent, LostToken, OpenIdSubject, PasswordHash, SignInBy, SignInHistoryEvent,
        TermsShown, User, UserEvent,
        rules::{
            Rule,
            factors::{FactorChange, FactorRefusal, decide},
            sign_in::is_noted,
        },
    },
    types::{Email, Language, UserId},
};

impl Market {
    /// Changes an account's factors, or takes one, and gives the account as that leaves it.
    pub async fn change_factors(
        &self,
        id: UserId,
        change: FactorChange,
    ) -> Answer<FactorRefusal, Arc<User>> {
        let not_there = || CommandError::Refused(FactorRefusal::NotThere);
        let decide = |reading: &mut Reading<'_>| {
            let user = reading.user(id)?.filter(|user| !user.is_deleted() && user.ban.is_none());
            let user = user.ok_or_else(not_there)?;
            let decided = decide(self.link_key(), &user, change.clone(), reading.now);
            let events = decided.map_err(CommandError::Refused)?;
            let linked = events.iter().filter_map(|event| match event {
                UserEvent::OpenIdLinked(who) => Some(Rule::OpenIdIsFree(who.clone(), id)),
                _ => None,
            });
            let rules = linked.collect();
            let events = events.into_iter().map(|event| DomainEvent::User(id, event)).collect();
            Ok(Decision { events, rules })
        };
        self.transact(By::Other, decide).await?;
        self.tables().user(id)?.ok_or_else(not_there)
    }

    /// Makes an account of somebody whom the site's OpenID Connect provider knows, without a password.
    /// Where the provider's word is enough for it, the address is confirmed by that.
    pub async fn sign_up_by_openid(
        &self,
        who: OpenIdSubject,
        (email, is_confirmed): (Email, bool),
        language: Language,
        terms: Option<TermsShown>,
    ) -> Answer<FactorRefusal, UserId> {
        let id = UserId::new();
        let decide = |reading: &mut Reading<'_>| {
            let created =
                UserEvent::Created { email: email.clone(), password: PasswordHash::gone() };
            let chosen = UserEvent::LanguageChosen(language);
            let events = [
                Some(created),
                (language != Language::default()).then_some(chosen),
                terms.map(UserEvent::TermsAgreed),
                is_confirmed.then_some(UserEvent::Confirmed),
                Some(UserEvent::OpenIdLinked(who.clone())),
            ];
            let events = events.into_iter().flatten().map(|event| DomainEvent::User(id, event));
            let asked = (!is_confirmed).then(|| self.confirmation(id, reading.now)).flatten();
            Ok(Decision {
                events: events.chain(asked).collect(),
                rules: vec![
                    Rule::AddressIsFree(email.clone(), id),
                    Rule::OpenIdIsFree(who.clone(), id),
                ],
            })
        };
        self.transact(By::Other, decide).await?;
        Ok(id)
    }

    /// Has an account be signed in to without the factors that its owner has lost.
    pub async fn forget_factors(&self, token: LostToken) -> Answer<FactorRefusal> {
        let decide = |reading: &mut Reading<'_>| {
            let now = reading.now;
            let user = reading.user(token.user)?;
            let user = user.filter(|user| token.opens(self.link_key(), user, now));
            let user = user.ok_or(CommandError::Refused(FactorRefusal::LinkOver))?;
            Ok(vec![DomainEvent::User(user.id, UserEvent::SecondFactorsForgotten)].into())
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    /// Notes that somebody who knows an account's password has typed a wrong code, as far as that is
    /// noted.
    pub fn note_wrong_code(
        self: &Arc<Self>,
        user: UserId,
        by: SignInBy,
        (browser, from): (&str, &str),
    ) {
        tracing::warn!(%user, from, "a right password, and a wrong code");
        let (browser, from): (Box<str>, Box<str>) = (browser.into(), from.into());
        self.note_try(user, by, from.clone(), move || {
            let (browser, from) = (browser.clone(), from.clone());
            SignInHistoryEvent::CodeFailed { browser, from, by }
        });
    }

    /// Notes a try that failed, as far as that is noted. Nobody waits for it, so that an answer does not
    /// tell who has an account by the time that it takes.
    pub(super) fn note_try(
        self: &Arc<Self>,
        user: UserId,
        by: SignInBy,
        from: Box<str>,
        event: impl Fn() -> SignInHistoryEvent + Send + Sync + 'static,
    ) {
        let market = self.clone();
        tokio::spawn(async move {
            let decide = |reading: &mut Reading<'_>| {
                let is_there = reading.user(user)?.is_some_and(|user| !user.is_deleted());
                let now = reading.now;
                let history = reading.sign_in_history(user)?;
                let is_noted = is_there && is_noted(history.as_deref(), by, &from, now);
                let noted = is_noted.then(|| DomainEvent::SignInHistory(user, event()));
                Ok(noted.into_iter().collect::<Vec<_>>().into())
            };
            let noted = market.transact::<std::convert::Infallible>(By::Other, decide).await;
            if let Err(error) = noted {
                tracing::warn!(%error, "a try that failed could not be noted for the account's owner");
            }
        });
    }
}
