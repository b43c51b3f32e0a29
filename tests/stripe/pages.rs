//! Paying through Stripe as a browser sees it over HTTP: what each page may load, what the form is
//! answered, and coming back from Stripe.

use crate::common::{Answer, PASSWORD, Site, Visitor, encode};
use holdfast::{
    config::Config,
    harness::stripe::{
        Endpoint, HttpFault, IntentStatus, LIVE_API_KEY, LIVE_PUBLISHABLE_KEY, ScriptedStripe,
        SeenRequest,
    },
    types::Secret,
};

const STRICT: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
    img-src 'self' data:; connect-src 'self'; manifest-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'";

#[tokio::test]
async fn only_the_page_with_stripes_form_may_load_stripe() {
    let (stripe, site) = start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let ticket = anna.list("Row 5", "49.50").await;
    let event = anna.get(&ticket).await;
    let at = event.body.find("\"/events/").unwrap() + 1;
    let event = event.body[at..].split('"').next().unwrap().to_owned();
    let order = ben.buy(&ticket, "49.50").await.sent_to();

    let page = ben.get(&order).await;
    let policy = page.header("content-security-policy").unwrap();
    let origin = stripe.url();
    for part in [
        format!("script-src 'self' {origin};"),
        format!("frame-src {origin};"),
        format!("connect-src 'self' {origin};"),
        "style-src 'self';".into(),
        "form-action 'self';".into(),
        "frame-ancestors 'none'".into(),
    ] {
        assert!(policy.contains(&part), "{part} is not in {policy}");
    }
    assert_eq!(page.headers.get_all("content-security-policy").iter().count(), 1);
    assert_eq!(page.header("cross-origin-opener-policy"), Some("same-origin-allow-popups"));
    assert!(!page.header("permissions-policy").unwrap().contains("payment"));
    let script = page.body.split('"').find(|text| text.starts_with("/assets/stripe-")).unwrap();

    let assets =
        page.body.split('"').filter(|text| text.starts_with("/assets/") && !text.ends_with(".png"));
    let asset = assets.map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(asset.len(), 3, "{asset:?}");
    let script = script.to_owned();
    let mut paths: Vec<&str> = asset.iter().map(String::as_str).collect();
    let edit = format!("{ticket}/edit");
    paths.extend(["/", "/signup", "/signin", "/sell", "/selling", "/orders", "/account"]);
    paths.extend([event.as_str(), &ticket, &edit, "/healthz", "/metrics", "/none", "/assets/x"]);
    let visitor = site.visitor();
    for mut visitor in [visitor, anna.clone(), ben.clone()] {
        for path in &paths {
            is_strict(path, &visitor.get(path).await);
        }
    }
    is_strict("another's", &anna.get(&order).await);
    let content_type = ben.get(&script).await.header("content-type").unwrap().to_owned();
    assert!(content_type.starts_with("text/javascript"), "{content_type}");
    is_strict("the secret", &pay(&ben, &order, "").await);
    is_strict("a redirect", &ben.post(&format!("{order}/pay"), &[]).await);
    is_strict("over", &ben.cancel(&order).await);
    is_strict("over", &ben.get(&order).await);
    is_strict("too late", &pay(&ben, &order, "").await);
    site.stop().await;

    let sandbox = Site::start().await;
    let ticket = sandbox.user("anna").await.list("Row 5", "49.50").await;
    let mut ben = sandbox.user("ben").await;
    let order = ben.buy(&ticket, "49.50").await.sent_to();
    is_strict("the sandbox's form", &ben.get(&order).await);
}

#[track_caller]
fn is_strict(what: &str, answer: &Answer) {
    assert_eq!(answer.header("content-security-policy"), Some(STRICT), "{what}");
    assert_eq!(answer.header("cross-origin-opener-policy"), Some("same-origin"), "{what}");
}

#[tokio::test]
async fn what_the_form_is_answered() {
    let (stripe, site) = start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let order = order(&mut anna, &mut ben).await;
    let attempt = ben.get(&order).await.field("attempt").unwrap().to_owned();
    let secret = secret(&pay(&ben, &order, &attempt).await);
    assert_eq!(secret, self::secret(&pay(&ben, &order, &attempt).await), "sent twice");
    assert_eq!(secret, self::secret(&pay(&ben, &order, "").await), "a page that is older");
    assert_eq!(stripe.intents().len(), 1);
    // Who has no script, or is no script, gets a page.
    let (path, fields) = (format!("{order}/pay"), [("attempt", attempt.as_str())]);
    assert_eq!(ben.post(&path, &fields).await.sent_to(), order);
    let page = ben.get(&order).await;
    page.is(200, "data-stripe=\"pk_test_scripted\"");
    assert!(!page.body.contains(&secret), "the secret is for the script alone");
    // It is nobody else's, and nothing is said of it.
    assert_eq!(pay(&anna, &order, &attempt).await.status, 404);
    assert_eq!(anna.get(&format!("{order}/return")).await.status, 404);
    let next = site.visitor().post(&path, &fields).await.sent_to();
    assert_eq!(next, format!("/signin?next={order}"));

    // A card that is declined is one try; the page says why, and has a form for the next.
    stripe.buyer_pays_with(&secret, "pm_card_chargeDeclinedInsufficientFunds").unwrap();
    assert_eq!(ben.get(&format!("{order}/return")).await.sent_to(), order);
    let page = ben.get(&order).await;
    page.is(200, "Your card has insufficient funds. You were not charged.");
    page.is(200, "2 tries left").is(200, "data-stripe=");
    let late = pay(&ben, &order, &attempt).await;
    late.is(402, "Your card has insufficient funds.").is(402, "data-stripe=");
    let attempt = page.field("attempt").unwrap().to_owned();
    let second = self::secret(&pay(&ben, &order, &attempt).await);
    assert_ne!(second, secret);
    assert!(stripe.buyer_pays(&secret).is_err(), "the first is over");

    stripe.buyer_pays(&second).unwrap();
    assert_eq!(ben.get(&format!("{order}/return")).await.sent_to(), order);
    ben.get(&order).await.is(200, "It is yours.");
    assert_eq!(pay(&ben, &order, &attempt).await.sent_to(), order, "it is paid");
    assert_eq!(ben.get(&format!("{order}/return")).await.sent_to(), order);
    assert_eq!(stripe.ledger().captured_by_order(order.rsplit('/').next().unwrap()), 4950);
    site.stop().await;
}

#[tokio::test]
async fn coming_back_without_a_session() {
    let (stripe, site) = start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let order = order(&mut anna, &mut ben).await;
    let secret = secret(&pay(&ben, &order, "").await);
    stripe.buyer_pays(&secret).unwrap();
    let back = format!("{order}/return?payment_intent=pi_x&redirect_status=failed");
    let mut forgotten = site.visitor();
    let sign_in = forgotten.get(&back).await.sent_to();
    let next = sign_in.strip_prefix("/signin?next=").unwrap();
    assert_eq!(encode(&back), encode(&decoded(next)));
    let fields = [("email", "ben@example.org"), ("password", PASSWORD), ("next", back.as_str())];
    assert_eq!(forgotten.post("/signin", &fields).await.sent_to(), back);
    assert_eq!(forgotten.get(&back).await.sent_to(), order);
    forgotten.get(&order).await.is(200, "It is yours.");
    site.stop().await;
}

#[tokio::test]
async fn what_the_query_says_is_not_read() {
    let (stripe, site) = start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let order = order(&mut anna, &mut ben).await;
    let other = self::order(&mut anna, &mut ben).await;
    let paid = secret(&pay(&ben, &other, "").await);
    stripe.buyer_pays(&paid).unwrap();
    let (paid_id, _) = paid.split_once("_secret_").unwrap();
    for secret in ["", &secret(&pay(&ben, &order, "").await)] {
        let lie = format!(
            "{order}/return?payment_intent={paid_id}&payment_intent_client_secret={paid}\
             &redirect_status=succeeded{secret}"
        );
        assert_eq!(ben.get(&lie).await.sent_to(), order);
        let page = ben.get(&order).await;
        page.is(200, "data-stripe=");
        assert_ne!(page.attr_of(&order, "data-order-status"), Some("completed"));
    }
    site.stop().await;
}

#[tokio::test]
async fn who_waits_for_stripe_is_told_what_for() {
    let stripe = ScriptedStripe::start().await;
    // One place for those who wait for Stripe, and somebody else has it: no answer is waited for.
    let one_place = |config: &mut Config| config.server.requests_in_flight_max = 4;
    let site = Site::start_with_stripe(&stripe, one_place).await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let (order, other) = (order(&mut anna, &mut ben).await, order(&mut anna, &mut ben).await);
    stripe.fault(|_| HttpFault::Refuse);
    let waiting = tokio::spawn({
        let (ben, other) = (ben.clone(), other.clone());
        async move { pay(&ben, &other, "").await }
    });
    let asked = |call| move |asked: &SeenRequest| asked.call == call;
    stripe
        .until("it is asked", |stripe| stripe.requests().iter().any(asked(Endpoint::Create)))
        .await;

    assert_eq!(pay(&ben, &order, "").await.sent_to(), order);
    let reloads = format!("content=\"2;url={order}\"");
    let page = ben.until(&order, |page| page.body.contains(&reloads)).await;
    page.is(200, "You have not been charged");
    assert!(!page.body.contains("data-stripe="), "there is nothing to pay yet");
    is_strict("waiting", &page);
    stripe.fault(|_| HttpFault::None);
    let page = ben.until(&order, |page| page.body.contains("data-stripe=")).await;
    page.is(200, "3 tries left");
    waiting.await.unwrap();

    // The buyer pays and comes back, and Stripe is away again.
    let secret = secret(&pay(&ben, &order, "").await);
    stripe.buyer_pays(&secret).unwrap();
    stripe.fault(
        |asked| if asked.call == Endpoint::LookUp { HttpFault::Refuse } else { HttpFault::None },
    );
    let before = stripe.requests().len();
    let waiting = tokio::spawn({
        let (mut ben, back) = (ben.clone(), format!("{other}/return"));
        async move { ben.get(&back).await }
    });
    stripe
        .until("it is asked", |stripe| {
            stripe.requests()[before..].iter().any(asked(Endpoint::LookUp))
        })
        .await;
    let back = format!("{order}/return");
    let page = ben.get(&back).await;
    page.is(200, "what came of your payment").is(200, &format!("content=\"2;url={back}\""));
    assert!(!page.body.contains("data-stripe="), "what was paid is not asked for again");
    assert!(!page.body.contains("You have not been charged"));
    is_strict("waiting", &page);
    stripe.fault(|_| HttpFault::None);
    ben.until(&back, |answer| answer.status == 303).await;
    ben.until(&order, |page| page.body.contains("It is yours.")).await;
    waiting.await.unwrap();
    assert_eq!(stripe.intents().iter().filter(|(_, s)| *s == IntentStatus::Succeeded).count(), 1);
    site.stop().await;
}

async fn start() -> (ScriptedStripe, Site) {
    let stripe = ScriptedStripe::start().await;
    let site = Site::start_with_stripe(&stripe, |_| {}).await;
    (stripe, site)
}

/// A new ticket for 49.50, and the order that holds it.
async fn order(seller: &mut Visitor, buyer: &mut Visitor) -> String {
    let ticket = seller.list("Row 5", "49.50").await;
    buyer.buy(&ticket, "49.50").await.sent_to()
}

/// Sends the form as the page's script does.
async fn pay(buyer: &Visitor, order: &str, attempt: &str) -> Answer {
    let mut script = buyer.with("accept", "application/json");
    script.post(&format!("{order}/pay"), &[("attempt", attempt)]).await
}

fn secret(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let json: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    json["client_secret"].as_str().unwrap().to_owned()
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8().unwrap().into_owned()
}

#[tokio::test]
async fn what_stripe_would_not_charge_is_refused_to_its_seller() {
    let (_stripe, site) = start().await;
    let mut anna = site.user("anna").await;
    let fields =
        |price| [&crate::common::EVENT[..], &[("title", "Row 5"), ("price", price)]].concat();
    anna.post("/tickets", &fields("0.49")).await.is(422, "at least €0.50");
    let ticket = anna.post("/tickets", &fields("0.50")).await.sent_to();
    let edit = [("title", "Row 5"), ("price", "0.01")];
    anna.post(&format!("{ticket}/edit"), &edit).await.is(422, "at least €0.50");
    site.stop().await;

    let sandbox = Site::start().await;
    sandbox.user("anna").await.post("/tickets", &fields("0.01")).await.sent_to();
}

/// Whoever takes money has to say who they are: those who run the site read it until they do.
#[tokio::test]
async fn real_money_without_an_imprint_is_warned_of() {
    let stripe = ScriptedStripe::start().await;
    let admin = |config: &mut Config| config.site.admins = vec!["root@example.org".into()];
    let live = |config: &mut Config| {
        admin(config);
        config.payments.stripe.secret_key = Secret::new(LIVE_API_KEY);
        config.payments.stripe.publishable_key = LIVE_PUBLISHABLE_KEY.into();
    };
    let pages = tempfile::tempdir().unwrap();
    std::fs::write(pages.path().join("imprint.en.md"), "# Imprint\n\nEncore Ltd").unwrap();
    let said = |config: &mut Config| {
        live(config);
        config.site.pages = pages.path().to_owned();
    };
    let warns = async |site: Site| {
        let page = site.user("root").await.get("/admin").await;
        page.is(200, "").body.contains("data-no-imprint")
    };
    assert!(!warns(Site::start_with_stripe(&stripe, admin).await).await);
    assert!(warns(Site::start_with_stripe(&stripe, live).await).await);
    assert!(!warns(Site::start_with_stripe(&stripe, said).await).await);
}
