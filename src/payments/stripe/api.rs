//! The requests that we make of Stripe, and of its answers only the fields that we use: what else
//! an API version adds, renames or leaves out does not concern us. None of the answers has a
//! `Debug`, since a client secret is among them.

use std::collections::BTreeMap;

use miniserde::{
    Deserialize,
    de::{Map, Visitor},
    make_place,
};
use serde::Serialize;
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};

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
    pub(super) payment_intent: Option<Reference>,
}

/// A page of a list, newest first (<https://docs.stripe.com/api/pagination>).
#[derive(Deserialize)]
pub(super) struct ListPage<T> {
    pub(super) data: Vec<T>,
    pub(super) has_more: Option<bool>,
}

/// An intent in another object: its name, or, where that was asked for, all of it.
pub(super) struct Reference {
    pub(super) name: Option<String>,
    pub(super) intent: Option<PaymentIntent>,
}

/// What has a name, by which the next page is asked for, and a time.
pub(super) trait Listable {
    fn name(&self) -> &str;
    fn created(&self) -> Option<i64>;
}

impl Listable for PaymentIntent {
    fn name(&self) -> &str {
        &self.id
    }

    fn created(&self) -> Option<i64> {
        self.created
    }
}

impl Listable for StripeRefund {
    fn name(&self) -> &str {
        &self.id
    }

    fn created(&self) -> Option<i64> {
        self.created
    }
}

/// `POST /v1/payment_intents`. What it leaves out is left out on purpose: without
/// `payment_method_types` Stripe offers what the account's dashboard says, and of that only what
/// can be captured by hand.
#[derive(Serialize)]
pub(super) struct Create {
    pub(super) amount: u32,
    pub(super) currency: String,
    pub(super) capture_method: &'static str,
    pub(super) metadata: BTreeMap<&'static str, String>,
}

/// `GET /v1/payment_intents/{id}`
pub(super) struct Fetch<'a>(pub(super) &'a str);

/// `POST /v1/payment_intents/{id}/capture`
pub(super) struct Capture<'a>(pub(super) &'a str);

/// `POST /v1/payment_intents/{id}/cancel`
pub(super) struct Cancel<'a>(pub(super) &'a str);

/// `POST /v1/refunds`: of all that was captured and did not go back yet.
#[derive(Serialize)]
pub(super) struct MakeRefund<'a> {
    pub(super) payment_intent: &'a str,
    pub(super) metadata: BTreeMap<&'static str, String>,
}

/// `GET /v1/payment_intents`
#[derive(Serialize)]
pub(super) struct ListIntents {
    pub(super) limit: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) starting_after: Option<String>,
}

/// `GET /v1/refunds`
#[derive(Serialize)]
pub(super) struct ListRefunds<'a> {
    pub(super) limit: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) payment_intent: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) starting_after: Option<String>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(super) expand: &'static [&'static str],
}

/// The most that a page can have.
pub(super) const PAGE: u32 = 100;

/// Refunds with the intents that they are of.
pub(super) const WITH_INTENT: &[&str] = &["data.payment_intent"];

impl StripeRequest for Create {
    type Output = PaymentIntent;

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Post, "/payment_intents").form(self)
    }
}

impl StripeRequest for Fetch<'_> {
    type Output = PaymentIntent;

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Get, format!("/payment_intents/{}", self.0))
    }
}

impl StripeRequest for Capture<'_> {
    type Output = PaymentIntent;

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Post, format!("/payment_intents/{}/capture", self.0))
    }
}

impl StripeRequest for Cancel<'_> {
    type Output = PaymentIntent;

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Post, format!("/payment_intents/{}/cancel", self.0))
    }
}

impl StripeRequest for MakeRefund<'_> {
    type Output = StripeRefund;

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Post, "/refunds").form(self)
    }
}

impl StripeRequest for ListIntents {
    type Output = ListPage<PaymentIntent>;

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Get, "/payment_intents").query(self)
    }
}

impl StripeRequest for ListRefunds<'_> {
    type Output = ListPage<StripeRefund>;

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Get, "/refunds").query(self)
    }
}

make_place!(Place);

impl Deserialize for Reference {
    fn begin(out: &mut Option<Self>) -> &mut dyn Visitor {
        Place::new(out)
    }
}

impl Visitor for Place<Reference> {
    fn string(&mut self, name: &str) -> miniserde::Result<()> {
        self.out = Some(Reference { name: Some(name.to_owned()), intent: None });
        Ok(())
    }

    fn map(&mut self) -> miniserde::Result<Box<dyn Map + '_>> {
        let reference = self.out.insert(Reference { name: None, intent: None });
        PaymentIntent::begin(&mut reference.intent).map()
    }
}
