//! What to do next about a charge: pure, without actors, storage, network or clocks.
//!
//! The provider is always asked for the present state and never told what it should be; so one
//! table serves a first attempt, a retry and a recovery alike.

use crate::{
    domain::{Charge, ChargeEvent, ChargeFailure, ChargeStatus, Order, Ticket, TicketStatus},
    payments::{Payment, PaymentState},
    types::{Secret, Timestamp},
};
use PaymentStep::{Call, Commit, Rest, Retry};

/// What is wanted of a charge, by the records as they are: so it is the same for the one who began
/// it and for whoever takes it up after a crash.
#[must_use]
pub fn goal(charge: &Charge, order: &Order, ticket: Option<&Ticket>, now: Timestamp) -> Goal {
    if order.is_refunding() && order.status.paid_by() == Some(charge.id) {
        return Goal::Refund;
    }
    if order.status.paid_by() == Some(charge.id) {
        return Goal::Capture;
    }
    if order.status.charge_under_way() != Some(charge.id) {
        return Goal::Void;
    }
    match ticket.map(|ticket| ticket.status) {
        Some(TicketStatus::Selling { charge: selling, .. }) if selling == charge.id => {
            Goal::Capture
        }
        Some(TicketStatus::Reserved(held)) if held.order == order.id && !held.is_over(now) => {
            Goal::Authorise
        }
        _ => Goal::Void,
    }
}

/// What is wanted of a payment for several orders, by what each wants of its charge: money that one
/// does not want is not taken for any.
#[must_use]
pub fn goal_of_all(goals: impl IntoIterator<Item = Goal>) -> Option<Goal> {
    goals.into_iter().reduce(|one, other| match (one, other) {
        (one, other) if one == other => one,
        (Goal::Capture, Goal::Authorise) | (Goal::Authorise, Goal::Capture) => Goal::Authorise,
        _ => Goal::Void,
    })
}

/// What the order wants of the charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// The money held ready; then the order is asked again.
    Authorise,
    /// The money: the ticket is being sold.
    Capture,
    /// No money: the ticket is not to be had any more.
    Void,
    /// The money back: the sale is given up.
    Refund,
}

/// What is known of the payment at the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KnownPayment {
    /// Nothing: it has not been asked since the actor started.
    Nothing,
    /// The outcome of a call is unknown (time-out, broken connection, 5xx): whatever was asked may
    /// or may not have happened.
    Unknown,
    /// There is no such payment.
    NotThere,
    /// There is, and this is its state.
    There(Payment),
}

/// A request to the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProviderCall {
    /// Hold the money ready; needs the card.
    Authorise,
    /// Say what is known of it.
    LookUp,
    /// Take the money.
    Capture,
    /// Let go of it.
    Void,
    /// Give it back.
    Refund,
}

/// Whether a payment can be begun, for the first time or again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CanBegin {
    /// Not any more: the card is never stored, so it is gone after a restart.
    No,
    /// The buyer's card is at hand.
    WithCard,
    /// At any time: the provider asks the buyer itself, and the same charge gives the same payment.
    AtProvider,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaymentStep {
    /// Ask the provider.
    Call(ProviderCall),
    /// Ask the provider again after a while.
    Retry(ProviderCall),
    /// Commit this, then look again.
    Commit(ChargeEvent),
    /// Tell the order that the buyer is to pay at the provider.
    TellAwaitsBuyer(Secret),
    /// Tell the order that the money is held ready; it answers by a goal.
    TellAuthorised,
    /// Tell the order that the money is ours; it has that committed with the sale.
    TellCaptured,
    /// Tell the order that no money will come.
    TellFailed(ChargeFailure),
    /// Tell the order that the money went back; it has that committed with the ticket's return.
    TellRefunded {
        /// The provider's name for the payment.
        stripe_id: Box<str>,
        /// The provider's name for the refund.
        stripe_refund_id: Box<str>,
    },
    /// Nothing until somebody asks.
    Rest,
}

/// Whether to ask the provider anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProviderLook {
    /// Yes, by this.
    Now(ProviderCall),
    /// Once the sale is settled.
    Later,
    /// It would tell nothing that is not asked for already, or that could change anything.
    Never,
}

/// Whether to ask the provider anew, when somebody says that something has happened there. Who says
/// so may say it often, and is not believed.
#[must_use]
pub fn look(
    charge: &Charge,
    goal: Goal,
    known: &KnownPayment,
    can_begin: CanBegin,
) -> ProviderLook {
    let went_back =
        matches!(known, KnownPayment::There(Payment { state: PaymentState::Refunded { .. }, .. }));
    match (&charge.status, goal) {
        // It is being asked again anyway, at a pace that spares a provider in trouble.
        _ if *known == KnownPayment::Unknown => ProviderLook::Never,
        (ChargeStatus::Created | ChargeStatus::Authorised, Goal::Authorise) => {
            match (can_begin, &charge.stripe_id) {
                (CanBegin::AtProvider, None) => ProviderLook::Now(ProviderCall::Authorise),
                _ => ProviderLook::Now(ProviderCall::LookUp),
            }
        }
        // The capture's own answer says how it stands; but a refund of what is captured may be
        // told before the sale is settled.
        (ChargeStatus::Created | ChargeStatus::Authorised, Goal::Capture) => ProviderLook::Later,
        (ChargeStatus::Completed, Goal::Authorise | Goal::Capture | Goal::Void)
            if charge.stripe_refund_id.is_none() && !went_back =>
        {
            ProviderLook::Now(ProviderCall::LookUp)
        }
        _ => ProviderLook::Never,
    }
}

/// What to do next about a charge.
///
/// `arrivals_over`: whether, when the provider was asked, a request that we gave up on could no
/// longer reach it, so that "no such payment" is final.
#[must_use]
pub fn next(
    charge: &Charge,
    goal: Goal,
    known: &KnownPayment,
    can_begin: CanBegin,
    arrivals_over: bool,
) -> PaymentStep {
    if can_begin == CanBegin::AtProvider
        && charge.status.is_unfinished()
        && let Some(step) = at_provider(charge, known)
    {
        return step;
    }
    match &charge.status {
        ChargeStatus::Failed(failure) => PaymentStep::TellFailed(failure.clone()),
        // The money came and went: to the order it is as if it had never come.
        ChargeStatus::Completed if charge.stripe_refund_id.is_some() => {
            PaymentStep::TellFailed(ChargeFailure::NotCaptured)
        }
        ChargeStatus::Completed => completed(goal, known),
        ChargeStatus::Voided => Rest,
        ChargeStatus::Created | ChargeStatus::Authorised => match known {
            KnownPayment::Nothing => first(charge, goal, can_begin),
            KnownPayment::Unknown => Retry(match (goal, &charge.status) {
                (Goal::Capture, _) => ProviderCall::Capture,
                (Goal::Void | Goal::Refund, _) if charge.stripe_id.is_some() => ProviderCall::Void,
                (Goal::Authorise | Goal::Void | Goal::Refund, _) => ProviderCall::LookUp,
            }),
            KnownPayment::NotThere => not_there(goal, can_begin, arrivals_over),
            KnownPayment::There(payment) => there(charge, goal, payment),
        },
    }
}

/// Where the same charge gives the same payment, there is no doubt about one that may have been
/// begun: begun again it is known, whatever is to become of it.
fn at_provider(charge: &Charge, known: &KnownPayment) -> Option<PaymentStep> {
    match (known, &charge.stripe_id) {
        (KnownPayment::Nothing, None) => Some(Call(ProviderCall::Authorise)),
        (KnownPayment::Unknown | KnownPayment::NotThere, None) => {
            Some(Retry(ProviderCall::Authorise))
        }
        (KnownPayment::NotThere, Some(_)) => Some(Retry(ProviderCall::LookUp)),
        (KnownPayment::Nothing | KnownPayment::Unknown, Some(_)) | (KnownPayment::There(_), _) => {
            None
        }
    }
}

fn first(charge: &Charge, goal: Goal, can_begin: CanBegin) -> PaymentStep {
    match (goal, &charge.status) {
        (Goal::Authorise, ChargeStatus::Authorised) => PaymentStep::TellAuthorised,
        (Goal::Authorise, _) if can_begin != CanBegin::No && charge.stripe_id.is_none() => {
            Call(ProviderCall::Authorise)
        }
        (Goal::Capture, ChargeStatus::Authorised) => Call(ProviderCall::Capture),
        (Goal::Void | Goal::Refund, _) if charge.stripe_id.is_some() => Call(ProviderCall::Void),
        (Goal::Authorise | Goal::Capture | Goal::Void | Goal::Refund, _) => {
            Call(ProviderCall::LookUp)
        }
    }
}

/// Of a charge whose money is ours: whether it is to go back, or has at the provider.
fn completed(goal: Goal, known: &KnownPayment) -> PaymentStep {
    match (known, goal) {
        (
            KnownPayment::There(Payment {
                id, state: PaymentState::Refunded { refund_id }, ..
            }),
            _,
        ) => {
            PaymentStep::TellRefunded { stripe_id: id.clone(), stripe_refund_id: refund_id.clone() }
        }
        (KnownPayment::Nothing, Goal::Refund) => Call(ProviderCall::Refund),
        (_, Goal::Refund) => Retry(ProviderCall::Refund),
        (KnownPayment::Nothing, _) => Call(ProviderCall::LookUp),
        (KnownPayment::Unknown, _) => Retry(ProviderCall::LookUp),
        (KnownPayment::NotThere | KnownPayment::There(_), _) => Rest,
    }
}

fn not_there(goal: Goal, can_begin: CanBegin, arrivals_over: bool) -> PaymentStep {
    match goal {
        Goal::Authorise if can_begin != CanBegin::No => Call(ProviderCall::Authorise),
        _ if !arrivals_over => Retry(ProviderCall::LookUp),
        Goal::Authorise => failed(ChargeFailure::Interrupted),
        Goal::Capture => failed(ChargeFailure::NotCaptured),
        Goal::Void | Goal::Refund => Commit(ChargeEvent::Voided),
    }
}

fn there(charge: &Charge, goal: Goal, payment: &Payment) -> PaymentStep {
    let authorised = ChargeEvent::Authorised(payment.id.clone());
    match (&payment.state, goal) {
        (PaymentState::Pending { .. } | PaymentState::Authorised, Goal::Void | Goal::Refund) => {
            Call(ProviderCall::Void)
        }
        (PaymentState::Pending { client_secret }, Goal::Authorise | Goal::Capture) => {
            match (&charge.stripe_id, &charge.status) {
                (None, _) => Commit(ChargeEvent::Submitted(payment.id.clone())),
                (Some(_), ChargeStatus::Created) => {
                    PaymentStep::TellAwaitsBuyer(client_secret.clone())
                }
                (Some(_), _) => Rest,
            }
        }
        (PaymentState::Captured, Goal::Void | Goal::Refund) => Call(ProviderCall::Refund),
        (PaymentState::Authorised | PaymentState::Captured, Goal::Authorise | Goal::Capture)
            if charge.status == ChargeStatus::Created =>
        {
            Commit(authorised)
        }
        (PaymentState::Authorised | PaymentState::Captured, Goal::Authorise) => {
            PaymentStep::TellAuthorised
        }
        (PaymentState::Authorised, Goal::Capture) => Call(ProviderCall::Capture),
        (PaymentState::Captured, Goal::Capture) => PaymentStep::TellCaptured,
        (PaymentState::Voided, Goal::Void | Goal::Refund) => Commit(ChargeEvent::Voided),
        (PaymentState::Voided, Goal::Authorise) => failed(ChargeFailure::Interrupted),
        (PaymentState::Declined(code), Goal::Authorise | Goal::Void | Goal::Refund) => {
            failed(ChargeFailure::Declined(code.clone()))
        }
        (PaymentState::Voided | PaymentState::Declined(_), Goal::Capture) => {
            failed(ChargeFailure::NotCaptured)
        }
        (PaymentState::Refunded { refund_id }, _) => Commit(ChargeEvent::Refunded {
            stripe_id: payment.id.clone(),
            stripe_refund_id: refund_id.clone(),
        }),
    }
}

fn failed(failure: ChargeFailure) -> PaymentStep {
    Commit(ChargeEvent::Failed(failure))
}
