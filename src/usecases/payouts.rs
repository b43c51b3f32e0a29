//! Sellers' money: where they are paid, and what those who run the site do about it.

use super::{
    Caller, Denial, Done, UseCaseError, accounts::CheckedPassword, policy, refusal::refusal_codes,
};
use crate::{
    actors::Market,
    domain::{
        Arrival, CorrectionKind, Deed, PayoutStatus, Scope,
        rules::payouts::{NotReady, PayoutOutcome, PayoutRefusal},
    },
    types::{
        AccountHolder, EarningId, Iban, OrderId, PayoutId, PayoutRunId, Reason, Secret, UserId,
    },
};

refusal_codes! {
    PayoutRefusal {
        NotThere: NotFound,
        TooLittle: NothingToPay,
        WrongSign: CorrectionUnfit,
        OverDebt: CorrectionUnfit,
        DebtsLeft: NothingToPay,
        OpenRun: PayoutRunOpen,
        Settled: PayoutSettled,
        AtProvider: PayoutSettled,
        @as NothingToPay, WrongPassword;
        @of NotReady;
    }
    NotReady {
        NotBySite: PayoutsNotReady,
        NoBank: PayoutsNotReady,
        NotConnected: PayoutsNotReady,
        Unfinished: PayoutsNotReady,
        Restricted: PayoutsNotReady,
        Gone: PayoutsNotReady,
        RefusedLately: PayoutsNotReady,
        Resting: PayoutsNotReady,
        Paused: PayoutsNotReady,
        Closed: AccountClosed,
    }
}

/// Has the caller paid to this bank account from now on, once it has rested; done already if they are.
pub async fn give_bank(
    market: &Market,
    caller: Caller<'_>,
    password: CheckedPassword,
    holder: AccountHolder,
    iban: Iban,
) -> Done<PayoutRefusal> {
    let id = policy::signed_in(caller)?.id;
    Ok(market.give_bank(id, password.into_hash(), holder, iban).await?)
}

/// Opens an account at the payment provider for the caller, who is paid there from now on, once it has
/// rested; done already if they have one.
pub async fn connect(
    market: &Market,
    caller: Caller<'_>,
    password: CheckedPassword,
) -> Done<PayoutRefusal> {
    let id = policy::signed_in(caller)?.id;
    Ok(market.connect_account(id, password.into_hash()).await?)
}

/// Where the caller tells the payment provider what it asks, to come back to this address of the site.
pub async fn onboarding(
    market: &Market,
    caller: Caller<'_>,
    back_to: String,
) -> Done<PayoutRefusal, Secret> {
    let id = policy::signed_in(caller)?.id;
    Ok(market.onboarding_link(id, back_to).await?)
}

/// Asks the payment provider where the caller's account there stands.
pub async fn ask_where_it_stands(market: &Market, caller: Caller<'_>) -> Done<PayoutRefusal> {
    let id = policy::signed_in(caller)?.id;
    Ok(market.ask_where_account_stands(id).await?)
}

/// Has the site forget where the caller is paid.
pub async fn forget(
    market: &Market,
    caller: Caller<'_>,
    password: CheckedPassword,
) -> Done<PayoutRefusal> {
    let id = policy::signed_in(caller)?.id;
    Ok(market.forget_account(id, password.into_hash()).await?)
}

fn deed(caller: Caller<'_>, reason: Reason) -> Result<Deed, Denial> {
    let caller = policy::scoped(caller, Scope::Admin)?;
    Ok(Deed { by: policy::admin(caller)?.id, reason })
}

/// Makes a run of payouts; done already if there is this one.
pub async fn begin_run(
    market: &Market,
    caller: Caller<'_>,
    id: PayoutRunId,
    reason: Reason,
) -> Done<PayoutRefusal> {
    let deed = deed(caller, reason)?;
    Ok(market.begin_payout_run(id, deed).await?)
}

/// Notes what has become of a payout.
pub async fn settle(
    market: &Market,
    caller: Caller<'_>,
    id: PayoutId,
    outcome: impl FnOnce(Deed) -> PayoutOutcome,
    reason: Reason,
) -> Done<PayoutRefusal> {
    let deed = deed(caller, reason)?;
    Ok(market.settle_payout(id, outcome(deed)).await?)
}

/// Notes that all payouts of a run have arrived of which nothing else has become.
pub async fn settle_run(
    market: &Market,
    caller: Caller<'_>,
    id: PayoutRunId,
    reason: Reason,
) -> Done<PayoutRefusal> {
    let deed = deed(caller, reason)?;
    let run = market.tables().payout_run(id)?.ok_or(Denial::NotFound)?;
    if run.closed.is_none() {
        return Err(UseCaseError::Refused(PayoutRefusal::OpenRun));
    }
    for payout in market.tables().payouts_in(id)? {
        let is_begun = |status: &PayoutStatus| *status == PayoutStatus::Begun;
        if market.tables().payout(payout)?.is_some_and(|payout| is_begun(&payout.status)) {
            let arrived = PayoutOutcome::Paid(Arrival::Said(deed.clone()));
            market.settle_payout(payout, arrived).await?;
        }
    }
    Ok(())
}

/// Pays a seller nothing for now.
pub async fn pause(
    market: &Market,
    caller: Caller<'_>,
    seller: UserId,
    reason: Reason,
) -> Done<PayoutRefusal> {
    let deed = deed(caller, reason)?;
    Ok(market.pause_payouts(seller, deed).await?)
}

/// Pays them again.
pub async fn resume(
    market: &Market,
    caller: Caller<'_>,
    seller: UserId,
    reason: Reason,
) -> Done<PayoutRefusal> {
    let deed = deed(caller, reason)?;
    Ok(market.resume_payouts(seller, deed).await?)
}

/// Puts a seller's balance right, in minor units: once by this line.
pub async fn correct(
    market: &Market,
    caller: Caller<'_>,
    id: EarningId,
    seller: UserId,
    what: (CorrectionKind, i64),
    reason: Reason,
) -> Done<PayoutRefusal> {
    let deed = deed(caller, reason)?;
    Ok(market.correct_balance(id, seller, what, deed).await?)
}

/// Has what a seller earned by an order before there were books paid out with the rest.
pub async fn release_before_books(
    market: &Market,
    caller: Caller<'_>,
    order: OrderId,
    reason: Reason,
) -> Done<PayoutRefusal> {
    let deed = deed(caller, reason)?;
    Ok(market.release_before_books(order, deed).await?)
}
