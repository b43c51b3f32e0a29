//! Purchases that webhooks bring to their end: whatever becomes of the deliveries, the end is the
//! same. No buyer's browser comes back to the site, and the reconciler takes a hand only where webhooks
//! are lost.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use holdfast::{
    actors::Market,
    domain::{CancelReason, OrderStatus, TicketStatus},
    harness::stripe::{Endpoint, IntentStatus, ScriptedStripe, ledger::What},
    types::OrderId,
};
use tokio::{sync::Semaphore, task::JoinSet};
use tokio_util::sync::CancellationToken;

use super::{
    counted,
    courier::{self, Manner},
    deliver, send_signed, set, site,
};
use crate::common::{Site, Visitor, program};

/// How a purchase goes at Stripe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Story {
    Paid,
    DeclinedFirst,
    Proven,
    RefundedThere,
    CancelledThere,
    Waiting,
}

const STORIES: [Story; 6] = [
    Story::Paid,
    Story::DeclinedFirst,
    Story::Proven,
    Story::RefundedThere,
    Story::CancelledThere,
    Story::Waiting,
];

/// How many purchases go on at once.
const AT_ONCE_MAX: usize = 12;

/// A purchase that has been begun: its ticket's and its order's page, and the payment at Stripe.
struct Begun {
    ticket: String,
    order: String,
    intent: String,
}

/// What came of many purchases.
struct Outcome {
    deliveries: usize,
    took: Duration,
}

async fn begin(seller: &mut Visitor, buyer: &mut Visitor, n: usize) -> Begun {
    let ticket = seller.list(&format!("Seat {n}"), "49.50").await;
    let order = buyer.buy(&ticket, "49.50").await.sent_to();
    let intent = pay(buyer, &order).await;
    Begun { ticket, order, intent }
}

/// Presses Pay; gives the payment's name at Stripe.
async fn pay(buyer: &Visitor, order: &str) -> String {
    let answer = buyer.with("accept", "application/json").post(&format!("{order}/pay"), &[]).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let answer: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    let secret = answer["client_secret"].as_str().unwrap();
    secret.split_once("_secret_").unwrap().0.to_owned()
}

/// What happens at Stripe and in the buyer's browser.
async fn happens(
    story: Story,
    begun: &Begun,
    buyer: &Visitor,
    market: &Market,
    stripe: &ScriptedStripe,
) {
    let intent = begun.intent.as_str();
    match story {
        Story::Paid => drop(stripe.buyer_pays(intent).unwrap()),
        Story::DeclinedFirst => {
            stripe.buyer_pays_with(intent, "pm_card_visa_chargeDeclined").unwrap();
            // A declined card ends the charge, and the buyer pays by another.
            until("it is told", || {
                let order = market.tables().order(order_of(&begun.order)).unwrap().unwrap();
                order.status.charge_under_way().is_none()
            })
            .await;
            stripe.buyer_pays(&pay(buyer, &begun.order).await).unwrap();
        }
        Story::Proven => {
            stripe.buyer_pays_with(intent, "pm_card_threeDSecure2Required").unwrap();
            stripe.authenticate(intent).unwrap();
        }
        Story::RefundedThere => {
            stripe.buyer_pays(intent).unwrap();
            let captured =
                |stripe: &ScriptedStripe| stripe.status(intent) == Some(IntentStatus::Succeeded);
            stripe.until("it is captured", captured).await;
            stripe.refund_in_dashboard(intent).unwrap();
        }
        Story::CancelledThere => drop(stripe.cancel_in_dashboard(intent).unwrap()),
        Story::Waiting => {}
    }
}

/// Whether the site shows what must come of it in the end.
fn has_ended(story: Story, order: OrderId, site: &Site) -> bool {
    let tables = site.market.tables();
    let order = tables.order(order).unwrap().unwrap();
    let ticket = tables.ticket(order.ticket).unwrap().unwrap();
    match (story, order.status, ticket.status) {
        (
            Story::Paid | Story::DeclinedFirst | Story::Proven,
            OrderStatus::Completed { .. },
            TicketStatus::Sold { .. },
        ) => order.failed_attempts == u32::from(story == Story::DeclinedFirst),
        (
            Story::RefundedThere,
            OrderStatus::Cancelled { reason: CancelReason::Refunded, .. },
            TicketStatus::Withdrawn,
        ) => true,
        (Story::CancelledThere, OrderStatus::AwaitingPayment(None), TicketStatus::Reserved(_)) => {
            order.failed_attempts == 0
        }
        (Story::Waiting, OrderStatus::AwaitingPayment(Some(_)), TicketStatus::Reserved(_)) => true,
        _ => false,
    }
}

fn order_of(path: &str) -> OrderId {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

async fn until_ended(story: Story, order: &str, site: &Site) {
    until(&format!("{story:?} of {order} ends"), || has_ended(story, order_of(order), site)).await;
}

/// Waits for less than the reconciler does by default: none of its rounds brings it about then.
async fn until(what: &str, holds: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !holds() {
        assert!(Instant::now() < deadline, "waited for this in vain: {what}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// So many purchases of every story, while a courier delivers what Stripe tells in this manner.
async fn purchases(count: usize, manner: Manner) -> Outcome {
    let began = Instant::now();
    let (stripe, folder) = (ScriptedStripe::start().await, tempfile::tempdir().unwrap());
    let data = folder.path().join("data");
    let site = Site::start_with(|config| {
        set(config, &stripe, &data);
        if let Manner::Lossy(_) = manner {
            config.payments.reconcile_seconds = 1;
        }
    })
    .await;
    let (seller, buyer) = (site.user("anna").await, site.user("ben").await);
    let over = CancellationToken::new();
    let url = format!("http://{}/webhooks/stripe", site.address);
    let courier = tokio::spawn(courier::run(stripe.clone(), url, manner, over.clone()));
    let places = Arc::new(Semaphore::new(AT_ONCE_MAX));
    let mut going_on = JoinSet::new();
    for n in 0..count {
        let place = places.clone().acquire_owned().await.unwrap();
        let (mut seller, mut buyer, stripe) = (seller.clone(), buyer.clone(), stripe.clone());
        let market = site.market.clone();
        let story = STORIES[n % STORIES.len()];
        going_on.spawn(async move {
            let begun = begin(&mut seller, &mut buyer, n).await;
            happens(story, &begun, &buyer, &market, &stripe).await;
            drop(place);
            (story, begun)
        });
    }
    let all = going_on.join_all().await;
    for (story, begun) in &all {
        until_ended(*story, &begun.order, &site).await;
    }
    over.cancel();
    let deliveries = courier.await.unwrap();
    let mut kept = HashMap::<_, i64>::new();
    for account in stripe.ledger().accounts() {
        *kept.entry(account.order.unwrap()).or_default() += account.kept_minor;
        assert_eq!(account.held_minor, 0, "what is not taken is let go");
    }
    for (story, begun) in &all {
        let expect = match story {
            Story::Paid | Story::DeclinedFirst | Story::Proven => 4950,
            Story::RefundedThere | Story::CancelledThere | Story::Waiting => 0,
        };
        let kept = kept[&order_of(&begun.order).to_string()];
        assert_eq!(kept, expect, "{story:?} {}", begun.ticket);
        assert!(has_ended(*story, order_of(&begun.order), &site), "{story:?}: it went on");
    }
    assert_eq!(stripe.ledger().ever_double_charges(), Vec::<String>::new());
    assert_eq!(counted(&site, "failed").await + counted(&site, "refused").await, 0);
    let (told, taken) = (stripe.events().len() as u64, counted(&site, "taken").await);
    match manner {
        Manner::Lossy(_) => assert!(taken < told, "{taken} of {told} came"),
        Manner::Perfect | Manner::Chaotic(_) => assert_eq!(taken, told, "each is taken once"),
    }
    assert_eq!(counted(&site, "repeated").await, deliveries as u64 - taken);
    site.stop().await;
    let (code, said) = program::verify(folder.path());
    assert_eq!(code, Some(0), "{said}");
    Outcome { deliveries, took: began.elapsed() }
}

/// By default some hundreds of deliveries; more than 10,000 with `HOLDFAST_LONG=1`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_they_come_the_end_is_the_same() {
    let long = std::env::var_os("HOLDFAST_LONG").is_some();
    let (count, seeds) = if long { (2400, 1) } else { (30, 3) };
    let perfect = if long { 10_000 } else { purchases(count, Manner::Perfect).await.deliveries };
    for seed in 1..=seeds {
        let Outcome { deliveries, took } = purchases(count, Manner::Chaotic(seed)).await;
        println!("seed {seed}: {count} purchases, {deliveries} deliveries, {took:?}");
        assert!(deliveries > perfect, "{deliveries} deliveries: some are repeated");
        purchases(30, Manner::Lossy(seed)).await;
    }
}

#[tokio::test]
async fn without_any_the_next_start_settles_what_was_paid() {
    let (stripe, folder) = (ScriptedStripe::start().await, tempfile::tempdir().unwrap());
    let first = site(&stripe, folder.path()).await;
    let (mut seller, mut buyer) = (first.user("anna").await, first.user("ben").await);
    let begun = begin(&mut seller, &mut buyer, 1).await;
    stripe.buyer_pays(&begun.intent).unwrap();
    assert!(has_ended(Story::Waiting, order_of(&begun.order), &first), "nobody has told it");
    first.stop().await;
    let again = site(&stripe, folder.path()).await;
    until_ended(Story::Paid, &begun.order, &again).await;
    // What comes late tells nothing new.
    let before = stripe.ledger().lines().len();
    for event in stripe.events() {
        deliver(&again, &event).await;
    }
    until_ended(Story::Paid, &begun.order, &again).await;
    assert_eq!(stripe.ledger().lines().len(), before);
    assert_eq!(stripe.ledger().count(What::Captured), 1);
    again.stop().await;
}

#[tokio::test]
async fn what_names_only_the_payment_is_looked_for_there() {
    let (stripe, folder) = (ScriptedStripe::start().await, tempfile::tempdir().unwrap());
    let site = site(&stripe, folder.path()).await;
    let (mut seller, mut buyer) = (site.user("anna").await, site.user("ben").await);
    let begun = begin(&mut seller, &mut buyer, 1).await;
    stripe.buyer_pays(&begun.intent).unwrap();
    let about = |id: &str, name: &str| {
        let object = format!(r#"{{"id":"re_1","payment_intent":"{name}"}}"#);
        format!(r#"{{"id":"{id}","type":"refund.updated","data":{{"object":{object}}}}}"#)
    };
    send_signed(&site, &about("evt_a", "pi_of_nobody")).await.is(200, "taken");
    send_signed(&site, &about("evt_b", &begun.intent)).await.is(200, "taken");
    until_ended(Story::Paid, &begun.order, &site).await;
    site.stop().await;
}

/// An event that is rightly signed, and says what is not so, settles nothing: Stripe is asked.
#[tokio::test]
async fn nothing_is_settled_without_asking_stripe() {
    let (stripe, folder) = (ScriptedStripe::start().await, tempfile::tempdir().unwrap());
    let site = site(&stripe, folder.path()).await;
    let (mut seller, mut buyer) = (site.user("anna").await, site.user("ben").await);
    let begun = begin(&mut seller, &mut buyer, 1).await;
    let charge = site.market.tables().order(order_of(&begun.order)).unwrap().unwrap();
    let charge = charge.status.charge_under_way().unwrap();
    let looked = |stripe: &ScriptedStripe| {
        stripe.requests().iter().filter(|asked| asked.call == Endpoint::LookUp).count()
    };
    for (n, (kind, status)) in [
        ("payment_intent.succeeded", "succeeded"),
        ("payment_intent.amount_capturable_updated", "requires_capture"),
        ("payment_intent.canceled", "canceled"),
        ("charge.refunded", "succeeded"),
    ]
    .into_iter()
    .enumerate()
    {
        let before = looked(&stripe);
        let entries = crate::common::entries(folder.path());
        let body = format!(
            r#"{{"id":"evt_{n}","type":"{kind}","data":{{"object":{{"id":"{}","object":
            "payment_intent","amount":4950,"amount_received":4950,"status":"{status}",
            "metadata":{{"charge":"{charge}"}}}}}}}}"#,
            begun.intent
        );
        send_signed(&site, &body).await.is(200, "taken");
        stripe.until("it is asked", |stripe| looked(stripe) > before).await;
        // Another question whose answer has come: the one before is worked off as well.
        let page = buyer.get(&format!("{}/return", begun.order)).await;
        assert!(page.status == 200 || page.status == 303, "{}", page.body);
        assert_eq!(crate::common::entries(folder.path()), entries + 1, "{kind}: only the notice");
        assert!(has_ended(Story::Waiting, order_of(&begun.order), &site), "{kind} is believed");
    }
    assert_eq!(stripe.ledger().lines().len(), 1, "the payment was begun, and no more");
    site.stop().await;
}
