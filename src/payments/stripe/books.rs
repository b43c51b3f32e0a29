//! What is at Stripe, whether or not we know of it.

use std::collections::HashMap;

use super::{
    Stripe,
    api::{
        self, ApiRequest, Expandable, LIST_WITH_FEE, ListPage, ListParams, PAGE, PaymentIntent,
        StripeRefund, WITH_INTENT,
    },
    state::{Stand, is_name, returned_minor, taken_minor},
    wire::{Failed, StripeQuestion, StripeRefusal},
};
use crate::{
    payments::{Answered, Listed, OutcomeUnknown, metadata},
    types::Timestamp,
};

/// More pages than this are not asked for: a million payments are more than fits here.
const PAGES_MAX: usize = 10_000;

impl Stripe {
    /// See [`super::PaymentGateway::listed`]. Each page may take as long as any other question, so
    /// that all of it takes longer.
    pub(super) async fn list_since(&self, since: Timestamp) -> Answered<Vec<Listed>> {
        let intents = self.intents_since(since).await?;
        let mut listed = Vec::new();
        // Of each entry its place, if its refunds are added as they come in the list: they are all
        // younger than the intent. Else all are counted: a part may be older than the list.
        let mut known = HashMap::new();
        for intent in intents.iter().filter(|intent| self.is_ours(intent)) {
            known.insert(intent.id.clone(), Some(listed.len()));
            listed.push(self.entry(intent, &[]));
        }
        let request =
            |page: ListParams<'_>| api::list_refunds(&ListParams { expand: WITH_INTENT, ..page });
        let question = || self.new_question();
        let refunds =
            self.pages(since, question, request, |refund| (&refund.id, refund.created)).await;
        let refunds = refunds.map_err(|failed| failed.unknown("listing refunds"))?;
        for mut refund in refunds {
            let Some(intent) = self.own_intent(refund.payment_intent.take()).await? else {
                continue;
            };
            match known.get(&intent.id) {
                Some(Some(place)) => {
                    // It may have been captured since it was listed.
                    let refunded_minor = listed[*place].refunded_minor + returned_minor(&[refund]);
                    listed[*place] = Listed {
                        refunded_minor,
                        fee_minor: listed[*place].fee_minor,
                        ..self.entry(&intent, &[])
                    };
                }
                Some(None) => {}
                None => {
                    let refunds = self.refunds_of(self.new_question(), &intent.id).await?;
                    listed.push(self.entry(&intent, &refunds));
                    known.insert(intent.id, None);
                }
            }
        }
        Ok(listed)
    }

    /// See [`super::PaymentGateway::find`].
    pub(super) async fn find_by_name(&self, id: &str) -> Answered<Option<Listed>> {
        let Some(intent) = self.seek(id).await? else { return Ok(None) };
        let refunds = match Stand::of(&intent) {
            Stand::Taken => self.refunds_of(self.new_question(), &intent.id).await?,
            _ => vec![],
        };
        Ok(Some(self.entry(&intent, &refunds)))
    }

    /// See [`super::PaymentGateway::discard`].
    pub(super) async fn discard_by_name(&self, id: &str) -> Answered<()> {
        let there = || async {
            let unknown = || OutcomeUnknown("there is no such payment of this site's".into());
            self.seek(id).await?.ok_or_else(unknown)
        };
        if !Stand::of(&there().await?).is_open() {
            return Ok(());
        }
        match self.wire.send(self.new_question(), &api::cancel(id), None).await {
            Ok(intent) if !Stand::of(&intent).is_open() => return Ok(()),
            // A refusal that cannot be read is one too: see `done_or_found`.
            Ok(_) | Err(Failed::Refused(_) | Failed::Unreadable) => {}
            Err(failed) => return Err(failed.unknown("cancelling a payment")),
        }
        let intent = there().await?;
        match Stand::of(&intent).is_open() {
            true => {
                Err(OutcomeUnknown(format!("Stripe does not cancel what is {}", intent.status)))
            }
            false => Ok(()),
        }
    }

    /// What went back of an intent, or was to, the newest first.
    pub(super) async fn refunds_of(
        &self,
        asked: StripeQuestion,
        intent: &str,
    ) -> Answered<Vec<StripeRefund>> {
        let of = ListParams { limit: PAGE, payment_intent: Some(intent), ..ListParams::default() };
        // One page: nobody splits a refund into a hundred.
        let page = self.wire.send(asked, &api::list_refunds(&of), None).await;
        page.map(|page| page.data).map_err(|failed| failed.unknown("listing the refunds"))
    }

    /// An intent by its name; none if Stripe does not know it.
    pub(super) async fn fetch(
        &self,
        asked: StripeQuestion,
        id: &str,
    ) -> Answered<Option<PaymentIntent>> {
        match self.wire.send(asked, &api::fetch(id), None).await {
            Ok(intent) => Ok(Some(intent)),
            Err(Failed::Refused(StripeRefusal { status: 404, .. })) => Ok(None),
            Err(failed) => Err(failed.unknown("looking the payment up")),
        }
    }

    /// One of this site's intents by its name.
    async fn seek(&self, id: &str) -> Answered<Option<PaymentIntent>> {
        if !is_name(id) {
            return Ok(None);
        }
        let intent = self.fetch(self.new_question(), id).await?;
        Ok(intent.filter(|intent| self.is_ours(intent)))
    }

    /// Which of this site's intents something names; none if it is another's.
    pub(super) async fn own_intent(
        &self,
        of: Option<Expandable<PaymentIntent>>,
    ) -> Answered<Option<PaymentIntent>> {
        match of {
            Some(Expandable { whole: Some(intent), .. }) => {
                Ok(Some(intent).filter(|intent| self.is_ours(intent)))
            }
            Some(Expandable { name: Some(name), .. }) => self.seek(&name).await,
            Some(_) | None => Ok(None),
        }
    }

    /// The intents that were made since then, the newest first.
    pub(super) async fn intents_since(&self, since: Timestamp) -> Answered<Vec<PaymentIntent>> {
        let request =
            |page: ListParams<'_>| api::list_intents(&ListParams { expand: LIST_WITH_FEE, ..page });
        let question = || self.new_question();
        let intents =
            self.pages(since, question, request, |intent| (&intent.id, intent.created)).await;
        intents.map_err(|failed| failed.unknown("listing payments"))
    }

    /// What was made since then, the newest first; `place` is its name, by which the next page is
    /// asked for, and its time.
    pub(super) async fn pages<T: miniserde::Deserialize>(
        &self,
        since: Timestamp,
        question: impl Fn() -> StripeQuestion,
        request: impl Fn(ListParams<'_>) -> ApiRequest<ListPage<T>>,
        place: impl Fn(&T) -> (&String, Option<i64>),
    ) -> Result<Vec<T>, Failed> {
        let from = since.as_millis().div_euclid(1000);
        let is_new = |item: &T| place(item).1.is_none_or(|created| created >= from);
        let mut all = Vec::new();
        let mut after: Option<String> = None;
        for _ in 0..PAGES_MAX {
            let starting_after = after.as_deref();
            let page = request(ListParams { limit: PAGE, starting_after, ..ListParams::default() });
            let page = self.wire.send(question(), &page, None).await?;
            let Some(last) = page.data.last() else { return Ok(all) };
            let is_last = page.has_more != Some(true) || !is_new(last);
            after = Some(place(last).0.clone());
            all.extend(page.data.into_iter().filter(is_new));
            if is_last {
                return Ok(all);
            }
        }
        Err(Failed::Unknown(format!("Stripe lists more than {PAGES_MAX} pages")))
    }

    pub(super) fn is_ours(&self, intent: &PaymentIntent) -> bool {
        intent.named(metadata::SITE) == Some(&self.site)
    }

    /// A question about nothing in particular; its waits are spread by the moment.
    pub(super) fn new_question(&self) -> StripeQuestion {
        let [.., second, first] = self.clock.now().as_millis().to_be_bytes();
        StripeQuestion::within(self.wire.limits.operation, [first, second])
    }

    fn entry(&self, intent: &PaymentIntent, refunds: &[StripeRefund]) -> Listed {
        Listed {
            id: intent.id.as_str().into(),
            charge: intent.named(metadata::CHARGE).and_then(|id| id.parse().ok()),
            order: intent.named(metadata::ORDER).and_then(|id| id.parse().ok()),
            open: Stand::of(intent).is_open(),
            captured_minor: taken_minor(intent),
            refunded_minor: returned_minor(refunds),
            fee_minor: intent.fee_minor(self.currency),
        }
    }
}
