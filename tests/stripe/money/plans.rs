//! Money on all its ways, each plan with its own faults: sales, refunds, disputes, payouts and what is
//! had back of them, at a Stripe where anything goes wrong, by a site that is killed (`kill -9`) in the
//! midst. In the end no cent is lost, doubled or in two places, and two rounds of the reconciler settle
//! everything. Days pass while the site is down, since its clock is told what time it is at its start.
//!
//! `HOLDFAST_LONG=1`: 1,000 plans; `HOLDFAST_PLANS=n`: so many.

use std::{
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    sync::Mutex,
    time::Duration,
};

use holdfast::{
    app::App,
    audit::Auditor,
    clock::Clock,
    config::{Config, Provider},
    domain::{
        DisputeStatus, Key, Payout, PayoutStatus, Record as _, TakeBack, TakeBackStatus,
        ledger::Account, rules::payouts::PayoutMethod,
    },
    harness::stripe::{
        API_KEY, AccountState, HttpFault, PUBLISHABLE_KEY, ScriptedStripe, WEBHOOK_SECRET, webhook,
    },
    storage::journal,
    types::{Secret, Timestamp},
};
use hyper::body::Bytes;
use tokio::task::JoinSet;

use super::shop::{Dice, seed};
use crate::common::{Answer, PASSWORD, Visitor, encode, lasting_address};

/// What the clocks show when a plan begins: 2027-03-01T12:00:00Z.
const BEGINS_AT: Timestamp = Timestamp::from_millis(1_803_902_400_000);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// How often, at the most, the end of a plan is a kill in the midst of a payout.
const PAYOUTS_AT_THE_END: usize = 4;

const PORT: &str = "HOLDFAST_TEST_PLAN_PORT";
const FOLDER: &str = "HOLDFAST_TEST_PLAN_FOLDER";
const STRIPE: &str = "HOLDFAST_TEST_PLAN_STRIPE";
const MILLIS: &str = "HOLDFAST_TEST_PLAN_MILLIS";

/// Run by the test below as the site: does nothing otherwise.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child_serves() {
    let var = |name| std::env::var(name).ok();
    let Some(folder) = var(FOLDER) else { return };
    let mut config = Config::default();
    config.storage.path = folder.into();
    config.server.listen = SocketAddr::from(([127, 0, 0, 1], var(PORT).unwrap().parse().unwrap()));
    config.server.hosts_allowed = vec!["127.0.0.1".into()];
    config.limits.enabled = false;
    config.site.admins = vec!["root@example.org".into()];
    config.accounts.admins_need_second_factor = false;
    config.orders.max_live_per_user = 1000;
    config.market.buyer_fee_percent = "10".parse().unwrap();
    config.market.seller_fee_percent = "5".parse().unwrap();
    config.payouts.method = PayoutMethod::Stripe;
    config.payouts.rest_days_after_change = 0;
    config.payments.provider = Provider::Stripe;
    config.payments.reconcile_seconds = 1;
    let keys = &mut config.payments.stripe;
    keys.secret_key = Secret::new(API_KEY);
    keys.publishable_key = PUBLISHABLE_KEY.into();
    keys.webhook_secret = Secret::new(WEBHOOK_SECRET);
    keys.api_url = var(STRIPE).unwrap();
    let now = Timestamp::from_millis(var(MILLIS).unwrap().parse().unwrap());
    let app = App::build(config, Clock::following_tokio(now)).await.unwrap();
    // Who is to run it does, as by a confirmed address.
    app.run_until(std::future::pending()).await;
}

/// A site at one address, however often it is killed and started again.
struct Plan {
    stripe: ScriptedStripe,
    folder: tempfile::TempDir,
    address: SocketAddr,
    child: Mutex<Option<Child>>,
}

impl Drop for Plan {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Plan {
    async fn begin() -> Self {
        let address = lasting_address();
        let stripe = ScriptedStripe::start_at(Clock::following_tokio(BEGINS_AT)).await;
        let plan =
            Self { stripe, folder: tempfile::tempdir().unwrap(), address, child: Mutex::default() };
        plan.start();
        plan
    }

    /// By the time that it is at Stripe.
    fn start(&self) {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "money::plans::child_serves", "--nocapture"])
            .env(FOLDER, self.folder.path())
            .env(PORT, self.address.port().to_string())
            .env(STRIPE, self.stripe.url())
            .env(MILLIS, self.stripe.now().as_millis().to_string())
            .env("RUST_BACKTRACE", "0")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        *self.child.lock().unwrap() = Some(child);
    }

    fn kill(&self) {
        if let Some(mut child) = self.child.lock().unwrap().take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    fn kill_and_start(&self) {
        self.kill();
        self.start();
    }

    async fn ask(
        &self,
        visitor: &mut Visitor,
        method: &str,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let body = fields.iter().map(|(name, value)| format!("{name}={}", encode(value)));
        let body = Bytes::from(body.collect::<Vec<_>>().join("&"));
        let form = (method == "POST").then_some("application/x-www-form-urlencoded");
        for _ in 0..3000 {
            match visitor.try_send(method, path, form, body.clone()).await {
                Ok(answer) => return answer,
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        }
        panic!("{method} {path}: the site is gone for good");
    }

    /// Somebody who is signed in; who has no account yet makes one.
    async fn signed_in(&self, name: &str) -> Visitor {
        let mut visitor = Visitor::at(self.address);
        let email = format!("{name}@example.org");
        let form = [("email", &*email), ("password", PASSWORD)];
        if self.ask(&mut visitor, "POST", "/signup", &form).await.status != 303 {
            let answer = self.ask(&mut visitor, "POST", "/signin", &form).await;
            assert_eq!(answer.status, 303, "{}", answer.body);
        }
        visitor
    }

    async fn metric(&self, visitor: &mut Visitor, name: &str) -> i64 {
        let page = self.ask(visitor, "GET", "/metrics", &[]).await.body;
        let line = page.lines().find_map(|line| line.strip_prefix(&format!("holdfast_{name} ")));
        line.unwrap_or_else(|| panic!("no {name}: {page}")).trim().parse().unwrap()
    }

    /// A ticket is listed and bought for so much, with the buyer's fee, if all goes well; the order's
    /// path, once it is known.
    async fn sale(
        &self,
        seller: &mut Visitor,
        buyer: &mut Visitor,
        (price, with_fee): (&str, &str),
        handover: &str,
    ) -> Option<String> {
        let fields = [
            ("event_name", "The Test Band"),
            ("venue", "Town Hall"),
            ("city", "Berlin"),
            ("starts_at", "2027-03-05T20:00"),
            ("title", "Row 5"),
            ("price", price),
            ("handover", handover),
        ];
        let listed = self.ask(seller, "POST", "/tickets", &fields).await;
        if listed.status != 303 {
            return None;
        }
        let ticket = listed.sent_to();
        let bought =
            self.ask(buyer, "POST", &format!("{ticket}/buy"), &[("price", with_fee)]).await;
        if bought.status != 303 {
            return None;
        }
        let order = bought.sent_to();
        for _ in 0..40 {
            let page = self.ask(buyer, "GET", &order, &[]).await;
            if let Some("completed" | "cancelled") = page.attr_of(&order, "data-order-status") {
                break;
            }
            let Some(attempt) = page.field("attempt") else {
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            let mut press = buyer.with("accept", "application/json");
            let fields = [("attempt", attempt)];
            let answer = self.ask(&mut press, "POST", &format!("{order}/pay"), &fields).await;
            let form: Option<serde_json::Value> = serde_json::from_str(&answer.body).ok();
            if let Some(secret) = form.as_ref().and_then(|form| form["client_secret"].as_str()) {
                let _ = self.stripe.buyer_pays(secret);
            }
            self.ask(buyer, "GET", &format!("{order}/return"), &[]).await;
        }
        Some(order)
    }

    /// Opens an account at Stripe and tells it all; nothing goes wrong yet.
    async fn connect(&self, seller: &mut Visitor) -> String {
        let form = [("password", PASSWORD)];
        let connected = self.ask(seller, "POST", "/account/payout/connect", &form).await;
        assert_eq!(connected.status, 303, "{}", connected.body);
        let (account, _) = self.stripe.accounts().pop().unwrap();
        self.stripe.set_account(&account, AccountState::Active).unwrap();
        account
    }

    async fn tell_something(&self, dice: &mut Dice) {
        let events = self.stripe.events();
        let recent = &events[events.len().saturating_sub(20)..];
        let url = format!("http://{}/webhooks/stripe", self.address);
        if let Some(event) = recent.get(dice.throw(recent.len().max(1) as u64) as usize) {
            // Nobody may be there just now.
            let _ = webhook::deliver(&url, event).await;
        }
    }
}

impl Plan {
    async fn waits_for_rounds(&self, rounds: i64) {
        let mut anybody = Visitor::at(self.address);
        let first = self.metric(&mut anybody, "reconciler_rounds").await;
        while self.metric(&mut anybody, "reconciler_rounds").await < first + rounds {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn is_settled_in_two_rounds(&self, number: u64) {
        let mut anybody = Visitor::at(self.address);
        let first = self.metric(&mut anybody, "reconciler_rounds").await;
        loop {
            let mut left = vec![];
            for what in [
                "charges_unfinished",
                "orders_open",
                "tickets_held",
                "payments_unknown",
                "orders_refunding",
                "payouts_at_provider",
                "disputes_open",
                "owed_in_transit_minor",
            ] {
                left.push((what, self.metric(&mut anybody, what).await));
            }
            if left.iter().all(|(_, count)| *count == 0) {
                return;
            }
            let rounds = self.metric(&mut anybody, "reconciler_rounds").await - first;
            if rounds > 3 {
                self.kill();
                let told = told(self.folder.path());
                panic!("plan {number}: not settled after two rounds: {left:?}\n{told}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Whether no payout is, by the journal of a site that is down.
    fn nothing_is_under_way(&self) -> bool {
        let auditor = audited(self.folder.path());
        auditor.rows().values().filter_map(Payout::in_row).all(|payout| {
            let asked = |it: &TakeBack| it.status == TakeBackStatus::Asked;
            !payout.is_under_way() && !payout.take_backs.iter().any(asked)
        })
    }
}

/// One plan; gives what happened, for who reads how much was tried.
async fn run(number: u64) -> [usize; 4] {
    let mut dice = Dice(number.wrapping_mul(7919) + 13);
    let plan = Plan::begin().await;
    let stripe = plan.stripe.clone();
    let fee = [None, Some(45)][dice.throw(2) as usize];
    stripe.set_fee(fee, dice.throw(2) == 0);
    let (mut ann, mut ben) = (plan.signed_in("ann").await, plan.signed_in("ben").await);
    let account = plan.connect(&mut ann).await;
    // What lies at Stripe is enough for whatever disputes and refunds take.
    let mut eve = plan.signed_in("eve").await;
    plan.sale(&mut eve, &mut ben, ("900", "990"), "by_hand").await.unwrap();
    let mut of_plan = Dice(dice.throw(u64::from(u32::MAX)));
    let percent = [0, 10, 30, 50][dice.throw(4) as usize];
    stripe.fault(move |_| of_plan.fault(percent));

    // Sales, and a kill in their midst.
    let mut orders = vec![];
    for _ in 0..2 + dice.throw(3) {
        let mut other = (ann.clone(), ben.clone());
        // A file that does not come in time has the site refund it by itself.
        let handover = if dice.throw(4) == 0 { "file" } else { "by_hand" };
        let killed_after = dice.millis(400);
        let selling = plan.sale(&mut other.0, &mut other.1, ("49.50", "54.45"), handover);
        tokio::pin!(selling);
        let order = tokio::select! {
            order = &mut selling => order,
            () = tokio::time::sleep(killed_after) => {
                plan.kill_and_start();
                selling.await
            }
        };
        orders.extend(order);
    }
    // Fees that were not told with the captures are read in the next rounds: what is older than eight
    // days is not looked through again. Stripe is asked at once by a site that has just started.
    stripe.fault(|_| HttpFault::None);
    stripe.set_fee(fee, false);
    plan.kill_and_start();
    plan.waits_for_rounds(3).await;
    let mut of_plan = Dice(dice.throw(u64::from(u32::MAX)));
    stripe.fault(move |_| of_plan.fault(percent));
    // The site is down until the event is over and what was earned with it is released.
    plan.kill();
    stripe.until_quiet().await;
    stripe.pass(DAY * 20);
    plan.start();
    ann = plan.signed_in("ann").await;
    let mut open = vec![];
    for _ in 0..10 {
        let intents = stripe.intents();
        let intent = intents.get(dice.throw(intents.len().max(1) as u64) as usize);
        match dice.throw(11) {
            0 | 1 => {
                if let Some(order) = orders.get(dice.throw(orders.len().max(1) as u64) as usize) {
                    let reason = [("reason", "It is damaged")];
                    plan.ask(&mut ann, "POST", &format!("{order}/refund"), &reason).await;
                }
            }
            2 => {
                if let Some((intent, _)) = intent
                    && let Ok(dispute) = stripe.open_dispute(intent, 5445)
                {
                    open.push(dispute);
                }
            }
            3 => {
                if let Some((intent, _)) = intent
                    && let Ok(inquiry) = stripe.open_inquiry(intent, 5445)
                {
                    open.push(inquiry);
                }
            }
            4 => {
                let _ = stripe.pay_out(&account);
            }
            5 => stripe.set_pending_minor([0, 8000][dice.throw(2) as usize]),
            6 => {
                let states = [AccountState::Active, AccountState::Restricted];
                stripe.set_account(&account, states[dice.throw(2) as usize]).unwrap();
            }
            7 | 8 => plan.kill_and_start(),
            _ => plan.tell_something(&mut dice).await,
        }
        tokio::time::sleep(dice.millis(400)).await;
    }
    // Nothing goes wrong any more, disputes are decided, and another day has passed.
    for dispute in open {
        let ends = [DisputeStatus::Won, DisputeStatus::Lost];
        let _ = stripe.move_dispute(&dispute, ends[dice.throw(2) as usize], dice.throw(2) == 0);
    }
    stripe.fault(|_| HttpFault::None);
    stripe.set_pending_minor(0);
    stripe.set_account(&account, AccountState::Active).unwrap();
    plan.kill();
    stripe.until_quiet().await;
    stripe.pass(DAY * 2);
    plan.start();
    // What this has made possible is paid out: into one of these payouts the kill may come, too, and
    // the next start ends it.
    for _ in 0..PAYOUTS_AT_THE_END {
        plan.is_settled_in_two_rounds(number).await;
        plan.waits_for_rounds(3).await;
        plan.kill();
        if plan.nothing_is_under_way() {
            break;
        }
        plan.start();
    }
    if std::env::var_os("HOLDFAST_TELL").is_some() {
        eprintln!("{}", told(plan.folder.path()));
    }
    settled(number, &stripe, plan.folder.path())
}

/// What has happened to money, for who looks why it is not as it should be.
fn told(folder: &Path) -> String {
    let mut told = String::new();
    let read = journal::replay(&journal::folder_in(folder), |_, entry| {
        for event in &entry.events {
            let key = Key::of(event);
            let is_money = matches!(
                key,
                Key::Order(_) | Key::Charge(_) | Key::Dispute(_) | Key::Earning(_) | Key::Payout(_)
            );
            if is_money {
                told += &format!("{} {event:?}\n", entry.at.rfc3339());
            }
        }
        Ok(())
    });
    read.map_or_else(|error| error.to_string(), |_| told)
}

fn audited(folder: &Path) -> Auditor {
    let mut auditor = Auditor::default();
    journal::replay(&journal::folder_in(folder), |sequence, entry| {
        auditor.entry(sequence, &entry);
        Ok(())
    })
    .unwrap();
    auditor
}

/// What the folder and Stripe say is the same, to the cent.
fn settled(number: u64, stripe: &ScriptedStripe, folder: &Path) -> [usize; 4] {
    let mut auditor = audited(folder);
    let balances: std::collections::HashMap<_, _> = auditor.balances().collect();
    let payouts = auditor.rows().values().filter_map(Payout::in_row);
    let payouts: Vec<_> = payouts.cloned().collect();
    assert_eq!(auditor.finish().1, [], "plan {number}");
    let on = |account| balances.get(&account).copied().unwrap_or_default();
    let both = (on(Account::Provider), stripe.balance_minor());
    assert_eq!(both.0, both.1, "plan {number}: at Stripe\n{}", told(folder));
    assert_eq!((on(Account::InTransit), on(Account::Disputed)), (0, 0), "plan {number}");
    assert_eq!(stripe.ledger().ever_double_charges(), Vec::<String>::new(), "plan {number}");
    let (mut paid, mut failed, mut back) = (0, 0, 0);
    let transfers = stripe.transfers();
    for payout in payouts {
        let named = Some(payout.id.to_string());
        let its: Vec<_> = transfers.iter().filter(|it| it.payout == named).collect();
        let done = payout.take_backs.iter().filter(|it| {
            assert_ne!(it.status, TakeBackStatus::Asked, "plan {number}");
            matches!(it.status, TakeBackStatus::Done(_))
        });
        let taken: i64 = done.map(|it| it.minor).sum();
        match payout.status {
            PayoutStatus::Paid(..) => {
                let [transfer] = &its[..] else { panic!("plan {number}: {payout:?} {its:?}") };
                let both = (transfer.minor, transfer.reversed_minor);
                assert_eq!(both, (payout.minor(), taken), "plan {number}");
                (paid, back) = (paid + 1, back + usize::from(taken > 0));
            }
            _ => {
                assert!(its.is_empty(), "plan {number}: {payout:?} {its:?}");
                failed += 1;
            }
        }
    }
    assert_eq!(transfers.len(), paid, "plan {number}");
    [paid, failed, back, stripe.ledger().lines().len()]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_plan_ends_with_each_cent_in_its_place() {
    let plans = match std::env::var("HOLDFAST_PLANS") {
        Ok(plans) => plans.parse().unwrap(),
        Err(_) if std::env::var_os("HOLDFAST_LONG").is_some() => 1000,
        Err(_) => 4,
    };
    let (mut under_way, mut all) = (JoinSet::new(), [0; 4]);
    for number in seed()..seed() + plans {
        if under_way.len() >= 4
            && let Some(done) = under_way.join_next().await
        {
            all = sum(all, done.unwrap());
        }
        under_way.spawn(run(number));
    }
    while let Some(done) = under_way.join_next().await {
        all = sum(all, done.unwrap());
    }
    let [paid, failed, back, lines] = all;
    println!(
        "{plans} plans: {paid} payouts paid, {failed} came to nothing, of {back} something was had \
        back; {lines} lines in Stripe's ledger"
    );
}

fn sum(one: [usize; 4], other: [usize; 4]) -> [usize; 4] {
    std::array::from_fn(|at| one[at] + other[at])
}
