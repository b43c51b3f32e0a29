//! The adapter for Stripe against a Stripe of our own, over a real network: that whatever goes
//! wrong on the way, a question that is asked again ends right, and moves money once.

mod behind_our_back;
mod books;
mod disputes;
mod faults;
mod silence;

use std::time::Duration;

use holdfast::{
    clock::Clock,
    config::{Config, StripeConfig},
    domain::DeclineCode,
    harness::stripe::{API_KEY, IntentStatus, ScriptedStripe, ledger::What},
    payments::{
        Bill, OutcomeUnknown, Payment, PaymentGateway as _, PaymentState,
        stripe::{Stripe, StripeLimits},
    },
    types::{ChargeId, Currency, OrderId, Price, Secret, TicketId},
};

const SITE: &str = "site-1";
const MINOR: u32 = 4950;

/// Shorter than a test's patience, longer than an answer takes on a busy machine.
const LIMITS: StripeLimits = StripeLimits {
    attempt: Duration::from_secs(1),
    operation: Duration::from_secs(5),
    check: Duration::from_secs(5),
    pause: Duration::from_secs(5),
};

/// The adapter, the Stripe that it talks to, and one bill.
struct Desk {
    stripe: ScriptedStripe,
    gateway: Stripe,
    bill: Bill,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    Authorise,
    LookUp,
    Capture,
    Void,
    Refund,
}

impl Desk {
    async fn start() -> Self {
        Self::start_with(LIMITS).await
    }

    async fn start_with(limits: StripeLimits) -> Self {
        let stripe = ScriptedStripe::start().await;
        let gateway = gateway(&stripe.url(), API_KEY, SITE, limits);
        Self { stripe, gateway, bill: bill() }
    }

    /// One whose payment is begun.
    async fn begun() -> Self {
        let mut desk = Self::start().await;
        let payment = desk.ask(Verb::Authorise).await.unwrap();
        desk.bill.id = Some(payment.id);
        desk
    }

    /// One whose buyer has paid.
    async fn held() -> Self {
        let desk = Self::begun().await;
        desk.stripe.buyer_pays(desk.id()).unwrap();
        desk
    }

    /// One whose money was taken.
    async fn taken() -> Self {
        let desk = Self::held().await;
        assert_eq!(desk.state(Verb::Capture).await, PaymentState::Captured);
        desk
    }

    fn id(&self) -> &str {
        self.bill.id.as_deref().unwrap()
    }

    async fn ask(&self, verb: Verb) -> Result<Payment, OutcomeUnknown> {
        let bill = self.bill.clone();
        match verb {
            Verb::Authorise => self.gateway.authorise(bill, None).await,
            Verb::LookUp => Ok(self.gateway.look_up(bill).await?.expect("it is always there")),
            Verb::Capture => self.gateway.capture(bill).await,
            Verb::Void => self.gateway.void(bill).await,
            Verb::Refund => self.gateway.refund(bill).await,
        }
    }

    async fn state(&self, verb: Verb) -> PaymentState {
        self.ask(verb).await.unwrap().state
    }

    async fn unknown(&self, verb: Verb) -> String {
        self.ask(verb).await.unwrap_err().0
    }

    fn count(&self, what: What) -> usize {
        self.stripe.ledger().count(what)
    }

    fn status(&self) -> IntentStatus {
        self.stripe.status(self.id()).unwrap()
    }
}

fn gateway(url: &str, key: &str, site: &str, limits: StripeLimits) -> Stripe {
    Stripe::new(&config(url, key), Currency::EUR, site, limits, Clock::System).unwrap()
}

fn config(url: &str, key: &str) -> StripeConfig {
    let mut config = Config::default().payments.stripe;
    (config.secret_key, config.api_url) = (Secret::new(key), url.to_owned());
    config
}

fn bill() -> Bill {
    Bill::of_one(
        ChargeId::new(),
        (OrderId::new(), TicketId::new()),
        Price::from_minor(MINOR).unwrap(),
        Clock::System.now(),
    )
}

#[tokio::test]
async fn a_payment_from_its_beginning_to_its_refund() {
    let mut desk = Desk::start().await;
    let begun = desk.ask(Verb::Authorise).await.unwrap();
    let PaymentState::Pending { client_secret } = &begun.state else { panic!("{begun:?}") };
    desk.bill.id = Some(begun.id.clone());

    desk.stripe.buyer_pays(client_secret.expose()).unwrap();
    assert_eq!(desk.state(Verb::LookUp).await, PaymentState::Authorised);
    assert_eq!(desk.state(Verb::Capture).await, PaymentState::Captured);
    assert_eq!(desk.state(Verb::Capture).await, PaymentState::Captured);
    assert_eq!(desk.state(Verb::Void).await, PaymentState::Captured);
    assert_eq!(desk.stripe.ledger().captured_by_order(&desk.bill.order.to_string()), 4950);

    let refunded = desk.state(Verb::Refund).await;
    assert!(matches!(refunded, PaymentState::Refunded { .. }), "{refunded:?}");
    for verb in [Verb::Refund, Verb::LookUp, Verb::Capture, Verb::Void] {
        assert_eq!(desk.state(verb).await, refunded, "{verb:?}");
    }
    let ledger = desk.stripe.ledger();
    let whats: Vec<_> = ledger.lines().iter().map(|line| line.what).collect();
    assert_eq!(whats, [What::Created, What::Authorised, What::Captured, What::Refunded]);
    let line = &ledger.lines()[0];
    assert_eq!((line.minor, line.currency.as_str()), (MINOR, "eur"));
    assert_eq!(line.metadata["site"], SITE);
    assert_eq!(line.metadata["order"], desk.bill.order.to_string());
    assert_eq!(line.metadata["ticket"], desk.bill.ticket.to_string());
    assert_eq!(line.metadata["charge"], desk.bill.charge.to_string());
}

#[tokio::test]
async fn a_payment_that_is_let_go() {
    for paid in [false, true] {
        let desk = if paid { Desk::held().await } else { Desk::begun().await };
        assert_eq!(desk.state(Verb::Void).await, PaymentState::Voided, "paid: {paid}");
        for verb in [Verb::LookUp, Verb::Void, Verb::Capture, Verb::Refund] {
            assert_eq!(desk.state(verb).await, PaymentState::Voided, "{verb:?}, paid: {paid}");
        }
        assert_eq!(desk.count(What::Canceled), 1);
    }
}

/// Without its name a payment is found by the charge's key.
#[tokio::test]
async fn begun_twice_it_is_the_same() {
    let desk = Desk::start().await;
    let first = desk.ask(Verb::Authorise).await.unwrap();
    for verb in [Verb::Authorise, Verb::LookUp] {
        assert_eq!(desk.ask(verb).await.unwrap(), first, "{verb:?}");
    }
    assert_eq!(desk.count(What::Created), 1);
    // Let go of although nobody knows its name.
    assert_eq!(desk.state(Verb::Void).await, PaymentState::Voided);
}

/// What is answered under a key is how it was then; what counts is how it is now.
#[tokio::test]
async fn begun_again_after_it_was_paid() {
    let desk = Desk::start().await;
    // To the adapter, which goes by the machine's clock, it was not made just now.
    desk.stripe.pass(Duration::from_secs(3600));
    let begun = desk.ask(Verb::Authorise).await.unwrap();
    desk.stripe.buyer_pays(&begun.id).unwrap();
    for verb in [Verb::Authorise, Verb::LookUp] {
        let payment = desk.ask(verb).await.unwrap();
        assert_eq!((payment.id, payment.state), (begun.id.clone(), PaymentState::Authorised));
    }
    assert_eq!(desk.state(Verb::Capture).await, PaymentState::Captured);
    assert_eq!(desk.count(What::Created), 1);
}

#[tokio::test]
async fn a_declined_card() {
    for (card, expect) in [
        ("pm_card_chargeDeclined", DeclineCode::CardDeclined),
        ("pm_card_chargeDeclinedInsufficientFunds", DeclineCode::InsufficientFunds),
        ("pm_card_chargeDeclinedProcessingError", DeclineCode::ProcessingError),
        ("pm_card_chargeDeclinedExpiredCard", DeclineCode::Other("Your card has expired.".into())),
    ] {
        let desk = Desk::begun().await;
        desk.stripe.buyer_pays_with(desk.id(), card).unwrap();
        let expect = PaymentState::Declined(expect);
        assert_eq!(desk.state(Verb::LookUp).await, expect, "{card}");
        // Nobody can pay it with another card any more: its charge has failed.
        assert_eq!(desk.status(), IntentStatus::Canceled, "{card}");
        assert!(desk.stripe.buyer_pays(desk.id()).is_err(), "{card}");
        // As after a crash, before it was written down.
        assert_eq!(desk.state(Verb::LookUp).await, expect, "{card}");
        assert_eq!(desk.state(Verb::Void).await, expect, "{card}");
    }
}
