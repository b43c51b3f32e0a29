//! A site that takes money at a scripted Stripe, and the comparison of the two books.

use std::{collections::HashMap, sync::Arc, time::Duration};

use holdfast::{
    actors::{CommandError, Market, Unavailable, order::PayOutcome},
    config::Config,
    domain::{Details, EventEvent, OrderStatus, PasswordHash, rules::ticket::NewListing},
    harness::{
        price,
        stripe::{HttpFault, IntentStatus, ScriptedStripe},
    },
    storage::Tables,
    types::{
        Category, ChargeId, City, Email, EventId, EventName, Language, OrderId, TicketId, Title,
        UserId, Venue, ZoneName,
    },
};

use crate::common::Site;

/// A small generator of numbers, with a seed that a failure prints.
#[derive(Debug, Clone)]
pub struct Dice(pub u64);

impl Dice {
    pub fn throw(&mut self, sides: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    pub fn millis(&mut self, most: u64) -> Duration {
        Duration::from_millis(self.throw(most))
    }

    /// Whatever can go wrong with a request, in so many of a hundred.
    pub fn fault(&mut self, percent: u64) -> HttpFault {
        if self.throw(100) >= percent {
            return HttpFault::None;
        }
        match self.throw(12) {
            0 => HttpFault::Refuse,
            1 | 2 => HttpFault::Delay(self.millis(300)),
            3 | 4 => HttpFault::CommitThenDrop,
            5 => HttpFault::Status([409, 429, 500, 503][self.throw(4) as usize]),
            6 => HttpFault::CommitThen500,
            7 => HttpFault::Saved500,
            8 => HttpFault::HtmlBadGateway,
            9 => HttpFault::CutJson,
            _ => HttpFault::Late(self.millis(1000)),
        }
    }
}

/// The first seed of a test.
pub fn seed() -> u64 {
    std::env::var("HOLDFAST_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1)
}

/// A site that takes money at this Stripe, where a few people may buy all that is bought.
pub async fn open(stripe: &ScriptedStripe, set: impl FnOnce(&mut Config)) -> Site {
    Site::start_with_stripe(stripe, |config| {
        config.orders.max_live_per_user = 1000;
        set(config);
    })
    .await
}

pub async fn user(market: &Market) -> UserId {
    let email = Email::parse(&format!("{}@example.org", UserId::new())).unwrap();
    market
        .sign_up(email, PasswordHash("no password fits this".into()), Language::default())
        .await
        .unwrap()
}

pub async fn list(market: &Market, seller: UserId) -> TicketId {
    let ticket = TicketId::new();
    let starts_at = market.clock().now() + Duration::from_secs(30 * 24 * 3600);
    let listing = NewListing {
        event: EventId::new(),
        category: Category::Other,
        new_event: Some(EventEvent::Created {
            name: EventName::parse("The Test Band").unwrap(),
            venue: Venue::parse("Town Hall").unwrap(),
            city: City::parse("Berlin").unwrap(),
            starts_at,
            zone: ZoneName::utc(),
            created_by: seller,
        }),
        event_starts_at: starts_at,
        event_ends_at: None,
        seller,
        title: Title::parse("Row 5, seat 12").unwrap(),
        price: price("49.50"),
        details: Details::default(),
        file: None,
        group: None,
        handover: None,
    };
    market.list(ticket, listing).await.unwrap();
    ticket
}

pub async fn buy(market: &Market, buyer: UserId, ticket: TicketId) -> OrderId {
    let order = OrderId::new();
    market.reserve(ticket, order, buyer, price("49.50")).await.unwrap();
    order
}

/// Presses Pay, and looks again, until it is known what came of it; the buyer pays at Stripe as
/// soon as Stripe's form is there.
pub async fn pay(
    market: &Arc<Market>,
    stripe: &ScriptedStripe,
    order: OrderId,
    charge: ChargeId,
) -> PayOutcome {
    loop {
        match market.pay(order, charge, None).await {
            Ok(PayOutcome::AwaitsBuyer(client_secret)) => {
                let paid = stripe.buyer_pays(client_secret.expose());
                assert_eq!(paid, Ok(IntentStatus::RequiresCapture));
            }
            Ok(outcome) => return outcome,
            Err(CommandError::Unavailable(Unavailable::Unknown(_))) => {}
            Err(error) => panic!("order {order}: {error}"),
        }
    }
}

/// Compares the two books: every intent is a charge's, what is kept there is kept here for the same
/// order, nothing can take money any more, and nobody paid twice. Gives what is kept, in minor
/// units.
#[track_caller]
pub fn books_agree(stripe: &ScriptedStripe, tables: &Tables) -> u64 {
    let ledger = stripe.ledger();
    assert_eq!(ledger.ever_double_charges(), Vec::<String>::new());
    let mut kept_there = HashMap::<OrderId, u64>::new();
    for account in ledger.accounts() {
        let charge: ChargeId = account.charge.as_deref().unwrap().parse().unwrap();
        let charge = tables.charge(charge).unwrap().unwrap_or_else(|| panic!("{account:?}"));
        assert_eq!(account.order.as_deref(), Some(&*charge.order.to_string()), "{account:?}");
        assert!(!account.open && account.held_minor == 0, "{account:?} of {charge:?}");
        let kept = u64::try_from(account.kept_minor).unwrap();
        *kept_there.entry(charge.order).or_default() += kept;
        if kept > 0 || charge.stripe_id.as_deref() == Some(&*account.intent) {
            assert_eq!(charge.stripe_id.as_deref(), Some(&*account.intent), "{charge:?}");
            assert_eq!(charge.kept_minor(), kept, "{account:?} of {charge:?}");
        }
        let order = tables.order(charge.order).unwrap().unwrap();
        if order.status.paid_by() == Some(charge.id) {
            assert_eq!(kept, u64::from(order.price.minor()), "{account:?} of {order:?}");
        }
    }
    for (order, kept) in &kept_there {
        let order = tables.order(*order).unwrap().unwrap();
        let due = match order.status {
            OrderStatus::Completed { .. } => u64::from(order.price.minor()),
            _ => 0,
        };
        assert_eq!(*kept, due, "{order:?}");
    }
    kept_there.values().sum()
}

/// Waits until something holds.
pub async fn until(what: &str, holds: impl Fn() -> bool) {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(60);
    while !holds() {
        assert!(tokio::time::Instant::now() < deadline, "waited for this in vain: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
