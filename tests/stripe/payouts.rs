//! Sellers who are paid by Stripe Connect, over HTTP: from the account to the transfer and what is had
//! back of it; and pages for it.

use holdfast::{
    domain::rules::payouts::PayoutMethod,
    harness::stripe::{
        API_KEY, AccountState, Endpoint, HttpFault, ScriptedStripe, WEBHOOK_SECRET,
        webhook::deliver,
    },
    types::UserId,
};

use crate::common::{Answer, PASSWORD, Site, Visitor, program::run};

/// A site that pays through this Stripe, to accounts that need not rest.
async fn open(stripe: &ScriptedStripe) -> Site {
    Site::start_with_stripe(stripe, |config| {
        config.site.admins = vec!["root@example.org".into()];
        config.payouts.method = PayoutMethod::Stripe;
        config.payouts.rest_days_after_change = 0;
        config.payments.reconcile_seconds = 1;
    })
    .await
}

/// Somebody buys a ticket for 49.50, so that there is money.
async fn trade(site: &Site, stripe: &ScriptedStripe, seller: &mut Visitor, buyer: &mut Visitor) {
    let ticket = seller.list("Row 1", "49.50").await;
    let order = buyer.buy(&ticket, "49.50").await.sent_to();
    let json = buyer.with("accept", "application/json");
    let answer = json.clone().post(&format!("{order}/pay"), &[]).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let answer: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    stripe.buyer_pays(answer["client_secret"].as_str().unwrap()).unwrap();
    buyer.get(&format!("{order}/return")).await.sent_to();
    buyer.until(&order, |page| page.attr("data-order-status") == Some("completed")).await;
    assert_eq!(site.market.tables().catalog().earnings.balances().held, 4950);
}

/// What a seller of this address can be paid is put right by so much.
async fn owe(root: &mut Visitor, name: &str, amount: &str) -> UserId {
    let page = root.get(&format!("/admin/users?q={name}@example.org")).await;
    let id = page.attr("data-user-id").unwrap().to_owned();
    let form = [("kind", "adjustment"), ("amount", amount), ("reason", "As agreed")];
    root.post(&format!("/admin/sellers/{id}/correct"), &form).await.sent_to();
    id.parse().unwrap()
}

/// Opens an account at Stripe and tells it all.
async fn connect(stripe: &ScriptedStripe, seller: &mut Visitor) -> String {
    let connect = [("password", PASSWORD)];
    assert_eq!(seller.post("/account/payout/connect", &connect).await.sent_to(), "/account/payout");
    let page = seller.get("/account/payout").await;
    page.is(200, "Stripe has questions for you").is(200, "data-ready=\"false\"");
    let page = seller.post("/account/payout/go-on", &[]).await;
    page.is(200, &format!("{}/setup/", stripe.url()));
    assert_eq!(page.header("cache-control"), Some("no-store"));
    let refresh = page.header("refresh").unwrap();
    let link = refresh.strip_prefix("0; url=").unwrap();
    // The browser goes there, tells all, and comes back.
    let gone = reqwest(link).await;
    assert!(gone.ends_with("/account/payout/back"), "{gone}");
    assert_eq!(seller.get("/account/payout/back").await.sent_to(), "/account/payout");
    seller.get("/account/payout").await.is(200, "data-ready=\"true\"");
    stripe.accounts().pop().unwrap().0
}

/// Where a link sends a browser.
async fn reqwest(link: &str) -> String {
    let address = link.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let answer = Visitor::at(address.0.parse().unwrap()).get(&format!("/{}", address.1)).await;
    answer.header("location").unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn from_the_account_to_the_transfer() {
    let stripe = ScriptedStripe::start().await;
    let site = open(&stripe).await;
    let mut root = site.user("root").await;
    let (mut ann, mut ben) = (site.user("ann").await, site.user("ben").await);
    trade(&site, &stripe, &mut ann, &mut ben).await;
    let page = ann.get("/selling/money").await;
    page.is(200, "you have no account at Stripe").is(200, "data-ready=\"false\"");
    let wrong = ann.post("/account/payout/connect", &[("password", "wrong wrong")]).await;
    wrong.is(422, "not your password");
    let look = ann.post("/account/payout/go-on", &[]).await.sent_to();
    assert_eq!(look, "/account/look?next=/account/payout");
    let fields = [("password", PASSWORD), ("next", "/account/payout")];
    assert_eq!(ann.post("/account/look", &fields).await.sent_to(), "/account/payout");
    ann.post("/account/payout/go-on", &[]).await.is(422, "you have no account at Stripe");
    let account = connect(&stripe, &mut ann).await;
    let id = owe(&mut root, "ann", "20.00").await;
    let [(opened, named)] = &stripe.accounts()[..] else { panic!("there is one") };
    assert_eq!((opened, named), (&account, &id.to_string()));
    let page =
        ann.until("/selling/money", |page| page.body.contains("data-payout-status=\"paid\"")).await;
    page.is(200, "data-money=\"available\" data-minor=\"0\"").is(200, "your account at Stripe");
    let [transfer] = &stripe.transfers()[..] else { panic!("there is one") };
    assert_eq!((transfer.minor, &transfer.destination), (2000, &account));
    let payout = transfer.payout.clone().unwrap();
    assert_eq!(transfer.group, Some(format!("payout-{payout}")));
    let sent = stripe.requests().into_iter().filter(|asked| asked.call == Endpoint::Transfer);
    let keys: Vec<_> = sent.map(|asked| asked.key.unwrap()).collect();
    assert_eq!(keys, [format!("{payout}-1")]);
    assert_eq!(stripe.balance_minor(), 4950 - 2000);
    let page = root.get(&format!("/admin/sellers/{id}")).await;
    page.is(200, &account).is(200, "data-payout-status=\"paid\"");
    let settle = format!("/admin/payouts/payments/{payout}/settle");
    let failed = [("outcome", "failed"), ("reason", "I think so")];
    root.post(&settle, &failed).await.is(409, "Stripe makes this payout");
    // Somebody has it brought back in Stripe's dashboard: nothing of that is believed to be ours.
    let metrics = |of: &Answer, what: &str| of.body.contains(what);
    let fine = |page: &Answer| {
        metrics(page, "holdfast_transfers_mismatched 0")
            && metrics(page, "holdfast_provider_balance_minor 2950")
    };
    root.until("/metrics", fine).await;
    root.get("/admin/money").await.is(200, "Stripe itself says").is(200, "29.50");
    stripe.reverse_in_dashboard(&transfer.id, Some(100)).unwrap();
    root.until("/metrics", |page| metrics(page, "holdfast_transfers_mismatched 1")).await;
    let variables = [
        ("HOLDFAST_PAYMENTS__PROVIDER", "stripe"),
        ("HOLDFAST_PAYMENTS__STRIPE__SECRET_KEY", API_KEY),
        ("HOLDFAST_PAYMENTS__STRIPE__PUBLISHABLE_KEY", "pk_test_x"),
        ("HOLDFAST_PAYMENTS__STRIPE__WEBHOOK_SECRET", WEBHOOK_SECRET),
        ("HOLDFAST_PAYMENTS__STRIPE__API_URL", &stripe.url()),
    ];
    let (code, said) = run(site.folder.path(), &["verify", "--payments"], &variables);
    assert_eq!(code, Some(1), "{said}");
    for says in [
        "transfers at the provider: 2000; here: 2000",
        "had back of transfers at the provider: 100; here: 0",
        "another sum of it was had back there than here",
    ] {
        assert!(said.contains(says), "{says}: {said}");
    }
    // A webhook says that something has become of the account: it is asked.
    stripe.set_account(&account, AccountState::Restricted).unwrap();
    let told = stripe.events().pop().unwrap();
    assert_eq!(told.kind, "account.updated");
    assert_eq!(
        deliver(&format!("http://{}/webhooks/stripe", site.address), &told).await.unwrap(),
        200
    );
    ann.until("/account/payout", |page| page.body.contains("Stripe does not let money")).await;
    let forget = [("password", PASSWORD)];
    assert_eq!(ann.post("/account/payout/forget", &forget).await.sent_to(), "/account/payout");
    ann.get("/account/payout").await.is(200, "Open an account at Stripe");
    site.stop().await;
}

/// Answers get lost, a 500 is saved under the key, a proxy answers, and there is too little: one transfer.
#[tokio::test(flavor = "multi_thread")]
async fn one_transfer_whatever_stripe_answers() {
    for fault in [
        HttpFault::CommitThenDrop,
        HttpFault::CommitThen500,
        HttpFault::CutJson,
        HttpFault::HtmlBadGateway,
        HttpFault::Refuse,
        HttpFault::Status(429),
    ] {
        let stripe = ScriptedStripe::start().await;
        let site = open(&stripe).await;
        let mut root = site.user("root").await;
        let (mut ann, mut ben) = (site.user("ann").await, site.user("ben").await);
        trade(&site, &stripe, &mut ann, &mut ben).await;
        connect(&stripe, &mut ann).await;
        stripe.fault(move |asked| match (asked.call, asked.nth_of_call) {
            (Endpoint::Transfer, 1) => fault,
            _ => HttpFault::None,
        });
        owe(&mut root, "ann", "20.00").await;
        ann.until("/selling/money", |page| page.body.contains("data-payout-status=\"paid\"")).await;
        assert_eq!(stripe.transfers().len(), 1, "{fault:?}");
        site.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn too_little_and_an_account_that_may_have_none() {
    let stripe = ScriptedStripe::start().await;
    let site = open(&stripe).await;
    let mut root = site.user("root").await;
    let (mut ann, mut ben) = (site.user("ann").await, site.user("ben").await);
    trade(&site, &stripe, &mut ann, &mut ben).await;
    let account = connect(&stripe, &mut ann).await;
    stripe.set_pending_minor(4000);
    owe(&mut root, "ann", "20.00").await;
    let page =
        ann.until("/selling/money", |page| page.body.contains("enough money has come in")).await;
    page.is(200, "data-money=\"in-transit\" data-minor=\"2000\"");
    root.get("/admin/payouts").await.is(200, "At Stripe now").is(200, "enough money has come in");
    // Another seller's account is closed between the question and the transfer.
    stripe.set_pending_minor(0);
    let mut eve = site.user("eve").await;
    let closing = connect(&stripe, &mut eve).await;
    assert_ne!(closing, account);
    stripe.fault({
        let stripe = stripe.clone();
        move |asked| {
            if asked.call == Endpoint::Transfer {
                stripe.set_account(&closing, AccountState::Closed).unwrap();
            }
            HttpFault::None
        }
    });
    owe(&mut root, "eve", "15.00").await;
    let page = eve
        .until("/selling/money", |page| page.body.contains("data-payout-status=\"failed\""))
        .await;
    page.is(200, "data-money=\"available\" data-minor=\"1500\"").is(200, "account_invalid");
    assert_eq!(stripe.transfers(), []);
    site.stop().await;
}
