//! The one actor through which accounts come to be: it takes one sign-up at a time, so two that
//! race for one address give one account.

use std::sync::Arc;

use ractor::{Actor, ActorProcessingErr, ActorRef, RpcReplyPort, SupervisionEvent};

use super::{CommandError, Market};
use crate::{
    domain::{DomainEvent, PasswordHash, UserEvent},
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
        let AccountsMsg::SignUp { email, password, reply } = message;
        let result = sign_up(market, email, password).await;
        let failure = CommandError::failure(&result);
        // Who asked may have gone; what is committed stays so.
        let _ = reply.send(result);
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
