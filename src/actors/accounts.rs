//! The one actor through which accounts come to be and change: it takes one at a time, so two that
//! race for one address give one account.

use std::{sync::Arc, time::Duration};

use ractor::{Actor, ActorProcessingErr, ActorRef, RpcReplyPort, SupervisionEvent};

use super::{ANSWER_DEADLINE, CommandError, Market, Turn};
use crate::{
    domain::{
        ConfirmToken, DomainEvent, MailAbout, MailEvent, PasswordHash, ResetToken, User, UserEvent,
        WishEvent,
    },
    types::{Email, Language, MailId, Reason, Timestamp, UserId, WishId},
};

impl Market {
    /// Makes an account.
    ///
    /// # Errors
    /// When the address has one, or something is out of order.
    pub async fn sign_up(
        &self,
        email: Email,
        password: PasswordHash,
        language: Language,
    ) -> Result<UserId, CommandError<AddressTaken>> {
        let message = |reply| AccountsMsg::SignUp { email, password, language, reply };
        self.accounts.ask(message, ANSWER_DEADLINE).await?
    }

    /// Changes an account, and gives it as the change leaves it.
    ///
    /// # Errors
    /// When it cannot be changed so, or something is out of order.
    pub async fn change_account(
        &self,
        user: UserId,
        change: Change,
    ) -> Result<Arc<User>, CommandError<ChangeRefusal>> {
        let message = |reply| AccountsMsg::Change { user, change, turn: None, reply };
        self.accounts.ask(message, ANSWER_DEADLINE).await?
    }

    /// Has a link for a new password sent to who has this address, if anybody has. Nothing tells
    /// which of the two it is.
    pub fn forgot_password(&self, email: Email) {
        self.accounts.tell(AccountsMsg::Forgot(email));
    }

    /// Replaces a forgotten password.
    ///
    /// # Errors
    /// When the link is over, or something is out of order.
    pub async fn reset_password(
        &self,
        token: ResetToken,
        password: PasswordHash,
    ) -> Result<(), CommandError<LinkOver>> {
        let message = |reply| AccountsMsg::Reset { token, password, reply };
        self.accounts.ask(message, ANSWER_DEADLINE).await?
    }

    /// Has another link sent to a user by which they confirm their address, if it is not confirmed.
    pub fn send_confirmation(&self, user: UserId) {
        self.accounts.tell(AccountsMsg::SendConfirmation(user));
    }

    /// Takes an address as confirmed.
    ///
    /// # Errors
    /// When the link is over, or something is out of order.
    pub async fn confirm_address(&self, token: ConfirmToken) -> Result<(), CommandError<LinkOver>> {
        let message = |reply| AccountsMsg::Confirm { token, reply };
        self.accounts.ask(message, ANSWER_DEADLINE).await?
    }
}

/// What the accounts' actor can be told.
#[derive(Debug)]
pub enum AccountsMsg {
    /// Make an account, and give its id.
    SignUp {
        /// Must not have an account yet.
        email: Email,
        /// What the password is checked against.
        password: PasswordHash,
        /// In which its owner signs up.
        language: Language,
        /// The account.
        reply: RpcReplyPort<Result<UserId, CommandError<AddressTaken>>>,
    },
    /// Change an account.
    Change {
        /// Which.
        user: UserId,
        /// What becomes of it.
        change: Change,
        /// The user's turn to Buy, if none must be decided beside it; it lasts as long as this
        /// message.
        turn: Option<Turn>,
        /// The account as the change leaves it, once that is durable.
        reply: RpcReplyPort<Result<Arc<User>, CommandError<ChangeRefusal>>>,
    },
    /// Send a link for a new password to who has this address, if anybody has.
    Forgot(Email),
    /// Take a new password.
    Reset {
        /// By which link.
        token: ResetToken,
        /// What it is checked against.
        password: PasswordHash,
        /// Whether it was taken.
        reply: RpcReplyPort<Result<(), CommandError<LinkOver>>>,
    },
    /// Send a user another link to confirm their address, if it is not confirmed.
    SendConfirmation(UserId),
    /// Take an address as confirmed.
    Confirm {
        /// By which link.
        token: ConfirmToken,
        /// Whether it was taken.
        reply: RpcReplyPort<Result<(), CommandError<LinkOver>>>,
    },
}

/// A change to an account. Those that need its password name the one that was typed and checked: it
/// must still be the account's when the change is made, so that whoever knows only an old one comes
/// too late once a new one was chosen.
#[derive(Debug, Clone)]
pub enum Change {
    /// A new password, which ends all sessions.
    Password {
        /// That was checked.
        old: PasswordHash,
        /// That is to be.
        new: PasswordHash,
    },
    /// Another address.
    Address {
        /// The password that was checked.
        password: PasswordHash,
        /// That is to be: nobody else's.
        email: Email,
    },
    /// All sessions end.
    EndSessions {
        /// Of the session that asks: one that was ended meanwhile ends no others.
        epoch: u32,
    },
    /// The account is no more, and all sessions end.
    Deletion {
        /// The password that was checked.
        password: PasswordHash,
    },
    /// Another language.
    Language(Language),
    /// The site closes the account.
    Ban {
        /// Who does.
        by: UserId,
        /// Why.
        reason: Reason,
    },
    /// The site opens it again.
    Unban {
        /// Who does.
        by: UserId,
        /// Why.
        reason: Reason,
    },
}

/// Why an account cannot be changed so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChangeRefusal {
    /// There is no such account.
    #[error("there is no such account")]
    NotThere,
    /// Another password was chosen since this one was checked.
    #[error("the password has been changed meanwhile")]
    PasswordChanged,
    /// All sessions were ended since this was asked.
    #[error("the session that asks was ended meanwhile")]
    SessionOver,
    /// Another account has this address.
    #[error(transparent)]
    AddressTaken(#[from] AddressTaken),
    /// It is not deleted as long as something is live for it (`Tables::live_of`).
    #[error("something is still live for this account")]
    StillLive,
}

/// The link was used, or is too old.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this link is over")]
pub struct LinkOver;

/// How long a link for a new password is good.
const LINK_LIFE: Duration = Duration::from_secs(3600);
/// How long one to confirm an address is: it waits for whoever reads their mail at weekends.
const CONFIRM_LINK_LIFE: Duration = Duration::from_secs(7 * 24 * 3600);
/// Who asks for a link again within this is sent no other.
const LINK_AGAIN: Duration = Duration::from_secs(300);

/// The address has an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this address has an account")]
pub struct AddressTaken;

pub(super) struct Accounts;

impl Actor for Accounts {
    type Msg = AccountsMsg;
    type State = Arc<Market>;
    type Arguments = Arc<Market>;

    async fn pre_start(
        &self,
        _: ActorRef<AccountsMsg>,
        market: Arc<Market>,
    ) -> Result<Arc<Market>, ActorProcessingErr> {
        Ok(market)
    }

    async fn handle(
        &self,
        _: ActorRef<AccountsMsg>,
        message: AccountsMsg,
        market: &mut Arc<Market>,
    ) -> Result<(), ActorProcessingErr> {
        // Who asked may have gone; what is committed stays so.
        let failure = match message {
            AccountsMsg::SignUp { email, password, language, reply } => {
                let result = sign_up(market, email, password, language).await;
                let failure = CommandError::failure(&result);
                let _ = reply.send(result);
                failure
            }
            AccountsMsg::Change { user, change, turn: _turn, reply } => {
                let result = make(market, user, change).await;
                let failure = CommandError::failure(&result);
                let _ = reply.send(result);
                failure
            }
            AccountsMsg::Forgot(email) => {
                if let Err(error) = forgot(market, &email).await {
                    tracing::error!(%error, "a link for a new password cannot be queued");
                }
                Ok(())
            }
            AccountsMsg::Reset { token, password, reply } => {
                let result = reset(market, token, password).await;
                let failure = CommandError::failure(&result);
                let _ = reply.send(result);
                failure
            }
            AccountsMsg::SendConfirmation(user) => {
                if let Err(error) = send_confirmation(market, user).await {
                    tracing::error!(%error, "a link to confirm an address cannot be queued");
                }
                Ok(())
            }
            AccountsMsg::Confirm { token, reply } => {
                let result = confirm(market, token).await;
                let failure = CommandError::failure(&result);
                let _ = reply.send(result);
                failure
            }
        };
        Ok(failure?)
    }

    async fn handle_supervisor_evt(
        &self,
        _: ActorRef<AccountsMsg>,
        _: SupervisionEvent,
        _: &mut Arc<Market>,
    ) -> Result<(), ActorProcessingErr> {
        Ok(())
    }
}

async fn sign_up(
    market: &Market,
    email: Email,
    password: PasswordHash,
    language: Language,
) -> Result<UserId, CommandError<AddressTaken>> {
    if market.tables().catalog().user_by_email(&email).is_some() {
        return Err(CommandError::Refused(AddressTaken));
    }
    let id = UserId::new();
    let now = market.clock().now();
    let mut events = vec![UserEvent::Created { email, password }];
    if language != Language::default() {
        events.push(UserEvent::LanguageChosen(language));
    }
    let mut events: Vec<_> = events.into_iter().map(|event| DomainEvent::User(id, event)).collect();
    events.extend(confirmation(market, id, now));
    market.commit(now, events).await?;
    Ok(id)
}

async fn make(
    market: &Market,
    id: UserId,
    change: Change,
) -> Result<Arc<User>, CommandError<ChangeRefusal>> {
    let user = market.tables().user(id).map_err(CommandError::from)?;
    let user = user.filter(|user| !user.is_deleted());
    let user = user.ok_or(CommandError::Refused(ChangeRefusal::NotThere))?;
    let holder = match &change {
        Change::Address { email, .. } => market.tables().catalog().user_by_email(email),
        Change::Password { .. }
        | Change::EndSessions { .. }
        | Change::Deletion { .. }
        | Change::Language(_)
        | Change::Ban { .. }
        | Change::Unban { .. } => None,
    };
    match decide(&user, change, holder).map_err(CommandError::Refused)? {
        Some(UserEvent::Deleted) => delete(market, id).await?,
        Some(event) => {
            let now = market.clock().now();
            let is_new_address = matches!(event, UserEvent::AddressChanged { .. });
            let mail = is_new_address.then(|| confirmation(market, id, now)).flatten();
            let events = [Some(DomainEvent::User(id, event)), mail];
            market.commit(now, events.into_iter().flatten().collect()).await?;
        }
        None => return Ok(user),
    }
    let changed = market.tables().user(id).map_err(CommandError::from)?;
    changed.ok_or(CommandError::Refused(ChangeRefusal::NotThere))
}

/// How many wishes end in the entry that deletes their account, an entry being bounded; of what is
/// left nobody is told either.
const WISHES_ENDED_MAX: usize = 1000;

async fn delete(market: &Market, id: UserId) -> Result<(), CommandError<ChangeRefusal>> {
    if !market.tables().live_of(id)?.is_empty() {
        return Err(CommandError::Refused(ChangeRefusal::StillLive));
    }
    let mut events = vec![DomainEvent::User(id, UserEvent::Deleted)];
    {
        let catalog = market.tables().catalog();
        let wishes = catalog.wanted_by(id).take(WISHES_ENDED_MAX);
        events
            .extend(wishes.map(|wanted| {
                DomainEvent::Wish(WishId::of(wanted.ticket, id), WishEvent::Dropped)
            }));
    }
    let Err(error) = market.commit(market.clock().now(), events).await else { return Ok(()) };
    // Something may have begun meanwhile: the journal takes nothing then.
    match market.tables().live_of(id)?.is_empty() {
        true => Err(error.into()),
        false => Err(CommandError::Refused(ChangeRefusal::StillLive)),
    }
}

/// What follows from a change, given whose the address is that it asks for.
fn decide(
    user: &User,
    change: Change,
    holder: Option<UserId>,
) -> Result<Option<UserEvent>, ChangeRefusal> {
    match change {
        Change::Password { old: checked, .. }
        | Change::Address { password: checked, .. }
        | Change::Deletion { password: checked }
            if checked != user.password =>
        {
            Err(ChangeRefusal::PasswordChanged)
        }
        Change::Password { new, .. } => Ok(Some(UserEvent::PasswordChanged { password: new })),
        Change::Address { email, .. } => match holder {
            Some(holder) if holder == user.id => Ok(None),
            Some(_) => Err(AddressTaken.into()),
            None => Ok(Some(UserEvent::AddressChanged { email })),
        },
        Change::EndSessions { epoch } if epoch != user.epoch => Err(ChangeRefusal::SessionOver),
        Change::EndSessions { .. } => Ok(Some(UserEvent::SessionsEnded)),
        Change::Deletion { .. } => Ok(Some(UserEvent::Deleted)),
        Change::Language(language) => {
            Ok((user.language != Some(language)).then_some(UserEvent::LanguageChosen(language)))
        }
        Change::Ban { by, reason } => {
            Ok(user.ban.is_none().then_some(UserEvent::Banned { by, reason }))
        }
        Change::Unban { by, reason } => {
            Ok(user.ban.is_some().then_some(UserEvent::Unbanned { by, reason }))
        }
    }
}

async fn forgot(market: &Market, email: &Email) -> Result<(), CommandError<LinkOver>> {
    let Some(to) = market.tables().catalog().user_by_email(email) else { return Ok(()) };
    let now = market.clock().now();
    let about = MailAbout::PasswordReset { until: now + LINK_LIFE };
    queue_once(market, to, "reset", about, now).await
}

/// Queues a link that was asked for, unless one was asked for just now.
async fn queue_once(
    market: &Market,
    to: UserId,
    cause: &str,
    about: MailAbout,
    now: Timestamp,
) -> Result<(), CommandError<LinkOver>> {
    let time = u128::try_from(now.as_millis()).unwrap_or(0) / LINK_AGAIN.as_millis();
    let id = MailId::of(to, &format!("{cause} {time}"));
    if market.tables().mail(id)?.is_some() {
        return Ok(());
    }
    let queued = DomainEvent::Mail(id, MailEvent::Queued { to, about });
    Ok(market.commit(now, vec![queued]).await?)
}

async fn reset(
    market: &Market,
    token: ResetToken,
    password: PasswordHash,
) -> Result<(), CommandError<LinkOver>> {
    let now = market.clock().now();
    let user = market.tables().user(token.user)?.filter(|user| token.opens(user, now));
    let user = user.ok_or(CommandError::Refused(LinkOver))?;
    let mut events = vec![DomainEvent::User(user.id, UserEvent::PasswordChanged { password })];
    // Who has this link reads what is sent to the address.
    if user.confirmed_at.is_none() {
        events.push(DomainEvent::User(user.id, UserEvent::Confirmed));
    }
    Ok(market.commit(now, events).await?)
}

/// The mail by which an account's new address is to be confirmed, to be committed with it; none where
/// no mails are sent.
fn confirmation(market: &Market, to: UserId, now: Timestamp) -> Option<DomainEvent> {
    let id = MailId::of(to, &format!("confirm {}", now.as_millis()));
    let about = MailAbout::AddressConfirmation { until: now + CONFIRM_LINK_LIFE };
    let queued = DomainEvent::Mail(id, MailEvent::Queued { to, about });
    market.sends_mails().then_some(queued)
}

async fn send_confirmation(market: &Market, to: UserId) -> Result<(), CommandError<LinkOver>> {
    let user = market.tables().user(to)?.filter(|user| !user.is_deleted());
    if !market.sends_mails() || user.is_none_or(|user| user.confirmed_at.is_some()) {
        return Ok(());
    }
    let now = market.clock().now();
    let about = MailAbout::AddressConfirmation { until: now + CONFIRM_LINK_LIFE };
    queue_once(market, to, "confirm again", about, now).await
}

async fn confirm(market: &Market, token: ConfirmToken) -> Result<(), CommandError<LinkOver>> {
    let now = market.clock().now();
    let user = market.tables().user(token.user)?.filter(|user| token.opens(user, now));
    let user = user.ok_or(CommandError::Refused(LinkOver))?;
    let confirmed = DomainEvent::User(user.id, UserEvent::Confirmed);
    Ok(market.commit(now, vec![confirmed]).await?)
}
