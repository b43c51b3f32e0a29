//! Accounts: made and changed by decisions on the account's own record. That an address is nobody
//! else's is a rule, so two that race for one address give one account.

use std::{convert::Infallible, sync::Arc, time::Duration};

use super::{
    Answer, CommandError, Market,
    transaction::{By, Decision, Reading},
};
use crate::{
    domain::{
        ConfirmToken, Confirmation, DomainEvent, LinkToken, MailAbout, MailEvent, NewPassword,
        PasswordHash, Purpose, ResetToken, SignInHistoryEvent, TermsShown, User, UserEvent,
        WaitlistEvent,
        rules::{
            Rule,
            account::{AccountChange, AccountRefusal, decide},
        },
    },
    types::{Email, Language, MailId, Timestamp, UserId},
};

/// How long a link for a new password is good.
const LINK_LIFE: Duration = Duration::from_secs(3600);
/// How long one to confirm an address is: it waits for whoever reads their mail at weekends.
const CONFIRM_LINK_LIFE: Duration = Duration::from_secs(7 * 24 * 3600);
/// Who asks for a link again within this is sent no other.
const LINK_AGAIN: Duration = Duration::from_secs(300);
/// How many waitlist entries end in the entry that deletes their account, an entry being bounded; of
/// what is left nobody is told either.
const WAITLIST_ENDED_MAX: usize = 1000;

impl Market {
    /// Makes an account, on a site without terms.
    pub async fn sign_up(
        &self,
        email: Email,
        password: PasswordHash,
        language: Language,
    ) -> Answer<AccountRefusal, UserId> {
        self.sign_up_under(None, email, password, language).await
    }

    /// The same, whose owner has agreed to these terms.
    pub async fn sign_up_under(
        &self,
        terms: Option<TermsShown>,
        email: Email,
        password: PasswordHash,
        language: Language,
    ) -> Answer<AccountRefusal, UserId> {
        let id = UserId::new();
        let decide = |reading: &mut Reading<'_>| {
            let created = UserEvent::Created { email: email.clone(), password: password.clone() };
            let chosen = UserEvent::LanguageChosen(language);
            let chosen = (language != Language::default()).then_some(chosen);
            let agreed = terms.map(UserEvent::TermsAgreed);
            let events = [Some(created), chosen, agreed].into_iter().flatten();
            let events = events.map(|event| DomainEvent::User(id, event));
            Ok(Decision {
                events: events.chain(self.confirmation(id, reading.now)).collect(),
                rules: vec![Rule::AddressIsFree(email.clone(), id)],
            })
        };
        self.transact(By::Other, decide).await?;
        Ok(id)
    }

    /// Changes an account, and gives it as the change leaves it.
    pub async fn change_account(
        &self,
        id: UserId,
        change: AccountChange,
    ) -> Answer<AccountRefusal, Arc<User>> {
        let not_there = || CommandError::Refused(AccountRefusal::NotThere);
        let decide = |reading: &mut Reading<'_>| {
            let user = reading.user(id)?.filter(|user| !user.is_deleted()).ok_or_else(not_there)?;
            let decided = decide(&user, change.clone()).map_err(CommandError::Refused)?;
            let Some(event) = decided else { return Ok(Decision::default()) };
            let (mut others, mut rules) = (vec![], vec![]);
            match &event {
                UserEvent::AddressChanged(email) => {
                    rules.push(Rule::AddressIsFree(email.clone(), id));
                    others.extend(self.confirmation(id, reading.now));
                    others.extend(self.given_up(id, user.email.clone(), reading.now));
                }
                UserEvent::Deleted => {
                    rules.push(Rule::NothingIsLive(id));
                    if reading.sign_in_history(id)?.is_some() {
                        let forgotten = SignInHistoryEvent::Forgotten;
                        others.push(DomainEvent::SignInHistory(id, forgotten));
                    }
                    let catalog = reading.tables().catalog();
                    let waits = catalog.places_of(id).take(WAITLIST_ENDED_MAX);
                    others.extend(
                        waits.map(|place| {
                            DomainEvent::WaitlistEntry(place.id, WaitlistEvent::Dropped)
                        }),
                    );
                }
                _ => {}
            }
            let events = [DomainEvent::User(id, event)].into_iter().chain(others).collect();
            Ok(Decision { events, rules })
        };
        self.transact(By::Other, decide).await?;
        self.tables().user(id)?.ok_or_else(not_there)
    }

    /// Has a link for a new password sent to who has this address, if anybody has. Nothing tells
    /// which of the two it is: nobody waits for it.
    pub fn forgot_password(self: &Arc<Self>, email: Email) {
        let market = self.clone();
        tokio::spawn(async move {
            let Some(to) = market.tables().catalog().user_by_email(&email) else { return };
            let about = MailAbout::PasswordReset(market.clock().now() + LINK_LIFE);
            market.queue_once::<NewPassword>(to, "reset", about).await;
        });
    }

    /// Replaces a forgotten password.
    pub async fn reset_password(
        &self,
        token: ResetToken,
        password: PasswordHash,
    ) -> Answer<AccountRefusal> {
        self.by_link(token, |user| {
            let changed = UserEvent::PasswordChanged(password.clone());
            // Who has this link reads what is sent to the address.
            let confirmed = user.confirmed_at.is_none().then_some(UserEvent::Confirmed);
            [changed].into_iter().chain(confirmed).collect()
        })
        .await
    }

    /// Has another link sent to a user by which they confirm their address, if it is not confirmed.
    /// Nobody waits for it.
    pub fn send_confirmation(self: &Arc<Self>, to: UserId) {
        let market = self.clone();
        tokio::spawn(async move {
            let about = MailAbout::AddressConfirmation(market.clock().now() + CONFIRM_LINK_LIFE);
            if market.sends_mails() {
                market.queue_once::<Confirmation>(to, "confirm again", about).await;
            }
        });
    }

    /// Takes an address as confirmed.
    pub async fn confirm_address(&self, token: ConfirmToken) -> Answer<AccountRefusal> {
        self.by_link(token, |_| vec![UserEvent::Confirmed]).await
    }

    async fn by_link<P: Purpose>(
        &self,
        token: LinkToken<P>,
        events: impl Fn(&User) -> Vec<UserEvent>,
    ) -> Answer<AccountRefusal> {
        let decide = |reading: &mut Reading<'_>| {
            let now = reading.now;
            let user =
                reading.user(token.user)?.filter(|user| token.opens(self.link_key(), user, now));
            let user = user.ok_or(CommandError::Refused(AccountRefusal::LinkOver))?;
            let events = events(&user).into_iter();
            let events = events.map(|event| DomainEvent::User(user.id, event));
            Ok(events.collect::<Vec<_>>().into())
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    /// Queues a link that was asked for, unless one was asked for just now or there is nothing left
    /// to do by it.
    async fn queue_once<P: Purpose>(&self, to: UserId, cause: &str, about: MailAbout) {
        let decide = |reading: &mut Reading<'_>| {
            let millis = u128::try_from(reading.now.as_millis()).unwrap_or(0);
            let id = MailId::of(to, &format!("{cause} {}", millis / LINK_AGAIN.as_millis()));
            let user = reading.user(to)?.filter(|user| !user.is_deleted() && P::is_open(user));
            if user.is_none() || reading.mail(id)?.is_some() {
                return Ok(Decision::default());
            }
            let queued = MailEvent::Queued(to, about.clone());
            Ok(vec![DomainEvent::Mail(id, queued)].into())
        };
        if let Err(error) = self.transact::<Infallible>(By::Other, decide).await {
            tracing::error!(%error, about = about.kind(), "a link cannot be queued");
        }
    }

    /// The mail to the address that an account gives up, to be committed with that; none where no
    /// mails are sent.
    fn given_up(&self, by: UserId, before: Email, now: Timestamp) -> Option<DomainEvent> {
        let id = MailId::of(by, &format!("gave up {} {}", before.as_str(), now.as_millis()));
        let queued = MailEvent::Queued(by, MailAbout::AddressGivenUp(before, now));
        self.sends_mails().then_some(DomainEvent::Mail(id, queued))
    }

    /// The mail by which an account's new address is to be confirmed, to be committed with it; none
    /// where no mails are sent.
    pub(super) fn confirmation(&self, to: UserId, now: Timestamp) -> Option<DomainEvent> {
        let id = MailId::of(to, &format!("confirm {}", now.as_millis()));
        let about = MailAbout::AddressConfirmation(now + CONFIRM_LINK_LIFE);
        let queued = DomainEvent::Mail(id, MailEvent::Queued(to, about));
        self.sends_mails().then_some(queued)
    }
}
