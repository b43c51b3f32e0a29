use std::{collections::HashMap, sync::Arc, time::Duration};

use serde_json::{Value, json};

use super::{
    command::{ApiCommand, Method, New, NewRefund, PageParams},
    connect::{AccountState, FakeConnect},
    dispute::FakeDispute,
    error::ApiError,
    intent::{
        AUTHENTICATION_FAILED, Act, Decline, FakeIntent, IntentStatus, Outcome, PROCESSING_FAILED,
    },
    ledger::{Ledger, LedgerEntry, What},
    page::paged,
    refund::{FakeRefund, RefundStatus},
    webhook::StripeEvent,
};
use crate::types::Timestamp;

/// Everything that this Stripe knows about money.
#[derive(Debug, Default)]
pub(super) struct FakeBooks {
    pub(super) intents: Vec<FakeIntent>,
    places: HashMap<String, usize>,
    refunds: Vec<FakeRefund>,
    pub(super) disputes: Vec<FakeDispute>,
    /// What is taken for each capture.
    pub(super) fee_minor: Option<u32>,
    /// Whether that is not said yet.
    pub(super) are_fees_late: bool,
    pub(super) ledger: Ledger,
    pub(super) events: Vec<StripeEvent>,
    /// How refunds begin.
    pub(super) refunds_begin: RefundStatus,
    /// Whether the account has nothing to give back.
    pub(super) is_out_of_money: bool,
    /// How long after an intent was made a search finds it.
    pub(super) search_lag: Duration,
    pub(super) connect: FakeConnect,
    made: u64,
}

type Answer = Result<Value, ApiError>;

impl FakeBooks {
    /// Does what a request asks.
    pub(super) fn execute(&mut self, command: ApiCommand, now: Timestamp) -> Answer {
        match command {
            ApiCommand::Account => Ok(account()),
            ApiCommand::Create(new) => self.create(new, now),
            ApiCommand::LookUp(id) => self.show(self.place(&id)?),
            ApiCommand::List { page, with_fees } => self.list(&page, with_fees),
            ApiCommand::Search { key, value, limit } => Ok(self.search(&key, &value, limit, now)),
            ApiCommand::Update { id, method, metadata } => {
                let place = self.place(&id)?;
                if let Some(method) = method {
                    self.attach(place, method)?;
                }
                let known = &mut self.intents[place].metadata;
                known.extend(metadata);
                // An empty value takes a key away.
                known.retain(|_, value| !value.is_empty());
                self.show(place)
            }
            ApiCommand::Confirm { id, method, return_url } => {
                let place = self.place(&id)?;
                if let Some(method) = method {
                    self.attach(place, method)?;
                }
                self.intents[place].return_url =
                    return_url.or(self.intents[place].return_url.take());
                self.confirm(place, now)
            }
            ApiCommand::Capture { id, minor, with_fee } => {
                let taken = self.capture(self.place(&id)?, minor, now)?;
                Ok(if with_fee { self.with_fee(taken) } else { taken })
            }
            ApiCommand::Cancel { id, reason } => self.cancel(self.place(&id)?, reason, now),
            ApiCommand::Authenticate { id, succeeds } => {
                self.go_on(&id, IntentStatus::RequiresAction, succeeds, now)
            }
            ApiCommand::Refund(new) => self.refund(new, now),
            ApiCommand::LookUpRefund(id) => {
                let found = self.refunds.iter().find(|refund| refund.id == id);
                found
                    .map(FakeRefund::json)
                    .ok_or_else(|| ApiError::no_such(404, "refund", &id, "id"))
            }
            ApiCommand::ListRefunds { intent, page, whole_intents } => {
                self.list_refunds(intent.as_deref(), &page, whole_intents)
            }
            ApiCommand::LookUpDispute { id, whole_intent } => self.show_dispute(&id, whole_intent),
            ApiCommand::ListDisputes { page, whole_intents } => {
                self.list_disputes(&page, whole_intents)
            }
            ApiCommand::Connect(command) => {
                let (kept, made) = (self.kept_minor(), &mut self.made);
                self.connect.execute(command, kept, |prefix| next_id(made, prefix), now)
            }
        }
    }

    /// What payments, disputes and fees have left, in minor units.
    fn kept_minor(&self) -> i64 {
        self.ledger.balance_minor()
    }

    /// What lies on the platform's own account, in minor units.
    pub(super) fn balance_minor(&self) -> i64 {
        self.connect.platform_minor(self.kept_minor())
    }

    /// Something becomes of a seller's account.
    pub(super) fn set_account(&mut self, id: &str, state: AccountState, now: Timestamp) -> Answer {
        let account = self.connect.set_account(id, state)?;
        self.tell("account.updated", account.clone(), now);
        Ok(account)
    }

    /// Where a browser goes that comes by an account link: to tell all, and back.
    pub(super) fn follow_link(&mut self, number: &str, now: Timestamp) -> Option<String> {
        let (url, account) = self.connect.follow(number)?;
        if let Some(account) = account {
            let _ = self.set_account(&account, AccountState::Active, now);
        }
        Some(url)
    }

    /// Every intent's id and status, in the order in which they were made.
    pub(super) fn statuses(&self) -> Vec<(String, IntentStatus)> {
        self.intents.iter().map(|intent| (intent.id.clone(), intent.status)).collect()
    }

    /// An intent's client secret.
    pub(super) fn secret_of(&self, id: &str) -> Option<&str> {
        self.places.get(id).map(|place| self.intents[*place].secret.as_str())
    }

    /// What an intent in this state waited for has come: the buyer proves who they are, or fails
    /// to; the bank says yes or no at last.
    pub(super) fn go_on(
        &mut self,
        id: &str,
        from: IntentStatus,
        succeeds: bool,
        now: Timestamp,
    ) -> Answer {
        let place = self.place(id)?;
        match (from == self.intents[place].status, succeeds, from) {
            (false, ..) => Err(ApiError::unexpected_state(&self.intents[place], Act::Hold)),
            (true, true, _) => self.hold(place, now),
            (true, false, IntentStatus::Processing) => self.decline(place, PROCESSING_FAILED, now),
            (true, false, _) => self.decline(place, AUTHENTICATION_FAILED, now),
        }
    }

    /// A refund comes to its end at the bank.
    pub(super) fn settle_refund(&mut self, id: &str, end: RefundStatus, now: Timestamp) -> Answer {
        let at = self.refunds.iter().position(|refund| refund.id == id);
        let at = at.ok_or_else(|| ApiError::no_such(404, "refund", id, "id"))?;
        let refund = &mut self.refunds[at];
        let before = std::mem::replace(&mut refund.status, end);
        let (json, place) = (refund.json(), refund.intent);
        if before != RefundStatus::Failed && end == RefundStatus::Failed {
            let minor = refund.minor;
            self.book(What::RefundFailed, place, minor, now);
        }
        self.tell("refund.updated", json.clone(), now);
        if end == RefundStatus::Failed {
            self.tell("refund.failed", json.clone(), now);
        }
        Ok(json)
    }

    pub(super) fn place(&self, id: &str) -> Result<usize, ApiError> {
        let place = self.places.get(id).copied();
        place.ok_or_else(|| ApiError::no_such(404, "payment_intent", id, "intent"))
    }

    fn show(&self, place: usize) -> Answer {
        Ok(self.intents[place].json())
    }

    fn create(&mut self, new: New, now: Timestamp) -> Answer {
        let id = self.next_id("pi");
        let place = self.intents.len();
        self.places.insert(id.clone(), place);
        self.intents.push(FakeIntent {
            secret: format!("{id}_secret_{place}"),
            id,
            minor: new.minor,
            currency: new.currency,
            captures_by_hand: new.captures_by_hand,
            method_types: new.method_types,
            metadata: new.metadata,
            description: new.description,
            created_millis: now.as_millis(),
            status: IntentStatus::RequiresPaymentMethod,
            method: None,
            return_url: new.return_url,
            last_error: None,
            attempts: 0,
            received_minor: 0,
            fee_minor: None,
            canceled_at: None,
            cancellation_reason: None,
        });
        self.book(What::Created, place, new.minor, now);
        self.tell_of("payment_intent.created", place, now);
        if let Some(method) = new.method {
            self.attach(place, method)?;
        }
        if new.confirm { self.confirm(place, now) } else { self.show(place) }
    }

    fn step(&mut self, place: usize, act: Act) -> Result<(), ApiError> {
        let intent = &mut self.intents[place];
        match intent.status.after(act) {
            Some(status) => {
                intent.status = status;
                Ok(())
            }
            None => Err(ApiError::unexpected_state(intent, act)),
        }
    }

    fn attach(&mut self, place: usize, method: Method) -> Result<(), ApiError> {
        self.step(place, Act::Attach)?;
        self.intents[place].method = Some(method.id);
        Ok(())
    }

    fn confirm(&mut self, place: usize, now: Timestamp) -> Answer {
        let intent = &self.intents[place];
        if !intent.status.is_open() {
            return Err(ApiError::unexpected_state(intent, Act::Hold));
        }
        let Some(method) = &intent.method else {
            return Err(ApiError::no_method(intent));
        };
        match Method::named(method)?.outcome {
            Outcome::Pays => self.hold(place, now),
            Outcome::Declines(why) => self.decline(place, why, now),
            Outcome::AsksTheBuyer => {
                self.step(place, Act::AskTheBuyer)?;
                self.tell_of("payment_intent.requires_action", place, now);
                self.show(place)
            }
            Outcome::Processes => {
                self.step(place, Act::Process)?;
                self.tell_of("payment_intent.processing", place, now);
                self.show(place)
            }
        }
    }

    /// The card says yes.
    fn hold(&mut self, place: usize, now: Timestamp) -> Answer {
        let by_hand = self.intents[place].captures_by_hand;
        self.step(place, if by_hand { Act::Hold } else { Act::Take })?;
        let intent = &mut self.intents[place];
        intent.attempts += 1;
        intent.last_error = None;
        let minor = intent.minor;
        self.book(What::Authorised, place, minor, now);
        if by_hand {
            self.tell_of("payment_intent.amount_capturable_updated", place, now);
        } else {
            self.receive(place, minor, now);
        }
        self.show(place)
    }

    /// The card says no, and the intent waits for another one.
    fn decline(&mut self, place: usize, why: Decline, now: Timestamp) -> Answer {
        self.step(place, Act::Decline)?;
        let intent = &mut self.intents[place];
        intent.attempts += 1;
        intent.last_error = Some(why);
        intent.method = None;
        let minor = intent.minor;
        self.book(What::Declined, place, minor, now);
        self.tell_of("payment_intent.payment_failed", place, now);
        Err(ApiError::declined(&self.intents[place]))
    }

    fn capture(&mut self, place: usize, minor: Option<u32>, now: Timestamp) -> Answer {
        let held = self.intents[place].minor;
        let minor = minor.unwrap_or(held);
        if self.intents[place].status == IntentStatus::RequiresCapture
            && (minor > held || minor == 0)
        {
            return Err(ApiError::amount("amount_too_large", "amount_to_capture"));
        }
        self.step(place, Act::Capture)?;
        self.receive(place, minor, now);
        self.show(place)
    }

    fn receive(&mut self, place: usize, minor: u32, now: Timestamp) {
        self.intents[place].received_minor = minor;
        self.book(What::Captured, place, minor, now);
        self.take_fee(place, now);
        self.tell_of("payment_intent.succeeded", place, now);
    }

    /// Cancels; a client gives a reason or none, Stripe itself says `automatic`.
    pub(super) fn cancel(
        &mut self,
        place: usize,
        reason: Option<String>,
        now: Timestamp,
    ) -> Answer {
        self.step(place, Act::Cancel)?;
        let intent = &mut self.intents[place];
        intent.canceled_at = Some(now.as_millis() / 1000);
        intent.cancellation_reason = reason;
        let minor = intent.minor;
        self.book(What::Canceled, place, minor, now);
        self.tell_of("payment_intent.canceled", place, now);
        self.show(place)
    }

    /// The authorisation has lapsed, as it does after some days
    /// (<https://docs.stripe.com/payments/place-a-hold-on-a-payment-method>).
    pub(super) fn lapse(&mut self, id: &str, now: Timestamp) -> Answer {
        self.cancel(self.place(id)?, Some("automatic".into()), now)
    }

    fn refund(&mut self, new: NewRefund, now: Timestamp) -> Answer {
        let no_such = |_| ApiError::no_such(400, "payment_intent", &new.intent, "payment_intent");
        let place = self.place(&new.intent).map_err(no_such)?;
        let intent = &self.intents[place];
        let charge = match (intent.status, intent.charge_id()) {
            (IntentStatus::Succeeded, Some(charge)) => charge,
            _ => return Err(ApiError::not_refundable(&intent.id)),
        };
        let is_live = |refund: &FakeRefund| refund.status != RefundStatus::Failed;
        let live = self.refunds.iter().filter(|refund| refund.intent == place && is_live(refund));
        let gone: u32 = live.map(|refund| refund.minor).sum();
        let left = intent.received_minor.saturating_sub(gone);
        if left == 0 {
            return Err(ApiError::already_refunded(&charge));
        }
        if self.is_charged_back(place) {
            return Err(ApiError::charged_back(&charge));
        }
        if self.is_out_of_money {
            return Err(ApiError::out_of_money());
        }
        let (minor, currency) = (new.minor.unwrap_or(left), intent.currency.clone());
        if !(1..=left).contains(&minor) {
            return Err(ApiError::more_than_unrefunded(minor, left));
        }
        let refund = FakeRefund {
            id: self.next_id("re"),
            intent: place,
            intent_id: new.intent,
            charge,
            minor,
            currency,
            reason: new.reason,
            metadata: new.metadata,
            created: now.as_millis() / 1000,
            status: self.refunds_begin,
        };
        let json = refund.json();
        let is_live = is_live(&refund);
        let charge_json = refund.charge_json(&self.intents[place], gone + minor);
        self.refunds.push(refund);
        self.tell("refund.created", json.clone(), now);
        if is_live {
            self.book(What::Refunded, place, minor, now);
            self.tell("charge.refunded", charge_json, now);
        }
        self.tell("refund.updated", json.clone(), now);
        Ok(json)
    }

    fn list(&self, page: &PageParams, with_fees: bool) -> Answer {
        let newest_first = self.intents.iter().rev();
        let shown = newest_first.map(|i| (i.id.as_str(), i.created(), i)).collect();
        let mut answer =
            paged("/v1/payment_intents", "payment_intent", shown, page, FakeIntent::json)?;
        let intents = answer.get_mut("data").and_then(Value::as_array_mut).filter(|_| with_fees);
        for intent in intents.into_iter().flatten() {
            *intent = self.with_fee(intent.take());
        }
        Ok(answer)
    }

    fn list_refunds(&self, intent: Option<&str>, page: &PageParams, whole_intents: bool) -> Answer {
        let newest_first = self.refunds.iter().rev();
        let of_intent = |refund: &&FakeRefund| intent.is_none_or(|id| refund.intent_id == id);
        let shown = newest_first.filter(of_intent).map(|r| (r.id.as_str(), r.created, r)).collect();
        let mut answer = paged("/v1/refunds", "refund", shown, page, FakeRefund::json)?;
        let refunds =
            answer.get_mut("data").and_then(Value::as_array_mut).filter(|_| whole_intents);
        for refund in refunds.into_iter().flatten() {
            let place = refund["payment_intent"].as_str().and_then(|id| self.places.get(id));
            if let Some(place) = place.copied() {
                refund["payment_intent"] = self.intents[place].json();
            }
        }
        Ok(answer)
    }

    fn search(&self, key: &str, value: &str, limit: usize, now: Timestamp) -> Value {
        let is_indexed = |intent: &&FakeIntent| {
            Timestamp::from_millis(intent.created_millis) + self.search_lag <= now
        };
        let fits = |intent: &&FakeIntent| intent.metadata.get(key).is_some_and(|it| it == value);
        let mut found = self.intents.iter().rev().filter(is_indexed).filter(fits);
        let data: Vec<Value> = found.by_ref().take(limit).map(FakeIntent::json).collect();
        json!({
            "object": "search_result",
            "url": "/v1/payment_intents/search",
            "has_more": found.next().is_some(),
            "next_page": null,
            "data": data,
        })
    }

    pub(super) fn next_id(&mut self, prefix: &str) -> String {
        next_id(&mut self.made, prefix)
    }

    pub(super) fn book(&mut self, what: What, place: usize, minor: u32, at: Timestamp) {
        let intent = &self.intents[place];
        let metadata = Arc::new(intent.metadata.clone());
        let (id, currency) = (intent.id.clone(), intent.currency.clone());
        self.ledger.push(LedgerEntry { what, intent: id, minor, currency, metadata, at });
    }

    fn tell_of(&mut self, kind: &'static str, place: usize, now: Timestamp) {
        let intent = self.intents[place].json();
        self.tell(kind, intent, now);
    }

    pub(super) fn tell(&mut self, kind: &'static str, object: Value, now: Timestamp) {
        let id = self.next_id("evt");
        self.events.push(StripeEvent::new(id, kind, &object, now));
    }
}

fn next_id(made: &mut u64, prefix: &str) -> String {
    *made += 1;
    format!("{prefix}_3Scripted{made:012}")
}

fn account() -> Value {
    json!({
        "id": "acct_3Scripted",
        "object": "account",
        "charges_enabled": true,
        "country": "DE",
        "default_currency": "eur",
        "details_submitted": true,
        "payouts_enabled": true,
        "type": "standard",
    })
}
