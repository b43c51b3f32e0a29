//! What Stripe tells by webhook: taken once, believed never, and asked about.

mod courier;
mod disputes;
mod endpoint;
mod looks;
mod purchases;

use std::path::Path;

use crate::common::{Answer, Site, Visitor};
use holdfast::{
    clock::Clock,
    config::{Config, Provider},
    harness::stripe::{
        API_KEY, ScriptedStripe, WEBHOOK_SECRET,
        webhook::{SignedEvent, sign},
    },
    types::{Secret, Timestamp},
};

/// The secret that is to take the place of the other.
const NEW_SECRET: &str = "whsec_new";

/// Settings that take money at this Stripe.
fn set(config: &mut Config, stripe: &ScriptedStripe, data: &Path) {
    config.storage.path = data.to_owned();
    config.payments.provider = Provider::Stripe;
    config.orders.max_live_per_user = 1000;
    let keys = &mut config.payments.stripe;
    keys.api_url = stripe.url();
    keys.secret_key = Secret::new(API_KEY);
    keys.publishable_key = "pk_test_scripted".into();
    keys.webhook_secret = Secret::new(&format!("{WEBHOOK_SECRET} {NEW_SECRET}"));
}

/// A site over this data folder that takes money at this Stripe.
async fn site(stripe: &ScriptedStripe, data: &Path) -> Site {
    Site::start_with(|config| set(config, stripe, data)).await
}

fn now() -> Timestamp {
    Clock::System.now()
}

/// An event of this id that says nothing of ours.
fn event(id: &str) -> String {
    format!(r#"{{"id":"{id}","type":"account.updated","data":{{"object":{{"id":"acct_1"}}}}}}"#)
}

async fn send(site: &Site, body: &str, signature: &str) -> Answer {
    let mut stripe = Visitor::at(site.address).with("stripe-signature", signature);
    stripe.send("POST", "/webhooks/stripe", Some("application/json"), body.to_owned().into()).await
}

/// Sends it as Stripe does.
async fn send_signed(site: &Site, body: &str) -> Answer {
    send(site, body, &sign(body, now(), &[WEBHOOK_SECRET])).await
}

async fn deliver(site: &Site, event: &SignedEvent) {
    send(site, &event.payload, &event.signature).await.is(200, "taken");
}

/// What is counted under an outcome.
async fn counted(site: &Site, outcome: &str) -> u64 {
    let metrics = site.visitor().get("/metrics").await.body;
    let line = format!("holdfast_webhooks_total{{outcome=\"{outcome}\"}} ");
    let count = metrics.lines().find_map(|other| other.strip_prefix(&line));
    count.unwrap_or_else(|| panic!("{line} is not in {metrics}")).parse().unwrap()
}
