//! The scripted provider's books: its payments as a list, with those that a test plants there.

use std::collections::HashSet;

use super::{Booked, Fault, Scripted, ScriptedState, Verb};
use crate::{
    payments::{Answer, Listed, OutcomeUnknown, Payment, PaymentState},
    types::{ChargeId, OrderId, Price, Timestamp},
};

/// What the books are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BooksAsked {
    /// For all payments since then.
    Listed(Timestamp),
    /// For this one.
    Find(Box<str>),
    /// To let go of this one.
    Discard(Box<str>),
}

#[derive(Default)]
pub(super) struct ScriptedBooks {
    planted: Vec<(Timestamp, Listed)>,
    plan: Option<Plan>,
    asked: Vec<BooksAsked>,
    /// Payments that were begun through this port, and let go of by their names.
    discarded: Vec<ChargeId>,
    /// The next list has it as it was before its money was captured.
    listed_late: Option<ChargeId>,
    pub(super) is_down: bool,
}

type Plan = Box<dyn FnMut(&BooksAsked) -> Fault + Send>;

impl Scripted {
    /// Puts a payment into the books that was not made through this port, at that time.
    pub fn plant(&self, made_at: Timestamp, payment: Listed) {
        self.inner.lock().books.planted.push((made_at, payment));
    }

    /// Puts a payment into the books that names a charge and an order that nobody knows; gives its
    /// name. It is open, or the money is captured.
    pub fn plant_unknown(&self, made_at: Timestamp, captured_minor: u64) -> Box<str> {
        let charge = ChargeId::new();
        let payment = Listed {
            id: format!("pi_{charge}").into(),
            charge: Some(charge),
            order: Some(OrderId::new()),
            open: captured_minor == 0,
            captured_minor,
            refunded_minor: 0,
            fee_minor: None,
        };
        let id = payment.id.clone();
        self.plant(made_at, payment);
        id
    }

    /// Somebody gives a planted payment's money back in the dashboard.
    pub fn refund_planted(&self, id: &str) {
        for (_, payment) in &mut self.inner.lock().books.planted {
            if &*payment.id == id {
                payment.refunded_minor = payment.captured_minor;
            }
        }
    }

    /// Somebody gives a part of the money back in the dashboard.
    pub fn refund_partly_in_dashboard(&self, charge: ChargeId, minor: u64) {
        if let Some(booked) = self.inner.lock().payments.get_mut(&charge) {
            booked.partly_refunded_minor = minor;
        }
    }

    /// The next list is older than the capture of this charge.
    pub fn list_late_once(&self, charge: ChargeId) {
        self.inner.lock().books.listed_late = Some(charge);
    }

    /// A payment as the books have it.
    #[must_use]
    pub fn in_books(&self, id: &str) -> Option<Listed> {
        self.inner.lock().find(id)
    }

    /// Asks the plan about every look at the books from now on.
    pub fn fault_books(&self, plan: impl FnMut(&BooksAsked) -> Fault + Send + 'static) {
        self.inner.lock().books.plan = Some(Box::new(plan));
    }

    /// What the books were asked so far.
    #[must_use]
    pub fn books_asked(&self) -> Vec<BooksAsked> {
        self.inner.lock().books.asked.clone()
    }

    /// The charges whose payments were let go of because the books had them as strays, and not by
    /// their own actors; it forgets them.
    #[must_use]
    pub fn take_discarded(&self) -> Vec<ChargeId> {
        std::mem::take(&mut self.inner.lock().books.discarded)
    }

    /// Whether it says of itself that it answers.
    pub fn set_answering(&self, is_answering: bool) {
        self.inner.lock().books.is_down = !is_answering;
    }

    pub(super) fn look_in_books<'a, T: Send + 'a>(
        &'a self,
        asked: BooksAsked,
        act: impl FnOnce(&mut ScriptedState) -> T + Send + 'a,
    ) -> Answer<'a, T> {
        Box::pin(async move {
            let fault = {
                let books = &mut self.inner.lock().books;
                let fault = books.plan.as_mut().map_or(Fault::None, |plan| plan(&asked));
                books.asked.push(asked);
                fault
            };
            match fault {
                Fault::None => Ok(act(&mut self.inner.lock())),
                Fault::Slow(delay) => {
                    tokio::time::sleep(delay).await;
                    Ok(act(&mut self.inner.lock()))
                }
                Fault::AnswerLost => {
                    act(&mut self.inner.lock());
                    Err(OutcomeUnknown("the script says so".into()))
                }
                Fault::Refuse | Fault::Late(_) => Err(OutcomeUnknown("the script says so".into())),
            }
        })
    }
}

impl ScriptedState {
    /// Of its own payments it gives all, as a provider may.
    pub(super) fn list(&mut self, since: Timestamp) -> Vec<Listed> {
        let late = self.books.listed_late.take();
        let mut listed = self.listed(since);
        for payment in listed.iter_mut().filter(|p| late.is_some() && p.charge == late) {
            payment.open = true;
            payment.captured_minor = 0;
        }
        listed
    }

    fn listed(&self, since: Timestamp) -> Vec<Listed> {
        let planted = self.books.planted.iter().filter(|(made_at, _)| *made_at >= since);
        let own = self.payments.iter().map(|(charge, booked)| Listed {
            fee_minor: self.fee_read_later,
            ..booked.listed(*charge)
        });
        own.chain(planted.map(|(_, payment)| payment.clone())).collect()
    }

    pub(super) fn find(&self, id: &str) -> Option<Listed> {
        let all = self.listed(Timestamp::from_millis(i64::MIN));
        all.into_iter().find(|payment| &*payment.id == id)
    }

    pub(super) fn discard(&mut self, id: &str) {
        for (_, payment) in &mut self.books.planted {
            if &*payment.id == id {
                payment.open = false;
            }
        }
        let own = self.payments.iter().find(|(_, booked)| &*booked.payment.id == id);
        if let Some(charge) = own.map(|(charge, _)| *charge) {
            self.act(Verb::Void, charge, None);
            self.books.discarded.push(charge);
        }
    }
}

impl Booked {
    pub(super) fn new(payment: Payment, amount: Price) -> Self {
        Self { payment, amount, partly_refunded_minor: 0, parts_refunded: HashSet::new() }
    }

    fn listed(&self, charge: ChargeId) -> Listed {
        let minor = u64::from(self.amount.minor());
        let (open, captured_minor, refunded_minor) = match self.payment.state {
            PaymentState::Pending { .. } | PaymentState::Authorised => (true, 0, 0),
            PaymentState::Voided | PaymentState::Declined(_) => (false, 0, 0),
            PaymentState::Captured => (false, minor, self.partly_refunded_minor),
            PaymentState::Refunded { .. } => (false, minor, minor),
        };
        Listed {
            id: self.payment.id.clone(),
            charge: Some(charge),
            order: None,
            open,
            captured_minor,
            refunded_minor,
            fee_minor: None,
        }
    }
}
