//! What the payment provider tells by itself. Nothing of it is believed: it is a reason to ask.

use std::{convert::Infallible, sync::Arc};

use super::{Caller, Done, policy};
use crate::{
    actors::{Market, Taken},
    types::{ChargeId, UserId},
};

/// What is told, under which name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderNotice {
    /// The same each time that it is sent.
    pub id: Box<str>,
    /// What it is, in the provider's words.
    pub kind: Box<str>,
    /// About what it is, as far as it says.
    pub subject: NoticeSubject,
}

/// What is to be asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeSubject {
    /// This charge.
    Charge(ChargeId),
    /// The payment of this name at the provider.
    Payment(Box<str>),
    /// The dispute of this name at the provider.
    Dispute(Box<str>),
    /// The account of this seller at the provider.
    Seller(UserId),
    /// Nothing of ours.
    Nothing,
}

/// Takes what is told once, however often it is; when this returns `Ok`, it is durable that it was.
pub async fn take(
    market: &Arc<Market>,
    caller: Caller<'_>,
    notice: ProviderNotice,
) -> Done<Infallible, Taken> {
    policy::site(caller)?;
    if market.take_notice(&notice.id, &notice.kind).await? == Taken::Before {
        return Ok(Taken::Before);
    }
    match notice.subject {
        NoticeSubject::Charge(charge) => {
            if let Err(error) = market.look_at_charge_if_known(charge) {
                tracing::error!(%error, %charge, "a charge that the payment provider told of \
                    could not be read; the reconciler looks at it");
            }
        }
        NoticeSubject::Payment(name) => market.look_at_payment(name),
        NoticeSubject::Dispute(name) => market.look_at_dispute(name),
        NoticeSubject::Seller(seller) => market.look_at_account(seller),
        NoticeSubject::Nothing => {}
    }
    Ok(Taken::Now)
}
