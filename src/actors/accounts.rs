//! The one actor through which accounts come to be: it takes one sign-up at a time, so two that
//! race for one address give one account.

use std::{sync::Arc, time::Duration};

use ractor::{Actor, ActorProcessingErr, ActorRef, RpcReplyPort, SupervisionEvent};

use super::{CommandError, Market};
use crate::{
    domain::{DomainEvent, MailAbout, MailEvent, PasswordHash, ResetToken, UserEvent},
    types::{Email, MailId, UserId},
};

/// What the accounts' actor can be told.
#[derive(Debug)]
pub enum AccountsMsg {
    /// Make an account, and give its id.
    SignUp {
        /// Must not have an account yet.
        email: Email,
        /// What the password is checked against.
        password: PasswordHash,
        /// The account.
        reply: RpcReplyPort<Result<UserId, CommandError<AddressTaken>>>,
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
}

/// The link was used, or is too old.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this link is over")]
pub struct LinkOver;

/// How long a link for a new password is good.
const LINK_LIFE: Duration = Duration::from_secs(3600);
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
            AccountsMsg::SignUp { email, password, reply } => {
                let result = sign_up(market, email, password).await;
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
) -> Result<UserId, CommandError<AddressTaken>> {
    if market.tables().catalog().user_by_email(&email).is_some() {
        return Err(CommandError::Refused(AddressTaken));
    }
    let id = UserId::new();
    let created = DomainEvent::User(id, UserEvent::Created { email, password });
    market.commit(market.clock().now(), vec![created]).await?;
    Ok(id)
}

async fn forgot(market: &Market, email: &Email) -> Result<(), CommandError<LinkOver>> {
    let Some(to) = market.tables().catalog().user_by_email(email) else { return Ok(()) };
    let now = market.clock().now();
    let time = u128::try_from(now.as_millis()).unwrap_or(0) / LINK_AGAIN.as_millis();
    let id = MailId::of(to, &format!("reset {time}"));
    if market.tables().mail(id)?.is_some() {
        return Ok(());
    }
    let about = MailAbout::PasswordReset { until: now + LINK_LIFE };
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
    let changed = DomainEvent::User(user.id, UserEvent::PasswordChanged { password });
    Ok(market.commit(now, vec![changed]).await?)
}
