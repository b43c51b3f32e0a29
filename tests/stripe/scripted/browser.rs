//! What a buyer's browser asks of Stripe: with a publishable key and an intent's client secret.

use holdfast::harness::stripe::{
    API_KEY, Endpoint, HttpFault, IntentStatus, PUBLISHABLE_KEY, ScriptedStripe, ledger::What,
};

use super::{
    ASKS, CARD, POOR,
    client::{Client, Got, form},
    start,
};

#[tokio::test]
async fn a_browser_pays_with_the_client_secret() {
    let (stripe, client) = start().await;
    let (id, secret) = made(&client).await;
    let browser = Browser { client: &client, key: PUBLISHABLE_KEY, secret: &secret };
    let seen = browser.get(&id).await.is(200);
    assert_eq!(seen.text("/client_secret"), secret);
    assert_eq!((seen.number("/amount"), seen.text("/capture_method")), (4950, "manual"));
    // What the site has written there is not for the buyer.
    assert!(!seen.body.contains("metadata") && !seen.body.contains("order-1"), "{}", seen.body);

    let declined = browser.confirm(&id, POOR).await.fails(402, "card_declined");
    assert_eq!(declined.text("/error/type"), "card_error");
    assert_eq!(declined.text("/error/payment_intent/status"), "requires_payment_method");
    assert!(!declined.body.contains("order-1"), "{}", declined.body);
    let paid = browser.confirm(&id, CARD).await.is(200);
    assert_eq!(paid.text("/status"), "requires_capture");
    browser.confirm(&id, CARD).await.fails(400, "payment_intent_unexpected_state");
    assert_eq!(stripe.ledger().count(What::Authorised), 1);
}

#[tokio::test]
async fn a_browser_answers_the_bank() {
    let (stripe, client) = start().await;
    let (id, secret) = made(&client).await;
    let browser = Browser { client: &client, key: PUBLISHABLE_KEY, secret: &secret };
    browser.authenticate(&id, "true").await.fails(400, "payment_intent_unexpected_state");
    browser.confirm(&id, ASKS).await.is(200);
    let failed = browser.authenticate(&id, "false").await;
    failed.fails(402, "payment_intent_authentication_failure");
    assert_eq!(stripe.status(&id), Some(IntentStatus::RequiresPaymentMethod));
    browser.confirm(&id, ASKS).await.is(200);
    let passed = browser.authenticate(&id, "true").await.is(200);
    assert_eq!(passed.text("/status"), "requires_capture");
}

#[tokio::test]
async fn a_browser_may_do_nothing_else() {
    let (stripe, client) = start().await;
    let (id, secret) = made(&client).await;
    let (_, other) = made(&client).await;
    let with_secret = |secret| Browser { client: &client, key: PUBLISHABLE_KEY, secret };
    let guessed = format!("{id}_secret_x");
    for wrong in [other.as_str(), guessed.as_str(), "x"] {
        with_secret(wrong).get(&id).await.fails(400, "");
        with_secret(wrong).confirm(&id, CARD).await.fails(400, "");
        with_secret(wrong).authenticate(&id, "true").await.fails(400, "");
    }
    with_secret("").confirm(&id, CARD).await.fails(400, "parameter_missing");
    with_secret("pi_x_secret_x").get("pi_x").await.fails(404, "resource_missing");

    // The key is not for the site's calls, in the header or in the form.
    let holder = Client { authorization: format!("Bearer {PUBLISHABLE_KEY}"), ..client.clone() };
    holder.get("/v1/account").await.fails(403, "secret_key_required");
    holder.create("o", "c").await.fails(403, "secret_key_required");
    let browser = with_secret(&secret);
    for (act, path) in [("capture", ""), ("cancel", ""), ("", "/v1/refunds")] {
        let path = if act.is_empty() { path.into() } else { browser.path(&id, act) };
        browser.send("POST", &path, &[]).await.fails(403, "secret_key_required");
    }
    // Nor is every key one, and none is no key.
    Browser { key: "pk_live_1", ..browser }.confirm(&id, CARD).await.fails(401, "");
    Browser { key: "", ..browser }.confirm(&id, CARD).await.fails(401, "");
    stripe.revoke("pk_test_old");
    Browser { key: "pk_test_old", ..browser }.get(&id).await.fails(401, "api_key_expired");
    // The bank asks the buyer, not the site.
    let path = format!("/_browser/payment_intents/{id}/authenticate");
    client.raw("POST", &path, &[], "succeeds=true").await.fails(403, "");
    assert_eq!(stripe.status(&id), Some(IntentStatus::RequiresPaymentMethod));
    assert_eq!(stripe.ledger().count(What::Created), 2);
    assert_eq!(stripe.ledger().lines().len(), 2, "nothing else happened");
}

#[tokio::test]
async fn pages_of_other_origins_may_ask() {
    let (stripe, client) = start().await;
    let (id, secret) = made(&client).await;
    let before = stripe.requests().len();
    let path = format!("/v1/payment_intents/{id}/confirm");
    let asked = client.raw("OPTIONS", &path, &[("origin", "http://127.0.0.1:1")], "").await;
    assert_eq!((asked.status, asked.allows_origin.as_str()), (204, "*"));
    assert_eq!(stripe.requests().len(), before, "that is no call");
    let browser = Browser { client: &client, key: PUBLISHABLE_KEY, secret: &secret };
    assert_eq!(browser.confirm(&id, POOR).await.fails(402, "card_declined").allows_origin, "*");
    assert_eq!(browser.get("pi_none").await.allows_origin, "*");
    // Faults are for browsers as well.
    stripe.fault(|asked| match asked.call {
        Endpoint::Confirm => HttpFault::Status(500),
        _ => HttpFault::None,
    });
    assert_eq!(browser.confirm(&id, CARD).await.is(500).allows_origin, "*");
    assert!(stripe.ledger().held().is_empty());
}

#[tokio::test]
async fn the_script_is_there() {
    let (stripe, client) = start().await;
    let path = stripe.js_url().strip_prefix(&stripe.url()).unwrap().to_owned();
    assert_eq!(path, "/js/v3/");
    let script = Client { authorization: String::new(), ..client.clone() }.get(&path).await.is(200);
    assert!(script.content_type.starts_with("text/javascript"), "{}", script.content_type);
    // Every method that one can choose there is one that the server knows.
    let named = script.body.split(|c: char| !c.is_alphanumeric() && c != '_');
    let methods: Vec<&str> = named.filter(|word| word.starts_with("pm_card_")).collect();
    assert!(methods.len() >= 4, "{methods:?}");
    for method in methods {
        let (id, _) = made(&client).await;
        stripe.buyer_pays_with(&id, method).unwrap();
    }
    assert!(!script.body.contains(API_KEY));
    assert_eq!(ScriptedStripe::start().await.requests(), []);
}

/// A new intent: its id and its client secret.
async fn made(client: &Client) -> (String, String) {
    let made = client.create("order-1", "charge-1").await.is(200);
    (made.id().to_owned(), made.text("/client_secret").to_owned())
}

#[derive(Clone, Copy)]
struct Browser<'a> {
    client: &'a Client,
    key: &'a str,
    secret: &'a str,
}

impl Browser<'_> {
    fn path(&self, id: &str, act: &str) -> String {
        format!("/v1/payment_intents/{id}/{act}")
    }

    async fn send(&self, method: &str, path: &str, fields: &[(&str, &str)]) -> Got {
        let keys = [("key", self.key), ("client_secret", self.secret)];
        let fields = form(&[&keys, fields].concat());
        let client = Client { authorization: String::new(), ..self.client.clone() };
        match method {
            "GET" => client.raw(method, &format!("{path}?{fields}"), &[], "").await,
            _ => client.raw(method, path, &[], &fields).await,
        }
    }

    async fn get(&self, id: &str) -> Got {
        self.send("GET", &format!("/v1/payment_intents/{id}"), &[]).await
    }

    async fn confirm(&self, id: &str, method: &str) -> Got {
        self.send("POST", &self.path(id, "confirm"), &[("payment_method", method)]).await
    }

    async fn authenticate(&self, id: &str, succeeds: &str) -> Got {
        let path = format!("/_browser/payment_intents/{id}/authenticate");
        self.send("POST", &path, &[("succeeds", succeeds)]).await
    }
}
