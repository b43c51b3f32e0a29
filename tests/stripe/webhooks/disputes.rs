//! Disputes at Stripe, over the network: told by webhook, as badly as may be, or found by the
//! reconciler; at the end the books say what Stripe's own account says.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use holdfast::{
    domain::{DisputeStatus, EarningPlace, ledger::Account},
    harness::stripe::{
        API_KEY, DISPUTE_FEE, PUBLISHABLE_KEY, ScriptedStripe, WEBHOOK_SECRET, ledger::What,
    },
    types::{DisputeId, EarningId, OrderId},
};
use tokio_util::sync::CancellationToken;

use super::{
    courier::{self, Manner},
    set,
};
use crate::common::{Site, Visitor, dice::Dice, program};

const MINOR: u32 = 4950;

/// Sold and paid: the order's page, its id and the payment's name at Stripe.
struct Sold {
    page: String,
    order: OrderId,
    intent: String,
}

async fn sell(site: &Site, stripe: &ScriptedStripe, people: &mut [Visitor; 2], n: usize) -> Sold {
    let [seller, buyer] = people;
    let ticket = seller.list(&format!("Seat {n}"), "49.50").await;
    let page = buyer.buy(&ticket, "49.50").await.sent_to();
    let answer = buyer.with("accept", "application/json").post(&format!("{page}/pay"), &[]).await;
    let answer: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    let secret = answer["client_secret"].as_str().unwrap();
    stripe.buyer_pays(secret).unwrap();
    buyer.get(&format!("{page}/return")).await;
    let order: OrderId = page.rsplit('/').next().unwrap().parse().unwrap();
    let is_paid = || {
        let order = site.market.tables().order(order).unwrap().unwrap();
        order.status.paid_by().is_some()
    };
    until("it is paid", is_paid).await;
    Sold { page, order, intent: secret.split_once("_secret_").unwrap().0.to_owned() }
}

async fn until(what: &str, holds: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !holds() {
        assert!(Instant::now() < deadline, "waited for this in vain: {what}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

fn place(site: &Site, order: OrderId) -> EarningPlace {
    let line = site.market.tables().earning(EarningId::of_sale(order)).unwrap();
    line.expect("it is booked").place
}

fn posted(site: &Site, account: Account) -> i64 {
    site.market.tables().statistics().total().books.of(account)
}

/// The books say what Stripe does, and the history holds.
async fn assert_agree(site: Site, stripe: &ScriptedStripe, folder: &Path) {
    let there = stripe.ledger().balance_minor();
    let said = format!("{there} at Stripe, {} here", posted(&site, Account::Provider));
    until(&said, || posted(&site, Account::Provider) == there).await;
    site.stop().await;
    let (code, said) = program::verify(folder);
    assert_eq!(code, Some(0), "{said}");
    let verify_payments = || {
        let url = stripe.url();
        let settings = [
            ("HOLDFAST_PAYMENTS__PROVIDER", "stripe"),
            ("HOLDFAST_PAYMENTS__STRIPE__API_URL", url.as_str()),
            ("HOLDFAST_PAYMENTS__STRIPE__SECRET_KEY", API_KEY),
            ("HOLDFAST_PAYMENTS__STRIPE__PUBLISHABLE_KEY", PUBLISHABLE_KEY),
            ("HOLDFAST_PAYMENTS__STRIPE__WEBHOOK_SECRET", WEBHOOK_SECRET),
        ];
        program::run(folder, &["verify", "--payments"], &settings)
    };
    let (code, said) = verify_payments();
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("the provider's books and ours agree"), "{said}");
    // What comes while the site is down is told.
    let another = stripe.open_inquiry(&stripe.intents()[0].0, MINOR).unwrap();
    let (code, said) = verify_payments();
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains(&format!("DISPUTE  {another} is")), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_a_dispute_is_told_the_books_agree() {
    let long = std::env::var_os("HOLDFAST_LONG").is_some();
    let manners = [Manner::Perfect, Manner::Chaotic(1), Manner::Chaotic(2), Manner::Lossy(3)];
    for manner in manners {
        let (stripe, folder) = (ScriptedStripe::start().await, tempfile::tempdir().unwrap());
        let data = folder.path().join("data");
        stripe.set_fee(Some(99), false);
        let site = Site::start_with(|config| {
            set(config, &stripe, &data);
            if let Manner::Lossy(_) = manner {
                config.payments.reconcile_seconds = 1;
            }
        })
        .await;
        let mut people = [site.user("anna").await, site.user("ben").await];
        let over = CancellationToken::new();
        let url = format!("http://{}/webhooks/stripe", site.address);
        let courier = tokio::spawn(courier::run(stripe.clone(), url, manner, over.clone()));
        let mut dice = Dice::new(7);
        let mut expected = vec![];
        for n in 0..if long { 200 } else { 12 } {
            let Sold { order, intent, .. } = sell(&site, &stripe, &mut people, n).await;
            let ends = [DisputeStatus::Won, DisputeStatus::Lost, DisputeStatus::InquiryClosed];
            let end = ends[n % 3];
            let dispute = match end {
                DisputeStatus::InquiryClosed => stripe.open_inquiry(&intent, MINOR),
                _ => stripe.open_dispute(&intent, MINOR),
            };
            let dispute = dispute.unwrap();
            if end != DisputeStatus::InquiryClosed && dice.percent(50) {
                stripe.move_dispute(&dispute, DisputeStatus::UnderReview, false).unwrap();
            }
            stripe.move_dispute(&dispute, end, dice.percent(50)).unwrap();
            expected.push((order, DisputeId::of(&dispute), end));
        }
        for (order, dispute, end) in expected {
            let place_at_end = match end {
                DisputeStatus::Lost => EarningPlace::Reversed,
                _ => EarningPlace::Held,
            };
            let is_over = || {
                let known = site.market.tables().dispute(dispute).unwrap();
                known.is_some_and(|dispute| dispute.status == end)
                    && place(&site, order) == place_at_end
            };
            until(&format!("{manner:?}: {end:?}"), is_over).await;
        }
        over.cancel();
        courier.await.unwrap();
        assert_agree(site, &stripe, folder.path()).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pages_say_what_the_bank_does_and_nothing_is_refunded() {
    let (stripe, folder) = (ScriptedStripe::start().await, tempfile::tempdir().unwrap());
    let data = folder.path().join("data");
    let site = Site::start_with(|config| {
        set(config, &stripe, &data);
        config.payments.reconcile_seconds = 1;
        config.site.admins = vec!["root@example.org".into()];
    })
    .await;
    let mut people = [site.user("anna").await, site.user("ben").await];
    let mut root = site.user("root").await;
    let sold = sell(&site, &stripe, &mut people, 1).await;
    let [mut anna, mut ben] = people;
    let dispute = stripe.open_dispute(&sold.intent, MINOR).unwrap();
    let is_frozen = || matches!(place(&site, sold.order), EarningPlace::Frozen(..));
    until("the reconciler finds it", is_frozen).await;

    for who in [&mut anna, &mut ben, &mut root] {
        let page = who.get(&sold.page).await;
        page.is(200, "data-bank=\"disputed\"");
        assert!(!page.body.contains("/refund\""), "nobody is asked whether to refund it");
    }
    let refund = format!("{}/refund", sold.page);
    for who in [&mut anna, &mut root] {
        let refused = who.post(&refund, &[("reason", "The concert is off")]).await;
        refused.is(409, "Not refunded: the buyer’s bank wants the money back");
    }
    anna.get("/selling/money").await.is(200, "until the buyer’s bank has decided");
    let list = root.get("/admin/disputes").await;
    list.is(200, &dispute).is(200, "Evidence until").is(200, "€49.50").is(200, &sold.page);
    root.get("/admin").await.is(200, "<strong>1</strong> disputed payments");
    site.visitor().get("/metrics").await.is(200, "holdfast_disputes_open 1");

    // Those who run the site bear it; then Stripe says that it is lost.
    let id = DisputeId::of(&dispute);
    let bear = format!("/admin/disputes/{id}/bear");
    root.post(&bear, &[("reason", "")]).await.is(422, "data-dispute-status=\"needs_response\"");
    let borne = root.post(&bear, &[("reason", "We have the messages")]).await;
    assert_eq!(borne.sent_to(), format!("/admin/disputes?q={id}"));
    root.get(&borne.sent_to()).await.is(200, "Should it be lost, this site bears it");
    stripe.move_dispute(&dispute, DisputeStatus::Lost, false).unwrap();
    until("it is over", || place(&site, sold.order) == EarningPlace::Held).await;
    assert!(!root.get("/admin/disputes").await.body.contains(&dispute));
    root.get("/admin/disputes?q=all").await.is(200, &dispute);
    root.post(&bear, &[("reason", "Again")]).await.sent_to();
    ben.get(&sold.page).await.is(200, "data-bank=\"lost\"");
    anna.post(&refund, &[("reason", "So")]).await.is(409, "Not refunded");
    assert_eq!(posted(&site, Account::Losses), i64::from(DISPUTE_FEE));
    assert_eq!(stripe.ledger().count(What::Refunded), 0);
    assert_agree(site, &stripe, folder.path()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_stripe_takes_is_booked_with_the_sale_or_when_it_says_so() {
    for is_late in [false, true] {
        let (stripe, folder) = (ScriptedStripe::start().await, tempfile::tempdir().unwrap());
        stripe.set_fee(Some(99), is_late);
        let data = folder.path().join("data");
        let site = Site::start_with(|config| {
            set(config, &stripe, &data);
            config.payments.reconcile_seconds = 1;
        })
        .await;
        let mut people = [site.user("anna").await, site.user("ben").await];
        sell(&site, &stripe, &mut people, 1).await;
        assert_eq!(posted(&site, Account::ProviderFees), if is_late { 0 } else { 99 });
        stripe.set_fee(Some(99), false);
        until("it is read", || posted(&site, Account::ProviderFees) == 99).await;
        assert_agree(site, &stripe, folder.path()).await;
    }
}
