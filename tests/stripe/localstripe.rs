//! Paying at a Stripe that others wrote, over its real HTTP API: see `common/localstripe.rs`.

use crate::{
    common::{
        Answer, Site, Visitor,
        localstripe::{
            ASKS_THE_BUYER, ASKS_THEN_DECLINES, DECLINED, LocalStripe, VISA, WEBHOOK_SECRET,
        },
        program::Program,
        time::{HOLD, pass},
    },
    together,
};
use holdfast::{
    harness::stripe::webhook::sign,
    payments::{Bill, Listed, Payment, PaymentGateway as _, PaymentState},
    types::{ChargeId, OrderId, Price, TicketId, Timestamp},
};
use serde_json::{Value, json};
use tempfile::TempDir;

#[tokio::test]
async fn a_purchase() {
    let Some(stripe) = LocalStripe::start().await else { return };
    let site = stripe.site(|_| {}).await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let (ticket, order) = held(&mut anna, &mut ben).await;

    let secret = begin(&mut ben, &order).await;
    let intent = intent_of(&secret);
    let waiting = stripe.intent(intent).await;
    assert_eq!(waiting.status(), "requires_payment_method");
    assert_eq!(waiting.0["amount"], 4950);
    assert_eq!(waiting.0["currency"], "eur");
    assert_eq!(waiting.0["capture_method"], "manual");
    assert_eq!(begin(&mut ben, &order).await, secret, "a payment that waits is gone on with");

    stripe.buyer_pays(&secret, VISA).await.is(200, "requires_capture");
    come_back(&mut ben, &order).await;
    ben.get(&order).await.is(200, "It is yours.");
    assert_eq!(state(&mut ben, &order).await, "completed");
    let page = site.visitor().get(&ticket).await;
    assert_eq!(page.attr_of(&ticket, "data-ticket-status"), Some("sold"));

    let paid = stripe.intent(intent).await;
    assert_eq!((paid.status(), paid.kept()), ("succeeded", 4950));
    assert_eq!(stripe.kept(&order).await, 4950, "its metadata names the order");
    let metadata = &paid.0["metadata"];
    assert_eq!(
        (&metadata["order"], &metadata["ticket"]),
        (&json!(id(&order)), &json!(id(&ticket)))
    );
    let site_id = std::fs::read_to_string(site.folder.path().join("data/site-id")).unwrap();
    assert_eq!(metadata["site"], site_id.trim());
    let told = paid.0.to_string();
    assert!(!told.contains("example.org"), "it learns no address: {told}");
    ends_well(&stripe, site).await;
}

#[tokio::test]
async fn a_declined_card_and_then_a_good_one() {
    let Some(stripe) = LocalStripe::start().await else { return };
    let site = stripe.site(|_| {}).await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let (_, order) = held(&mut anna, &mut ben).await;

    let first = begin(&mut ben, &order).await;
    stripe.buyer_pays(&first, DECLINED).await.is(402, "card_declined");
    come_back(&mut ben, &order).await;
    let page = ben.get(&order).await;
    page.is(200, "Your card was declined. You were not charged.").is(200, "2 tries left");
    assert_eq!(page.attr_of(&order, "data-order-status"), Some("awaiting_payment"));
    stripe.until_status(intent_of(&first), "canceled").await;

    let second = begin(&mut ben, &order).await;
    assert_ne!(intent_of(&second), intent_of(&first));
    stripe.buyer_pays(&second, VISA).await.is(200, "requires_capture");
    come_back(&mut ben, &order).await;
    assert_eq!(state(&mut ben, &order).await, "completed");
    assert_eq!(stripe.kept(&order).await, 4950);
    ends_well(&stripe, site).await;
}

#[tokio::test]
async fn the_bank_asks_the_buyer() {
    let Some(stripe) = LocalStripe::start().await else { return };
    let site = stripe.site(|_| {}).await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let (_, order) = held(&mut anna, &mut ben).await;

    let first = begin(&mut ben, &order).await;
    stripe.buyer_pays(&first, ASKS_THE_BUYER).await.is(200, "requires_action");
    come_back(&mut ben, &order).await;
    assert_eq!(state(&mut ben, &order).await, "awaiting_payment", "the bank has no answer yet");
    assert_eq!(begin(&mut ben, &order).await, first, "the same payment is gone on with");
    stripe.authenticate(&first, false).await.is(200, "payment_intent_authentication_failure");
    come_back(&mut ben, &order).await;
    ben.get(&order).await.is(200, "You were not charged.").is(200, "2 tries left");

    let second = begin(&mut ben, &order).await;
    stripe.buyer_pays(&second, ASKS_THEN_DECLINES).await.is(200, "requires_action");
    stripe.authenticate(&second, true).await.is(402, "card_declined");
    come_back(&mut ben, &order).await;
    ben.get(&order).await.is(200, "Your card was declined.").is(200, "the last try");

    let third = begin(&mut ben, &order).await;
    stripe.buyer_pays(&third, ASKS_THE_BUYER).await.is(200, "requires_action");
    stripe.authenticate(&third, true).await.is(200, "requires_capture");
    come_back(&mut ben, &order).await;
    assert_eq!(state(&mut ben, &order).await, "completed");
    assert_eq!(stripe.intent(intent_of(&third)).await.status(), "succeeded");
    assert_eq!(stripe.kept(&order).await, 4950);
    ends_well(&stripe, site).await;
}

#[tokio::test]
async fn what_is_not_paid_by_the_deadline_is_void() {
    let Some(stripe) = LocalStripe::start().await else { return };
    let site = stripe.site(|_| {}).await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let (unpaid_ticket, unpaid) = held(&mut anna, &mut ben).await;
    let (_, not_back) = held(&mut anna, &mut ben).await;
    let (_, never_begun) = held(&mut anna, &mut ben).await;
    let first = begin(&mut ben, &unpaid).await;
    let second = begin(&mut ben, &not_back).await;
    stripe.buyer_pays(&second, VISA).await.is(200, "requires_capture");

    pass(HOLD).await;
    for order in [&unpaid, &not_back, &never_begun] {
        let page = ben
            .until(order, |page| page.attr_of(order, "data-order-status") == Some("cancelled"))
            .await;
        assert_eq!(page.attr_of(order, "data-order-reason"), Some("expired"));
    }
    for secret in [&first, &second] {
        stripe.until_status(intent_of(secret), "canceled").await;
    }
    // What the browser still does, and its way back, changes nothing.
    let late = stripe.buyer_pays(&first, VISA).await;
    assert_eq!(late.status, 400, "{}", late.body);
    come_back(&mut ben, &unpaid).await;
    come_back(&mut ben, &not_back).await;
    for order in [&unpaid, &not_back] {
        assert_eq!(state(&mut ben, order).await, "cancelled");
        assert_eq!(stripe.kept(order).await, 0);
    }
    assert!(stripe.intents_of(&never_begun).await.is_empty());
    let page = site.visitor().get(&unpaid_ticket).await;
    assert_eq!(page.attr_of(&unpaid_ticket, "data-ticket-status"), Some("available"));
    ends_well(&stripe, site).await;
}

#[tokio::test]
async fn an_order_that_its_buyer_gives_up_is_void() {
    let Some(stripe) = LocalStripe::start().await else { return };
    let site = stripe.site(|_| {}).await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let (ticket, order) = held(&mut anna, &mut ben).await;
    let secret = begin(&mut ben, &order).await;
    stripe.buyer_pays(&secret, VISA).await.is(200, "requires_capture");
    assert_eq!(ben.cancel(&order).await.sent_to(), order);
    stripe.until_status(intent_of(&secret), "canceled").await;
    assert_eq!(state(&mut ben, &order).await, "cancelled");
    let page = site.visitor().get(&ticket).await;
    assert_eq!(page.attr_of(&ticket, "data-ticket-status"), Some("available"));
    ends_well(&stripe, site).await;
}

#[tokio::test]
async fn the_seller_refunds() {
    let Some(stripe) = LocalStripe::start().await else { return };
    let site = stripe.site(|_| {}).await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let (ticket, order, intent) = sold(&stripe, &mut anna, &mut ben).await;

    let fields = [("reason", "The concert is off"), ("relist", "yes")];
    let refund = format!("{order}/refund");
    assert_eq!(anna.post(&refund, &fields).await.sent_to(), order);
    let page = ben.until(&order, is_refunded).await;
    page.is(200, "The concert is off");
    let refunds = stripe.get(&format!("/v1/refunds?payment_intent={intent}")).await;
    let refunds = refunds["data"].as_array().unwrap();
    assert_eq!(refunds.len(), 1, "{refunds:?}");
    assert_eq!(refunds[0]["amount"], 4950);
    assert_eq!(anna.post(&refund, &fields).await.sent_to(), order, "twice is once");
    assert_eq!(stripe.kept(&order).await, 0);
    let page = site.visitor().get(&ticket).await;
    assert_eq!(page.attr_of(&ticket, "data-ticket-status"), Some("available"));
    ends_well(&stripe, site).await;
}

/// Three seats by one intent over their sum, of which one goes back.
#[tokio::test]
async fn three_bought_together_and_one_goes_back() {
    let Some(stripe) = LocalStripe::start().await else { return };
    let site = stripe.site(|_| {}).await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let (purchase, orders) = together::held(&site, &mut anna, &mut ben, 3).await;
    let secret = begin(&mut ben, &purchase).await;
    let intent = intent_of(&secret);
    assert_eq!(stripe.intent(intent).await.0["amount"], 7200);
    stripe.buyer_pays(&secret, VISA).await.is(200, "requires_capture");
    come_back(&mut ben, &purchase).await;
    ben.get(&purchase).await.is(200, "They are yours.");
    assert_eq!(stripe.intent(intent).await.kept(), 7200);

    let one = format!("/orders/{}", orders[1]);
    anna.post(&format!("{one}/refund"), &[("reason", "It is damaged")]).await.sent_to();
    ben.until(&one, is_refunded).await;
    let refunds = stripe.get(&format!("/v1/refunds?payment_intent={intent}")).await;
    let refunds = refunds["data"].as_array().unwrap();
    assert_eq!((refunds.len(), &refunds[0]["amount"]), (1, &json!(2400)), "{refunds:?}");
    assert_eq!(stripe.intent(intent).await.kept(), 4800);
    for (order, is) in
        [(&orders[0], "completed"), (&orders[1], "cancelled"), (&orders[2], "completed")]
    {
        assert_eq!(state(&mut ben, &format!("/orders/{order}")).await, is);
    }
    ends_well(&stripe, site).await;
}

#[tokio::test]
async fn a_refund_in_the_dashboard_arrives() {
    let Some(stripe) = LocalStripe::start().await else { return };
    let site = stripe.site(|_| {}).await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let (ticket, order, intent) = sold(&stripe, &mut anna, &mut ben).await;

    stripe.refund(&intent, None).await;
    // It has no webhook for this one: as Stripe would send it.
    let charge = stripe.intent(&intent).await.0["latest_charge"].clone();
    assert_eq!(tell(&site, "charge.refunded", &charge).await, 200);
    ben.until(&order, is_refunded).await;
    let page = site.visitor().get(&ticket).await;
    assert_eq!(page.attr_of(&ticket, "data-ticket-status"), Some("withdrawn"));
    assert_eq!(stripe.kept(&order).await, 0);
    ends_well(&stripe, site).await;
}

#[tokio::test]
async fn without_webhooks_everything_arrives_a_little_later() {
    let Some(stripe) = LocalStripe::start().await else { return };
    let site = stripe.site(|config| config.payments.reconcile_seconds = 1).await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let (_, refunded, intent) = sold(&stripe, &mut anna, &mut ben).await;
    stripe.refund(&intent, None).await;
    let (_, not_back) = held(&mut anna, &mut ben).await;
    let secret = begin(&mut ben, &not_back).await;
    stripe.buyer_pays(&secret, VISA).await.is(200, "requires_capture");
    let site_id = &stripe.intent(&intent).await.0["metadata"]["site"];
    let [ours, others] = [site_id.as_str().unwrap(), "another site"].map(|site| {
        [
            ("amount", "500"),
            ("currency", "eur"),
            ("capture_method", "manual"),
            ("metadata[site]", site),
        ]
    });
    let stray = id_in(&stripe.post("/v1/payment_intents", &ours).await);
    let others = id_in(&stripe.post("/v1/payment_intents", &others).await);

    ben.until(&refunded, is_refunded).await;
    let status = |page: &Answer| page.attr("data-order-status") == Some("completed");
    ben.until(&not_back, status).await;
    stripe.until_status(&stray, "canceled").await;
    assert_eq!(stripe.intent(&others).await.status(), "requires_payment_method");

    // What only a person can decide is named.
    let intent = intent_of(&secret);
    stripe.refund(intent, Some("1000")).await;
    let (code, said) = stripe.verify(site.folder.path());
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains(&format!("payment {intent}: it was refunded in part")), "{said}");
    stripe.refund(intent, Some("3950")).await;
    ben.until(&not_back, is_refunded).await;
    ends_well(&stripe, site).await;
}

#[tokio::test]
async fn its_webhooks_are_taken() {
    let Some(stripe) = LocalStripe::start().await else { return };
    let site = stripe.site(|_| {}).await;
    let mut anna = site.user("anna").await;
    let mut ben = site.user("ben").await;
    stripe.send_webhooks_to("ours", &site, WEBHOOK_SECRET).await;

    // A buyer whose browser never comes back.
    let (_, order) = held(&mut anna, &mut ben).await;
    let secret = begin(&mut ben, &order).await;
    stripe.buyer_pays(&secret, DECLINED).await.is(402, "card_declined");
    stripe.until_said("webhook \"payment_intent.payment_failed\" successfully delivered").await;
    ben.until(&order, |page| page.body.contains("Your card was declined.")).await;
    stripe.until_status(intent_of(&secret), "canceled").await;

    let again = begin(&mut ben, &order).await;
    stripe.buyer_pays(&again, VISA).await.is(200, "requires_capture");
    come_back(&mut ben, &order).await;
    assert_eq!(state(&mut ben, &order).await, "completed");
    stripe.until_said("webhook \"payment_intent.succeeded\" successfully delivered").await;
    let mut onlooker = site.visitor();
    let taken = "holdfast_webhooks_total{outcome=\"taken\"} 2";
    onlooker.get("/metrics").await.is(200, taken);

    stripe.send_webhooks_to("ours", &site, "whsec_of_another_endpoint").await;
    sold(&stripe, &mut anna, &mut ben).await;
    stripe.until_said("webhook \"payment_intent.succeeded\" failed with response code 400").await;
    let refused = "holdfast_webhooks_total{outcome=\"refused\"} 1";
    onlooker.get("/metrics").await.is(200, taken).is(200, refused);
    ends_well(&stripe, site).await;
}

#[tokio::test]
async fn a_program_that_was_killed_takes_up_what_was_paid_meanwhile() {
    let Some(stripe) = LocalStripe::start().await else { return };
    let folder = tempfile::tempdir().unwrap();
    let serve = || Program::serve(folder.path(), &stripe.variables());
    let (program, address) = serve();
    let (mut anna, mut ben) = (Visitor::at(address), Visitor::at(address));
    anna.sign_up("anna").await;
    ben.sign_up("ben").await;
    let (_, order) = held(&mut anna, &mut ben).await;
    let secret = begin(&mut ben, &order).await;
    program.kill();
    stripe.buyer_pays(&secret, VISA).await.is(200, "requires_capture");

    let (program, address) = serve();
    let mut ben = Visitor::at(address);
    ben.sign_in("ben").await;
    ben.until(&order, |page| page.attr("data-order-status") == Some("completed")).await;
    assert_eq!(stripe.kept(&order).await, 4950);
    program.kill();
    agree(&stripe, &folder);
}

#[tokio::test]
async fn the_adapters_questions_and_the_same_again_when_it_is_too_late() {
    let Some(stripe) = LocalStripe::start().await else { return };
    let gateway = stripe.gateway("this site");
    gateway.check().await.unwrap();
    let begun = async |card: Option<&str>| {
        let mut bill = Bill::of_one(
            ChargeId::new(),
            (OrderId::new(), TicketId::new()),
            Price::from_minor(4950).unwrap(),
            holdfast::clock::Clock::System.now(),
        );
        let Payment { id, state, .. } = gateway.authorise(bill.clone(), None).await.unwrap();
        let PaymentState::Pending { client_secret } = state else { panic!("{state:?}") };
        if let Some(card) = card {
            stripe.buyer_pays(client_secret.expose(), card).await.is(200, "requires_capture");
        }
        bill.id = Some(id);
        bill
    };
    let looked_up = async |bill: &Bill| gateway.look_up(bill.clone()).await.unwrap().unwrap().state;

    let sold = begun(Some(VISA)).await;
    assert_eq!(looked_up(&sold).await, PaymentState::Authorised);
    assert_eq!(gateway.capture(sold.clone()).await.unwrap().state, PaymentState::Captured);
    assert_eq!(gateway.void(sold.clone()).await.unwrap().state, PaymentState::Captured);
    let Payment { id, state, .. } = gateway.refund(sold.clone()).await.unwrap();
    assert!(matches!(state, PaymentState::Refunded { .. }), "{state:?}");
    assert_eq!(looked_up(&sold).await, state);
    assert_eq!(gateway.refund(sold).await.unwrap().state, state);

    let unpaid = begun(None).await;
    assert_eq!(gateway.void(unpaid).await.unwrap().state, PaymentState::Voided);
    let held = begun(Some(VISA)).await;
    assert_eq!(gateway.void(held.clone()).await.unwrap().state, PaymentState::Voided);
    assert_eq!(gateway.capture(held).await.unwrap().state, PaymentState::Voided);
    let stray = begun(None).await;
    gateway.discard(stray.id.unwrap()).await.unwrap();

    let listed = gateway.listed(Timestamp::from_millis(0)).await.unwrap();
    assert!(listed.len() == 4 && listed.iter().all(|payment| !payment.open), "{listed:?}");
    let sold = listed.iter().find(|payment| payment.id == id).unwrap();
    assert_eq!((sold.captured_minor, sold.refunded_minor), (4950, 4950));
    // What is taken for it only the list says.
    assert!(sold.fee_minor.is_some(), "{sold:?}");
    let sold = Listed { fee_minor: None, ..sold.clone() };
    assert_eq!(gateway.find(id).await.unwrap(), Some(sold));
    assert_eq!(gateway.find("pi_none".into()).await.unwrap(), None);
    let other = stripe.gateway("another site");
    assert_eq!(other.listed(Timestamp::from_millis(0)).await.unwrap(), []);
}

/// A ticket of the one that the other holds: its path, and the order's.
async fn held(seller: &mut Visitor, buyer: &mut Visitor) -> (String, String) {
    let ticket = seller.list("Row 5, seat 12", "49.50").await;
    let order = buyer.buy(&ticket, "49.50").await.sent_to();
    (ticket, order)
}

/// A ticket that is sold: its path, the order's, and the intent's id.
async fn sold(
    stripe: &LocalStripe,
    seller: &mut Visitor,
    buyer: &mut Visitor,
) -> (String, String, String) {
    let (ticket, order) = held(seller, buyer).await;
    let secret = begin(buyer, &order).await;
    stripe.buyer_pays(&secret, VISA).await.is(200, "requires_capture");
    come_back(buyer, &order).await;
    assert_eq!(state(buyer, &order).await, "completed");
    (ticket, order, intent_of(&secret).to_owned())
}

/// Presses Pay as the page's script does: gives the client secret.
async fn begin(buyer: &mut Visitor, order: &str) -> String {
    let mut script = buyer.with("accept", "application/json");
    let answer = script.post(&format!("{order}/pay"), &[]).await;
    let answer: Value = serde_json::from_str(&answer.is(200, "client_secret").body).unwrap();
    answer["client_secret"].as_str().unwrap().to_owned()
}

/// Where Stripe's form sends the buyer in the end.
async fn come_back(buyer: &mut Visitor, order: &str) {
    assert_eq!(buyer.get(&format!("{order}/return")).await.sent_to(), order);
}

/// An order's status.
async fn state(buyer: &mut Visitor, order: &str) -> String {
    buyer.get(order).await.attr_of(order, "data-order-status").unwrap().to_owned()
}

fn is_refunded(page: &Answer) -> bool {
    page.attr("data-order-reason") == Some("refunded")
}

/// Tells the site, as Stripe does, what it is to look at; gives the answer's status.
async fn tell(site: &Site, kind: &str, object: &Value) -> u16 {
    let event = json!({
        "id": "evt_told",
        "object": "event",
        "api_version": "2025-09-30.clover",
        "created": site.market.clock().now().as_millis() / 1000,
        "data": { "object": object },
        "livemode": false,
        "type": kind,
    });
    let event = event.to_string();
    let signature = sign(&event, site.market.clock().now(), &[WEBHOOK_SECRET]);
    let mut sender = site.visitor().with("stripe-signature", &signature);
    let kind = Some("application/json; charset=utf-8");
    sender.send("POST", "/webhooks/stripe", kind, event.into()).await.status
}

fn intent_of(client_secret: &str) -> &str {
    client_secret.split_once("_secret_").unwrap().0
}

fn id_in(answer: &Answer) -> String {
    let made: Value = serde_json::from_str(&answer.is(200, "").body).unwrap();
    made["id"].as_str().unwrap().to_owned()
}

fn id(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

/// Every rule holds over what the site leaves, and its books and localstripe's agree.
async fn ends_well(stripe: &LocalStripe, site: Site) {
    agree(stripe, &site.stop().await);
}

#[track_caller]
fn agree(stripe: &LocalStripe, folder: &TempDir) {
    let (code, said) = stripe.verify(folder.path());
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("the provider's books and ours agree"), "{said}");
}
