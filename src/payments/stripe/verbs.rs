//! What is asked of Stripe for each of the port's verbs, and what is made of the answers.

use std::time::Duration;

use super::{
    Stripe,
    api::{self, PaymentIntent},
    state::{Returned, Stand, is_name, mismatch, taken_minor},
    wire::{Failed, StripeQuestion},
};
use crate::{
    domain::DeclineCode,
    payments::{Answered, Bill, OutcomeUnknown, Payment, PaymentState, metadata},
    types::Timestamp,
};

/// A payment that was made this long ago is looked up when it is begun again: what is answered
/// under its key is how it was then.
const FRESH: Duration = Duration::from_secs(10);

/// By how much Stripe's clock and ours may differ.
const CLOCKS_DIFFER: Duration = Duration::from_secs(600);

/// One question to the port about a bill.
pub(super) struct StripeVerb<'a> {
    stripe: &'a Stripe,
    question: StripeQuestion,
    bill: Bill,
}

impl<'a> StripeVerb<'a> {
    pub(super) fn about(stripe: &'a Stripe, bill: Bill) -> Self {
        let [.., first, second] = *bill.charge.as_bytes();
        let question = StripeQuestion::within(stripe.wire.limits.operation, [first, second]);
        Self { stripe, question, bill }
    }

    /// Begins the payment, or finds it begun.
    pub(super) async fn begin(self) -> Answered<Payment> {
        let Some(intent) = self.named().await? else { return Ok(not_set_up()) };
        self.settled(intent).await
    }

    pub(super) async fn take(self) -> Answered<Payment> {
        let Some(intent) = self.named().await? else { return Ok(not_set_up()) };
        if Stand::of(&intent) != Stand::Held {
            return self.settled(intent).await;
        }
        let request = api::capture(&intent.id);
        let done = self.stripe.wire.send(self.question, &request, None).await;
        let is_answer = done.is_ok();
        let intent = self.done_or_found(intent, done, "capturing the payment").await?;
        match Stand::of(&intent) {
            // Taken just now: nothing of it went back yet.
            Stand::Taken if is_answer => {
                self.look_at_amount(&intent);
                let fee_minor = intent.fee_minor(self.stripe.currency);
                Ok(Payment { id: intent.id.into(), state: PaymentState::Captured, fee_minor })
            }
            Stand::Held => Err(OutcomeUnknown("Stripe does not capture what it holds".into())),
            _ => self.settled(intent).await,
        }
    }

    pub(super) async fn let_go(self) -> Answered<Payment> {
        let Some(mut intent) = self.named().await? else { return Ok(not_set_up()) };
        if Stand::of(&intent).is_open() {
            intent = self.cancel(intent).await?;
        }
        let stand = Stand::of(&intent);
        if stand.is_open() {
            let status = intent.status;
            let what = format!("Stripe does not cancel the payment yet: it is {status}");
            return Err(OutcomeUnknown(what));
        }
        self.stated(intent, stand).await
    }

    pub(super) async fn give_back(self) -> Answered<Payment> {
        let Some(intent) = self.named().await? else { return Ok(not_set_up()) };
        if Stand::of(&intent) != Stand::Taken {
            return self.settled(intent).await;
        }
        self.look_at_amount(&intent);
        let mut failed = String::new();
        for key in [format!("{}-refund", self.bill.charge), self.other_key("-refund")] {
            // Before each: the last may have been made although we were told nothing.
            let mut refunds = self.stripe.refunds_of(self.question, &intent.id).await?;
            if let Some(answer) =
                given_back(&intent, Returned::of_bill(&self.bill, &intent, &refunds))
            {
                return answer;
            }
            let request = api::refund(&self.bill, &intent.id);
            match self.stripe.wire.send(self.question, &request, Some(&key)).await {
                Ok(refund) => {
                    refunds.retain(|known| known.id != refund.id);
                    refunds.insert(0, refund);
                    let unclear = || Err(OutcomeUnknown("the refund is not of all of it".into()));
                    return given_back(&intent, Returned::of_bill(&self.bill, &intent, &refunds))
                        .unwrap_or_else(unclear);
                }
                // A refusal (no money on the account, say) is saved under its key for a day as a
                // 500 is. Stripe never gives back more than was taken, so that another is safe.
                Err(error) if error.is_stuck() || error.refusal().is_some() => {
                    failed = error.unknown("refunding the payment").0;
                }
                Err(error) => return Err(error.unknown("refunding the payment")),
            }
        }
        let refunds = self.stripe.refunds_of(self.question, &intent.id).await?;
        given_back(&intent, Returned::of_bill(&self.bill, &intent, &refunds))
            .unwrap_or(Err(OutcomeUnknown(failed)))
    }

    /// The intent of the bill, as it is now: by its name, or by the charge's key. None if Stripe
    /// would not have it.
    async fn named(&self) -> Answered<Option<PaymentIntent>> {
        let intent = match &self.bill.id {
            Some(id) => self.fetch(id).await?,
            None => match self.create().await? {
                None => return Ok(None),
                Some(intent) if self.is_fresh(&intent) => intent,
                Some(intent) => self.fetch(&intent.id).await?,
            },
        };
        self.checked(intent).map(Some)
    }

    async fn create(&self) -> Answered<Option<PaymentIntent>> {
        let Self { stripe, question, bill } = self;
        let request = api::create(bill, stripe.currency, &stripe.site);
        let mut made = stripe.wire.send(*question, &request, Some(&bill.payment.to_string())).await;
        if made.as_ref().is_err_and(Failed::is_stuck) {
            if let Some(intent) = self.made_before().await? {
                return Ok(Some(intent));
            }
            // Should a payment come of the stuck key all the same, it is nobody's: its name is not
            // the charge's, and the books show it.
            made = stripe.wire.send(question.once(), &request, Some(&self.other_key(""))).await;
        }
        match made {
            Ok(intent) => Ok(Some(intent)),
            Err(Failed::Refused(refusal))
                if matches!(refusal.status, 400 | 402) && !refusal.is_about_key() =>
            {
                tracing::error!(charge = %bill.charge, order = %bill.order, %refusal,
                    "Stripe refuses to set up a payment");
                Ok(None)
            }
            Err(failed) => Err(failed.unknown("setting up the payment")),
        }
    }

    /// The payment that was made for the bill although we were told nothing: the first, should
    /// there be several.
    async fn made_before(&self) -> Answered<Option<PaymentIntent>> {
        let charge = self.bill.payment.to_string();
        let intents = self.stripe.intents_since(self.bill.since - CLOCKS_DIFFER).await?;
        let first = intents.into_iter().rev().find(|intent| {
            self.stripe.is_ours(intent) && intent.named(metadata::CHARGE) == Some(&charge)
        });
        match first {
            // What is listed may be a little old.
            Some(intent) => self.fetch(&intent.id).await.map(Some),
            None => Ok(None),
        }
    }

    /// A key in the place of one under which a 500 is saved for a day; another one every minute, as
    /// this one may be stuck, too.
    fn other_key(&self, what: &str) -> String {
        let minute = self.stripe.clock.now().as_millis() / 60_000;
        format!("{}{what}-{minute}", self.bill.charge)
    }

    fn is_fresh(&self, intent: &PaymentIntent) -> bool {
        let Some(created) = intent.created else { return false };
        let created = Timestamp::from_millis(created.saturating_mul(1000));
        let now = self.stripe.clock.now();
        now.since(created) < FRESH && created.since(now) < FRESH
    }

    async fn fetch(&self, id: &str) -> Answered<PaymentIntent> {
        if !is_name(id) {
            return Err(OutcomeUnknown("this is no name of a payment at Stripe".into()));
        }
        let unknown = || {
            let what = "are these the keys of another account?";
            OutcomeUnknown(format!("Stripe does not know {id}: {what}"))
        };
        self.stripe.fetch(self.question, id).await?.ok_or_else(unknown)
    }

    /// The intent, if it is the bill's.
    fn checked(&self, intent: PaymentIntent) -> Answered<PaymentIntent> {
        let Self { stripe, bill, .. } = self;
        let Some(what) = mismatch(&intent, bill, stripe.currency) else { return Ok(intent) };
        tracing::error!(charge = %bill.charge, order = %bill.order, intent = %intent.id,
            differs = what, "a payment at Stripe is not the charge's, and is left alone");
        let id = intent.id;
        Err(OutcomeUnknown(format!("{id} at Stripe is not the charge's: its {what} differs")))
    }

    /// Where the payment stands. One whose card was declined is brought to its end first: it could
    /// be paid with another card still, when the charge is long failed.
    async fn settled(&self, intent: PaymentIntent) -> Answered<Payment> {
        let code = match Stand::of(&intent) {
            Stand::DeclinedButOpen(code) => code,
            stand => return self.stated(intent, stand).await,
        };
        let intent = self.cancel(intent).await?;
        match Stand::of(&intent) {
            Stand::Over(_) => Ok(Payment {
                id: intent.id.into(),
                state: PaymentState::Declined(code),
                fee_minor: None,
            }),
            Stand::DeclinedButOpen(_) => {
                Err(OutcomeUnknown("Stripe does not cancel a payment that was declined".into()))
            }
            stand => self.stated(intent, stand).await,
        }
    }

    async fn stated(&self, intent: PaymentIntent, stand: Stand) -> Answered<Payment> {
        let state = match stand {
            Stand::Waits(client_secret) => PaymentState::Pending { client_secret },
            Stand::DeclinedButOpen(code) | Stand::Over(Some(code)) => PaymentState::Declined(code),
            Stand::Over(None) => PaymentState::Voided,
            Stand::Held => PaymentState::Authorised,
            Stand::Taken => {
                self.look_at_amount(&intent);
                let refunds = self.stripe.refunds_of(self.question, &intent.id).await?;
                match Returned::of_bill(&self.bill, &intent, &refunds) {
                    Returned::All(refund_id) => PaymentState::Refunded { refund_id },
                    Returned::No | Returned::UnderWay(_) | Returned::Failed(_) => {
                        PaymentState::Captured
                    }
                }
            }
            Stand::Unknown => {
                return Err(OutcomeUnknown("Stripe shows a payment that is not understood".into()));
            }
        };
        Ok(Payment { id: intent.id.into(), state, fee_minor: None })
    }

    fn look_at_amount(&self, intent: &PaymentIntent) {
        let bill = &self.bill;
        if taken_minor(intent) != u64::from(bill.whole.minor()) {
            tracing::error!(charge = %bill.charge, order = %bill.order, intent = %intent.id,
                captured_minor = taken_minor(intent), amount_minor = bill.whole.minor(),
                "Stripe has captured another amount than the charge's: look at it in the dashboard");
        }
    }

    /// Cancels the intent; what it is then, be it cancelled or not.
    async fn cancel(&self, intent: PaymentIntent) -> Answered<PaymentIntent> {
        // Without a key, as with capturing: the intent's state lets it happen but once, and a 500
        // that is saved under a key would stand in the way for a day.
        let request = api::cancel(&intent.id);
        let done = self.stripe.wire.send(self.question, &request, None).await;
        self.done_or_found(intent, done, "cancelling the payment").await
    }

    /// What was answered, or, after a refusal, what the intent is all the same.
    async fn done_or_found(
        &self,
        intent: PaymentIntent,
        done: Result<PaymentIntent, Failed>,
        request: &str,
    ) -> Answered<PaymentIntent> {
        let failed = match done {
            Ok(intent) => return self.checked(intent),
            Err(failed) => failed,
        };
        if let Some(refusal) = failed.refusal() {
            tracing::warn!(charge = %self.bill.charge, intent = %intent.id, %refusal, request,
                "Stripe refuses it; the payment is looked up");
        } else if failed != Failed::Unreadable {
            // A refusal shows the whole intent, of which the client library wants to know more
            // than every server tells: so what cannot be read may be one.
            return Err(failed.unknown(request));
        }
        self.checked(self.fetch(&intent.id).await?)
    }
}

fn not_set_up() -> Payment {
    let code = DeclineCode::Other(DeclineCode::NOT_SET_UP.into());
    Payment { id: "".into(), state: PaymentState::Declined(code), fee_minor: None }
}

/// The answer to a request to give back what was taken; none if a refund is still to be made.
fn given_back(intent: &PaymentIntent, returned: Returned) -> Option<Answered<Payment>> {
    match returned {
        Returned::No => None,
        Returned::All(refund_id) => {
            let id = intent.id.as_str().into();
            let state = PaymentState::Refunded { refund_id };
            Some(Ok(Payment { id, state, fee_minor: None }))
        }
        Returned::UnderWay(id) => {
            Some(Err(OutcomeUnknown(format!("the refund {id} is on its way"))))
        }
        // Where the money could not go is not tried again by itself.
        Returned::Failed(id) => Some(Err(OutcomeUnknown(format!(
            "the refund {id} failed at Stripe; make another in the dashboard"
        )))),
    }
}
