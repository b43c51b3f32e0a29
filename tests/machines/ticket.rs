//! What a ticket does, in every state, when it is asked anything.

use std::time::Duration;

use holdfast::{
    domain::{
        CancelReason, Deed, Details, DomainEvent, EventEvent, FileKind, OrderEvent, Reservation,
        Ticket, TicketEvent, TicketFile, TicketStatus,
        rules::{
            prices::{PriceRefusal, PriceRules},
            ticket::{
                NewListing, TicketCommand,
                TicketRefusal::{
                    self, EventStarted, HeldByYou, NotHeld, NotListed, NotSeller, OwnTicket,
                    PriceChanged, Withdrawn,
                },
                decide,
            },
            ticket_files::{FileStanding, file_for, may_attach},
        },
    },
    types::{
        Category, City, EventId, EventName, Fees, FileId, Notes, OrderId, Reason, Timestamp,
        UserId, Venue, ZoneName,
    },
};

use super::{
    LATER, NOW, assert_all_there, buyer, other_charge, other_order, price, seller, stranger,
    the_event, the_ticket, this_charge, this_order, title,
};

type Expect = Result<Vec<DomainEvent>, TicketRefusal>;

const HOLD: Duration = Duration::from_millis(500);
const EVENT_STARTS: Timestamp = Timestamp::from_millis(2_000_000);
const COLUMNS: usize = 8;
const KINDS: usize = 14;
const NO_FACE_VALUE: TicketRefusal = TicketRefusal::Price(PriceRefusal::NoFaceValue);

fn over(highest: u32) -> TicketRefusal {
    TicketRefusal::Price(PriceRefusal::OverCap(price(highest)))
}

fn reservation(expires_at: Timestamp) -> Reservation {
    Reservation { order: this_order(), buyer: buyer(), expires_at }
}

/// Unlisted, available, held, held until now, being sold, being sold with the deadline past, sold,
/// withdrawn.
fn states() -> [Option<Ticket>; COLUMNS] {
    let (live, over) = (reservation(LATER), reservation(NOW));
    let charge = this_charge();
    let listed = |status| {
        Some(Ticket {
            id: the_ticket(),
            event: the_event(),
            event_starts_at: EVENT_STARTS,
            seller: seller(),
            title: title("Row 1"),
            price: price(4950),
            listed_at: Timestamp::from_millis(0),
            status,
            details: Details::default(),
            file: None,
            removed: None,
            recalled: None,
            history: Default::default(),
            shown: None,
            dispute: None,
            group: None,
            handover: None,
            version: 0,
        })
    };
    [
        None,
        listed(TicketStatus::Available),
        listed(TicketStatus::Reserved(live)),
        listed(TicketStatus::Reserved(over)),
        listed(TicketStatus::Selling { reservation: live, charge }),
        listed(TicketStatus::Selling { reservation: over, charge }),
        listed(TicketStatus::Sold { order: this_order(), buyer: buyer(), at: NOW }),
        listed(TicketStatus::Withdrawn),
    ]
}

fn column(ticket: Option<&Ticket>) -> usize {
    match ticket.map(|ticket| ticket.status) {
        None => 0,
        Some(TicketStatus::Available) => 1,
        Some(TicketStatus::Reserved(r)) => 2 + usize::from(r.expires_at <= NOW),
        Some(TicketStatus::Selling { reservation: r, .. }) => 4 + usize::from(r.expires_at <= NOW),
        Some(TicketStatus::Sold { .. }) => 6,
        Some(TicketStatus::Withdrawn) => 7,
    }
}

fn kind(command: &TicketCommand) -> usize {
    match command {
        TicketCommand::List(..) => 0,
        TicketCommand::Edit { .. } => 1,
        TicketCommand::Withdraw { .. } => 2,
        TicketCommand::Reserve { .. } => 3,
        TicketCommand::Release { .. } => 4,
        TicketCommand::Expire { .. } => 5,
        TicketCommand::StartSale { .. } => 6,
        TicketCommand::AbandonSale { .. } => 7,
        TicketCommand::CompleteSale { .. } => 8,
        TicketCommand::Return { .. } => 9,
        TicketCommand::Attach { .. } => 10,
        TicketCommand::RemoveFile { .. } => 11,
        TicketCommand::Remove { .. } => 12,
        TicketCommand::Move { .. } => 13,
    }
}

fn own(event: TicketEvent) -> DomainEvent {
    DomainEvent::Ticket(the_ticket(), event)
}
fn nothing() -> Expect {
    Ok(vec![])
}
fn expired() -> DomainEvent {
    own(TicketEvent::ReservationExpired(this_order()))
}
/// What an order's actor sends along.
fn along() -> Vec<DomainEvent> {
    let reason = CancelReason::Buyer;
    vec![DomainEvent::Order(this_order(), OrderEvent::Cancelled(reason))]
}
fn with_along(event: TicketEvent) -> Vec<DomainEvent> {
    vec![own(event), along().remove(0)]
}
fn held() -> Expect {
    Err(TicketRefusal::Held(LATER))
}
fn reserved(order: OrderId, buyer: UserId) -> Vec<DomainEvent> {
    let expires_at = Timestamp::from_millis(1_000_500);
    let created =
        OrderEvent::Created { ticket: the_ticket(), buyer, price: price(4950), expires_at };
    vec![
        own(TicketEvent::Reserved(Reservation { order, buyer, expires_at })),
        DomainEvent::Order(order, created),
    ]
}

fn listing(seller: UserId, event_starts_at: Timestamp, new: Option<EventEvent>) -> TicketCommand {
    let listing = NewListing {
        event: the_event(),
        new_event: new,
        category: Category::default(),
        event_starts_at,
        event_ends_at: None,
        seller,
        title: title("Row 1"),
        price: price(4950),
        details: Details::default(),
        file: None,
        group: None,
        handover: None,
    };
    TicketCommand::List(Box::new(listing), PriceRules::NONE)
}
fn listed(seller: UserId) -> DomainEvent {
    own(TicketEvent::Created {
        event: the_event(),
        event_starts_at: EVENT_STARTS,
        seller,
        title: title("Row 1"),
        price: price(4950),
    })
}
fn new_event() -> EventEvent {
    EventEvent::Created {
        name: EventName::parse("The Test Band").unwrap(),
        venue: Venue::parse("Town Hall").unwrap(),
        city: City::parse("Berlin").unwrap(),
        starts_at: EVENT_STARTS,
        zone: ZoneName::parse("Europe/Berlin").unwrap(),
        created_by: seller(),
    }
}
/// The same with what is said of it as it is made.
fn listing_for_new_event(category: Category, ends_at: Timestamp) -> TicketCommand {
    let TicketCommand::List(mut new, rules) = listing(seller(), EVENT_STARTS, Some(new_event()))
    else {
        unreachable!()
    };
    (new.category, new.event_ends_at) = (category, Some(ends_at));
    TicketCommand::List(new, rules)
}
fn edit(by: UserId, text: &str, minor: u32) -> TicketCommand {
    let (title, price, rules) = (title(text), price(minor), PriceRules::NONE);
    TicketCommand::Edit { by, title, price, details: None, rules, if_version: None }
}
fn details(face_value: Option<u32>, notes: &str) -> Details {
    let (face_value, notes) = (face_value.map(price), Notes::parse(notes).ok());
    Details { face_value, notes, ..Details::default() }
}
/// At most a tenth above the face value.
fn capped() -> PriceRules {
    PriceRules { max_markup: Some("10".parse().unwrap()), ..PriceRules::NONE }
}
fn listing_with(details: Details, rules: PriceRules) -> TicketCommand {
    let TicketCommand::List(mut new, _) = listing(seller(), EVENT_STARTS, None) else {
        unreachable!()
    };
    new.details = details;
    TicketCommand::List(new, rules)
}
fn edit_with(minor: u32, details: Option<Details>, rules: PriceRules) -> TicketCommand {
    let details = details.map(Box::new);
    TicketCommand::Edit {
        by: seller(),
        title: title("Row 1"),
        price: price(minor),
        details,
        rules,
        if_version: None,
    }
}
fn described(details: Details) -> DomainEvent {
    own(TicketEvent::Described(details))
}
fn updated() -> DomainEvent {
    own(TicketEvent::Updated { title: title("Row 1"), price: price(5000) })
}
fn reserve(order: OrderId, buyer: UserId, minor: u32) -> TicketCommand {
    let (price, fees) = (price(minor), Fees::NONE);
    TicketCommand::Reserve { order, buyer, price, fees, hold: HOLD }
}

fn reason() -> Reason {
    Reason::parse("It is forged").unwrap()
}
fn other_event() -> EventId {
    EventId::from_bytes([b'x'; 16])
}
fn moved() -> DomainEvent {
    own(TicketEvent::Moved { event: other_event(), event_starts_at: LATER })
}
fn removed() -> DomainEvent {
    own(TicketEvent::Removed(Deed { by: stranger(), reason: reason() }))
}

fn file(n: u8) -> TicketFile {
    TicketFile { id: FileId::from_bytes([n; 16]), kind: FileKind::Pdf, bytes: 10, digest: [n; 32] }
}
fn attach(by: UserId, n: u8) -> TicketCommand {
    TicketCommand::Attach(by, file(n).into())
}
fn attached(n: u8) -> DomainEvent {
    own(TicketEvent::FileAttached(file(n)))
}

/// Each command, and what it leads to in each of [`states`].
#[rustfmt::skip]
fn rows() -> Vec<(TicketCommand, [Expect; COLUMNS])> {
    use TicketCommand::{AbandonSale, CompleteSale, Expire, Release, Remove, RemoveFile, Return, StartSale, Withdraw};
    let (this, other) = (this_order(), other_order());
    let no = |refusal: TicketRefusal| -> Expect { Err(refusal) };
    let unlisted = || no(NotListed);
    let selling = || no(TicketRefusal::Selling);
    let sold = || no(TicketRefusal::Sold);
    let changed = || no(PriceChanged(price(4950)));
    let yours = || no(HeldByYou(this_order()));
    // For all but an unlisted one.
    let all = |refusal: TicketRefusal| std::array::from_fn(|i| if i == 0 { unlisted() } else { no(refusal) });
    vec![
        // Unlisted, available, held, held until now, selling, selling past it, sold, withdrawn.
        (listing(seller(), EVENT_STARTS, None),
            [Ok(vec![listed(seller())]), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing()]),
        (listing(seller(), EVENT_STARTS, Some(new_event())),
            [Ok(vec![DomainEvent::Event(the_event(), new_event()), listed(seller())]), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing()]),
        // Of an event of which more is said.
        (listing_for_new_event(Category::Festival, LATER),
            [Ok([new_event(), EventEvent::Categorised(Category::Festival), EventEvent::Ends(LATER)].map(|event| DomainEvent::Event(the_event(), event)).into_iter().chain([listed(seller())]).collect()), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing()]),
        (listing(stranger(), EVENT_STARTS, None),
            [Ok(vec![listed(stranger())]), no(NotSeller), no(NotSeller), no(NotSeller), no(NotSeller), no(NotSeller), no(NotSeller), no(NotSeller)]),
        (listing(seller(), NOW, None),
            [no(EventStarted), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing()]),
        (listing_with(details(Some(4500), "Behind a pillar"), capped()),
            [Ok(vec![listed(seller()), described(details(Some(4500), "Behind a pillar"))]), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing()]),
        (listing_with(details(Some(4499), ""), capped()),
            [no(over(4948)), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing()]),
        (listing_with(details(None, ""), capped()),
            [no(NO_FACE_VALUE), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing()]),
        (edit_with(4950, Some(details(Some(1), "New")), PriceRules::NONE),
            [unlisted(), Ok(vec![described(details(Some(1), "New"))]), held(), Ok(vec![expired(), described(details(Some(1), "New"))]), selling(), selling(), sold(), no(Withdrawn)]),
        (edit_with(5000, Some(details(Some(4546), "")), capped()),
            [unlisted(), Ok(vec![updated(), described(details(Some(4546), ""))]), held(), Ok(vec![expired(), updated(), described(details(Some(4546), ""))]), selling(), selling(), sold(), no(Withdrawn)]),
        (edit_with(5000, Some(details(Some(4545), "")), capped()),
            [unlisted(), no(over(4999)), held(), no(over(4999)), selling(), selling(), sold(), no(Withdrawn)]),
        (edit_with(4950, Some(details(Some(4499), "")), capped()),
            [unlisted(), no(over(4948)), held(), no(over(4948)), selling(), selling(), sold(), no(Withdrawn)]),
        (edit_with(5000, None, capped()),
            [unlisted(), no(NO_FACE_VALUE), held(), no(NO_FACE_VALUE), selling(), selling(), sold(), no(Withdrawn)]),
        // What was listed before there was a cap can be left as it is.
        (edit_with(4950, None, capped()),
            [unlisted(), nothing(), held(), Ok(vec![expired()]), selling(), selling(), sold(), no(Withdrawn)]),
        (edit_with(4950, Some(Details::default()), capped()),
            [unlisted(), nothing(), held(), Ok(vec![expired()]), selling(), selling(), sold(), no(Withdrawn)]),
        (edit(seller(), "Row 1", 5000),
            [unlisted(), Ok(vec![updated()]), held(), Ok(vec![expired(), updated()]), selling(), selling(), sold(), no(Withdrawn)]),
        (edit(seller(), "Row 1", 4950),
            [unlisted(), nothing(), held(), Ok(vec![expired()]), selling(), selling(), sold(), no(Withdrawn)]),
        (edit(buyer(), "Row 1", 5000), all(NotSeller)),
        (edit(stranger(), "Row 1", 4950), all(NotSeller)),
        (attach(seller(), 1),
            [unlisted(), Ok(vec![attached(1)]), Ok(vec![attached(1)]), Ok(vec![expired(), attached(1)]), Ok(vec![attached(1)]), Ok(vec![attached(1)]), Ok(vec![attached(1)]), no(Withdrawn)]),
        (attach(buyer(), 1), all(NotSeller)),
        (RemoveFile(seller()),
            [unlisted(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing()]),
        (RemoveFile(buyer()), all(NotSeller)),
        (Withdraw(seller()),
            [unlisted(), Ok(vec![own(TicketEvent::Withdrawn)]), held(), Ok(vec![expired(), own(TicketEvent::Withdrawn)]), selling(), selling(), sold(), nothing()]),
        (Withdraw(buyer()), all(NotSeller)),
        (Remove(Deed { by: stranger(), reason: reason() }),
            [unlisted(), Ok(vec![removed()]), held(), Ok(vec![expired(), removed()]), selling(), selling(), sold(), no(Withdrawn)]),
        // Whoever has it keeps it.
        (TicketCommand::Move { from: the_event(), to: other_event(), starts_at: LATER },
            [unlisted(), Ok(vec![moved()]), Ok(vec![moved()]), Ok(vec![moved()]), Ok(vec![moved()]), Ok(vec![moved()]), Ok(vec![moved()]), Ok(vec![moved()])]),
        (TicketCommand::Move { from: other_event(), to: the_event(), starts_at: LATER },
            [unlisted(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing()]),
        (reserve(this, buyer(), 4950),
            [unlisted(), Ok(reserved(this, buyer())), nothing(), no(NotHeld), nothing(), nothing(), sold(), no(Withdrawn)]),
        (reserve(this, buyer(), 1),
            [unlisted(), changed(), nothing(), no(NotHeld), nothing(), nothing(), sold(), no(Withdrawn)]),
        (reserve(other, buyer(), 4950),
            [unlisted(), Ok(reserved(other, buyer())), yours(), Ok(vec![expired()]), yours(), yours(), sold(), no(Withdrawn)]),
        (reserve(other, stranger(), 4950),
            [unlisted(), Ok(reserved(other, stranger())), held(), Ok(vec![expired()]), selling(), selling(), sold(), no(Withdrawn)]),
        (reserve(other, stranger(), 4949),
            [unlisted(), changed(), held(), changed(), selling(), selling(), sold(), no(Withdrawn)]),
        (reserve(this, stranger(), 4950),
            [unlisted(), Ok(reserved(this, stranger())), held(), no(NotHeld), selling(), selling(), sold(), no(Withdrawn)]),
        (reserve(other, seller(), 4950), all(OwnTicket)),
        (Release(this, along()),
            [unlisted(), no(NotHeld), Ok(with_along(TicketEvent::ReservationReleased(this))), Ok(with_along(TicketEvent::ReservationReleased(this))), selling(), selling(), no(NotHeld), no(NotHeld)]),
        (Release(other, along()), all(NotHeld)),
        (Expire { order: this },
            [unlisted(), nothing(), nothing(), Ok(vec![expired()]), nothing(), nothing(), nothing(), nothing()]),
        (Expire { order: other },
            [unlisted(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing()]),
        (StartSale(this, this_charge()),
            [unlisted(), no(NotHeld), Ok(vec![own(TicketEvent::SaleStarted(this, this_charge()))]), no(NotHeld), nothing(), nothing(), no(NotHeld), no(NotHeld)]),
        (StartSale(this, other_charge()),
            [unlisted(), no(NotHeld), Ok(vec![own(TicketEvent::SaleStarted(this, other_charge()))]), no(NotHeld), no(NotHeld), no(NotHeld), no(NotHeld), no(NotHeld)]),
        (StartSale(other, this_charge()), all(NotHeld)),
        (AbandonSale(this, along()),
            [unlisted(), no(NotHeld), no(NotHeld), no(NotHeld), Ok(with_along(TicketEvent::SaleAbandoned(this))), Ok([with_along(TicketEvent::SaleAbandoned(this)), vec![expired()]].concat()), no(NotHeld), no(NotHeld)]),
        (AbandonSale(other, along()), all(NotHeld)),
        (CompleteSale(this, along()),
            [unlisted(), no(NotHeld), no(NotHeld), no(NotHeld), Ok(with_along(TicketEvent::Sold(this))), Ok(with_along(TicketEvent::Sold(this))), nothing(), no(NotHeld)]),
        (CompleteSale(other, along()), all(NotHeld)),
        (Return { order: this, relist: true, with: along() },
            [unlisted(), no(NotHeld), no(NotHeld), no(NotHeld), no(NotHeld), no(NotHeld), Ok(with_along(TicketEvent::Returned { order: this, relist: true })), no(NotHeld)]),
        (Return { order: this, relist: false, with: along() },
            [unlisted(), no(NotHeld), no(NotHeld), no(NotHeld), no(NotHeld), no(NotHeld), Ok(with_along(TicketEvent::Returned { order: this, relist: false })), no(NotHeld)]),
        (Return { order: other, relist: true, with: along() }, all(NotHeld)),
    ]
}

#[test]
fn every_state_and_command_of_a_ticket() {
    let states = states();
    assert_all_there("states", COLUMNS, states.iter().map(|ticket| column(ticket.as_ref())));
    assert_all_there("commands", KINDS, rows().iter().map(|(command, _)| kind(command)));
    for (command, expects) in rows() {
        for (ticket, expect) in states.iter().zip(expects) {
            let got = decide(the_ticket(), ticket.as_ref(), &command, NOW);
            assert_eq!(got, expect, "{command:?}\nfor {ticket:?}");
        }
    }
}

/// Once somebody relies on a file, it stays.
#[test]
#[rustfmt::skip]
fn a_file_changes_only_while_nobody_relies_on_it() {
    let with_file = states().map(|ticket| ticket.map(|ticket| Ticket { file: Some(file(1)), ..ticket }));
    let removed = || own(TicketEvent::FileRemoved);
    let no = |refusal: TicketRefusal| -> Expect { Err(refusal) };
    let (unlisted, selling, sold) = (|| no(NotListed), || no(TicketRefusal::Selling), || no(TicketRefusal::Sold));
    // Unlisted, available, held, held until now, selling, selling past it, sold; none is withdrawn
    // with a file.
    for (command, expects) in [
        (attach(seller(), 2),
            [unlisted(), Ok(vec![attached(2)]), held(), Ok(vec![expired(), attached(2)]), selling(), selling(), sold()]),
        // It has this one.
        (attach(seller(), 1),
            [unlisted(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing()]),
        (attach(stranger(), 1),
            [unlisted(), no(NotSeller), no(NotSeller), no(NotSeller), no(NotSeller), no(NotSeller), no(NotSeller)]),
        (TicketCommand::RemoveFile(seller()),
            [unlisted(), Ok(vec![removed()]), held(), Ok(vec![expired(), removed()]), selling(), selling(), sold()]),
        (TicketCommand::RemoveFile(buyer()),
            [unlisted(), no(NotSeller), no(NotSeller), no(NotSeller), no(NotSeller), no(NotSeller), no(NotSeller)]),
    ] {
        for (ticket, expect) in with_file.iter().zip(expects) {
            let got = decide(the_ticket(), ticket.as_ref(), &command, NOW);
            assert_eq!(got, expect, "{command:?}\nfor {ticket:?}");
        }
    }
}

#[test]
fn a_listing_may_come_with_its_file() {
    let TicketCommand::List(mut new, rules) = listing(seller(), EVENT_STARTS, None) else {
        panic!()
    };
    new.file = Some(file(1).into());
    let command = TicketCommand::List(new, rules);
    assert_eq!(command.attaches(), Some((seller(), file(1).into())));
    let got = decide(the_ticket(), None, &command, NOW);
    assert_eq!(got, Ok(vec![listed(seller()), attached(1)]));
}

/// In every state: its seller, and its buyer once it is sold.
#[test]
fn who_may_have_a_file() {
    let with_file =
        states().map(|ticket| ticket.map(|ticket| Ticket { file: Some(file(1)), ..ticket }));
    for ticket in with_file.iter().flatten() {
        let is_sold = matches!(ticket.status, TicketStatus::Sold { .. });
        for (who, may) in [
            (None, false),
            (Some(stranger()), false),
            (Some(seller()), true),
            (Some(buyer()), is_sold),
        ] {
            assert_eq!(file_for(ticket, who).is_some(), may, "{who:?} of {ticket:?}");
        }
        assert_eq!(file_for(&Ticket { file: None, ..ticket.clone() }, Some(seller())), None);
    }
}

#[test]
fn the_same_file_is_for_sale_once_and_then_its_buyers() {
    use TicketRefusal::{SameFileListed, SameFileSold};
    for (is_listed, last_buyer, by, expect) in [
        (false, None, seller(), Ok(())),
        (true, None, seller(), Err(SameFileListed)),
        (true, Some(buyer()), buyer(), Err(SameFileListed)),
        (false, Some(buyer()), buyer(), Ok(())),
        (false, Some(buyer()), seller(), Err(SameFileSold)),
        (false, Some(buyer()), stranger(), Err(SameFileSold)),
    ] {
        let standing = FileStanding { is_listed, last_buyer };
        assert_eq!(may_attach(&standing, by), expect, "{standing:?} {by:?}");
    }
}

#[test]
fn nothing_is_reserved_from_the_moment_at_which_the_event_starts() {
    let start = |starts_at| {
        let mut tickets = states();
        let ticket = tickets[1].as_mut().unwrap();
        ticket.event_starts_at = starts_at;
        decide(the_ticket(), Some(ticket), &reserve(other_order(), buyer(), 4950), NOW)
    };
    assert_eq!(start(NOW), Err(EventStarted));
    assert_eq!(start(LATER), Ok(reserved(other_order(), buyer())));
}
