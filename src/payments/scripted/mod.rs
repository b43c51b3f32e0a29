//! A payment provider for tests that can be told to misbehave, and whose ledger says what really
//! happened there.

mod books;
mod disputes;
mod sellers;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use parking_lot::Mutex;

pub use self::{
    books::BooksAsked,
    sellers::{MovedLine, SellerVerb},
};

use self::{books::ScriptedBooks, sellers::ScriptedSellers};
use super::{
    Answer, Bill, Listed, OutcomeUnknown, Payment, PaymentGateway, PaymentState,
    sellers::SellerGateway,
};
use crate::{
    domain::{DeclineCode, DisputeAtProvider},
    payments::card::Card,
    types::{ChargeId, Price, Secret, Timestamp},
};

/// The provider. It outlives a market, as a real one does: hand it to the next one after a crash.
#[derive(Clone, Default)]
pub struct Scripted {
    inner: Arc<Mutex<ScriptedState>>,
}

#[derive(Default)]
struct ScriptedState {
    payments: HashMap<ChargeId, Booked>,
    ledger: Vec<LedgerLine>,
    plan: Option<Plan>,
    asks_the_buyer_itself: bool,
    late_arrival: Duration,
    books: ScriptedBooks,
    disputes: Vec<DisputeAtProvider>,
    fee_minor: Option<u32>,
    fee_read_later: Option<u32>,
    sellers: ScriptedSellers,
}

#[derive(Clone)]
struct Request {
    bill: Bill,
    card: Option<Card>,
}

struct Booked {
    payment: Payment,
    amount: Price,
    /// Given back of what is kept, by somebody in the dashboard.
    partly_refunded_minor: u64,
    /// The charges whose parts of it went back.
    parts_refunded: HashSet<ChargeId>,
}

type Plan = Box<dyn FnMut(GatewayCall) -> Fault + Send>;

/// What the provider is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Hold the money ready.
    Authorise,
    /// Say what is known.
    LookUp,
    /// Take the money.
    Capture,
    /// Let go of it.
    Void,
    /// Give it back.
    Refund,
}

/// A request, as the plan sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GatewayCall {
    /// What is asked.
    pub verb: Verb,
    /// About which charge.
    pub charge: ChargeId,
}

/// What goes wrong with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// It takes so long to have its effect and to be answered.
    Slow(Duration),
    /// It never arrives, and its sender knows only that there was no answer.
    Refuse,
    /// It has its effect, and the answer is lost.
    AnswerLost,
    /// There is no answer now, and it has its effect after so long.
    Late(Duration),
}

/// Something that really happened at the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LedgerLine {
    /// To which charge.
    pub charge: ChargeId,
    /// What.
    pub what: Verb,
    /// How much, in minor units.
    pub minor: u32,
}

impl Scripted {
    /// Asks the plan about every request from now on.
    pub fn fault(&self, plan: impl FnMut(GatewayCall) -> Fault + Send + 'static) {
        self.inner.lock().plan = Some(Box::new(plan));
    }

    /// From now on it answers an authorisation by [`PaymentState::Pending`], and waits for
    /// [`Scripted::buyer_pays`].
    pub fn ask_the_buyer_itself(&self) {
        self.inner.lock().asks_the_buyer_itself = true;
    }

    /// How long it says that a request may still arrive.
    pub fn set_late_arrival(&self, late_arrival: Duration) {
        self.inner.lock().late_arrival = late_arrival;
    }

    /// The buyer pays at the provider, as in its own form.
    pub fn buyer_pays(&self, charge: ChargeId) {
        let mut inner = self.inner.lock();
        if let Some(booked) = inner.payments.get_mut(&charge)
            && matches!(booked.payment.state, PaymentState::Pending { .. })
        {
            booked.payment.state = PaymentState::Authorised;
            let minor = booked.amount.minor();
            inner.ledger.push(LedgerLine { charge, what: Verb::Authorise, minor });
        }
    }

    /// Somebody cancels the payment in the provider's dashboard.
    pub fn cancel_in_dashboard(&self, charge: ChargeId) {
        self.inner.lock().act(Verb::Void, charge, None);
    }

    /// Somebody takes the money in the provider's dashboard.
    pub fn capture_in_dashboard(&self, charge: ChargeId) {
        self.inner.lock().act(Verb::Capture, charge, None);
    }

    /// Somebody gives the money back in the provider's dashboard.
    pub fn refund_in_dashboard(&self, charge: ChargeId) {
        self.inner.lock().act(Verb::Refund, charge, None);
    }

    /// All that really happened, in order.
    #[must_use]
    pub fn ledger(&self) -> Vec<LedgerLine> {
        self.inner.lock().ledger.clone()
    }

    /// Where each payment stands.
    #[must_use]
    pub fn payments(&self) -> Vec<(ChargeId, PaymentState)> {
        let inner = self.inner.lock();
        inner.payments.iter().map(|(id, booked)| (*id, booked.payment.state.clone())).collect()
    }

    fn answer(&self, verb: Verb, request: Request) -> Answer<'_, Option<Payment>> {
        Box::pin(async move {
            let charge = request.bill.charge;
            let fault = {
                let mut inner = self.inner.lock();
                inner.plan.as_mut().map_or(Fault::None, |plan| plan(GatewayCall { verb, charge }))
            };
            let lost = || Err(OutcomeUnknown("the script says so".into()));
            match fault {
                Fault::None => Ok(self.inner.lock().serve(verb, &request)),
                Fault::Slow(delay) => {
                    // The effect comes whether or not anyone still waits for it.
                    let inner = self.inner.clone();
                    let acted = tokio::spawn(async move {
                        tokio::time::sleep(delay).await;
                        inner.lock().serve(verb, &request)
                    });
                    acted.await.map_err(|error| OutcomeUnknown(error.to_string()))
                }
                Fault::Refuse => lost(),
                Fault::AnswerLost => {
                    self.inner.lock().serve(verb, &request);
                    lost()
                }
                Fault::Late(delay) => {
                    let inner = self.inner.clone();
                    tokio::spawn(async move {
                        tokio::time::sleep(delay).await;
                        inner.lock().serve(verb, &request);
                    });
                    lost()
                }
            }
        })
    }

    fn sure<'a>(answer: Answer<'a, Option<Payment>>) -> Answer<'a, Payment> {
        Box::pin(async move {
            answer.await?.ok_or_else(|| OutcomeUnknown("there is no such payment".into()))
        })
    }
}

impl ScriptedState {
    /// What was taken from buyers and has not gone back, in minor units.
    fn kept_minor(&self) -> i64 {
        let minor = |line: &LedgerLine| match line.what {
            Verb::Capture => i64::from(line.minor),
            Verb::Refund => -i64::from(line.minor),
            Verb::Authorise | Verb::LookUp | Verb::Void => 0,
        };
        self.ledger.iter().map(minor).sum()
    }

    fn serve(&mut self, verb: Verb, Request { bill, card }: &Request) -> Option<Payment> {
        if !bill.is_part() {
            let begun = (verb == Verb::Authorise).then_some((bill.whole, card.as_ref()));
            return self.act(verb, bill.payment, begun);
        }
        let booked = self.payments.get_mut(&bill.payment)?;
        if verb == Verb::Refund
            && booked.payment.state == PaymentState::Captured
            && booked.parts_refunded.insert(bill.charge)
        {
            let minor = bill.amount.minor();
            booked.partly_refunded_minor += u64::from(minor);
            if booked.partly_refunded_minor >= u64::from(booked.amount.minor()) {
                let refund_id = format!("re_{}", bill.charge).into();
                booked.payment.state = PaymentState::Refunded { refund_id };
            }
            self.ledger.push(LedgerLine { charge: bill.charge, what: verb, minor });
        }
        let mut payment = booked.payment.clone();
        if booked.parts_refunded.contains(&bill.charge) {
            let refund_id = format!("re_{}", bill.charge).into();
            payment.state = PaymentState::Refunded { refund_id };
        }
        Some(payment)
    }

    fn act(
        &mut self,
        verb: Verb,
        charge: ChargeId,
        begun: Option<(Price, Option<&Card>)>,
    ) -> Option<Payment> {
        if let Some((amount, card)) = begun
            && !self.payments.contains_key(&charge)
        {
            let state = match self.asks_the_buyer_itself {
                true => PaymentState::Pending {
                    client_secret: Secret::new(&format!("secret of {charge}")),
                },
                false => outcome(card),
            };
            if state == PaymentState::Authorised {
                let minor = amount.minor();
                self.ledger.push(LedgerLine { charge, what: verb, minor });
            }
            let payment = Payment { id: format!("pi_{charge}").into(), state, fee_minor: None };
            self.payments.insert(charge, Booked::new(payment, amount));
        }
        let booked = self.payments.get_mut(&charge)?;
        let next = match (verb, &booked.payment.state) {
            (Verb::Capture, PaymentState::Authorised) => Some(PaymentState::Captured),
            (Verb::Void, PaymentState::Authorised | PaymentState::Pending { .. }) => {
                Some(PaymentState::Voided)
            }
            (Verb::Refund, PaymentState::Captured) => {
                Some(PaymentState::Refunded { refund_id: format!("re_{charge}").into() })
            }
            _ => None,
        };
        if let Some(state) = next {
            booked.payment.state = state;
            let minor = booked.amount.minor();
            self.ledger.push(LedgerLine { charge, what: verb, minor });
        }
        let mut payment = booked.payment.clone();
        if (verb, &payment.state) == (Verb::Capture, &PaymentState::Captured) {
            payment.fee_minor = self.fee_minor;
        }
        Some(payment)
    }
}

fn outcome(card: Option<&Card>) -> PaymentState {
    match card.map(Card::number) {
        Some("4000000000000002") => PaymentState::Declined(DeclineCode::CardDeclined),
        Some("4000000000009995") => PaymentState::Declined(DeclineCode::InsufficientFunds),
        _ => PaymentState::Authorised,
    }
}

impl PaymentGateway for Scripted {
    fn authorise(&self, bill: Bill, card: Option<Card>) -> Answer<'_, Payment> {
        Self::sure(self.answer(Verb::Authorise, Request { bill, card }))
    }

    fn look_up(&self, bill: Bill) -> Answer<'_, Option<Payment>> {
        self.answer(Verb::LookUp, Request { bill, card: None })
    }

    fn capture(&self, bill: Bill) -> Answer<'_, Payment> {
        Self::sure(self.answer(Verb::Capture, Request { bill, card: None }))
    }

    fn void(&self, bill: Bill) -> Answer<'_, Payment> {
        Self::sure(self.answer(Verb::Void, Request { bill, card: None }))
    }

    fn refund(&self, bill: Bill) -> Answer<'_, Payment> {
        Self::sure(self.answer(Verb::Refund, Request { bill, card: None }))
    }

    fn asks_the_buyer(&self) -> bool {
        self.inner.lock().asks_the_buyer_itself
    }

    fn late_arrival(&self) -> Duration {
        self.inner.lock().late_arrival
    }

    fn is_answering(&self) -> bool {
        !self.inner.lock().books.is_down
    }

    fn listed(&self, since: Timestamp) -> Answer<'_, Vec<Listed>> {
        self.look_in_books(BooksAsked::Listed(since), move |inner| inner.list(since))
    }

    fn find(&self, id: Box<str>) -> Answer<'_, Option<Listed>> {
        self.look_in_books(BooksAsked::Find(id.clone()), move |inner| inner.find(&id))
    }

    fn disputes(&self, since: Timestamp) -> Answer<'_, Vec<DisputeAtProvider>> {
        Box::pin(async move { self.disputes_since(since) })
    }

    fn find_dispute(&self, name: Box<str>) -> Answer<'_, Option<DisputeAtProvider>> {
        Box::pin(async move { self.dispute_of(&name) })
    }

    fn sellers(&self) -> Option<&dyn SellerGateway> {
        if self.inner.lock().sellers.is_on { Some(self) } else { None }
    }

    fn discard(&self, id: Box<str>) -> Answer<'_, ()> {
        self.look_in_books(BooksAsked::Discard(id.clone()), move |inner| inner.discard(&id))
    }
}

/// Test cards, as [`Card`]s.
pub mod cards {
    use super::{Card, Timestamp};

    /// It succeeds.
    #[must_use]
    pub fn good() -> Option<Card> {
        card("4242424242424242")
    }

    /// It is declined.
    #[must_use]
    pub fn declined() -> Option<Card> {
        card("4000000000000002")
    }

    fn card(number: &str) -> Option<Card> {
        Card::parse(number, "12/34", "123", Timestamp::from_millis(0)).ok()
    }
}
