//! What each fact does to each record: the legal pairs give the state that is written here, all
//! others are refused by name, and change nothing.

use std::time::Duration;

use holdfast::{
    domain::{
        Agreement, Alert, AlertEvent, AlertPace, AlertTopic, Deed, Details, Event, EventEvent,
        EventWords, FileKind, Handover, Intervention, Mail, MailAbout, MailEvent, MailStatus,
        Merged, PasswordHash, Reservation, SeatGroup, SeatsGo, SignIn, SignInEvent, SignInHistory,
        SignInHistoryEvent, TRIES_KEPT_MAX, TermsShown, Ticket, TicketEvent, TicketFile,
        TicketStatus::{self, Available, Reserved, Selling, Sold, Withdrawn},
        User, UserEvent, WaitlistEntry, WaitlistEvent, WaitlistStatus, WebhookNotice,
        WebhookNoticeEvent,
        history::{Happened, Line},
    },
    types::{
        AlertId, Category, City, Day, Email, EventId, EventName, FileId, Language, MailId, Notes,
        OrderId, Reason, SignInId, Timestamp, Venue, WaitlistId, WebhookNoticeId, ZoneName,
    },
};

use super::{
    LATER, NOW, assert_all_there, buyer, other_order, price, seller, stranger, the_event,
    the_ticket, this_charge, this_order, title,
};

const STATES: usize = 6;
const EVENTS: usize = 22;

/// The state after, or the word for the state in which it cannot happen.
type Expect = Result<TicketStatus, &'static str>;

fn details() -> Details {
    Details { notes: Some(Notes::parse("Behind a pillar").unwrap()), ..Details::default() }
}
fn file() -> TicketFile {
    let id = FileId::from_bytes([b'f'; 16]);
    TicketFile { id, kind: FileKind::Pdf, bytes: 70_000, digest: [b'd'; 32] }
}
fn reason() -> Reason {
    Reason::parse("It is forged").unwrap()
}
fn held() -> Reservation {
    Reservation { order: this_order(), buyer: buyer(), expires_at: LATER }
}
fn selling() -> TicketStatus {
    Selling { reservation: held(), charge: this_charge() }
}
fn sold() -> TicketStatus {
    Sold { order: this_order(), buyer: buyer(), at: NOW }
}

fn tickets() -> [Option<Ticket>; STATES] {
    let ticket = |status| {
        Some(Ticket {
            id: the_ticket(),
            event: the_event(),
            event_starts_at: LATER,
            seller: seller(),
            title: title("Row 1"),
            price: price(4950),
            listed_at: NOW,
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
        ticket(Available),
        ticket(Reserved(held())),
        ticket(selling()),
        ticket(sold()),
        ticket(Withdrawn),
    ]
}

fn state_number(ticket: Option<&Ticket>) -> usize {
    match ticket.map(|ticket| ticket.status) {
        None => 0,
        Some(Available) => 1,
        Some(Reserved(_)) => 2,
        Some(Selling { .. }) => 3,
        Some(Sold { .. }) => 4,
        Some(Withdrawn) => 5,
    }
}

fn event_number(event: &TicketEvent) -> usize {
    match event {
        TicketEvent::Created { .. } => 0,
        TicketEvent::Updated { .. } => 1,
        TicketEvent::Withdrawn => 2,
        TicketEvent::Reserved(_) => 3,
        TicketEvent::ReservationReleased { .. } => 4,
        TicketEvent::ReservationExpired { .. } => 5,
        TicketEvent::SaleStarted { .. } => 6,
        TicketEvent::SaleAbandoned { .. } => 7,
        TicketEvent::Sold { .. } => 8,
        TicketEvent::Returned { .. } => 9,
        TicketEvent::Described(_) => 10,
        TicketEvent::FileAttached(_) => 11,
        TicketEvent::FileRemoved => 12,
        TicketEvent::Removed { .. } => 13,
        TicketEvent::Recalled { .. } => 14,
        TicketEvent::Moved { .. } => 15,
        TicketEvent::FileShows(_) => 16,
        TicketEvent::SeatDisputed => 17,
        TicketEvent::SeatUndisputed => 18,
        TicketEvent::SeatSettled(_) => 19,
        TicketEvent::Grouped(_) => 20,
        TicketEvent::HandoverChosen(_) => 21,
    }
}

#[rustfmt::skip]
fn rows() -> Vec<(TicketEvent, [Expect; STATES])> {
    use TicketEvent as E;
    let (none, available, reserved, sale, gone, back) = (Err("not listed"), Err("available"), Err("reserved"), Err("selling"), Err("sold"), Err("withdrawn"));
    let (this, other, charge) = (this_order(), other_order(), this_charge());
    let never = [none, available, reserved, sale, gone, back];
    let new = |order: OrderId| Reservation { order, ..held() };
    vec![
        (E::Created { event: the_event(), event_starts_at: LATER, seller: seller(), title: title("Row 1"), price: price(4950) },
            [Ok(Available), available, reserved, sale, gone, back]),
        (E::Updated { title: title("Row 2"), price: price(5000) },
            [none, Ok(Available), reserved, sale, gone, back]),
        (E::Withdrawn,
            [none, Ok(Withdrawn), reserved, sale, gone, back]),
        (E::Reserved(new(this)),
            [none, Ok(Reserved(new(this))), reserved, sale, gone, back]),
        (E::Reserved(new(other)),
            [none, Ok(Reserved(new(other))), reserved, sale, gone, back]),
        (E::ReservationReleased(this),
            [none, available, Ok(Available), sale, gone, back]),
        (E::ReservationReleased(other), never),
        (E::ReservationExpired(this),
            [none, available, Ok(Available), sale, gone, back]),
        (E::ReservationExpired(other), never),
        (E::SaleStarted(this, charge),
            [none, available, Ok(selling()), sale, gone, back]),
        (E::SaleStarted(other, charge), never),
        (E::SaleAbandoned(this),
            [none, available, reserved, Ok(Reserved(held())), gone, back]),
        (E::SaleAbandoned(other), never),
        (E::Sold(this),
            [none, available, reserved, Ok(sold()), gone, back]),
        (E::Sold(other), never),
        (E::Returned { order: this, relist: true },
            [none, available, reserved, sale, Ok(Available), back]),
        (E::Returned { order: this, relist: false },
            [none, available, reserved, sale, Ok(Withdrawn), back]),
        (E::Returned { order: other, relist: true }, never),
        (E::Described(details()),
            [none, Ok(Available), reserved, sale, gone, back]),
        (E::FileAttached(file()),
            [none, Ok(Available), Ok(Reserved(held())), Ok(selling()), Ok(sold()), back]),
        (E::FileRemoved,
            [none, Ok(Available), reserved, sale, gone, back]),
        (E::Removed(Deed { by: stranger(), reason: reason() }),
            [none, Ok(Withdrawn), reserved, sale, gone, back]),
        (E::Recalled(other),
            [none, Ok(Withdrawn), Ok(Reserved(held())), Ok(selling()), Ok(sold()), Ok(Withdrawn)]),
        (E::Moved { event: the_event(), event_starts_at: LATER }, never),
        (E::Moved { event: the_event(), event_starts_at: NOW },
            [none, Ok(Available), Ok(Reserved(held())), Ok(selling()), Ok(sold()), Ok(Withdrawn)]),
        (E::Moved { event: EventId::from_bytes([b'x'; 16]), event_starts_at: NOW },
            [none, Ok(Available), Ok(Reserved(held())), Ok(selling()), Ok(sold()), Ok(Withdrawn)]),
        // Of a file that it has, and a dispute that there is.
        (E::FileShows([b's'; 32]), never),
        (E::SeatUndisputed, never),
        (E::SeatSettled(Deed { by: stranger(), reason: reason() }), never),
        (E::SeatDisputed,
            [none, Ok(Available), Ok(Reserved(held())), Ok(selling()), Ok(sold()), back]),
        (E::Grouped(SeatGroup { place: 1, size: 4, how: SeatsGo::Together }),
            [none, Ok(Available), reserved, sale, gone, back]),
        (E::HandoverChosen(Handover::Transfer),
            [none, Ok(Available), reserved, sale, gone, back]),
    ]
}

#[test]
fn every_state_and_event_of_a_ticket() {
    let tickets = tickets();
    assert_all_there("states", STATES, tickets.iter().map(|ticket| state_number(ticket.as_ref())));
    assert_all_there("events", EVENTS, rows().iter().map(|(event, _)| event_number(event)));
    for (event, expects) in rows() {
        for (before, expect) in tickets.iter().zip(expects) {
            let mut ticket = before.clone();
            let result = Ticket::apply(&mut ticket, the_ticket(), &event, NOW);
            let got = match &result {
                Ok(()) => Ok(ticket.as_ref().unwrap().status),
                Err(illegal) => Err(illegal.state),
            };
            assert_eq!(got, expect, "{event:?}\nto {before:?}");
            if let Err(illegal) = result {
                assert_eq!(illegal.record, format!("ticket {}", the_ticket()));
                assert_eq!(ticket, *before, "{event:?} was refused");
            }
        }
    }
}

#[test]
fn a_listing_and_its_changes_are_kept() {
    let mut ticket = None;
    for (event, at) in [(rows().remove(0).0, NOW), (rows().remove(1).0, LATER)] {
        Ticket::apply(&mut ticket, the_ticket(), &event, at).unwrap();
    }
    let mut expect = tickets()[1].clone().unwrap();
    (expect.title, expect.price) = (title("Row 2"), price(5000));
    expect.history = ticket.as_ref().unwrap().history.clone();
    let what = Happened::PriceChanged { from: price(4950), to: price(5000) };
    assert_eq!(expect.history.lines(), [Line { at: LATER, what }]);
    assert_eq!(ticket, Some(expect));
}

#[test]
fn an_account_is_made_once() {
    let password = PasswordHash("hash".into());
    let email = Email::parse("ada@example.org").unwrap();
    let created = UserEvent::Created { email: email.clone(), password: password.clone() };
    let mut user = None;
    User::apply(&mut user, buyer(), &created, NOW).unwrap();
    let expect = Some(User {
        id: buyer(),
        email,
        password,
        created_at: NOW,
        epoch: 0,
        ban: None,
        language: None,
        confirmed_at: None,
        version: 0,
        calendar: 0,
        agreed: None,
        factors: Default::default(),
    });
    assert_eq!(user, expect);
    let illegal = User::apply(&mut user, buyer(), &created, LATER).unwrap_err();
    assert_eq!((illegal.event, illegal.state), ("UserCreated", "there already"));
    assert_eq!(user, expect);
}

#[test]
fn what_changes_about_an_account() {
    let [old, new] = ["old", "new"].map(|hash| PasswordHash(hash.into()));
    let [ada, eda] = ["ada", "eda"].map(|n| Email::parse(&format!("{n}@example.org")).unwrap());
    let user = User {
        id: buyer(),
        email: ada,
        password: old,
        created_at: NOW,
        epoch: 7,
        ban: None,
        language: None,
        confirmed_at: None,
        version: 0,
        calendar: 0,
        agreed: None,
        factors: Default::default(),
    };
    let version = Day::parse("2026-12-01").unwrap();
    let terms = TermsShown { version, text: [7; 32] };
    let rows = [
        (
            UserEvent::PasswordChanged(new.clone()),
            "PasswordChanged",
            User { password: new, epoch: 8, ..user.clone() },
        ),
        (
            UserEvent::AddressChanged(eda.clone()),
            "AddressChanged",
            User { email: eda, ..user.clone() },
        ),
        (UserEvent::SessionsEnded, "SessionsEnded", User { epoch: 8, ..user.clone() }),
        (
            UserEvent::Deleted,
            "UserDeleted",
            User {
                email: Email::of_deleted(buyer()),
                password: PasswordHash("".into()),
                epoch: 8,
                ..user.clone()
            },
        ),
        (
            UserEvent::LanguageChosen(Language::German),
            "LanguageChosen",
            User { language: Some(Language::German), ..user.clone() },
        ),
        (
            UserEvent::Banned(Deed { by: seller(), reason: reason() }),
            "UserBanned",
            User {
                epoch: 8,
                ban: Some(Intervention { by: seller(), reason: reason(), at: LATER }),
                ..user.clone()
            },
        ),
        (UserEvent::CalendarRenewed, "CalendarRenewed", User { calendar: 1, ..user.clone() }),
        (
            UserEvent::TermsAgreed(terms),
            "TermsAgreed",
            User { agreed: Some(Agreement { terms, at: LATER }), ..user.clone() },
        ),
        (
            UserEvent::Confirmed,
            "AddressConfirmed",
            User { confirmed_at: Some(LATER), ..user.clone() },
        ),
    ];
    for (event, name, expect) in rows {
        match event {
            UserEvent::Created { .. } => unreachable!("the test above"),
            UserEvent::PasswordChanged { .. }
            | UserEvent::AddressChanged { .. }
            | UserEvent::SessionsEnded
            | UserEvent::Deleted
            | UserEvent::Banned { .. }
            | UserEvent::LanguageChosen(_)
            | UserEvent::CalendarRenewed
            | UserEvent::TermsAgreed(_)
            | UserEvent::Confirmed => {}
            UserEvent::Unbanned { .. } => unreachable!("the test below"),
            UserEvent::TotpAdded(..)
            | UserEvent::TotpUsed(_)
            | UserEvent::TotpRemoved
            | UserEvent::RecoveryCodesMade(_)
            | UserEvent::RecoveryCodeUsed(_)
            | UserEvent::PasskeyAdded { .. }
            | UserEvent::PasskeyUsed(..)
            | UserEvent::PasskeyRemoved(_)
            | UserEvent::SecondFactorsForgotten
            | UserEvent::OpenIdLinked(_)
            | UserEvent::OpenIdUnlinked => unreachable!("factors.rs"),
        }
        let mut changed = Some(user.clone());
        User::apply(&mut changed, buyer(), &event, LATER).unwrap();
        assert_eq!(changed, Some(expect), "{name}");
        let mut nobody = None;
        let illegal = User::apply(&mut nobody, buyer(), &event, LATER).unwrap_err();
        assert_eq!((illegal.event, illegal.state), (name, "not there"));
        assert_eq!(nobody, None);
        let mut deleted = Some(user.clone());
        User::apply(&mut deleted, buyer(), &UserEvent::Deleted, NOW).unwrap();
        let before = deleted.clone();
        let illegal = User::apply(&mut deleted, buyer(), &event, LATER).unwrap_err();
        assert_eq!((illegal.event, illegal.state, deleted), (name, "deleted", before));
    }
}

#[test]
fn an_account_is_closed_and_opened_in_turn() {
    let created = UserEvent::Created {
        email: Email::parse("ada@example.org").unwrap(),
        password: PasswordHash("hash".into()),
    };
    let banned = UserEvent::Banned(Deed { by: seller(), reason: reason() });
    let unbanned = UserEvent::Unbanned(Deed { by: seller(), reason: reason() });
    let mut user = None;
    let mut apply = |event: &UserEvent| {
        User::apply(&mut user, buyer(), event, NOW).map_err(|illegal| illegal.state)?;
        user.as_ref().map(|user| (user.ban.is_some(), user.epoch)).ok_or("none")
    };
    for (event, expect) in [
        (&unbanned, Err("not there")),
        (&created, Ok((false, 0))),
        (&unbanned, Err("not banned")),
        (&banned, Ok((true, 1))),
        (&banned, Err("banned")),
        (&unbanned, Ok((false, 2))),
        (&banned, Ok((true, 3))),
    ] {
        assert_eq!(apply(event), expect, "{event:?}");
    }
}

#[test]
fn a_notice_is_received_once() {
    let (stripe_id, kind) = (Box::<str>::from("evt_1"), Box::<str>::from("refund.created"));
    let id = WebhookNoticeId::of(&stripe_id);
    let received =
        WebhookNoticeEvent::Received { stripe_id: stripe_id.clone(), kind: kind.clone() };
    let WebhookNoticeEvent::Received { .. } = &received;
    let mut notice = None;
    WebhookNotice::apply(&mut notice, id, &received, NOW).unwrap();
    let expect = Some(WebhookNotice { id, stripe_id, kind, received_at: NOW });
    assert_eq!(notice, expect);
    let illegal = WebhookNotice::apply(&mut notice, id, &received, LATER).unwrap_err();
    assert_eq!((illegal.event, illegal.state), ("NoticeReceived", "there already"));
    assert_eq!(notice, expect);
    assert_ne!(WebhookNoticeId::of("evt_1"), WebhookNoticeId::of("evt_2"));
}

#[test]
fn of_tries_to_sign_in_the_latest_are_kept_until_they_are_forgotten() {
    let (id, mut history) = (seller(), None);
    let at = |n: usize| NOW + std::time::Duration::from_secs(n as u64);
    for n in 0..=TRIES_KEPT_MAX {
        let (browser, from): (Box<str>, Box<str>) =
            ("Firefox".into(), format!("192.0.2.{n}").into());
        let succeeded =
            SignInHistoryEvent::Succeeded { browser: browser.clone(), from: from.clone() };
        let failed = SignInHistoryEvent::Failed { browser, from };
        SignInHistory::apply(&mut history, id, &succeeded, at(n)).unwrap();
        SignInHistory::apply(&mut history, id, &failed, at(n)).unwrap();
    }
    let kept = history.clone().unwrap();
    for tries in [&kept.succeeded, &kept.failed] {
        assert_eq!(tries.len(), TRIES_KEPT_MAX);
        assert_eq!((tries[0].at, &*tries[0].from), (at(1), "192.0.2.1"), "the oldest is forgotten");
        assert_eq!(tries[TRIES_KEPT_MAX - 1].at, at(TRIES_KEPT_MAX));
    }
    let (browser, from) = ("Chrome".into(), "::1".into());
    let elsewhere = SignInHistoryEvent::SucceededElsewhere { browser, from };
    SignInHistory::apply(&mut history, id, &elsewhere, NOW).unwrap();
    assert_eq!(&*history.as_ref().unwrap().succeeded[TRIES_KEPT_MAX - 1].browser, "Chrome");
    SignInHistory::apply(&mut history, id, &SignInHistoryEvent::Forgotten, NOW).unwrap();
    assert!(history.unwrap().is_empty());
}

#[test]
fn a_sign_in_begins_once_and_ends_once() {
    let (id, mut sign_in) = (SignInId::of(7), None);
    let began = SignInEvent::Began {
        user: seller(),
        epoch: 2,
        browser: "Firefox".into(),
        from: "192.0.2.7".into(),
    };
    let mut apply = |event: &SignInEvent, at| {
        let applied = SignIn::apply(&mut sign_in, id, event, at).map_err(|illegal| illegal.state);
        applied.map(|()| sign_in.as_ref().map(|it| (it.begun_at, it.seen_at, it.ended_at)).unwrap())
    };
    for (event, at, expect) in [
        (&SignInEvent::Seen, NOW, Err("not there")),
        (&SignInEvent::Ended, NOW, Err("not there")),
        (&began, NOW, Ok((NOW, NOW, None))),
        (&began, LATER, Err("there already")),
        (&SignInEvent::Seen, LATER, Ok((NOW, LATER, None))),
        (&SignInEvent::Ended, LATER, Ok((NOW, LATER, Some(LATER)))),
        (&SignInEvent::Seen, LATER, Err("ended")),
        (&SignInEvent::Ended, LATER, Err("ended")),
    ] {
        assert_eq!(apply(event, at), expect, "{event:?}");
    }
}

#[test]
fn an_event_is_made_once() {
    let starts_at = Timestamp::from_millis(5);
    let created = EventEvent::Created {
        name: EventName::parse("The Test Band").unwrap(),
        venue: Venue::parse("Town Hall").unwrap(),
        city: City::parse("Berlin").unwrap(),
        starts_at,
        zone: ZoneName::parse("Europe/Berlin").unwrap(),
        created_by: seller(),
    };
    let mut event = None;
    let words = EventEvent::Renamed(
        EventWords {
            name: EventName::parse("The Other Band").unwrap(),
            venue: Venue::parse("Old Hall").unwrap(),
            city: City::parse("Potsdam").unwrap(),
        },
        Deed { by: stranger(), reason: reason() },
    );
    let illegal = Event::apply(&mut event, the_event(), &words, NOW).unwrap_err();
    assert_eq!((illegal.event, illegal.state), ("EventRenamed", "not there"));
    Event::apply(&mut event, the_event(), &created, NOW).unwrap();
    let made = event.clone().unwrap();
    assert_eq!((made.id, made.starts_at, made.created_by), (the_event(), starts_at, seller()));
    assert_eq!((made.name.as_str(), made.venue.as_str()), ("The Test Band", "Town Hall"));
    let illegal = Event::apply(&mut event, the_event(), &created, NOW).unwrap_err();
    assert_eq!((illegal.event, illegal.state), ("EventCreated", "there already"));
    assert_eq!(event, Some(made));

    Event::apply(&mut event, the_event(), &words, LATER).unwrap();
    let renamed = event.clone().unwrap();
    let said = [renamed.name.as_str(), renamed.venue.as_str(), renamed.city.as_str()];
    assert_eq!(said, ["The Other Band", "Old Hall", "Potsdam"]);
    assert_eq!(renamed.renamed, Some(Intervention { by: stranger(), reason: reason(), at: LATER }));
    assert_eq!((renamed.starts_at, &renamed.merged), (starts_at, &None));

    assert_eq!(renamed.category, Category::Other);
    let categorised = EventEvent::Categorised(Category::Theatre);
    Event::apply(&mut event, the_event(), &categorised, LATER).unwrap();
    assert_eq!(event, Some(Event { category: Category::Theatre, ..renamed }));

    let merged = |into| EventEvent::Merged(into, Deed { by: stranger(), reason: reason() });
    let other = EventId::from_bytes([b'x'; 16]);
    let illegal = Event::apply(&mut event, the_event(), &merged(the_event()), NOW).unwrap_err();
    assert_eq!((illegal.event, illegal.state), ("EventMerged", "the event itself"));
    Event::apply(&mut event, the_event(), &merged(other), LATER).unwrap();
    let how = Intervention { by: stranger(), reason: reason(), at: LATER };
    assert_eq!(event.clone().unwrap().merged, Some(Merged { into: other, how }));
    let gone = event.clone();
    for late in [merged(other), merged(EventId::from_bytes([b'y'; 16])), words] {
        let illegal = Event::apply(&mut event, the_event(), &late, LATER).unwrap_err();
        assert_eq!(illegal.state, "merged into another");
        assert_eq!(event, gone);
    }
}

#[test]
fn a_moved_ticket_is_for_the_other_event_and_all_else_of_it_stays() {
    let other = EventId::from_bytes([b'x'; 16]);
    let moved = TicketEvent::Moved { event: other, event_starts_at: NOW };
    for before in tickets().into_iter().flatten() {
        let mut ticket = Some(before.clone());
        Ticket::apply(&mut ticket, the_ticket(), &moved, NOW).unwrap();
        let history = ticket.as_ref().unwrap().history.clone();
        assert_eq!(history.lines(), [Line { at: NOW, what: Happened::Moved }]);
        let expect = Ticket { event: other, event_starts_at: NOW, history, ..before };
        assert_eq!(ticket, Some(expect));
    }
}

/// What a seller attached is replaced and removed only while nobody relies on it, and leaves with
/// the ticket: a buyer who gave it back has had it.
#[test]
fn the_life_of_a_file() {
    let other = TicketFile { id: FileId::from_bytes([b'g'; 16]), ..file() };
    let with_file = |status| {
        let [_, available, ..] = tickets();
        Some(Ticket { status, file: Some(file()), ..available.unwrap() })
    };
    let after = |status, event: TicketEvent| {
        let mut ticket = with_file(status);
        Ticket::apply(&mut ticket, the_ticket(), &event, NOW).ok()?;
        Some(ticket.unwrap().file)
    };
    let attached = || TicketEvent::FileAttached(other);
    assert_eq!(after(Available, attached()), Some(Some(other)));
    assert_eq!(after(Available, TicketEvent::FileRemoved), Some(None));
    for status in [Reserved(held()), selling(), sold(), Withdrawn] {
        assert_eq!(after(status, attached()), None, "{status:?}");
        assert_eq!(after(status, TicketEvent::FileRemoved), None, "{status:?}");
    }
    let (order, kept) = (this_order(), Some(Some(file())));
    assert_eq!(after(Available, TicketEvent::Reserved(held())), kept);
    assert_eq!(after(selling(), TicketEvent::Sold(order)), kept);
    assert_eq!(after(Available, TicketEvent::Withdrawn), Some(None));
    for relist in [true, false] {
        assert_eq!(after(sold(), TicketEvent::Returned { order, relist }), Some(None));
    }
}

#[test]
fn waitlist_entries() {
    let id = WaitlistId::of(the_ticket(), buyer());
    let mut entry = None;
    let mut apply = |event: &WaitlistEvent, at| {
        WaitlistEntry::apply(&mut entry, id, event, at).ok()?;
        entry.as_ref().map(|entry| entry.status)
    };
    let asked = WaitlistEvent::Asked(the_ticket(), buyer());
    let served = WaitlistEvent::Served(this_order());
    assert_eq!(apply(&WaitlistEvent::Told, NOW), None, "nobody asked");
    assert_eq!(apply(&WaitlistEvent::Dropped, NOW), None);
    for (event, status) in [
        (&asked, WaitlistStatus::Waiting),
        (&WaitlistEvent::Told, WaitlistStatus::Told(NOW)),
        (&WaitlistEvent::Told, WaitlistStatus::Told(NOW)),
        (&asked, WaitlistStatus::Waiting),
        (&WaitlistEvent::Dropped, WaitlistStatus::Over),
        // Who has given up while the news was on its way.
        (&WaitlistEvent::Told, WaitlistStatus::Over),
        (&asked, WaitlistStatus::Waiting),
        (&WaitlistEvent::PassedOver, WaitlistStatus::Waiting),
        (&served, WaitlistStatus::Served(this_order())),
        (&WaitlistEvent::Kept, WaitlistStatus::Waiting),
        (&served, WaitlistStatus::Served(this_order())),
        (&WaitlistEvent::LetPass, WaitlistStatus::Waiting),
        (&served, WaitlistStatus::Served(this_order())),
        (&WaitlistEvent::PutOut, WaitlistStatus::Out),
        (&WaitlistEvent::Dropped, WaitlistStatus::Over),
        (&asked, WaitlistStatus::Waiting),
    ] {
        assert_eq!(apply(event, NOW), Some(status), "{event:?}");
    }
    // Nobody lets pass what they do not have, and nobody has it twice.
    for event in [WaitlistEvent::LetPass, WaitlistEvent::Kept, WaitlistEvent::PutOut] {
        assert_eq!(apply(&event, NOW), None, "{event:?}");
    }
    assert!(apply(&served, NOW).is_some());
    for event in [served, WaitlistEvent::PassedOver] {
        assert_eq!(apply(&event, NOW), None, "{event:?}");
    }
}

#[test]
fn alerts() {
    let topic = AlertTopic::Event(EventId::from_bytes([3; 16]));
    let id = AlertId::of(buyer(), &topic.key());
    let mut alert = None;
    let mut apply = |event: &AlertEvent, at| {
        Alert::apply(&mut alert, id, event, at).map_err(|illegal| illegal.state)?;
        let alert: &Alert = alert.as_ref().ok_or("none")?;
        Ok((alert.pace, alert.told_until, alert.told_at, alert.is_over))
    };
    let (daily, at_once) = (AlertPace::Daily, AlertPace::AtOnce);
    let asked = AlertEvent::Asked(buyer(), topic, daily);
    for event in [AlertEvent::PaceChosen(at_once), AlertEvent::Told(NOW), AlertEvent::Ended] {
        assert_eq!(apply(&event, NOW), Err("not there"), "{event:?}");
    }
    assert_eq!(apply(&asked, NOW), Ok((daily, NOW, None, false)));
    assert_eq!(apply(&AlertEvent::PaceChosen(at_once), NOW), Ok((at_once, NOW, None, false)));
    let until = LATER - Duration::from_millis(1);
    assert_eq!(apply(&AlertEvent::Told(until), LATER), Ok((at_once, until, Some(LATER), false)));
    assert_eq!(apply(&AlertEvent::Ended, LATER), Ok((at_once, until, Some(LATER), true)));
    for event in [AlertEvent::PaceChosen(daily), AlertEvent::Told(LATER), AlertEvent::Ended] {
        assert_eq!(apply(&event, LATER), Err("over"), "{event:?}");
    }
    // Who asks anew is told no sooner for it.
    assert_eq!(apply(&asked, LATER), Ok((daily, LATER, Some(LATER), false)));
}

#[test]
fn mails() {
    let id = MailId::of(buyer(), "a cause");
    let queued = MailEvent::Queued(buyer(), MailAbout::OrderCompleted(this_order()));
    let failed = |again_at| MailEvent::Failed { error: "451 later".into(), again_at };
    let mut mail = None;
    let mut apply = |event: &MailEvent, at| {
        Mail::apply(&mut mail, id, event, at).map_err(|illegal| illegal.state)?;
        mail.as_ref().map(|mail| (mail.status, mail.failures)).ok_or("none")
    };
    let waiting = |not_before| MailStatus::Waiting(not_before);
    assert_eq!(apply(&MailEvent::Sent, NOW), Err("not there"));
    assert_eq!(apply(&queued, NOW), Ok((waiting(NOW), 0)));
    assert_eq!(apply(&queued, LATER), Ok((waiting(NOW), 0)), "one cause is one mail");
    assert_eq!(apply(&failed(Some(LATER)), NOW), Ok((waiting(LATER), 1)));
    assert_eq!(apply(&MailEvent::Sent, LATER), Ok((MailStatus::Sent(LATER), 1)));
    assert_eq!(apply(&queued, LATER), Ok((MailStatus::Sent(LATER), 1)));
    assert_eq!(apply(&MailEvent::Sent, LATER), Err("sent"));
    mail = None;
    let mut apply = |event: &MailEvent| {
        Mail::apply(&mut mail, id, event, NOW).map_err(|illegal| illegal.state)?;
        mail.as_ref().map(|mail| mail.status).ok_or("none")
    };
    apply(&queued).unwrap();
    assert_eq!(apply(&failed(None)), Ok(MailStatus::GivenUp(NOW)));
    assert_eq!(apply(&MailEvent::Sent), Err("given up"));
    assert_eq!(apply(&queued), Ok(MailStatus::GivenUp(NOW)));
    assert_eq!(apply(&MailEvent::Resumed), Ok(waiting(NOW)));
    let resumed = MailEvent::ResumedBy(Deed { by: stranger(), reason: reason() });
    assert_eq!(apply(&resumed), Err("waiting"));
    apply(&failed(None)).unwrap();
    assert_eq!(apply(&resumed), Ok(waiting(NOW)));
    assert_eq!(apply(&MailEvent::Resumed), Err("waiting"));
    apply(&MailEvent::Sent).unwrap();
    assert_eq!(apply(&MailEvent::Resumed), Err("sent"));
}

#[test]
fn a_dispute_is_settled_or_ends_and_is_over_once_the_ticket_is_withdrawn() {
    let settled = TicketEvent::SeatSettled(Deed { by: stranger(), reason: reason() });
    let after = |events: &[&TicketEvent]| {
        let [_, mut ticket, ..] = tickets();
        let applied = events
            .iter()
            .try_for_each(|event| Ticket::apply(&mut ticket, the_ticket(), event, NOW));
        applied.map(|()| ticket.unwrap()).map_err(|illegal| illegal.state)
    };
    let (open, over) = (TicketEvent::SeatDisputed, TicketEvent::SeatUndisputed);
    assert!(after(&[&open]).unwrap().is_disputed());
    let by = after(&[&open, &settled]).unwrap();
    assert!(!by.is_disputed() && by.dispute.is_some());
    assert_eq!(after(&[&open, &settled, &settled]), Err("available"), "once");
    assert!(after(&[&open, &settled, &open]).unwrap().is_disputed(), "another has come");
    for last in [&over, &TicketEvent::Withdrawn] {
        assert_eq!(after(&[&open, last]).unwrap().dispute, None);
        assert_eq!(after(&[&open, &settled, last]).unwrap().dispute, None);
    }
}

#[test]
fn what_a_file_shows_goes_with_the_file() {
    let shows = TicketEvent::FileShows([b's'; 32]);
    let attached = TicketEvent::FileAttached(file());
    for (last, expect) in [
        (&shows, Err("available")),
        (&attached, Ok(None)),
        (&TicketEvent::FileRemoved, Ok(None)),
        (&TicketEvent::Withdrawn, Ok(None)),
        (&TicketEvent::Updated { title: title("Row 2"), price: price(1) }, Ok(Some([b's'; 32]))),
    ] {
        let [_, mut ticket, ..] = tickets();
        let applied = [&attached, &shows, last]
            .iter()
            .try_for_each(|event| Ticket::apply(&mut ticket, the_ticket(), event, NOW));
        let shown = applied.map(|()| ticket.unwrap().shown).map_err(|illegal| illegal.state);
        assert_eq!(shown, expect, "{last:?}");
    }
}
