//! The harness's own Stripe: that it says over HTTP what Stripe says, keeps keys as Stripe does,
//! misbehaves as it is told, and that its ledger tells what happened.

mod browser;
mod client;
mod faults;
mod refunds;
mod webhooks;

use std::time::Duration;

use client::{Client, Got};
use holdfast::{
    clock::Clock,
    harness::{
        STARTED_AT,
        stripe::{IntentStatus, ScriptedStripe, ledger::What},
    },
};

const CARD: &str = "pm_card_visa";
const POOR: &str = "pm_card_chargeDeclinedInsufficientFunds";
/// A new intent that names neither order nor charge.
const NEW: &str = "amount=500&currency=eur&capture_method=manual";
const ASKS: &str = "pm_card_threeDSecure2Required";
const BANK: &str = "pm_usBankAccount_processing";

#[tokio::test]
async fn a_payment_from_creation_to_refund() {
    let (stripe, client) = start().await;
    let made = client.create("order-1", "charge-1").await.is(200);
    for (field, value) in [
        ("/object", "payment_intent"),
        ("/status", "requires_payment_method"),
        ("/capture_method", "manual"),
        ("/currency", "eur"),
        ("/metadata/order", "order-1"),
        ("/metadata/charge", "charge-1"),
        ("/payment_method_types/0", "card"),
    ] {
        assert_eq!(made.text(field), value, "{field}");
    }
    assert_eq!((made.number("/amount"), made.number("/amount_capturable")), (4950, 0));
    assert_eq!(made.number("/created"), STARTED_AT.as_millis() / 1000);
    assert!(!made.json["livemode"].as_bool().unwrap());
    let id = made.id();
    let secret = made.text("/client_secret");
    assert!(id.starts_with("pi_") && secret.starts_with(&format!("{id}_secret_")));

    let paid = stripe.buyer_pays(secret).unwrap();
    assert_eq!(paid, IntentStatus::RequiresCapture);
    let held = client.get(&format!("/v1/payment_intents/{id}")).await.is(200);
    assert_eq!((held.number("/amount_capturable"), held.number("/amount_received")), (4950, 0));
    assert!(held.text("/latest_charge").starts_with("ch_"));
    assert_eq!(held.text("/payment_method"), CARD);
    assert_eq!(stripe.ledger().held().len(), 1);

    let taken = client.on(id, "capture", "k", &[]).await.is(200);
    assert_eq!(taken.text("/status"), "succeeded");
    assert_eq!((taken.number("/amount_capturable"), taken.number("/amount_received")), (0, 4950));
    assert_eq!(stripe.ledger().captured_by_order("order-1"), 4950);

    let refund = client.post("/v1/refunds", None, &[("payment_intent", id)]).await.is(200);
    assert_eq!((refund.text("/object"), refund.text("/status")), ("refund", "succeeded"));
    assert_eq!((refund.number("/amount"), refund.text("/payment_intent")), (4950, id));
    let again = client.get(&format!("/v1/refunds/{}", refund.id())).await.is(200);
    assert_eq!(again.json, refund.json);
    let listed = client.get(&format!("/v1/refunds?payment_intent={id}")).await.is(200);
    assert_eq!(listed.text("/data/0/id"), refund.id());
    assert!(client.get("/v1/refunds?payment_intent=pi_other").await.is(200).ids().is_empty());
    client
        .post("/v1/refunds", None, &[("payment_intent", id)])
        .await
        .fails(400, "charge_already_refunded");
    assert_eq!(stripe.ledger().captured_by_order("order-1"), 0);

    let happened: Vec<What> = stripe.ledger().lines().iter().map(|line| line.what).collect();
    assert_eq!(happened, [What::Created, What::Authorised, What::Captured, What::Refunded]);
    let told: Vec<String> = stripe.events().into_iter().map(|event| event.kind).collect();
    assert_eq!(
        told,
        [
            "payment_intent.created",
            "payment_intent.amount_capturable_updated",
            "payment_intent.succeeded",
            "refund.created",
            "charge.refunded",
            "refund.updated",
        ]
    );
}

#[tokio::test]
async fn every_act_in_every_state() {
    let (stripe, client) = start().await;
    for status in IntentStatus::ALL {
        for (act, fields, leads_to) in [
            ("", vec![("payment_method", CARD)], Some(IntentStatus::RequiresConfirmation)),
            ("confirm", vec![("payment_method", CARD)], Some(IntentStatus::RequiresCapture)),
            ("confirm", vec![("payment_method", ASKS)], Some(IntentStatus::RequiresAction)),
            ("capture", vec![], Some(IntentStatus::Succeeded)),
            ("cancel", vec![], Some(IntentStatus::Canceled)),
        ] {
            let id = in_state(&stripe, &client, status).await;
            let lines = stripe.ledger().lines().len();
            let got = client.on(&id, act, "", &fields).await;
            let is_open = status.is_open();
            let is_legal = match act {
                "capture" => status == IntentStatus::RequiresCapture,
                "cancel" => is_open || status == IntentStatus::RequiresCapture,
                _ => is_open,
            };
            if is_legal {
                assert_eq!(got.is(200).text("/status"), leads_to.unwrap().as_str(), "{act}");
            } else {
                let got = got.fails(400, "payment_intent_unexpected_state");
                assert_eq!(got.text("/error/payment_intent/status"), status.as_str());
                assert_eq!(stripe.status(&id), Some(status), "{act} changed nothing");
                assert_eq!(stripe.ledger().lines().len(), lines);
            }
        }
        let id = in_state(&stripe, &client, status).await;
        let refund = client.post("/v1/refunds", None, &[("payment_intent", &id)]).await;
        let expected = if status == IntentStatus::Succeeded { 200 } else { 400 };
        assert_eq!(refund.status, expected, "{status:?}: {}", refund.body);
        // Whoever pays in a browser is under the same rules.
        let id = in_state(&stripe, &client, status).await;
        assert_eq!(stripe.buyer_pays(&id).is_ok(), status.is_open(), "{status:?}");
        let id = in_state(&stripe, &client, status).await;
        let authenticated = stripe.authenticate(&id);
        assert_eq!(authenticated.is_ok(), status == IntentStatus::RequiresAction, "{status:?}");
    }
    let bare = client.create("o", "c").await.is(200).id().to_owned();
    let none = client.on(&bare, "confirm", "", &[]).await;
    none.fails(400, "payment_intent_unexpected_state");
}

#[tokio::test]
async fn declined_cards_leave_the_intent_to_another() {
    let (stripe, client) = start().await;
    for (method, code, decline_code) in [
        ("pm_card_visa_chargeDeclined", "card_declined", "generic_decline"),
        (POOR, "card_declined", "insufficient_funds"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card"),
        ("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc"),
        ("pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error"),
    ] {
        let id = client.create("o", "c").await.is(200).id().to_owned();
        let got = client.on(&id, "confirm", "", &[("payment_method", method)]).await;
        let got = got.fails(402, code);
        assert_eq!(got.text("/error/type"), "card_error");
        assert_eq!(got.text("/error/decline_code"), decline_code);
        assert_eq!(got.text("/error/payment_intent/status"), "requires_payment_method");
        let intent = client.get(&format!("/v1/payment_intents/{id}")).await.is(200);
        assert_eq!(intent.text("/last_payment_error/code"), code);
        assert_eq!(intent.text("/last_payment_error/decline_code"), decline_code);
        assert_eq!(intent.text("/last_payment_error/message"), got.text("/error/message"));
        assert!(intent.json["payment_method"].is_null());

        assert_eq!(stripe.buyer_pays_with(&id, method), Ok(IntentStatus::RequiresPaymentMethod));
        assert_eq!(stripe.buyer_pays(&id), Ok(IntentStatus::RequiresCapture));
        let intent = client.get(&format!("/v1/payment_intents/{id}")).await.is(200);
        assert!(intent.json["last_payment_error"].is_null());
    }
    assert_eq!(stripe.ledger().count(What::Declined), 10);
}

#[tokio::test]
async fn the_bank_asks_the_buyer() {
    let (stripe, client) = start().await;
    let id = client.create("o", "c").await.is(200).id().to_owned();
    let fields = [("payment_method", ASKS), ("return_url", "https://example.org/back")];
    let got = client.on(&id, "confirm", "", &fields).await.is(200);
    assert_eq!(got.text("/status"), "requires_action");
    assert_eq!(got.text("/next_action/type"), "redirect_to_url");
    let back = got.text("/next_action/redirect_to_url/return_url");
    assert_eq!(back, "https://example.org/back");
    assert_eq!(stripe.fail_authentication(&id), Ok(IntentStatus::RequiresPaymentMethod));
    let intent = client.get(&format!("/v1/payment_intents/{id}")).await.is(200);
    let code = intent.text("/last_payment_error/code");
    assert_eq!(code, "payment_intent_authentication_failure");
    assert_eq!(stripe.buyer_pays_with(&id, ASKS), Ok(IntentStatus::RequiresAction));
    assert!(stripe.ledger().held().is_empty());
    assert_eq!(stripe.authenticate(&id), Ok(IntentStatus::RequiresCapture));
    assert_eq!(stripe.ledger().held()[0].intent, id);
}

#[tokio::test]
async fn what_is_not_in_order_is_refused_and_does_nothing() {
    let (stripe, client) = start().await;
    let intents = "/v1/payment_intents";
    for (fields, code) in [
        (vec![("currency", "eur")], "parameter_missing"),
        (vec![("amount", "500")], "parameter_missing"),
        (vec![("amount", "4.5"), ("currency", "eur")], "parameter_invalid_integer"),
        (vec![("amount", "-1"), ("currency", "eur")], "parameter_invalid_integer"),
        (vec![("amount", "49"), ("currency", "eur")], "amount_too_small"),
        (vec![("amount", "100000000"), ("currency", "eur")], "amount_too_large"),
        (vec![("amount", "500"), ("currency", "euro")], ""),
        (vec![("amount", "500"), ("currency", "eur"), ("capture_method", "x")], ""),
        (vec![("amount", "500"), ("currency", "eur"), ("nonsense", "x")], "parameter_unknown"),
        (vec![("amount", "500"), ("currency", "eur"), ("confirm", "maybe")], ""),
        (
            vec![("amount", "500"), ("currency", "eur"), ("payment_method", "pm_x")],
            "resource_missing",
        ),
    ] {
        // The key is free after each, since none was executed.
        let got = client.post(intents, Some("the-key"), &fields).await.fails(400, code);
        assert_eq!(got.text("/error/type"), "invalid_request_error");
        assert!(!got.text("/error/message").is_empty());
    }
    let long = "x".repeat(501);
    let fields = [("amount", "500"), ("currency", "eur"), ("metadata[order]", long.as_str())];
    client.post(intents, None, &fields).await.fails(400, "");
    client.raw("POST", intents, &[], "amount=%FF").await.fails(400, "");
    let json = [("content-type", "application/json")];
    client.raw("POST", intents, &json, "{\"amount\":500}").await.fails(400, "");
    client.raw("POST", intents, &[], &"x".repeat(300_000)).await.fails(400, "");
    for (method, path) in [
        ("GET", "/v1/payment_intents/pi_none"),
        ("POST", "/v1/payment_intents/pi_none/capture"),
        ("POST", "/v1/payment_intents/pi_none/cancel"),
        ("POST", "/v1/payment_intents/pi_none/confirm"),
        ("GET", "/v1/refunds/re_none"),
    ] {
        client.raw(method, path, &[], "").await.fails(404, "resource_missing");
    }
    for path in ["/", "/v1", "/v1/charges", "/v1/payment_intents/pi_x/y/z"] {
        client.raw("GET", path, &[], "").await.fails(404, "");
    }
    for path in ["?limit=0", "?limit=101", "?limit=x", "?created[gte]=x", "/search?query=x"] {
        assert_eq!(client.get(&format!("{intents}{path}")).await.status, 400, "{path}");
    }
    let after = client.get(&format!("{intents}?starting_after=pi_none")).await;
    after.fails(400, "resource_missing");
    let other = client.post("/v1/refunds", None, &[("payment_intent", "pi_none")]).await;
    other.fails(400, "resource_missing");
    assert!(stripe.ledger().lines().is_empty() && stripe.intents().is_empty());
    client.post(intents, Some("the-key"), &[("amount", "500"), ("currency", "eur")]).await.is(200);

    let id = in_state(&stripe, &client, IntentStatus::RequiresCapture).await;
    let more = client.on(&id, "capture", "", &[("amount_to_capture", "4951")]).await;
    more.fails(400, "amount_too_large");
    let reason = [("cancellation_reason", "whim")];
    client.on(&id, "cancel", "", &reason).await.fails(400, "");
    let part = client.on(&id, "capture", "", &[("amount_to_capture", "4000")]).await.is(200);
    assert_eq!(part.number("/amount_received"), 4000);
    let fields = [("payment_intent", id.as_str()), ("amount", "4001")];
    client.post("/v1/refunds", None, &fields).await.fails(400, "");
}

#[tokio::test]
async fn keys_to_the_account() {
    let (stripe, client) = start().await;
    let account = client.get("/v1/account").await.is(200);
    assert_eq!(account.text("/object"), "account");
    for authorization in ["", "Bearer ", "Basic abc", "Bearer sk_live_1234567", "Bearer é"] {
        let client = Client { authorization: authorization.into(), ..client.clone() };
        client.get("/v1/account").await.fails(401, "");
        let got = client.create("o", "c").await.fails(401, "");
        assert_eq!(got.text("/error/type"), "invalid_request_error");
        assert!(!got.body.contains("sk_live_123"), "{}", got.body);
    }
    stripe.revoke("sk_test_old");
    let old = Client { authorization: "Bearer sk_test_old".into(), ..client.clone() };
    old.get("/v1/account").await.fails(401, "api_key_expired");
    // A key that was not let in is not used up.
    let mut key = client.clone();
    key.authorization = "Bearer nonsense".into();
    key.on("pi_x", "cancel", "k", &[]).await.fails(401, "");
    client
        .on("pi_x", "cancel", "k", &[("cancellation_reason", "abandoned")])
        .await
        .fails(404, "resource_missing");
}

#[tokio::test]
async fn lists_and_searches() {
    let (stripe, client) = start().await;
    let mut made = Vec::new();
    for at in 0..5 {
        let charge = format!("charge-{at}");
        made.push(client.create("o", &charge).await.is(200).id().to_owned());
        stripe.pass(Duration::from_secs(10));
    }
    made.reverse();
    let intents = "/v1/payment_intents";
    let all = client.get(intents).await.is(200);
    assert_eq!((all.ids(), all.json["has_more"].as_bool()), (made.clone(), Some(false)));
    let first = client.get(&format!("{intents}?limit=2")).await.is(200);
    assert_eq!((first.ids(), first.json["has_more"].as_bool()), (made[..2].to_vec(), Some(true)));
    let path = format!("{intents}?limit=3&starting_after={}", made[1]);
    let rest = client.get(&path).await.is(200);
    assert_eq!((rest.ids(), rest.json["has_more"].as_bool()), (made[2..].to_vec(), Some(false)));
    let from = STARTED_AT.as_millis() / 1000 + 30;
    for (since, expected) in [("created[gte]", 2), ("created%5Bgte%5D", 2), ("created[gt]", 1)] {
        let path = format!("{intents}?{since}={from}");
        assert_eq!(client.get(&path).await.is(200).ids().len(), expected, "{since}");
    }
    let path = format!("{intents}/search?query=metadata%5B'charge'%5D%3A'charge-4'");
    assert!(client.get(&path).await.is(200).ids().is_empty(), "a search is a minute late");
    stripe.pass(Duration::from_secs(60));
    assert_eq!(client.get(&path).await.is(200).ids(), made[..1]);
}

#[tokio::test]
async fn a_bank_that_takes_its_time() {
    let (stripe, client) = start().await;
    for (succeeds, leads_to) in
        [(true, IntentStatus::RequiresCapture), (false, IntentStatus::RequiresPaymentMethod)]
    {
        let id = in_state(&stripe, &client, IntentStatus::Processing).await;
        assert!(stripe.authenticate(&id).is_err());
        assert_eq!(stripe.bank_answers(&id, succeeds), Ok(leads_to));
        assert!(stripe.bank_answers(&id, succeeds).is_err());
    }
    assert_eq!(stripe.ledger().count(What::Declined), 1);
}

#[tokio::test]
async fn what_the_ledger_tells() {
    let (stripe, client) = start().await;
    let none: [&str; 0] = [];
    let one = client.create("order-1", "charge-1").await.is(200).id().to_owned();
    let two = client.create("order-1", "charge-2").await.is(200).id().to_owned();
    let three = client.create("order-2", "charge-3").await.is(200).id().to_owned();
    assert_eq!(stripe.ledger().open().len(), 3);
    for id in [&one, &two, &three] {
        stripe.buyer_pays(id).unwrap();
    }
    assert_eq!(stripe.ledger().held().len(), 3);
    stripe.capture_in_dashboard(&one).unwrap();
    assert!(stripe.ledger().double_charges().is_empty());
    stripe.capture_in_dashboard(&two).unwrap();
    assert_eq!(stripe.ledger().double_charges(), ["order-1"]);
    assert_eq!(stripe.ledger().captured_by_order("order-1"), 9900);
    stripe.refund_in_dashboard(&two).unwrap();
    assert!(stripe.ledger().double_charges().is_empty());
    assert_eq!(stripe.ledger().ever_double_charges(), ["order-1"]);
    assert_eq!(stripe.ledger().captured_by_order("order-1"), 4950);

    let orphans = |known: &[&str]| -> Vec<String> {
        stripe.ledger().orphans(known).into_iter().map(|account| account.intent).collect()
    };
    assert_eq!(orphans(&none), [one.clone(), three.clone()], "what was given back is none");
    assert_eq!(orphans(&["charge-1"]), std::slice::from_ref(&three));
    assert_eq!(stripe.lapse(&three), Ok(IntentStatus::Canceled));
    assert!(orphans(&["charge-1"]).is_empty());
    let lapsed = client.get(&format!("/v1/payment_intents/{three}")).await.is(200);
    assert_eq!(lapsed.text("/cancellation_reason"), "automatic");
    assert!(stripe.ledger().held().is_empty() && stripe.ledger().open().is_empty());
    // What names nothing belongs to nobody.
    let bare = client.raw("POST", "/v1/payment_intents", &[], NEW).await.is(200);
    assert_eq!(orphans(&["charge-1"]), [bare.id()]);
    assert_eq!(stripe.cancel_in_dashboard(bare.id()), Ok(IntentStatus::Canceled));
    assert!(stripe.cancel_in_dashboard(bare.id()).is_err());
}

async fn start() -> (ScriptedStripe, Client) {
    let stripe = ScriptedStripe::start_at(Clock::following_tokio(STARTED_AT)).await;
    let client = Client::of(&stripe);
    (stripe, client)
}

/// A new intent that stands there.
async fn in_state(stripe: &ScriptedStripe, client: &Client, status: IntentStatus) -> String {
    let id = client.create("order", "charge").await.is(200).id().to_owned();
    match status {
        IntentStatus::RequiresPaymentMethod => {}
        IntentStatus::RequiresConfirmation => {
            client.on(&id, "", "", &[("payment_method", CARD)]).await.is(200);
        }
        IntentStatus::RequiresAction => {
            stripe.buyer_pays_with(&id, ASKS).unwrap();
        }
        IntentStatus::Processing => {
            stripe.buyer_pays_with(&id, BANK).unwrap();
        }
        IntentStatus::RequiresCapture => {
            stripe.buyer_pays(&id).unwrap();
        }
        IntentStatus::Succeeded => {
            stripe.buyer_pays(&id).unwrap();
            client.on(&id, "capture", "", &[]).await.is(200);
        }
        IntentStatus::Canceled => {
            client.on(&id, "cancel", "", &[]).await.is(200);
        }
    }
    let shown: Got = client.get(&format!("/v1/payment_intents/{id}")).await.is(200);
    assert_eq!(shown.text("/status"), status.as_str());
    id
}
