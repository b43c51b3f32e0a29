//! The requests that we make of Stripe, and of its answers only the fields that we use: what else
//! an API version adds, renames or leaves out does not concern us. None of the answers has a
//! `Debug`, since a client secret is among them.

use std::{collections::BTreeMap, marker::PhantomData};

use miniserde::{
    Deserialize,
    de::{Map, Visitor},
    make_place,
};
use serde::Serialize;
use serde_json::json;
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};

use super::disputes::LatestCharge;
use crate::{
    payments::{Bill, metadata},
    types::{ChargeId, Currency},
};

/// A PaymentIntent (<https://docs.stripe.com/api/payment_intents/object>).
#[derive(Deserialize)]
pub(super) struct PaymentIntent {
    pub(super) id: String,
    pub(super) status: String,
    pub(super) amount: Option<u64>,
    pub(super) amount_received: Option<u64>,
    pub(super) currency: Option<String>,
    /// In seconds since 1970.
    pub(super) created: Option<i64>,
    pub(super) client_secret: Option<String>,
    pub(super) last_payment_error: Option<PaymentError>,
    pub(super) metadata: Option<BTreeMap<String, String>>,
    pub(super) latest_charge: Option<Expandable<LatestCharge>>,
}

/// Why its last attempt failed.
#[derive(Deserialize)]
pub(super) struct PaymentError {
    pub(super) code: Option<String>,
    pub(super) decline_code: Option<String>,
    pub(super) message: Option<String>,
}

/// A refund (<https://docs.stripe.com/api/refunds/object>).
#[derive(Deserialize)]
pub(super) struct StripeRefund {
    pub(super) id: String,
    pub(super) status: Option<String>,
    pub(super) amount: Option<u64>,
    pub(super) created: Option<i64>,
    pub(super) payment_intent: Option<Expandable<PaymentIntent>>,
    pub(super) metadata: Option<BTreeMap<String, String>>,
}

/// A page of a list, newest first (<https://docs.stripe.com/api/pagination>).
#[derive(Deserialize)]
pub(super) struct ListPage<T> {
    pub(super) data: Vec<T>,
    pub(super) has_more: Option<bool>,
}

/// An object in another: its name, or, where that was asked for, all of it.
pub(super) struct Expandable<T> {
    pub(super) name: Option<String>,
    pub(super) whole: Option<T>,
}

/// A request, and as what its answer is read.
pub(super) struct ApiRequest<T>(RequestBuilder, PhantomData<fn() -> T>);

/// What a page of a list is asked for by.
#[derive(Serialize, Default)]
pub(super) struct ListParams<'a> {
    pub(super) limit: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) payment_intent: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) transfer_group: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) starting_after: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(super) expand: &'static [&'static str],
}

/// The most that a page can have.
pub(super) const PAGE: u32 = 100;

/// Refunds with the intents that they are of.
pub(super) const WITH_INTENT: &[&str] = &["data.payment_intent"];

/// Intents with what Stripe takes for them.
pub(super) const LIST_WITH_FEE: &[&str] = &["data.latest_charge.balance_transaction"];
const WITH_FEE: &[&str] = &["latest_charge.balance_transaction"];

/// `POST /v1/payment_intents`. What it leaves out is left out on purpose: without
/// `payment_method_types` Stripe offers what the account's dashboard says, and of that only what
/// can be captured by hand.
pub(super) fn create(bill: &Bill, currency: Currency, site: &str) -> ApiRequest<PaymentIntent> {
    post("/payment_intents")
        .form(&json!({
            "amount": bill.whole.minor(),
            "currency": currency.code().to_ascii_lowercase(),
            "capture_method": "manual",
            "metadata": {
                (metadata::ORDER): bill.order.to_string(),
                (metadata::TICKET): bill.ticket.to_string(),
                (metadata::CHARGE): bill.payment.to_string(),
                (metadata::SITE): site,
            },
        }))
        .into()
}

/// `GET /v1/payment_intents/{id}`
pub(super) fn fetch(id: &str) -> ApiRequest<PaymentIntent> {
    get(format!("/payment_intents/{id}")).into()
}

/// `POST /v1/payment_intents/{id}/capture`
pub(super) fn capture(id: &str) -> ApiRequest<PaymentIntent> {
    let form = json!({ "expand": WITH_FEE });
    post(format!("/payment_intents/{id}/capture")).form(&form).into()
}

/// `POST /v1/payment_intents/{id}/cancel`
pub(super) fn cancel(id: &str) -> ApiRequest<PaymentIntent> {
    post(format!("/payment_intents/{id}/cancel")).into()
}

/// `POST /v1/refunds`: of all that was captured and did not go back yet, or of the bill's part.
pub(super) fn refund(bill: &Bill, intent: &str) -> ApiRequest<StripeRefund> {
    let mut form = json!({
        "payment_intent": intent,
        "metadata": {
            (metadata::ORDER): bill.order.to_string(),
            (metadata::CHARGE): bill.charge.to_string(),
        },
    });
    if bill.is_part() {
        form["amount"] = bill.amount.minor().into();
    }
    post("/refunds").form(&form).into()
}

/// `GET /v1/payment_intents`
pub(super) fn list_intents(params: &ListParams<'_>) -> ApiRequest<ListPage<PaymentIntent>> {
    get("/payment_intents").query(params).into()
}

/// `GET /v1/refunds`
pub(super) fn list_refunds(params: &ListParams<'_>) -> ApiRequest<ListPage<StripeRefund>> {
    get("/refunds").query(params).into()
}

pub(super) fn get(path: impl Into<String>) -> RequestBuilder {
    RequestBuilder::new(StripeMethod::Get, path)
}

pub(super) fn post(path: impl Into<String>) -> RequestBuilder {
    RequestBuilder::new(StripeMethod::Post, path)
}

impl<T> From<RequestBuilder> for ApiRequest<T> {
    fn from(request: RequestBuilder) -> Self {
        Self(request, PhantomData)
    }
}

impl<T> StripeRequest for ApiRequest<T> {
    type Output = T;

    fn build(&self) -> RequestBuilder {
        let RequestBuilder { query, body, path, method } = &self.0;
        RequestBuilder {
            query: query.clone(),
            body: body.clone(),
            path: path.clone(),
            method: *method,
        }
    }
}

impl StripeRefund {
    /// Whether it was made for this charge.
    pub(super) fn is_for(&self, charge: ChargeId) -> bool {
        let named = self.metadata.as_ref().and_then(|metadata| metadata.get(metadata::CHARGE));
        named.is_some_and(|named| *named == charge.to_string())
    }
}

impl PaymentIntent {
    /// What its metadata says of this.
    pub(super) fn named(&self, key: &str) -> Option<&str> {
        self.metadata.as_ref()?.get(key).map(String::as_str)
    }
}

make_place!(Place);

impl<T: Deserialize> Deserialize for Expandable<T> {
    fn begin(out: &mut Option<Self>) -> &mut dyn Visitor {
        Place::new(out)
    }
}

impl<T: Deserialize> Visitor for Place<Expandable<T>> {
    fn string(&mut self, name: &str) -> miniserde::Result<()> {
        self.out = Some(Expandable { name: Some(name.to_owned()), whole: None });
        Ok(())
    }

    fn map(&mut self) -> miniserde::Result<Box<dyn Map + '_>> {
        let expandable = self.out.insert(Expandable { name: None, whole: None });
        T::begin(&mut expandable.whole).map()
    }
}
