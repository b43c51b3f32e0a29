//! What is asked of Stripe for each of the port's verbs, and what is made of the answers.

use std::{collections::BTreeMap, time::Duration};

use super::{
    Stripe,
    api::{Cancel, Capture, Create, Fetch, ListIntents, MakeRefund, PAGE, PaymentIntent},
    state::{Returned, Stand, is_name, mismatch, taken_minor},
    wire::{Failed, StripeQuestion, StripeRefusal},
};
use crate::{
    domain::DeclineCode,
    payments::{Bill, OutcomeUnknown, Payment, PaymentState, metadata},
    types::Timestamp,
};

/// A payment that was made this long ago is looked up when it is begun again: what is answered
/// under its key is how it was then.
const FRESH: Duration = Duration::from_secs(10);

/// By how much Stripe's clock and ours may differ.
const CLOCKS_DIFFER: Duration = Duration::from_secs(600);

impl Stripe {
    pub(super) fn question(&self, bill: &Bill) -> StripeQuestion {
        let [.., first, second] = *bill.charge.as_bytes();
        StripeQuestion::within(self.wire.limits.operation, [first, second])
    }

    /// Begins the payment, or finds it begun.
    pub(super) async fn begin(
        &self,
        asked: StripeQuestion,
        bill: &Bill,
    ) -> Result<Payment, OutcomeUnknown> {
        let Some(intent) = self.named(asked, bill).await? else { return Ok(not_set_up()) };
        self.settled(asked, bill, intent).await
    }

    /// The intent of the bill, as it is now: by its name, or by the charge's key. None if Stripe
    /// would not have it.
    async fn named(
        &self,
        asked: StripeQuestion,
        bill: &Bill,
    ) -> Result<Option<PaymentIntent>, OutcomeUnknown> {
        let intent = match &bill.id {
            Some(id) => self.fetch(asked, id).await?,
            None => match self.create(asked, bill).await? {
                None => return Ok(None),
                Some(intent) if self.is_fresh(&intent) => intent,
                Some(intent) => self.fetch(asked, &intent.id).await?,
            },
        };
        self.checked(bill, intent).map(Some)
    }

    async fn create(
        &self,
        asked: StripeQuestion,
        bill: &Bill,
    ) -> Result<Option<PaymentIntent>, OutcomeUnknown> {
        let request = Create {
            amount: bill.amount.minor(),
            currency: self.currency.code().to_ascii_lowercase(),
            capture_method: "manual",
            metadata: BTreeMap::from([
                (metadata::ORDER, bill.order.to_string()),
                (metadata::TICKET, bill.ticket.to_string()),
                (metadata::CHARGE, bill.charge.to_string()),
                (metadata::SITE, self.site.clone()),
            ]),
        };
        let mut made = self.wire.send(asked, &request, Some(&bill.charge.to_string())).await;
        if let Err(failed) = &made
            && is_stuck(failed)
        {
            if let Some(intent) = self.made_before(asked, bill).await? {
                return Ok(Some(intent));
            }
            // Should a payment come of the stuck key all the same, it is nobody's: its name is not
            // the charge's, and the books show it.
            made = self.wire.send(asked.once(), &request, Some(&self.other_key(bill, ""))).await;
        }
        match made {
            Ok(intent) => Ok(Some(intent)),
            Err(Failed::Refused(refusal))
                if matches!(refusal.status, 400 | 402) && !is_about_key(&refusal) =>
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
    async fn made_before(
        &self,
        asked: StripeQuestion,
        bill: &Bill,
    ) -> Result<Option<PaymentIntent>, OutcomeUnknown> {
        let request = |after: Option<String>| ListIntents { limit: PAGE, starting_after: after };
        let intents: Vec<PaymentIntent> = self.pages(bill.since - CLOCKS_DIFFER, request).await?;
        let first = intents.into_iter().rev().find(|intent| {
            let named = |key| intent.metadata.as_ref().and_then(|metadata| metadata.get(key));
            self.is_ours(intent) && named(metadata::CHARGE) == Some(&bill.charge.to_string())
        });
        match first {
            // What is listed may be a little old.
            Some(intent) => self.fetch(asked, &intent.id).await.map(Some),
            None => Ok(None),
        }
    }

    /// A key in the place of one under which a 500 is saved for a day; another one every minute, as
    /// this one may be stuck, too.
    fn other_key(&self, bill: &Bill, what: &str) -> String {
        let minute = self.clock.now().as_millis() / 60_000;
        format!("{}{what}-{minute}", bill.charge)
    }

    fn is_fresh(&self, intent: &PaymentIntent) -> bool {
        let Some(created) = intent.created else { return false };
        let created = Timestamp::from_millis(created.saturating_mul(1000));
        let now = self.clock.now();
        now.since(created) < FRESH && created.since(now) < FRESH
    }

    async fn fetch(
        &self,
        asked: StripeQuestion,
        id: &str,
    ) -> Result<PaymentIntent, OutcomeUnknown> {
        if !is_name(id) {
            return Err(OutcomeUnknown("this is no name of a payment at Stripe".into()));
        }
        match self.wire.send(asked, &Fetch(id), None).await {
            Ok(intent) => Ok(intent),
            Err(Failed::Refused(StripeRefusal { status: 404, .. })) => Err(OutcomeUnknown(
                format!("Stripe does not know {id}: are these the keys of another account?"),
            )),
            Err(failed) => Err(failed.unknown("looking the payment up")),
        }
    }

    /// The intent, if it is the bill's.
    fn checked(&self, bill: &Bill, intent: PaymentIntent) -> Result<PaymentIntent, OutcomeUnknown> {
        match mismatch(&intent, bill, self.currency) {
            None => Ok(intent),
            Some(what) => {
                tracing::error!(charge = %bill.charge, order = %bill.order, intent = %intent.id,
                    differs = what, "a payment at Stripe is not the charge's, and is left alone");
                let id = intent.id;
                Err(OutcomeUnknown(format!(
                    "{id} at Stripe is not the charge's: its {what} differs"
                )))
            }
        }
    }

    /// Where the payment stands. One whose card was declined is brought to its end first: it could
    /// be paid with another card still, when the charge is long failed.
    async fn settled(
        &self,
        asked: StripeQuestion,
        bill: &Bill,
        intent: PaymentIntent,
    ) -> Result<Payment, OutcomeUnknown> {
        let code = match Stand::of(&intent) {
            Stand::DeclinedButOpen(code) => code,
            stand => return self.stated(asked, bill, intent, stand).await,
        };
        let intent = self.cancel(asked, bill, intent).await?;
        match Stand::of(&intent) {
            Stand::Over(_) => {
                Ok(Payment { id: intent.id.into(), state: PaymentState::Declined(code) })
            }
            Stand::DeclinedButOpen(_) => {
                Err(OutcomeUnknown("Stripe does not cancel a payment that was declined".into()))
            }
            stand => self.stated(asked, bill, intent, stand).await,
        }
    }

    async fn stated(
        &self,
        asked: StripeQuestion,
        bill: &Bill,
        intent: PaymentIntent,
        stand: Stand,
    ) -> Result<Payment, OutcomeUnknown> {
        let state = match stand {
            Stand::Waits(client_secret) => PaymentState::Pending { client_secret },
            Stand::DeclinedButOpen(code) | Stand::Over(Some(code)) => PaymentState::Declined(code),
            Stand::Over(None) => PaymentState::Voided,
            Stand::Held => PaymentState::Authorised,
            Stand::Taken => {
                self.look_at_amount(bill, &intent);
                match self.returned(asked, &intent).await? {
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
        Ok(Payment { id: intent.id.into(), state })
    }

    fn look_at_amount(&self, bill: &Bill, intent: &PaymentIntent) {
        if taken_minor(intent) != u64::from(bill.amount.minor()) {
            tracing::error!(charge = %bill.charge, order = %bill.order, intent = %intent.id,
                captured_minor = taken_minor(intent), amount_minor = bill.amount.minor(),
                "Stripe has captured another amount than the charge's: look at it in the dashboard");
        }
    }

    async fn returned(
        &self,
        asked: StripeQuestion,
        intent: &PaymentIntent,
    ) -> Result<Returned, OutcomeUnknown> {
        let refunds = self.refunds_of(asked, &intent.id).await?;
        Ok(Returned::of(intent, &refunds))
    }

    /// Cancels the intent; what it is then, be it cancelled or not.
    async fn cancel(
        &self,
        asked: StripeQuestion,
        bill: &Bill,
        intent: PaymentIntent,
    ) -> Result<PaymentIntent, OutcomeUnknown> {
        // Without a key, as with capturing: the intent's state lets it happen but once, and a 500
        // that is saved under a key would stand in the way for a day.
        let done = self.wire.send(asked, &Cancel(&intent.id), None).await;
        self.done_or_found(asked, bill, intent, done, "cancelling the payment").await
    }

    /// What was answered, or, after a refusal, what the intent is all the same.
    async fn done_or_found(
        &self,
        asked: StripeQuestion,
        bill: &Bill,
        intent: PaymentIntent,
        done: Result<PaymentIntent, Failed>,
        request: &str,
    ) -> Result<PaymentIntent, OutcomeUnknown> {
        match done {
            Ok(intent) => self.checked(bill, intent),
            Err(Failed::Refused(refusal)) if refusal.status != 401 => {
                tracing::warn!(charge = %bill.charge, intent = %intent.id, %refusal, request,
                    "Stripe refuses it; the payment is looked up");
                self.checked(bill, self.fetch(asked, &intent.id).await?)
            }
            // A refusal shows the whole intent, of which the client library wants to know more
            // than every server tells.
            Err(Failed::Unreadable) => self.checked(bill, self.fetch(asked, &intent.id).await?),
            Err(failed) => Err(failed.unknown(request)),
        }
    }

    pub(super) async fn take(
        &self,
        asked: StripeQuestion,
        bill: &Bill,
    ) -> Result<Payment, OutcomeUnknown> {
        let Some(intent) = self.named(asked, bill).await? else { return Ok(not_set_up()) };
        if Stand::of(&intent) != Stand::Held {
            return self.settled(asked, bill, intent).await;
        }
        let done = self.wire.send(asked, &Capture(&intent.id), None).await;
        let is_answer = done.is_ok();
        let intent = self.done_or_found(asked, bill, intent, done, "capturing the payment").await?;
        match Stand::of(&intent) {
            // Taken just now: nothing of it went back yet.
            Stand::Taken if is_answer => {
                self.look_at_amount(bill, &intent);
                Ok(Payment { id: intent.id.into(), state: PaymentState::Captured })
            }
            Stand::Held => Err(OutcomeUnknown("Stripe does not capture what it holds".into())),
            _ => self.settled(asked, bill, intent).await,
        }
    }

    pub(super) async fn let_go(
        &self,
        asked: StripeQuestion,
        bill: &Bill,
    ) -> Result<Payment, OutcomeUnknown> {
        let Some(mut intent) = self.named(asked, bill).await? else { return Ok(not_set_up()) };
        if Stand::of(&intent).is_open() {
            intent = self.cancel(asked, bill, intent).await?;
        }
        let stand = Stand::of(&intent);
        if stand.is_open() {
            return Err(OutcomeUnknown(format!(
                "Stripe does not cancel the payment yet: it is {}",
                intent.status
            )));
        }
        self.stated(asked, bill, intent, stand).await
    }

    pub(super) async fn give_back(
        &self,
        asked: StripeQuestion,
        bill: &Bill,
    ) -> Result<Payment, OutcomeUnknown> {
        let Some(intent) = self.named(asked, bill).await? else { return Ok(not_set_up()) };
        if Stand::of(&intent) != Stand::Taken {
            return self.settled(asked, bill, intent).await;
        }
        self.look_at_amount(bill, &intent);
        let mut failed = String::new();
        for key in [format!("{}-refund", bill.charge), self.other_key(bill, "-refund")] {
            // Before each: the last may have been made although we were told nothing.
            let mut refunds = self.refunds_of(asked, &intent.id).await?;
            if let Some(answer) = given_back(&intent, Returned::of(&intent, &refunds)) {
                return answer;
            }
            let request = MakeRefund {
                payment_intent: &intent.id,
                metadata: BTreeMap::from([
                    (metadata::ORDER, bill.order.to_string()),
                    (metadata::CHARGE, bill.charge.to_string()),
                ]),
            };
            match self.wire.send(asked, &request, Some(&key)).await {
                Ok(refund) => {
                    refunds.retain(|known| known.id != refund.id);
                    refunds.insert(0, refund);
                    let unclear = || Err(OutcomeUnknown("the refund is not of all of it".into()));
                    return given_back(&intent, Returned::of(&intent, &refunds))
                        .unwrap_or_else(unclear);
                }
                // A refusal (no money on the account, say) is saved under its key for a day as a
                // 500 is. Stripe never gives back more than was taken, so that another is safe.
                Err(error) if is_stuck(&error) || is_refusal(&error) => {
                    failed = error.unknown("refunding the payment").0;
                }
                Err(error) => return Err(error.unknown("refunding the payment")),
            }
        }
        let refunds = self.refunds_of(asked, &intent.id).await?;
        given_back(&intent, Returned::of(&intent, &refunds)).unwrap_or(Err(OutcomeUnknown(failed)))
    }
}

/// Whether only another key can help: this one replays a 500, or belongs to a request with other
/// parameters, from before an upgrade say.
fn is_stuck(failed: &Failed) -> bool {
    match failed {
        Failed::Saved500 => true,
        Failed::Refused(refusal) => is_about_key(refusal),
        Failed::Unreadable | Failed::Unknown(_) => false,
    }
}

fn is_refusal(failed: &Failed) -> bool {
    matches!(failed, Failed::Refused(refusal) if refusal.status != 401)
}

fn is_about_key(refusal: &StripeRefusal) -> bool {
    refusal.kind == "idempotency_error"
}

fn not_set_up() -> Payment {
    let code = DeclineCode::Other(DeclineCode::NOT_SET_UP.into());
    Payment { id: "".into(), state: PaymentState::Declined(code) }
}

/// The answer to a request to give back what was taken; none if a refund is still to be made.
fn given_back(
    intent: &PaymentIntent,
    returned: Returned,
) -> Option<Result<Payment, OutcomeUnknown>> {
    match returned {
        Returned::No => None,
        Returned::All(refund_id) => {
            let id = intent.id.as_str().into();
            Some(Ok(Payment { id, state: PaymentState::Refunded { refund_id } }))
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
