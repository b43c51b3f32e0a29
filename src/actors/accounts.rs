//! The one actor through which accounts come to be and change: it takes one at a time, so two that
//! race for one address give one account.

use std::sync::Arc;

use ractor::{Actor, ActorProcessingErr, ActorRef, RpcReplyPort, SupervisionEvent};

use super::{CommandError, Market};
use crate::{
    domain::{DomainEvent, PasswordHash, User, UserEvent},
    types::{Email, UserId},
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
    /// Change an account.
    Change {
        /// Which.
        user: UserId,
        /// What becomes of it.
        change: Change,
        /// Once it is durable.
        reply: RpcReplyPort<Result<(), CommandError<ChangeRefusal>>>,
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
    EndSessions,
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
    /// Another account has this address.
    #[error(transparent)]
    AddressTaken(#[from] AddressTaken),
}

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
        match message {
            AccountsMsg::SignUp { email, password, reply } => {
                let result = sign_up(market, email, password).await;
                let failure = CommandError::failure(&result);
                let _ = reply.send(result);
                Ok(failure?)
            }
            AccountsMsg::Change { user, change, reply } => {
                let result = make(market, user, change).await;
                let failure = CommandError::failure(&result);
                let _ = reply.send(result);
                Ok(failure?)
            }
        }
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

async fn make(
    market: &Market,
    id: UserId,
    change: Change,
) -> Result<(), CommandError<ChangeRefusal>> {
    let user = market.tables().user(id).map_err(CommandError::from)?;
    let user = user.ok_or(CommandError::Refused(ChangeRefusal::NotThere))?;
    let holder = match &change {
        Change::Address { email, .. } => market.tables().catalog().user_by_email(email),
        Change::Password { .. } | Change::EndSessions => None,
    };
    match decide(&user, change, holder).map_err(CommandError::Refused)? {
        Some(event) => {
            market.commit(market.clock().now(), vec![DomainEvent::User(id, event)]).await?;
            Ok(())
        }
        None => Ok(()),
    }
}

/// What follows from a change, given whose the address is that it asks for.
fn decide(
    user: &User,
    change: Change,
    holder: Option<UserId>,
) -> Result<Option<UserEvent>, ChangeRefusal> {
    match change {
        Change::Password { old: checked, .. } | Change::Address { password: checked, .. }
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
        Change::EndSessions => Ok(Some(UserEvent::SessionsEnded)),
    }
}
