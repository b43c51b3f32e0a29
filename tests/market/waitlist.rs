//! "Tell me when it is free": who asked is told in the entry that frees the ticket, and nobody is
//! overlooked.

use std::time::Duration;

use super::common::{DECLINED_CARD, GOOD_CARD, Site, Visitor};
use holdfast::{
    actors::CommandError,
    domain::{
        DomainEvent, Reservation, TicketEvent, TicketStatus, WaitlistEvent, WaitlistStatus,
        rules::waitlist::{
            NOTICE_LASTS, TOLD_AT_ONCE_MAX, WAITLIST_MAX, WaitlistRefusal, decide_waitlist,
        },
    },
    harness::{TestMarket, default_settings},
    payments::scripted::cards,
    storage::CommitFault,
    types::{ChargeId, OrderId, Reason, TicketId, UserId, WaitlistId},
};

const MINUTE: Duration = Duration::from_secs(60);

fn status(market: &TestMarket, user: UserId, ticket: TicketId) -> Option<WaitlistStatus> {
    let waitlist_entry =
        market.market.tables().waitlist_entry(WaitlistId::of(ticket, user)).unwrap();
    waitlist_entry.map(|entry| entry.status)
}

fn is_told(market: &TestMarket, user: UserId, ticket: TicketId) -> bool {
    matches!(status(market, user, ticket), Some(WaitlistStatus::Told { .. }))
}

/// Who was told of the ticket, entry by entry.
fn told(market: &TestMarket, ticket: TicketId, users: &[UserId]) -> Vec<Vec<usize>> {
    let told = |event: &DomainEvent| match event {
        DomainEvent::WaitlistEntry(id, WaitlistEvent::Told) => {
            users.iter().position(|user| WaitlistId::of(ticket, *user) == *id)
        }
        _ => None,
    };
    let entries = market.journal.entries().into_iter();
    let told = entries.map(|entry| entry.events.iter().filter_map(told).collect::<Vec<_>>());
    told.filter(|told| !told.is_empty()).collect()
}

struct Held {
    market: TestMarket,
    ticket: TicketId,
    seller: UserId,
    holder: UserId,
    order: OrderId,
}

/// A market with a ticket that somebody holds.
async fn held() -> Held {
    let market = TestMarket::start().await;
    let seller = market.user().await;
    let ticket = market.list(seller, "49.50").await;
    let holder = market.user().await;
    let order = market.buy(holder, ticket).await.unwrap();
    Held { market, ticket, seller, holder, order }
}

async fn ask(
    market: &TestMarket,
    user: UserId,
    ticket: TicketId,
) -> Result<(), CommandError<WaitlistRefusal>> {
    market.market.ask_to_be_told(user, ticket).await
}

#[tokio::test(start_paused = true)]
async fn however_a_hold_ends_who_asked_is_told_in_the_same_entry() {
    enum End {
        RunsOut,
        Cancelled,
        Declined,
        Refunded,
    }
    for end in [End::RunsOut, End::Cancelled, End::Declined, End::Refunded] {
        let Held { market, ticket, seller, order, .. } = held().await;
        let anna = market.user().await;
        ask(&market, anna, ticket).await.unwrap();
        ask(&market, anna, ticket).await.unwrap();
        assert_eq!(status(&market, anna, ticket), Some(WaitlistStatus::Waiting));
        match end {
            End::RunsOut => market.pass(15 * MINUTE).await,
            End::Cancelled => market.cancel(order).await.unwrap(),
            End::Declined => {
                for _ in 0..default_settings().max_attempts {
                    market.pay_with(order, cards::declined()).await.unwrap();
                }
            }
            End::Refunded => {
                market.pay(order).await.unwrap();
                assert_eq!(
                    status(&market, anna, ticket),
                    Some(WaitlistStatus::Waiting),
                    "it is sold"
                );
                let reason = Reason::parse("The band is ill").unwrap();
                market.market.refund(order, seller, reason, true).await.unwrap();
            }
        }
        market.until("she is told", |m| is_told(m, anna, ticket)).await;
        assert_eq!(market.ticket(ticket).status, TicketStatus::Available);
        let entries = market.journal.entries();
        let asked = |event: &DomainEvent| {
            matches!(event, DomainEvent::WaitlistEntry(_, WaitlistEvent::Asked { .. }))
        };
        let asked = entries.iter().flat_map(|entry| &entry.events).filter(|e| asked(e)).count();
        assert_eq!(asked, 1, "asking twice is asking once");
        let with = entries.iter().find(|entry| {
            let is_told =
                |e: &DomainEvent| matches!(e, DomainEvent::WaitlistEntry(_, WaitlistEvent::Told));
            entry.events.iter().any(is_told)
        });
        let frees = |event: &DomainEvent| {
            use TicketEvent::{ReservationExpired, ReservationReleased, Returned};
            matches!(
                event,
                DomainEvent::Ticket(
                    _,
                    ReservationExpired { .. } | ReservationReleased { .. } | Returned { .. }
                )
            )
        };
        assert!(with.unwrap().events.iter().any(frees), "{with:?}");
        market.assert_sound();
        market.market.kill().await;
    }
}

#[tokio::test(start_paused = true)]
async fn nobody_is_told_of_what_is_not_free() {
    // Withdrawn with the refund.
    let Held { market, ticket, seller, order, .. } = held().await;
    let anna = market.user().await;
    ask(&market, anna, ticket).await.unwrap();
    market.pay(order).await.unwrap();
    let reason = Reason::parse("The band is ill").unwrap();
    market.market.refund(order, seller, reason, false).await.unwrap();
    market.pass(5 * MINUTE).await;
    assert_eq!(status(&market, anna, ticket), Some(WaitlistStatus::Waiting));
    market.market.kill().await;

    // Held again in the entry that ends the hold before it: its timer's commit fails.
    let Held { market, ticket, order, .. } = held().await;
    let (anna, ben) = (market.user().await, market.user().await);
    ask(&market, anna, ticket).await.unwrap();
    let expiry = DomainEvent::Ticket(ticket, TicketEvent::ReservationExpired(order));
    market.journal.fault(move |entry| {
        let is_held =
            |event: &DomainEvent| matches!(event, DomainEvent::Ticket(_, TicketEvent::Reserved(_)));
        match entry.events.contains(&expiry) && !entry.events.iter().any(is_held) {
            true => CommitFault::Refuse,
            false => CommitFault::None,
        }
    });
    market.pass(15 * MINUTE).await;
    market.buy(ben, ticket).await.unwrap();
    assert_eq!(status(&market, anna, ticket), Some(WaitlistStatus::Waiting));
    market.pass(15 * MINUTE + Duration::from_secs(5)).await;
    market.until("Ben's has run out", |m| m.ticket(ticket).status == TicketStatus::Available).await;
    assert!(is_told(&market, anna, ticket));
    market.assert_sound();
    market.market.kill().await;

    // The event starts while it is held.
    let market = TestMarket::start().await;
    let seller = market.user().await;
    let ticket = TicketId::new();
    let mut listing = market.listing(seller, "49.50");
    listing.event_starts_at = market.now() + 10 * MINUTE;
    if let Some(holdfast::domain::EventEvent::Created { starts_at, .. }) = &mut listing.new_event {
        *starts_at = listing.event_starts_at;
    }
    market.market.list(ticket, listing).await.unwrap();
    market.buy(market.user().await, ticket).await.unwrap();
    ask(&market, anna, ticket).await.unwrap();
    market.pass(20 * MINUTE).await;
    assert_eq!(market.ticket(ticket).status, TicketStatus::Available);
    assert_eq!(status(&market, anna, ticket), Some(WaitlistStatus::Waiting));
    market.market.kill().await;
}

#[tokio::test(start_paused = true)]
async fn a_waitlist_entry_ends_when_it_is_given_up_or_its_ticket_bought_and_after_a_while() {
    let Held { market, ticket, order, .. } = held().await;
    let (anna, ben, cleo) = (market.user().await, market.user().await, market.user().await);
    for user in [anna, ben, cleo] {
        ask(&market, user, ticket).await.unwrap();
    }
    market.market.stop_telling(anna, ticket).await.unwrap();
    let entries = market.journal.entries().len();
    market.market.stop_telling(anna, ticket).await.unwrap();
    market.market.stop_telling(market.user().await, ticket).await.unwrap();
    assert_eq!(market.journal.entries().len(), entries + 1, "only the account is new");

    market.cancel(order).await.unwrap();
    assert_eq!(status(&market, anna, ticket), Some(WaitlistStatus::Over));
    assert!(is_told(&market, ben, ticket) && is_told(&market, cleo, ticket));
    let of_ben = market.buy(ben, ticket).await.unwrap();
    assert_eq!(status(&market, ben, ticket), Some(WaitlistStatus::Over));
    assert_eq!(
        ask(&market, ben, ticket).await,
        Err(CommandError::Refused(WaitlistRefusal::HeldByYou(of_ben)))
    );
    // Told once; it is asked again.
    ask(&market, cleo, ticket).await.unwrap();
    assert_eq!(status(&market, cleo, ticket), Some(WaitlistStatus::Waiting));
    market.cancel(of_ben).await.unwrap();
    assert!(is_told(&market, cleo, ticket));
    assert_eq!(status(&market, ben, ticket), Some(WaitlistStatus::Over), "not of his own cancel");
    market.pass(NOTICE_LASTS + 2 * MINUTE).await;
    assert_eq!(status(&market, cleo, ticket), Some(WaitlistStatus::Over));
    assert_eq!(market.market.tables().catalog().wanted_by(cleo).count(), 0);
    market.assert_sound();
}

/// At most so many in one entry, those who asked first; who is left is told in the rounds, for as
/// long as it is free.
#[tokio::test(start_paused = true)]
async fn many_askers_are_told_in_their_order() {
    let Held { market, ticket, order, .. } = held().await;
    let mut users = vec![];
    for _ in 0..TOLD_AT_ONCE_MAX + 30 {
        let user = market.user().await;
        ask(&market, user, ticket).await.unwrap();
        market.pass(Duration::from_millis(1)).await;
        users.push(user);
    }
    market.cancel(order).await.unwrap();
    let first: Vec<_> = (0..TOLD_AT_ONCE_MAX).collect();
    assert_eq!(told(&market, ticket, &users), std::slice::from_ref(&first));
    let of_another = market.buy(market.user().await, ticket).await.unwrap();
    market.pass(2 * MINUTE).await;
    assert_eq!(told(&market, ticket, &users), std::slice::from_ref(&first), "it is held again");
    market.cancel(of_another).await.unwrap();
    let rest: Vec<_> = (TOLD_AT_ONCE_MAX..users.len()).collect();
    assert_eq!(told(&market, ticket, &users), [first, rest]);
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn those_beyond_the_first_are_told_in_the_rounds() {
    let Held { market, ticket, order, .. } = held().await;
    let mut users = vec![];
    for _ in 0..=TOLD_AT_ONCE_MAX {
        users.push(market.user().await);
        ask(&market, users[users.len() - 1], ticket).await.unwrap();
    }
    market.cancel(order).await.unwrap();
    assert_eq!(told(&market, ticket, &users).concat().len(), TOLD_AT_ONCE_MAX);
    market.pass(2 * MINUTE).await;
    assert_eq!(told(&market, ticket, &users).concat().len(), TOLD_AT_ONCE_MAX + 1);
    market.assert_sound();
}

/// However the two commits lie in time: who asks while the hold ends is told, or hears that it is
/// free.
#[tokio::test(start_paused = true)]
async fn who_asks_while_the_hold_ends_is_told() {
    let mut refused = 0;
    for (ask_takes, free_takes) in [(0, 0), (0, 50), (50, 0), (30, 60), (60, 30), (50, 50)] {
        for delay in [0, 1, 10, 29, 30, 31, 50, 59, 60, 61, 70] {
            let Held { market, ticket, order, .. } = held().await;
            let anna = market.user().await;
            market.journal.fault(move |entry| {
                let slow = |millis| CommitFault::Slow(Duration::from_millis(millis));
                let of = |event: &DomainEvent| match event {
                    DomainEvent::WaitlistEntry(_, WaitlistEvent::Asked { .. }) => {
                        Some(slow(ask_takes))
                    }
                    DomainEvent::Ticket(_, TicketEvent::ReservationReleased { .. }) => {
                        Some(slow(free_takes))
                    }
                    _ => None,
                };
                entry.events.iter().find_map(of).unwrap_or(CommitFault::None)
            });
            let later = async {
                market.pass(Duration::from_millis(delay)).await;
                ask(&market, anna, ticket).await
            };
            // Before a round could make it good.
            let (cancelled, asked) = tokio::join!(market.cancel(order), later);
            cancelled.unwrap();
            market.pass(Duration::from_millis(5)).await;
            match asked {
                Ok(()) => {
                    let said = format!("{ask_takes} {free_takes} {delay}");
                    assert!(is_told(&market, anna, ticket), "{said}");
                }
                Err(error) => {
                    assert_eq!(error, CommandError::Refused(WaitlistRefusal::Free));
                    refused += 1;
                }
            }
            market.assert_sound();
            market.market.kill().await;
        }
    }
    assert!((1..66).contains(&refused), "{refused}");
}

#[tokio::test(start_paused = true)]
async fn a_waitlist_entry_survives_a_crash_and_none_is_overlooked() {
    let Held { market, ticket, order, .. } = held().await;
    let anna = market.user().await;
    ask(&market, anna, ticket).await.unwrap();
    let market = market.crash().await;
    assert_eq!(status(&market, anna, ticket), Some(WaitlistStatus::Waiting));
    assert_eq!(market.market.tables().catalog().waiting_for(ticket).collect::<Vec<_>>(), [anna]);
    market.cancel(order).await.unwrap();
    assert!(is_told(&market, anna, ticket));

    // Anna's waitlist entry is committed while the release is on its way, which is judged after it.
    let ben = market.user().await;
    let of_ben = market.buy(ben, ticket).await.unwrap();
    market.journal.fault(|entry| {
        let is_release = |event: &DomainEvent| {
            matches!(event, DomainEvent::Ticket(_, TicketEvent::ReservationReleased { .. }))
        };
        match entry.events.iter().any(is_release) {
            true => CommitFault::Slow(Duration::from_millis(50)),
            false => CommitFault::None,
        }
    });
    let later = async {
        market.pass(Duration::from_millis(10)).await;
        ask(&market, anna, ticket).await.unwrap();
    };
    let (cancelled, ()) = tokio::join!(market.cancel(of_ben), later);
    cancelled.unwrap();
    assert_eq!(market.ticket(ticket).status, TicketStatus::Available);
    assert!(is_told(&market, anna, ticket), "in the same instant");
    let market = market.crash().await;
    assert!(is_told(&market, anna, ticket));
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn refusals() {
    let Held { market, ticket, seller, holder, order } = held().await;
    let (anna, now) = (market.user().await, market.now());
    let free = TicketStatus::Available;
    let reservation = Reservation { order, buyer: holder, expires_at: now + MINUTE };
    let reserved = TicketStatus::Reserved(reservation);
    let selling = TicketStatus::Selling { reservation, charge: ChargeId::new() };
    let sold = TicketStatus::Sold { order, buyer: holder, at: now };
    let over = TicketStatus::Reserved(Reservation { expires_at: now, ..reservation });
    let asked = Ok(Some(WaitlistEvent::Asked(ticket, anna)));
    let (none, by_anna) = (false, true);
    for (status, user, waits, expect) in [
        (reserved, anna, none, asked.clone()),
        (selling, anna, none, asked),
        (reserved, anna, by_anna, Ok(None)),
        (reserved, seller, none, Err(WaitlistRefusal::OwnTicket)),
        (reserved, holder, none, Err(WaitlistRefusal::HeldByYou(order))),
        (selling, holder, none, Err(WaitlistRefusal::HeldByYou(order))),
        (free, anna, none, Err(WaitlistRefusal::Free)),
        (over, anna, by_anna, Err(WaitlistRefusal::Free)),
        (sold, anna, by_anna, Err(WaitlistRefusal::Sold)),
        (TicketStatus::Withdrawn, anna, none, Err(WaitlistRefusal::Withdrawn)),
    ] {
        let mut record = market.ticket(ticket).as_ref().clone();
        record.status = status;
        assert_eq!(decide_waitlist(Some(&record), user, waits, now), expect, "{status:?}");
        record.event_starts_at = now;
        if user != seller {
            let late = decide_waitlist(Some(&record), user, waits, now);
            assert_eq!(late, Err(WaitlistRefusal::EventStarted), "{status:?}");
        }
    }
    assert_eq!(decide_waitlist(None, anna, none, now), Err(WaitlistRefusal::NotListed));
}

#[tokio::test(start_paused = true)]
async fn one_user_waits_for_fifty_tickets_at_most() {
    let Held { market, ticket, order, .. } = held().await;
    let (seller, anna) = (market.user().await, market.user().await);
    let mut orders = vec![];
    for _ in 0..WAITLIST_MAX {
        let other = market.list(seller, "20").await;
        orders.push(market.buy(market.user().await, other).await.unwrap());
        ask(&market, anna, other).await.unwrap();
    }
    let refused = Err(CommandError::Refused(WaitlistRefusal::TooMany));
    assert_eq!(ask(&market, anna, ticket).await, refused);
    // What is sold is not counted, and waited for all the same.
    market.pay(orders[0]).await.unwrap();
    ask(&market, anna, ticket).await.unwrap();
    assert_eq!(market.market.tables().catalog().wanted_by(anna).count(), WAITLIST_MAX + 1);
    market.cancel(order).await.unwrap();
    assert!(is_told(&market, anna, ticket));
    market.assert_sound();
}

/// The notices on a page: the titles of those that are shown, and of those that a script may show.
fn notices(page: &crate::common::Answer) -> (usize, usize) {
    let elements = page.body.split("data-wanted ").skip(1);
    let elements: Vec<_> = elements.map(|element| element.split('>').next().unwrap()).collect();
    let hidden = elements.iter().filter(|element| element.ends_with(" hidden")).count();
    (elements.len() - hidden, hidden)
}

/// Pages have 20 notices: none of what may be free some day takes the place of what is.
#[tokio::test]
async fn what_is_free_is_shown_before_what_may_be() {
    let site = Site::start_with(|config| config.orders.max_live_per_user = 30).await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let mut cleo = site.user("cleo").await;
    let mut orders = vec![];
    for _ in 0..21 {
        let ticket = anna.list("Row 5", "10").await;
        orders.push((ben.buy(&ticket, "10").await.sent_to(), ticket.clone()));
        tell(&mut cleo, &ticket).await.sent_to();
    }
    let (order, ticket) = &orders[0];
    ben.cancel(order).await;
    let id = ticket.trim_start_matches("/tickets/");
    let page = cleo.get("/orders?page=1").await;
    page.is(200, &format!("data-wanted data-ticket-id=\"{id}\">"));
    assert_eq!(page.body.matches("data-wanted data-ticket-id").count(), 20);
}

async fn tell(visitor: &mut Visitor, ticket: &str) -> crate::common::Answer {
    visitor.post(&format!("{ticket}/tell"), &[]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_without_a_script() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let (mut cleo, mut visitor) = (site.user("cleo").await, site.visitor());
    let ticket = anna.list("Row <5>", "49.50").await;
    let other = anna.list("Row 6", "20").await;
    // While it is free there is nothing to wait for.
    let refused = tell(&mut cleo, &ticket).await;
    refused
        .is(409, "It is free now: nobody holds it, and you can buy it.")
        .is(409, "Buy for €49.50");
    let order = ben.buy(&ticket, "49.50").await.sent_to();
    tell(&mut anna, &ticket).await.is(403, "This is your own ticket");
    assert_eq!(tell(&mut ben, &ticket).await.sent_to(), order);
    assert_eq!(tell(&mut visitor, &ticket).await.sent_to(), format!("/signin?next={ticket}"));
    let stop = format!("{ticket}/tell/stop");
    let to_sign_in = visitor.post(&stop, &[]).await.sent_to();
    assert_eq!(to_sign_in, format!("/signin?next={ticket}"));
    for path in ["/tickets/x/tell", &format!("/tickets/{}/tell", TicketId::new())] {
        cleo.post(path, &[]).await.is(404, "There is nothing here");
        cleo.post(&format!("{path}/stop"), &[]).await.is(404, "There is nothing here");
    }
    let sign_in = format!("href=\"/signin?next={ticket}\"");
    visitor.get(&ticket).await.is(200, "Sign in to be told when it is free").is(200, &sign_in);
    for (who, asks) in [(&mut anna, false), (&mut ben, false), (&mut cleo, true)] {
        let page = who.get(&ticket).await;
        assert_eq!(page.body.contains("Tell me when it is free"), asks, "{}", page.body);
    }

    assert_eq!(tell(&mut cleo, &ticket).await.sent_to(), ticket);
    let entries = site.entries();
    assert_eq!(tell(&mut cleo, &ticket).await.sent_to(), ticket);
    assert_eq!(site.entries(), entries, "asking twice is asking once");
    cleo.get(&ticket).await.is(200, "You will be told when it is free").is(200, &stop);
    let orders = cleo.get("/orders").await;
    orders.is(200, "You will be told when these are free").is(200, "Row &lt;5&gt;").is(200, &stop);
    assert_eq!(notices(&orders), (0, 1));
    assert_eq!(notices(&cleo.get(&ticket).await), (0, 0), "of its own ticket the page tells");

    ben.cancel(&order).await.sent_to();
    for path in ["/", "/orders", "/account", "/sell", "/nowhere", &other] {
        let page = cleo.get(path).await;
        assert_eq!(notices(&page), (1, 0), "{path}");
        let words = "“Row &lt;5&gt;” for The Test Band is free now.";
        assert!(page.body.contains(words), "{path}: {}", page.body);
    }
    let order = ben.buy(&ticket, "49.50").await.sent_to();
    assert_eq!(notices(&cleo.get("/").await), (0, 1), "it is held again");
    cleo.get(&ticket).await.is(200, "Tell me when it is free");
    tell(&mut cleo, &ticket).await.sent_to();
    // What is sold may come back.
    ben.pay(&order, GOOD_CARD).await.sent_to();
    let page = cleo.until("/orders", |page| page.body.contains("Sold")).await;
    page.is(200, "You will be told when these are free");
    assert_eq!(notices(&page), (0, 0));
    anna.post(&format!("{order}/refund"), &[("reason", "ill"), ("relist", "1")]).await.sent_to();
    cleo.until("/", |page| notices(page) == (1, 0)).await;
    let back = cleo.post(&stop, &[("next", "/orders#wanted")]).await.sent_to();
    assert_eq!(back, "/orders#wanted");
    let elsewhere = cleo.post(&stop, &[("next", "https://elsewhere.example")]).await.sent_to();
    assert_eq!(elsewhere, "/");
    assert_eq!(notices(&cleo.get("/").await), (0, 0));

    // A card that is declined for good ends the hold, too; also after a restart.
    let order = ben.buy(&other, "20").await.sent_to();
    tell(&mut cleo, &other).await.sent_to();
    let address = site.address;
    let folder = site.stop().await;
    let site = Site::start_with(|config| {
        config.server.listen = address;
        config.storage.path = folder.path().join("data");
    })
    .await;
    cleo.get(&other).await.is(200, "You will be told when it is free");
    for _ in 0..3 {
        ben.pay(&order, DECLINED_CARD).await;
    }
    cleo.until("/", |page| notices(page) == (1, 0)).await;
    // Buying it ends the entry.
    cleo.buy(&other, "20").await.sent_to();
    assert_eq!(notices(&cleo.get("/").await), (0, 0));
    site.stop().await;
}
