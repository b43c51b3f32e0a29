use std::{collections::BTreeSet, fmt::Debug, fmt::Write as _};

use proptest::prelude::*;

use super::*;
use crate::{
    domain::{
        AccessToken, AccessTokenEvent, Act, Agreement, Alert, AlertEvent, AlertPace, AlertTopic,
        BorneBy, CancelReason, Cancellation, ChargeEvent, ChargeFailure, ChargeStatus, ClaimEvent,
        ClaimReason, ClaimStatus, ConversationEvent, DeclineCode, Deed, Details, DomainEvent,
        EventChange, EventEvent, EventPicture, EventPlan, EventStatus, EventWords, FactorNews,
        FeedCursorEvent, FileKind, FileTerms, Handover, Intervention, Key, MailAbout, MailEvent,
        MailStatus, Merged, MessageEvent, OrderEvent, OrderStatus, PaidBack, PaidBy, PasswordHash,
        Postponement, Record as _, Refund, ReportEvent, Reservation, Row, Scope, SearchTopic,
        SeatDispute, SeatGroup, SeatsGo, SeatsWish, Side, SignIn, SignInBy, SignInEvent,
        SignInHistory, SignInHistoryEvent, SignInTry, StaffAct, StaffActEvent, Telling, TermsShown,
        TicketEvent, TicketFile, TicketStatus, TokenHash, UserEvent, WaitlistEvent, WaitlistStatus,
        WebhookDeliveryEvent, WebhookEndpointEvent, WebhookNoticeEvent, WebhookOff, Wish, public,
    },
    types::{
        AccessTokenId, AlertId, Category, ChargeId, City, Day, Email, EventId, EventName, FileId,
        Language, MailId, MessageId, MessageText, Notes, OrderId, Price, Reason, ReportId,
        SearchText, Seat, SeatRow, Section, SignInId, StaffActId, TicketId, Timestamp, Title,
        TokenName, UserId, Venue, WaitlistId, WebhookEndpointId, WebhookNoticeId, ZoneName,
    },
};

mod books;
mod disputes;
mod factors;
mod webhooks;

const GOLDEN: &str = include_str!("../golden.txt");
const AT: Timestamp = Timestamp::from_millis(1_795_348_800_000);
const UNTIL: Timestamp = Timestamp::from_millis(1_795_349_700_000);

/// Ids are not those of any record, but the same each time.
struct Ids {
    user: UserId,
    event: EventId,
    ticket: TicketId,
    order: OrderId,
    charge: ChargeId,
}

fn ids() -> Ids {
    Ids {
        user: UserId::from_bytes([b'u'; 16]),
        event: EventId::from_bytes([b'e'; 16]),
        ticket: TicketId::from_bytes([b't'; 16]),
        order: OrderId::from_bytes([b'o'; 16]),
        charge: ChargeId::from_bytes([b'c'; 16]),
    }
}

fn is_writing() -> bool {
    std::env::var_os("HOLDFAST_WRITE_GOLDEN").is_some()
}

/// A golden file as this program would write it, and whether it reads back what it holds.
struct Lines {
    golden: &'static str,
    written: String,
}

impl Lines {
    fn of(golden: &'static str) -> Self {
        Self { golden, written: String::new() }
    }

    fn add<T: Stored + PartialEq + Debug>(&mut self, name: &str, value: &T) {
        let bytes = encode(value).unwrap();
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        writeln!(self.written, "{name} {hex}").unwrap();
        if let Some(golden) = self.bytes(name).filter(|_| !is_writing()) {
            assert_eq!(decode::<T>(&golden).as_ref(), Ok(value), "{name}");
        }
    }

    /// What an earlier version of the type has written is read, and never written again.
    fn add_older<T: Stored + PartialEq + Debug>(&mut self, name: &str, value: &T) {
        let golden = self.bytes(name).unwrap();
        assert_ne!(golden[0], T::VERSION, "{name}");
        assert_eq!(decode::<T>(&golden).as_ref(), Ok(value), "{name}");
        let hex: String = golden.iter().map(|byte| format!("{byte:02x}")).collect();
        writeln!(self.written, "{name} {hex}").unwrap();
    }

    /// Of what the snapshots hold in another way: with other bytes they need another layout.
    fn add_public_events(&mut self, name: &str, events: &[PublicEvent]) {
        let mut bytes = vec![];
        events.iter().for_each(|event| append_public_event(&mut bytes, event).unwrap());
        if let Some(golden) = self.bytes(name).filter(|_| !is_writing()) {
            assert_eq!(decode_public_events(&golden).as_deref(), Ok(events), "{name}");
        }
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        self.written.push_str(&format!("{name} {hex}\n"));
    }

    fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        let hex = self.golden.lines().find_map(|l| l.strip_prefix(&format!("{name} ")))?;
        let byte = |at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap();
        Some((0..hex.len() / 2).map(byte).collect())
    }

    fn finish(self, file: &str) {
        if is_writing() {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/storage/");
            std::fs::write([folder, file].concat(), &self.written).unwrap();
            return;
        }
        let Self { golden, written } = self;
        assert!(written == golden, "the bytes have changed, or lines are missing:\n{written}");
    }
}

fn reservation() -> Reservation {
    Reservation { order: ids().order, buyer: ids().user, expires_at: UNTIL }
}

fn price() -> Price {
    Price::from_minor(4950).unwrap()
}

fn title() -> Title {
    Title::parse("Reihe 5, Straße").unwrap()
}

fn terms_shown() -> TermsShown {
    TermsShown { version: Day::parse("2026-12-01").unwrap(), text: [b't'; 32] }
}

fn reason() -> Reason {
    Reason::parse("The concert is off").unwrap()
}

fn failures() -> Vec<ChargeFailure> {
    let declined = [
        DeclineCode::CardDeclined,
        DeclineCode::InsufficientFunds,
        DeclineCode::ProcessingError,
        DeclineCode::Other("do not honour".into()),
    ];
    let others = [ChargeFailure::Interrupted, ChargeFailure::NotCaptured];
    let all: Vec<_> = declined.into_iter().map(ChargeFailure::Declined).chain(others).collect();
    covers(
        &[all.clone(), vec![ChargeFailure::TicketDropped]].concat(),
        7,
        |failure| match failure {
            ChargeFailure::Declined(DeclineCode::CardDeclined) => 0,
            ChargeFailure::Declined(DeclineCode::InsufficientFunds) => 1,
            ChargeFailure::Declined(DeclineCode::ProcessingError) => 2,
            ChargeFailure::Declined(DeclineCode::Other(_)) => 3,
            ChargeFailure::Interrupted => 4,
            ChargeFailure::NotCaptured => 5,
            // It is appended: [`purchase_events`].
            ChargeFailure::TicketDropped => 6,
        },
    );
    all
}

fn reasons() -> Vec<CancelReason> {
    let all = vec![
        CancelReason::Buyer,
        CancelReason::Expired,
        CancelReason::PaymentFailed,
        CancelReason::Refunded,
    ];
    covers(&[&all[..], &[CancelReason::Admin]].concat(), 5, |reason| match reason {
        CancelReason::Buyer => 0,
        CancelReason::Expired => 1,
        CancelReason::PaymentFailed => 2,
        CancelReason::Refunded => 3,
        CancelReason::Admin => 4,
    });
    all
}

/// There is a sample of each variant. Whoever appends one has to give it a number here, and then a
/// sample, and then a line in the golden file.
fn covers<T>(samples: &[T], variants: usize, number: impl Fn(&T) -> usize) {
    let seen: BTreeSet<usize> = samples.iter().map(number).collect();
    assert_eq!(seen, (0..variants).collect());
}

fn domain_events() -> Vec<DomainEvent> {
    let Ids { user, event, ticket, order, charge } = ids();
    let birth = EventEvent::Created {
        name: EventName::parse("The Test Band").unwrap(),
        venue: Venue::parse("Town Hall").unwrap(),
        city: City::parse("Köln").unwrap(),
        starts_at: UNTIL,
        zone: ZoneName::parse("Europe/Berlin").unwrap(),
        created_by: user,
    };
    let password = PasswordHash("$argon2id$v=19$m=19456,t=2,p=1$salt$hash".into());
    let email = Email::parse("ann@example.org").unwrap();
    let mut all = vec![
        DomainEvent::User(user, UserEvent::Created { email, password }),
        DomainEvent::Event(event, birth),
    ];
    let tickets = [
        TicketEvent::Created {
            event,
            event_starts_at: UNTIL,
            seller: user,
            title: title(),
            price: price(),
        },
        TicketEvent::Updated { title: title(), price: price() },
        TicketEvent::Withdrawn,
        TicketEvent::Reserved(reservation()),
        TicketEvent::ReservationReleased(order),
        TicketEvent::ReservationExpired(order),
        TicketEvent::SaleStarted(order, charge),
        TicketEvent::SaleAbandoned(order),
        TicketEvent::Sold(order),
        TicketEvent::Returned { order, relist: true },
    ];
    all.extend(tickets.into_iter().map(|event| DomainEvent::Ticket(ticket, event)));
    let mut orders = vec![
        OrderEvent::Created { ticket, buyer: user, price: price(), expires_at: UNTIL },
        OrderEvent::PaymentStarted(charge),
        OrderEvent::Completed(charge),
        OrderEvent::Expired,
        OrderEvent::RefundAsked { relist: true, deed: Deed { by: user, reason: reason() } },
        OrderEvent::Refunded("re_1".into()),
    ];
    orders.extend(failures().into_iter().map(|f| OrderEvent::PaymentFailed(charge, f)));
    orders.extend(reasons().into_iter().map(OrderEvent::Cancelled));
    all.extend(orders.into_iter().map(|event| DomainEvent::Order(order, event)));
    let mut charges = vec![
        ChargeEvent::Created(order, price()),
        ChargeEvent::Submitted("pi_1".into()),
        ChargeEvent::Authorised("pi_1".into()),
        ChargeEvent::Completed,
        ChargeEvent::Voided,
        ChargeEvent::Refunded { stripe_id: "pi_1".into(), stripe_refund_id: "re_1".into() },
    ];
    charges.extend(failures().into_iter().map(ChargeEvent::Failed));
    all.extend(charges.into_iter().map(|event| DomainEvent::Charge(charge, event)));
    all.extend(other_events());
    all.extend(sign_in_events());
    all.extend(sign_in_history_events());
    let seats = [
        TicketEvent::FileShows([b's'; 32]),
        TicketEvent::SeatDisputed,
        TicketEvent::SeatUndisputed,
        TicketEvent::SeatSettled(Deed { by: user, reason: reason() }),
    ];
    all.extend(seats.into_iter().map(|event| DomainEvent::Ticket(ticket, event)));
    all.extend(access_token_events());
    all.extend(webhooks::events());
    all.extend(purchase_events());
    all.push(DomainEvent::User(user, UserEvent::CalendarRenewed));
    let categorised = Category::ALL.map(EventEvent::Categorised);
    all.extend(categorised.map(|event| DomainEvent::Event(ids().event, event)));
    all.extend(line_events());
    all.extend(changed_events());
    let grouped = groups().map(TicketEvent::Grouped);
    all.extend(grouped.map(|event| DomainEvent::Ticket(ticket, event)));
    all.extend(alert_events());
    let pictured = [Some(picture()), None].map(|picture| EventEvent::Pictured(picture, user));
    all.extend(pictured.map(|pictured| DomainEvent::Event(event, pictured)));
    all.extend(books::events());
    all.extend(handover_events());
    all.extend(conversation_events());
    all.extend(claim_events());
    all.extend(report_events());
    all.extend(disputes::events());
    all.extend(books::invoice_events());
    let newer = Language::ALL.into_iter().skip(2).map(UserEvent::LanguageChosen);
    all.extend(newer.map(|event| DomainEvent::User(user, event)));
    all.extend(staff_act_events());
    all.push(DomainEvent::User(user, UserEvent::TermsAgreed(terms_shown())));
    all.extend(factors::events());
    let Ids { user, .. } = ids();
    let late = MailEvent::Queued(user, MailAbout::BackupLate(AT));
    all.push(DomainEvent::Mail(MailId::of(user, "a backup"), late));
    for event in &all {
        let says_so = format!("{event:?}").contains("Deed { by")
            || format!("{event:?}").contains("Setback { by: Some");
        assert_eq!(
            event.deed().is_some(),
            says_so,
            "who did it stands in the audit list: {event:?}"
        );
    }
    covers(&all, 119 + books::KINDS + disputes::KINDS + factors::KINDS, |event| match event {
        event if let Some(number) = books::number(event) => 119 + number,
        event if let Some(number) = disputes::number(event) => 119 + books::KINDS + number,
        event if let Some(number) = factors::number(event) => {
            119 + books::KINDS + disputes::KINDS + number
        }
        DomainEvent::User(_, UserEvent::Created { .. }) => 0,
        DomainEvent::Event(_, EventEvent::Created { .. }) => 1,
        DomainEvent::Ticket(_, TicketEvent::Created { .. }) => 2,
        DomainEvent::Ticket(_, TicketEvent::Updated { .. }) => 3,
        DomainEvent::Ticket(_, TicketEvent::Withdrawn) => 4,
        DomainEvent::Ticket(_, TicketEvent::Reserved(_)) => 5,
        DomainEvent::Ticket(_, TicketEvent::ReservationReleased { .. }) => 6,
        DomainEvent::Ticket(_, TicketEvent::ReservationExpired { .. }) => 7,
        DomainEvent::Ticket(_, TicketEvent::SaleStarted { .. }) => 8,
        DomainEvent::Ticket(_, TicketEvent::SaleAbandoned { .. }) => 9,
        DomainEvent::Ticket(_, TicketEvent::Sold { .. }) => 10,
        DomainEvent::Order(_, OrderEvent::Created { .. }) => 11,
        DomainEvent::Order(_, OrderEvent::PaymentStarted { .. }) => 12,
        DomainEvent::Order(_, OrderEvent::PaymentFailed { .. }) => 13,
        DomainEvent::Order(_, OrderEvent::Completed { .. }) => 14,
        DomainEvent::Order(_, OrderEvent::Cancelled { .. }) => 15,
        DomainEvent::Order(_, OrderEvent::Expired) => 16,
        DomainEvent::Ticket(_, TicketEvent::Returned { .. }) => 24,
        DomainEvent::Order(_, OrderEvent::RefundAsked { .. }) => 25,
        DomainEvent::Order(_, OrderEvent::Refunded { .. }) => 26,
        DomainEvent::Charge(_, ChargeEvent::Created { .. }) => 17,
        DomainEvent::Charge(_, ChargeEvent::Submitted { .. }) => 18,
        DomainEvent::Charge(_, ChargeEvent::Authorised { .. }) => 19,
        DomainEvent::Charge(_, ChargeEvent::Completed) => 20,
        DomainEvent::Charge(_, ChargeEvent::Failed { .. }) => 21,
        DomainEvent::Charge(_, ChargeEvent::Voided) => 22,
        DomainEvent::Charge(_, ChargeEvent::Refunded { .. }) => 23,
        DomainEvent::WebhookNotice(_, WebhookNoticeEvent::Received { .. }) => 27,
        DomainEvent::Ticket(_, TicketEvent::Described(_)) => 28,
        DomainEvent::Ticket(_, TicketEvent::FileAttached(_)) => 29,
        DomainEvent::Ticket(_, TicketEvent::FileRemoved) => 30,
        DomainEvent::Order(_, OrderEvent::FeeIncluded { .. }) => 31,
        DomainEvent::WaitlistEntry(_, WaitlistEvent::Asked { .. }) => 32,
        DomainEvent::WaitlistEntry(_, WaitlistEvent::Told) => 33,
        DomainEvent::WaitlistEntry(_, WaitlistEvent::Dropped) => 34,
        DomainEvent::Mail(_, MailEvent::Queued { .. }) => 35,
        DomainEvent::Mail(_, MailEvent::Sent) => 36,
        DomainEvent::Mail(_, MailEvent::Failed { .. }) => 37,
        DomainEvent::User(_, UserEvent::PasswordChanged { .. }) => 38,
        DomainEvent::User(_, UserEvent::AddressChanged { .. }) => 39,
        DomainEvent::User(_, UserEvent::SessionsEnded) => 40,
        DomainEvent::Mail(_, MailEvent::Resumed) => 41,
        DomainEvent::User(_, UserEvent::Deleted) => 42,
        DomainEvent::User(_, UserEvent::Banned { .. }) => 43,
        DomainEvent::User(_, UserEvent::Unbanned { .. }) => 44,
        DomainEvent::Order(_, OrderEvent::CancelledBySite { .. }) => 45,
        DomainEvent::Ticket(_, TicketEvent::Removed { .. }) => 46,
        DomainEvent::User(_, UserEvent::LanguageChosen(_)) => 47,
        DomainEvent::User(_, UserEvent::Confirmed) => 48,
        DomainEvent::Ticket(_, TicketEvent::Recalled { .. }) => 49,
        DomainEvent::Event(_, EventEvent::Renamed { .. }) => 50,
        DomainEvent::Event(_, EventEvent::Merged { .. }) => 51,
        DomainEvent::Ticket(_, TicketEvent::Moved { .. }) => 52,
        DomainEvent::Mail(_, MailEvent::ResumedBy { .. }) => 53,
        DomainEvent::SignIn(_, SignInEvent::Began { .. }) => 54,
        DomainEvent::SignIn(_, SignInEvent::Seen) => 55,
        DomainEvent::SignIn(_, SignInEvent::Ended) => 56,
        DomainEvent::SignInHistory(_, SignInHistoryEvent::Succeeded { .. }) => 57,
        DomainEvent::SignInHistory(_, SignInHistoryEvent::SucceededElsewhere { .. }) => 58,
        DomainEvent::SignInHistory(_, SignInHistoryEvent::Failed { .. }) => 59,
        DomainEvent::SignInHistory(_, SignInHistoryEvent::Forgotten) => 60,
        DomainEvent::Ticket(_, TicketEvent::FileShows(_)) => 61,
        DomainEvent::Ticket(_, TicketEvent::SeatDisputed) => 62,
        DomainEvent::Ticket(_, TicketEvent::SeatUndisputed) => 63,
        DomainEvent::Ticket(_, TicketEvent::SeatSettled(_)) => 64,
        DomainEvent::AccessToken(_, AccessTokenEvent::Made { .. }) => 65,
        DomainEvent::AccessToken(_, AccessTokenEvent::Used) => 66,
        DomainEvent::AccessToken(_, AccessTokenEvent::Revoked) => 67,
        DomainEvent::WebhookEndpoint(_, WebhookEndpointEvent::Added { .. }) => 68,
        DomainEvent::WebhookEndpoint(_, WebhookEndpointEvent::SecretReplaced(_)) => 69,
        DomainEvent::WebhookEndpoint(_, WebhookEndpointEvent::OldSecretEnded) => 70,
        DomainEvent::WebhookEndpoint(_, WebhookEndpointEvent::TurnedOff(_)) => 71,
        DomainEvent::WebhookEndpoint(_, WebhookEndpointEvent::TurnedOn) => 72,
        DomainEvent::WebhookEndpoint(_, WebhookEndpointEvent::Failed) => 73,
        DomainEvent::WebhookEndpoint(_, WebhookEndpointEvent::Recovered) => 74,
        DomainEvent::WebhookEndpoint(_, WebhookEndpointEvent::Deleted) => 75,
        DomainEvent::WebhookDelivery(_, WebhookDeliveryEvent::Queued(..)) => 76,
        DomainEvent::WebhookDelivery(_, WebhookDeliveryEvent::Delivered(_)) => 77,
        DomainEvent::WebhookDelivery(_, WebhookDeliveryEvent::Failed { .. }) => 78,
        DomainEvent::WebhookDelivery(_, WebhookDeliveryEvent::Resumed) => 79,
        DomainEvent::FeedCursor(_, FeedCursorEvent::Moved(..)) => 80,
        DomainEvent::Order(_, OrderEvent::MadeTogether(_)) => 81,
        DomainEvent::Charge(_, ChargeEvent::PartOf(_)) => 82,
        DomainEvent::User(_, UserEvent::CalendarRenewed) => 83,
        DomainEvent::Event(_, EventEvent::Categorised(_)) => 84,
        DomainEvent::WaitlistEntry(_, WaitlistEvent::SeatsAsked(..)) => 85,
        DomainEvent::WaitlistEntry(_, WaitlistEvent::Served(_)) => 86,
        DomainEvent::WaitlistEntry(_, WaitlistEvent::PassedOver) => 87,
        DomainEvent::WaitlistEntry(_, WaitlistEvent::LetPass) => 88,
        DomainEvent::WaitlistEntry(_, WaitlistEvent::Kept) => 89,
        DomainEvent::WaitlistEntry(_, WaitlistEvent::PutOut) => 90,
        DomainEvent::Event(_, EventEvent::Changed(..)) => 91,
        DomainEvent::Event(_, EventEvent::Postponed { .. }) => 92,
        DomainEvent::Event(_, EventEvent::Cancelled(_)) => 93,
        DomainEvent::Event(_, EventEvent::Told(_)) => 94,
        DomainEvent::Event(_, EventEvent::RefundCounted) => 95,
        DomainEvent::Event(_, EventEvent::Ends(_)) => 96,
        DomainEvent::Ticket(_, TicketEvent::Grouped(_)) => 97,
        DomainEvent::Alert(_, AlertEvent::Asked(..)) => 98,
        DomainEvent::Alert(_, AlertEvent::PaceChosen(_)) => 99,
        DomainEvent::Alert(_, AlertEvent::Told(_)) => 100,
        DomainEvent::Alert(_, AlertEvent::Ended) => 101,
        DomainEvent::Event(_, EventEvent::Pictured(..)) => 102,
        DomainEvent::Earning(..)
        | DomainEvent::Payout(..)
        | DomainEvent::PayoutRun(..)
        | DomainEvent::PayoutAccount(..)
        | DomainEvent::Books(..)
        | DomainEvent::Dispute(..)
        | DomainEvent::FeeInvoice(..)
        | DomainEvent::InvoiceSeries(..)
        | DomainEvent::Charge(_, ChargeEvent::FeeRead(_))
        | DomainEvent::SignIn(_, SignInEvent::ShownBy(_))
        | DomainEvent::SignInHistory(
            _,
            SignInHistoryEvent::SucceededBy(_) | SignInHistoryEvent::CodeFailed { .. },
        )
        | DomainEvent::User(
            _,
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
            | UserEvent::OpenIdUnlinked,
        )
        | DomainEvent::Order(_, OrderEvent::SellerFeeIncluded(_) | OrderEvent::RefundDropped) => {
            unreachable!("above")
        }
        DomainEvent::Ticket(_, TicketEvent::HandoverChosen(_)) => 103,
        DomainEvent::Conversation(_, ConversationEvent::Written(..)) => 104,
        DomainEvent::Conversation(_, ConversationEvent::Seen(..)) => 105,
        DomainEvent::Conversation(_, ConversationEvent::AdminsAsked(_)) => 106,
        DomainEvent::Conversation(_, ConversationEvent::Received) => 107,
        DomainEvent::Message(_, MessageEvent::Written { .. }) => 108,
        DomainEvent::Claim(_, ClaimEvent::Opened { .. }) => 109,
        DomainEvent::Claim(_, ClaimEvent::Answered(_)) => 110,
        DomainEvent::Claim(_, ClaimEvent::Upheld { .. }) => 111,
        DomainEvent::Claim(_, ClaimEvent::Rejected(_)) => 112,
        DomainEvent::Claim(_, ClaimEvent::Withdrawn) => 113,
        DomainEvent::Claim(_, ClaimEvent::MadeGood) => 114,
        DomainEvent::Report(_, ReportEvent::Filed { .. }) => 115,
        DomainEvent::Report(_, ReportEvent::Closed(_)) => 116,
        DomainEvent::StaffAct(_, StaffActEvent::Noted(..)) => 117,
        DomainEvent::User(_, UserEvent::TermsAgreed(_)) => 118,
    });
    all
}

fn line_events() -> Vec<DomainEvent> {
    let Ids { user, order, .. } = ids();
    let id = WaitlistId::of_event(ids().event, user);
    let nothing_said = SeatsWish { at_most: None, section: None, ..seats_wish() };
    let events = [
        WaitlistEvent::SeatsAsked(seats_wish(), user),
        WaitlistEvent::SeatsAsked(nothing_said, user),
        WaitlistEvent::Served(order),
        WaitlistEvent::PassedOver,
        WaitlistEvent::LetPass,
        WaitlistEvent::Kept,
        WaitlistEvent::PutOut,
    ];
    let queued = MailEvent::Queued(user, MailAbout::YourTurn(order));
    let events = events.map(|event| DomainEvent::WaitlistEntry(id, event));
    let queued = DomainEvent::Mail(MailId::of(user, "a cause"), queued);
    events.into_iter().chain([queued]).collect()
}

fn alert_topics() -> Vec<AlertTopic> {
    let text = |text| SearchText::parse(text).ok();
    let search = SearchTopic {
        words: text("Bär"),
        city: text("Köln"),
        category: Some(Category::Comedy),
        from: Day::parse("2026-12-01").ok(),
        to: Day::parse("2026-12-31").ok(),
        min_price: Some(Price::MIN),
        max_price: Some(price()),
    };
    let words = SearchTopic { words: text("Bär"), ..SearchTopic::default() };
    let (venue, city) = (Venue::parse("Town Hall").unwrap(), City::parse("Köln").unwrap());
    let all = vec![
        AlertTopic::Event(ids().event),
        AlertTopic::Venue(venue, city),
        AlertTopic::Search(search),
        AlertTopic::Search(words),
    ];
    covers(&all, 3, |topic| match topic {
        AlertTopic::Event(_) => 0,
        AlertTopic::Venue(..) => 1,
        AlertTopic::Search(_) => 2,
    });
    all
}

fn alerts() -> Vec<Alert> {
    let user = ids().user;
    let alert = |topic: AlertTopic| Alert {
        id: AlertId::of(user, &topic.key()),
        user,
        topic,
        pace: AlertPace::Daily,
        asked_at: AT,
        told_until: UNTIL,
        told_at: Some(UNTIL),
        is_over: false,
    };
    let mut all: Vec<_> = alert_topics().into_iter().map(alert).collect();
    let pace = AlertPace::AtOnce;
    all.push(Alert { pace, told_at: None, is_over: true, ..all[0].clone() });
    all
}

fn alert_events() -> Vec<DomainEvent> {
    let user = ids().user;
    let id = AlertId::from_bytes([b'l'; 16]);
    let asked = alert_topics().into_iter();
    let mut events: Vec<_> =
        asked.map(|topic| AlertEvent::Asked(user, topic, AlertPace::AtOnce)).collect();
    events.extend([
        AlertEvent::PaceChosen(AlertPace::Daily),
        AlertEvent::Told(UNTIL),
        AlertEvent::Ended,
    ]);
    let queued = MailEvent::Queued(user, MailAbout::AlertNews(id, AT, UNTIL));
    let queued = DomainEvent::Mail(MailId::of(user, "an alert"), queued);
    events.into_iter().map(|event| DomainEvent::Alert(id, event)).chain([queued]).collect()
}

fn seats_wish() -> SeatsWish {
    let section = Section::parse("Block B").ok();
    SeatsWish { event: ids().event, quantity: 2, at_most: Some(price()), section }
}

fn changed_events() -> Vec<DomainEvent> {
    let Ids { user, event: id, ticket, .. } = ids();
    let deed = || Deed { by: user, reason: reason() };
    let plan = EventPlan { ends_at: Some(UNTIL), ..event().plan() };
    let events = [
        EventEvent::Changed(plan, deed()),
        EventEvent::Postponed { refund_until: UNTIL, has_date: true, deed: deed() },
        EventEvent::Cancelled(deed()),
        EventEvent::Told(Some(ticket)),
        EventEvent::Told(None),
        EventEvent::RefundCounted,
        EventEvent::Ends(UNTIL),
    ];
    let news = MailEvent::Queued(user, MailAbout::EventNews(id, AT));
    let mail = DomainEvent::Mail(MailId::from_bytes([b'm'; 16]), news);
    events.map(|event| DomainEvent::Event(id, event)).into_iter().chain([mail]).collect()
}

fn purchase_events() -> Vec<DomainEvent> {
    let Ids { order, charge, .. } = ids();
    let together = [order, OrderId::from_bytes([b'p'; 16])].into();
    let failed = OrderEvent::PaymentFailed(charge, ChargeFailure::TicketDropped);
    vec![
        DomainEvent::Order(order, OrderEvent::MadeTogether(together)),
        DomainEvent::Order(order, failed),
        DomainEvent::Charge(charge, ChargeEvent::PartOf(ChargeId::from_bytes([b'd'; 16]))),
    ]
}

fn sign_in_events() -> impl Iterator<Item = DomainEvent> {
    let SignIn { id, user, epoch, browser, from, .. } = sign_in();
    let began = SignInEvent::Began { user, epoch, browser, from };
    let events = [began, SignInEvent::Seen, SignInEvent::Ended];
    events.into_iter().map(move |event| DomainEvent::SignIn(id, event))
}

fn sign_in_history_events() -> impl Iterator<Item = DomainEvent> {
    let Ids { user, .. } = ids();
    let SignInTry { at, browser, from, .. } = sign_in_try();
    let events = [
        SignInHistoryEvent::Succeeded { browser: browser.clone(), from: from.clone() },
        SignInHistoryEvent::SucceededElsewhere { browser: browser.clone(), from: from.clone() },
        SignInHistoryEvent::Failed { browser: browser.clone(), from: from.clone() },
        SignInHistoryEvent::Forgotten,
    ];
    let about = MailAbout::SignedInElsewhere(browser, from, at);
    let queued = DomainEvent::Mail(MailId::of(user, "a cause"), MailEvent::Queued(user, about));
    let events = events.into_iter().map(move |event| DomainEvent::SignInHistory(user, event));
    events.chain([queued])
}

fn access_token_events() -> impl Iterator<Item = DomainEvent> {
    let AccessToken { id, owner, epoch, name, scopes, expires_at, hash, .. } = access_token();
    let made = AccessTokenEvent::Made { owner, epoch, name, scopes, expires_at, hash };
    let events = [made, AccessTokenEvent::Used, AccessTokenEvent::Revoked];
    events.into_iter().map(move |event| DomainEvent::AccessToken(id, event))
}

fn access_token() -> AccessToken {
    AccessToken {
        id: AccessTokenId::from_bytes([b'a'; 16]),
        owner: ids().user,
        epoch: 3,
        name: TokenName::parse("Box office").unwrap(),
        scopes: Scope::ALL.into_iter().collect(),
        expires_at: UNTIL,
        hash: TokenHash([b'h'; 32]),
        made_at: AT,
        used_at: None,
        revoked_at: None,
    }
}

fn sign_in_try() -> SignInTry {
    SignInTry {
        at: AT,
        browser: "Firefox on Linux".into(),
        from: "192.0.2.7".into(),
        by: SignInBy::default(),
    }
}

fn sign_in() -> SignIn {
    SignIn {
        id: SignInId::of(1),
        user: ids().user,
        epoch: 3,
        browser: "Firefox on Linux".into(),
        from: "192.0.2.7".into(),
        begun_at: AT,
        seen_at: UNTIL,
        ended_at: None,
        by: SignInBy::default(),
    }
}

fn details() -> Details {
    Details {
        section: Some(Section::parse("Block B").unwrap()),
        row: Some(SeatRow::parse("5").unwrap()),
        seat: Some(Seat::parse("12").unwrap()),
        face_value: Some(price()),
        notes: Some(Notes::parse("Behind a pillar").unwrap()),
    }
}

fn files() -> Vec<TicketFile> {
    let all = [
        FileKind::Pdf,
        FileKind::Png,
        FileKind::Jpeg,
        FileKind::Webp,
        FileKind::Heic,
        FileKind::Pkpass,
    ];
    covers(&all, 6, |kind| match kind {
        FileKind::Pdf => 0,
        FileKind::Png => 1,
        FileKind::Jpeg => 2,
        FileKind::Webp => 3,
        FileKind::Heic => 4,
        FileKind::Pkpass => 5,
    });
    let file = |kind| {
        let id = FileId::from_bytes([b'f'; 16]);
        TicketFile { id, kind, bytes: 70_000, digest: [b'd'; 32] }
    };
    all.into_iter().map(file).collect()
}

fn abouts() -> Vec<MailAbout> {
    let Ids { ticket, order, .. } = ids();
    let all = vec![
        MailAbout::OrderCompleted(order),
        MailAbout::TicketSold(order),
        MailAbout::HoldExpired(order),
        MailAbout::OrderRefunded(order),
        MailAbout::TicketFree(ticket),
    ];
    let later = [
        MailAbout::PasswordReset(UNTIL),
        MailAbout::OrderCancelled(order),
        MailAbout::TicketRemoved(ticket),
        MailAbout::AddressConfirmation(UNTIL),
        MailAbout::TicketRecalled(ticket),
        MailAbout::FileAttached(order),
        MailAbout::PasswordChanged(UNTIL),
        MailAbout::AddressGivenUp(Email::parse("ann@example.org").unwrap(), UNTIL),
        MailAbout::SignedInElsewhere("Firefox on Linux".into(), "192.0.2.7".into(), AT),
        MailAbout::WebhookTurnedOff(WebhookEndpointId::from_bytes([b'p'; 16]), WebhookOff::Failing),
        MailAbout::YourTurn(order),
    ];
    let alert = AlertId::from_bytes([b'l'; 16]);
    let latest = [MailAbout::EventNews(ids().event, AT), MailAbout::AlertNews(alert, AT, UNTIL)];
    let money = books::mails();
    let handing_over = [
        MailAbout::FileDue(order),
        MailAbout::FileOverdue(order),
        MailAbout::MessageCame(order),
        MailAbout::ClaimOpened(order),
        MailAbout::ClaimAnswered(order),
        MailAbout::ClaimSettled(order),
        MailAbout::DisputeNews(order),
        MailAbout::BackupLate(AT),
        MailAbout::FactorNews(FactorNews::TotpAdded, UNTIL),
    ];
    covers(&[&all[..], &later, &latest, &handing_over, &money].concat(), 29, |about| match about {
        MailAbout::OrderCompleted(_) => 0,
        MailAbout::TicketSold(_) => 1,
        MailAbout::HoldExpired(_) => 2,
        MailAbout::OrderRefunded(_) => 3,
        MailAbout::TicketFree(_) => 4,
        MailAbout::PasswordReset { .. } => 5,
        MailAbout::OrderCancelled(_) => 6,
        MailAbout::TicketRemoved(_) => 7,
        MailAbout::AddressConfirmation { .. } => 8,
        MailAbout::TicketRecalled(_) => 9,
        MailAbout::FileAttached(_) => 10,
        MailAbout::PasswordChanged(_) => 11,
        MailAbout::AddressGivenUp(..) => 12,
        MailAbout::SignedInElsewhere(..) => 13,
        MailAbout::WebhookTurnedOff(..) => 14,
        MailAbout::YourTurn(_) => 15,
        MailAbout::EventNews(..) => 16,
        MailAbout::AlertNews(..) => 17,
        MailAbout::BankGiven(_) => 24,
        MailAbout::PayoutNews(_) => 25,
        MailAbout::FileDue(_) => 18,
        MailAbout::FileOverdue(_) => 19,
        MailAbout::MessageCame(_) => 20,
        MailAbout::ClaimOpened(_) => 21,
        MailAbout::ClaimAnswered(_) => 22,
        MailAbout::ClaimSettled(_) => 23,
        MailAbout::DisputeNews(_) => 26,
        MailAbout::BackupLate(_) => 27,
        MailAbout::FactorNews(..) => 28,
    });
    all
}

/// More of them. What is appended from now on is appended here.
fn other_events() -> Vec<DomainEvent> {
    let Ids { user, ticket, order, .. } = ids();
    let (waitlist_entry, mail) = (WaitlistId::of(ticket, user), MailId::of(user, "a cause"));
    let mut tickets = vec![TicketEvent::Described(details()), TicketEvent::FileRemoved];
    tickets.extend(files().into_iter().take(3).map(TicketEvent::FileAttached));
    let waitlist_entries =
        [WaitlistEvent::Asked(ticket, user), WaitlistEvent::Told, WaitlistEvent::Dropped];
    let mut mails = vec![
        MailEvent::Sent,
        MailEvent::Failed { error: "451 later".into(), again_at: Some(UNTIL) },
        MailEvent::Failed { error: "550 no".into(), again_at: None },
    ];
    mails.extend(abouts().into_iter().map(|about| MailEvent::Queued(user, about)));
    let WebhookNotice { id, stripe_id, kind, .. } = notice();
    let mut all =
        vec![DomainEvent::WebhookNotice(id, WebhookNoticeEvent::Received { stripe_id, kind })];
    all.extend(tickets.into_iter().map(|e| DomainEvent::Ticket(ticket, e)));
    all.push(DomainEvent::Order(order, OrderEvent::FeeIncluded(price())));
    all.extend(
        waitlist_entries.into_iter().map(|event| DomainEvent::WaitlistEntry(waitlist_entry, event)),
    );
    all.extend(mails.into_iter().map(|event| DomainEvent::Mail(mail, event)));
    let users = [
        UserEvent::PasswordChanged(self::user().password),
        UserEvent::AddressChanged(Email::parse("ann@example.com").unwrap()),
        UserEvent::SessionsEnded,
    ];
    all.extend(users.into_iter().map(|event| DomainEvent::User(user, event)));
    all.push(DomainEvent::Mail(mail, MailEvent::Resumed));
    let about = MailAbout::PasswordReset(UNTIL);
    all.push(DomainEvent::Mail(mail, MailEvent::Queued(user, about)));
    all.push(DomainEvent::User(user, UserEvent::Deleted));
    let (by, reason) = (user, reason());
    all.extend([
        DomainEvent::User(user, UserEvent::Banned(Deed { by, reason: reason.clone() })),
        DomainEvent::User(user, UserEvent::Unbanned(Deed { by, reason: reason.clone() })),
        DomainEvent::Order(order, OrderEvent::CancelledBySite(Deed { by, reason: reason.clone() })),
        DomainEvent::Ticket(ticket, TicketEvent::Removed(Deed { by, reason })),
    ]);
    let abouts = [MailAbout::OrderCancelled(order), MailAbout::TicketRemoved(ticket)];
    let queued = abouts.map(|about| MailEvent::Queued(user, about));
    all.extend(queued.map(|event| DomainEvent::Mail(mail, event)));
    let chosen = [Language::English, Language::German].map(UserEvent::LanguageChosen);
    all.extend(chosen.map(|event| DomainEvent::User(user, event)));
    all.push(DomainEvent::User(user, UserEvent::Confirmed));
    all.push(DomainEvent::Ticket(ticket, TicketEvent::Recalled(order)));
    let abouts = [
        MailAbout::AddressConfirmation(UNTIL),
        MailAbout::TicketRecalled(ticket),
        MailAbout::FileAttached(order),
    ];
    let queued = abouts.map(|about| MailEvent::Queued(user, about));
    all.extend(queued.map(|event| DomainEvent::Mail(mail, event)));
    let (reason, into) = (intervention().reason, ids().event);
    let Event { id: event, name, venue, city, .. } = event();
    let words = EventWords { name, venue, city };
    let renamed = EventEvent::Renamed(words, Deed { by, reason: reason.clone() });
    all.extend([
        DomainEvent::Event(event, renamed),
        DomainEvent::Event(event, EventEvent::Merged(into, Deed { by, reason: reason.clone() })),
        DomainEvent::Ticket(ticket, TicketEvent::Moved { event: into, event_starts_at: UNTIL }),
        DomainEvent::Mail(mail, MailEvent::ResumedBy(Deed { by, reason })),
    ]);
    let abouts = [
        MailAbout::PasswordChanged(UNTIL),
        MailAbout::AddressGivenUp(Email::parse("ann@example.org").unwrap(), UNTIL),
    ];
    let queued = abouts.map(|about| MailEvent::Queued(user, about));
    all.extend(queued.map(|event| DomainEvent::Mail(mail, event)));
    let more_files = files().into_iter().skip(3).map(TicketEvent::FileAttached);
    all.extend(more_files.map(|event| DomainEvent::Ticket(ticket, event)));
    all
}

fn event() -> Event {
    Event {
        id: ids().event,
        name: EventName::parse("The Test Band").unwrap(),
        venue: Venue::parse("Town Hall").unwrap(),
        city: City::parse("Köln").unwrap(),
        starts_at: UNTIL,
        zone: ZoneName::parse("Europe/Berlin").unwrap(),
        created_by: ids().user,
        renamed: None,
        merged: None,
        version: 0,
        category: Category::Other,
        ends_at: None,
        status: EventStatus::Scheduled,
        changes: vec![],
        telling: None,
        picture: None,
    }
}

fn picture() -> EventPicture {
    let file = |id: u8| TicketFile {
        id: FileId::from_bytes([id; 16]),
        kind: FileKind::Jpeg,
        bytes: 150_000,
        digest: [id; 32],
    };
    EventPicture { large: file(b'l'), small: file(b's') }
}

/// What an event has since version 4.
fn newer_events() -> Vec<Event> {
    let changes = vec![EventChange { was: event().plan(), how: intervention() }];
    let postponement = Postponement { refund_until: UNTIL, has_date: false, how: intervention() };
    let cancellation = Cancellation { how: intervention(), refunded: 312 };
    let telling = Telling { of: AT, after: Some(ids().ticket) };
    vec![
        Event { ends_at: Some(UNTIL), changes, ..event() },
        Event { status: EventStatus::Postponed(postponement), ..event() },
        Event { status: EventStatus::Cancelled(cancellation), telling: Some(telling), ..event() },
    ]
}

fn events() -> [Event; 3] {
    let renamed = Event { renamed: Some(intervention()), ..event() };
    let merged = Some(Merged { into: ids().event, how: intervention() });
    [event(), renamed, Event { merged, ..event() }]
}

fn intervention() -> Intervention {
    Intervention { by: ids().user, reason: reason(), at: AT }
}

fn waitlist_entries() -> Vec<WaitlistEntry> {
    let Ids { user, ticket, order, .. } = ids();
    let all = [
        WaitlistStatus::Waiting,
        WaitlistStatus::Told(AT),
        WaitlistStatus::Over,
        WaitlistStatus::Served(order),
        WaitlistStatus::Out,
    ];
    covers(&all, 5, |status| match status {
        WaitlistStatus::Waiting => 0,
        WaitlistStatus::Told { .. } => 1,
        WaitlistStatus::Over => 2,
        WaitlistStatus::Served(_) => 3,
        WaitlistStatus::Out => 4,
    });
    let waitlist_entry = |status| WaitlistEntry {
        id: WaitlistId::of(ticket, user),
        wish: Wish::Ticket(ticket),
        user,
        asked_at: AT,
        status,
        let_pass: 0,
    };
    all.into_iter().map(waitlist_entry).collect()
}

fn mails() -> Vec<Mail> {
    let Ids { user, order, .. } = ids();
    let all = [MailStatus::Waiting(UNTIL), MailStatus::Sent(AT), MailStatus::GivenUp(AT)];
    covers(&all, 3, |status| match status {
        MailStatus::Waiting { .. } => 0,
        MailStatus::Sent { .. } => 1,
        MailStatus::GivenUp { .. } => 2,
    });
    let mail = |status| Mail {
        id: MailId::of(user, "a cause"),
        to: user,
        about: MailAbout::OrderCompleted(order),
        queued_at: AT,
        since: AT,
        failures: 2,
        last_failure: Some("451 later".into()),
        status,
    };
    all.into_iter().map(mail).collect()
}

fn notice() -> WebhookNotice {
    WebhookNotice {
        id: WebhookNoticeId::of("evt_1"),
        stripe_id: "evt_1".into(),
        kind: "payment_intent.succeeded".into(),
        received_at: AT,
    }
}

fn user() -> User {
    User {
        id: ids().user,
        email: Email::parse("ann@example.org").unwrap(),
        password: PasswordHash("$argon2id$v=19$m=19456,t=2,p=1$salt$hash".into()),
        created_at: AT,
        epoch: 3,
        ban: None,
        language: None,
        confirmed_at: None,
        version: 0,
        calendar: 0,
        agreed: None,
        factors: Default::default(),
    }
}

fn tickets() -> Vec<Ticket> {
    let Ids { user, event, ticket, order, charge } = ids();
    let all = [
        TicketStatus::Available,
        TicketStatus::Reserved(reservation()),
        TicketStatus::Selling { reservation: reservation(), charge },
        TicketStatus::Sold { order, buyer: user, at: AT },
        TicketStatus::Withdrawn,
    ];
    covers(&all, 5, |status| match status {
        TicketStatus::Available => 0,
        TicketStatus::Reserved(_) => 1,
        TicketStatus::Selling { .. } => 2,
        TicketStatus::Sold { .. } => 3,
        TicketStatus::Withdrawn => 4,
    });
    let record = |(status, file)| Ticket {
        id: ticket,
        event,
        event_starts_at: UNTIL,
        seller: user,
        title: title(),
        price: price(),
        listed_at: AT,
        status,
        details: details(),
        file: Some(file),
        removed: None,
        recalled: None,
        history: Default::default(),
        shown: None,
        dispute: None,
        group: None,
        handover: None,
        version: 0,
    };
    let mut all: Vec<_> =
        all.into_iter().zip(files().into_iter().take(3).cycle()).map(record).collect();
    let withdrawn = Ticket { details: Details::default(), file: None, ..all[4].clone() };
    all.push(Ticket { removed: Some(intervention()), ..withdrawn.clone() });
    all.push(Ticket { recalled: Some(ids().order), ..withdrawn });
    all
}

fn groups() -> [SeatGroup; 2] {
    SeatsGo::ALL.map(|how| SeatGroup { place: 3, size: 4, how })
}

fn handovers() -> [Handover; 5] {
    let file = |by| Handover::File(FileTerms { by, hours_before: 24 });
    let [transfer, by_hand, by_post] = Handover::OTHERS;
    [file(None), file(Some(AT)), transfer, by_hand, by_post]
}

fn handover_events() -> Vec<DomainEvent> {
    let Ids { user, ticket, order, .. } = ids();
    let chosen = handovers().map(TicketEvent::HandoverChosen);
    let chosen = chosen.map(|event| DomainEvent::Ticket(ticket, event));
    let mail = MailId::of(user, "a cause");
    let abouts = [MailAbout::FileDue(order), MailAbout::FileOverdue(order)];
    let queued = abouts.map(|about| DomainEvent::Mail(mail, MailEvent::Queued(user, about)));
    chosen.into_iter().chain(queued).collect()
}

fn message_texts() -> [(Option<MessageText>, Option<TicketFile>); 3] {
    let text = MessageText::parse("Here it is.\n\nÉnjoy!").ok();
    let [file, ..] = files()[..] else { unreachable!() };
    [(text.clone(), None), (None, Some(file)), (text, Some(file))]
}

fn conversation_events() -> Vec<DomainEvent> {
    let Ids { user: by, order, .. } = ids();
    let sides = [Side::Buyer, Side::Seller, Side::Admin];
    covers(&sides, 3, |side| match side {
        Side::Buyer => 0,
        Side::Seller => 1,
        Side::Admin => 2,
    });
    let mut events: Vec<_> = sides.map(|side| ConversationEvent::Written(side, 300)).into();
    events.push(ConversationEvent::Seen(Side::Seller, 7));
    events.extend([ConversationEvent::AdminsAsked(by), ConversationEvent::Received]);
    let events = events.into_iter().map(|event| DomainEvent::Conversation(order, event));
    let messages = (0..).zip(sides).zip(message_texts()).map(|((number, side), (text, file))| {
        let written = MessageEvent::Written { order, number, by, side, text, file };
        DomainEvent::Message(MessageId::of(order, number), written)
    });
    let told = MailEvent::Queued(by, MailAbout::MessageCame(order));
    let told = DomainEvent::Mail(MailId::of(by, "a cause"), told);
    events.chain(messages).chain([told]).collect()
}

fn report_events() -> Vec<DomainEvent> {
    let Ids { user: by, ticket, .. } = ids();
    let events = [
        ReportEvent::Filed { ticket, by, reason: reason() },
        ReportEvent::Closed(Deed { by, reason: reason() }),
    ];
    events.map(|event| DomainEvent::Report(ReportId::of(ticket, by), event)).into()
}

fn report() -> Report {
    let Ids { user: by, ticket, .. } = ids();
    Report { id: ReportId::of(ticket, by), ticket, by, reason: reason(), at: AT, closed: None }
}

fn staff_acts() -> [StaffAct; 3] {
    let Ids { user: by, ticket, .. } = ids();
    let (letter, id) = (b't', *ticket.as_bytes());
    let deed = Act::Deed { event: "TicketRemoved".into(), letter, id, reason: reason() };
    let look = |page: &str, id| Act::Look { page: page.into(), id };
    let acts = [deed, look("/admin/tickets", None), look("/admin/tickets", Some(id))];
    acts.map(|act| StaffAct { id: StaffActId::of(by, b"it", 1), by, act, at: AT })
}

fn staff_act_events() -> Vec<DomainEvent> {
    let noted =
        |act: StaffAct| DomainEvent::StaffAct(act.id, StaffActEvent::Noted(act.by, act.act));
    staff_acts().map(noted).into()
}

fn claim_text() -> MessageText {
    MessageText::parse("It never came.").unwrap()
}

fn claim_events() -> Vec<DomainEvent> {
    let Ids { user: by, order, .. } = ids();
    let (text, deed) = (claim_text(), Deed { by, reason: reason() });
    let opened = |reason| ClaimEvent::Opened { reason, text: text.clone() };
    let upheld = |borne_by| ClaimEvent::Upheld { borne_by, deed: deed.clone() };
    let mut events: Vec<_> = ClaimReason::ALL.map(opened).into();
    events.push(ClaimEvent::Answered(text.clone()));
    events.extend([BorneBy::Seller, BorneBy::Site].map(upheld));
    events.extend([
        ClaimEvent::Rejected(deed.clone()),
        ClaimEvent::Withdrawn,
        ClaimEvent::MadeGood,
    ]);
    let abouts = [
        MailAbout::ClaimOpened(order),
        MailAbout::ClaimAnswered(order),
        MailAbout::ClaimSettled(order),
    ];
    let mail = MailId::of(by, "a cause");
    let told = abouts.map(|about| DomainEvent::Mail(mail, MailEvent::Queued(by, about)));
    let events = events.into_iter().map(|event| DomainEvent::Claim(order, event));
    events.chain(told).collect()
}

fn claims() -> Vec<Claim> {
    let statuses = vec![
        ClaimStatus::Open,
        ClaimStatus::Upheld { borne_by: BorneBy::Site, how: intervention() },
        ClaimStatus::Rejected(intervention()),
        ClaimStatus::Withdrawn(UNTIL),
        ClaimStatus::MadeGood(UNTIL),
    ];
    covers(&statuses, 5, |status| match status {
        ClaimStatus::Open => 0,
        ClaimStatus::Upheld { .. } => 1,
        ClaimStatus::Rejected(_) => 2,
        ClaimStatus::Withdrawn(_) => 3,
        ClaimStatus::MadeGood(_) => 4,
    });
    let claim = |status| Claim {
        id: ids().order,
        reason: ClaimReason::RefusedAtDoor,
        text: claim_text(),
        opened_at: AT,
        answer: (status != ClaimStatus::Open).then(|| (claim_text(), UNTIL)),
        status,
    };
    statuses.into_iter().map(claim).collect()
}

fn conversation() -> Conversation {
    Conversation {
        id: ids().order,
        messages: 200,
        file_bytes: 70_000,
        seen_by_buyer: 199,
        seen_by_seller: 3,
        asked_admins_at: Some(AT),
        waits_for_admins: true,
        received_at: Some(UNTIL),
    }
}

fn message() -> Message {
    let [.., (text, file)] = message_texts();
    let (order, by) = (ids().order, ids().user);
    let (id, number, side) = (MessageId::of(order, 3), 3, Side::Seller);
    Message { id, order, number, by, side, text, file, at: AT }
}

/// What a ticket has since version 2.
fn newer_tickets() -> Vec<Ticket> {
    let [first, ..] = &tickets()[..] else { unreachable!() };
    vec![
        Ticket { shown: Some([b's'; 32]), dispute: Some(SeatDispute::Open), ..first.clone() },
        Ticket { dispute: Some(SeatDispute::Settled(intervention())), ..first.clone() },
    ]
}

fn orders() -> Vec<Order> {
    let Ids { user, ticket, order, charge, .. } = ids();
    let mut all = vec![
        OrderStatus::Created,
        OrderStatus::AwaitingPayment(None),
        OrderStatus::AwaitingPayment(Some(charge)),
        OrderStatus::Completed { charge, at: AT },
    ];
    all.extend(reasons().into_iter().map(|reason| OrderStatus::Cancelled { reason, at: AT }));
    covers(&all, 4, |status| match status {
        OrderStatus::Created => 0,
        OrderStatus::AwaitingPayment { .. } => 1,
        OrderStatus::Completed { .. } => 2,
        OrderStatus::Cancelled { .. } => 3,
    });
    let record = |status| Order {
        id: order,
        ticket,
        buyer: user,
        price: price(),
        expires_at: UNTIL,
        created_at: AT,
        failed_attempts: 2,
        last_failure: failures().pop(),
        refund: Some(Refund { by: user, reason: reason(), relist: true, at: AT }),
        status,
        fee: Some(Price::MIN),
        cancelled_by: None,
        paid: None,
        paid_back: None,
        version: 0,
        together: Box::default(),
        seller_fee: None,
    };
    let mut all: Vec<_> = all.into_iter().map(record).collect();
    let mut by_site = all[0].clone();
    by_site.status = OrderStatus::Cancelled { reason: CancelReason::Admin, at: AT };
    by_site.cancelled_by = Some(intervention());
    all.push(by_site);
    let mut refunded = all[0].clone();
    refunded.status = OrderStatus::Cancelled { reason: CancelReason::Refunded, at: UNTIL };
    refunded.paid = Some(PaidBy { charge, at: AT });
    refunded.paid_back = Some(PaidBack { stripe_refund_id: "re_1".into(), at: UNTIL });
    all.push(refunded);
    all
}

fn charges() -> Vec<Charge> {
    let Ids { order, charge, .. } = ids();
    let mut all = vec![
        ChargeStatus::Created,
        ChargeStatus::Authorised,
        ChargeStatus::Completed,
        ChargeStatus::Voided,
    ];
    all.extend(failures().into_iter().map(ChargeStatus::Failed));
    covers(&all, 5, |status| match status {
        ChargeStatus::Created => 0,
        ChargeStatus::Authorised => 1,
        ChargeStatus::Completed => 2,
        ChargeStatus::Voided => 3,
        ChargeStatus::Failed(_) => 4,
    });
    let record = |status| Charge {
        id: charge,
        order,
        amount: price(),
        created_at: AT,
        stripe_id: Some("pi_1".into()),
        stripe_refund_id: None,
        status,
        version: 0,
        part_of: None,
        fee_minor: None,
    };
    all.into_iter().map(record).collect()
}

/// What is on people's disks. If this fails, the answer is a version 2 of what has changed, not
/// another golden file; only lines for what was appended may be added, by
/// `HOLDFAST_WRITE_GOLDEN=1 cargo test golden`.
#[test]
fn golden_bytes() {
    let mut lines = Lines::of(GOLDEN);
    for (n, event) in domain_events().iter().enumerate() {
        let entry = Entry { at: AT, events: vec![event.clone()] };
        lines.add(&format!("Entry.{n}.{}", event.name()), &entry);
    }
    let users = [
        ("User", user()),
        ("User.banned", User { ban: Some(intervention()), ..user() }),
        ("User.german", User { language: Some(Language::German), ..user() }),
        ("User.confirmed", User { confirmed_at: Some(AT), ..user() }),
    ];
    for (name, row) in users {
        lines.add_older(name, &row);
        let row = User { version: 300, ..row };
        lines.add_older(&format!("{name}.2"), &row);
        let row = User { calendar: 2, ..row };
        lines.add_older(&format!("{name}.3"), &row);
        let agreed = Some(Agreement { terms: terms_shown(), at: AT });
        lines.add(&format!("{name}.4"), &User { agreed, factors: factors::all(), ..row });
    }
    for (n, row) in events().into_iter().enumerate() {
        lines.add_older(&format!("Event.{n}"), &row);
        let row = Event { version: 300, ..row };
        lines.add_older(&format!("Event.{n}.2"), &row);
        let row = Event { category: Category::Festival, ..row };
        lines.add_older(&format!("Event.{n}.3"), &row);
        lines.add_older(&format!("Event.{n}.4"), &row);
        lines.add(&format!("Event.{n}.5"), &Event { picture: Some(picture()), ..row });
    }
    for (n, row) in newer_events().into_iter().enumerate() {
        lines.add_older(&format!("Event.4.newer.{n}"), &row);
    }
    for (n, row) in tickets().into_iter().enumerate() {
        lines.add_older(&format!("Ticket.{n}"), &row);
        lines.add_older(&format!("Ticket.2.{n}"), &row);
        let row = Ticket { version: 300, ..row };
        lines.add_older(&format!("Ticket.3.{n}"), &row);
        let row = Ticket { group: groups().get(n).copied(), ..row };
        lines.add_older(&format!("Ticket.4.{n}"), &row);
        let handover = handovers().get(n).copied();
        lines.add(&format!("Ticket.5.{n}"), &Ticket { handover, ..row });
    }
    for (n, row) in newer_tickets().into_iter().enumerate() {
        lines.add_older(&format!("Ticket.2.newer.{n}"), &row);
        lines.add_older(&format!("Ticket.3.newer.{n}"), &Ticket { version: 300, ..row });
    }
    for (n, row) in orders().into_iter().enumerate() {
        lines.add_older(&format!("Order.{n}"), &row);
        let row = Order { version: 300, ..row };
        lines.add_older(&format!("Order.{n}.2"), &row);
        let together = [row.id, OrderId::from_bytes([b'p'; 16])].into();
        let row = Order { together, ..row };
        lines.add_older(&format!("Order.{n}.3"), &row);
        lines.add(&format!("Order.{n}.4"), &Order { seller_fee: Some(Price::MIN), ..row });
    }
    for (n, row) in charges().into_iter().enumerate() {
        lines.add_older(&format!("Charge.{n}"), &row);
        let row = Charge { version: 300, ..row };
        lines.add_older(&format!("Charge.{n}.2"), &row);
        let part_of = Some(ChargeId::from_bytes([b'd'; 16]));
        let row = Charge { part_of, ..row };
        lines.add_older(&format!("Charge.{n}.3"), &row);
        lines.add(&format!("Charge.{n}.4"), &Charge { fee_minor: Some(114), ..row });
    }
    lines.add("WebhookNotice", &notice());
    for (n, row) in waitlist_entries().into_iter().enumerate() {
        if n < 3 {
            lines.add_older(&format!("WaitlistEntry.{n}"), &row);
        }
        lines.add(&format!("WaitlistEntry.{n}.2"), &row);
        let wish = Wish::Seats(seats_wish());
        lines.add(
            &format!("WaitlistEntry.{n}.2.seats"),
            &WaitlistEntry { wish, let_pass: 1, ..row },
        );
    }
    mails().iter().enumerate().for_each(|(n, row)| lines.add(&format!("Mail.{n}"), row));
    lines.add_older("SignIn", &sign_in());
    lines.add_older("SignIn.ended", &SignIn { ended_at: Some(UNTIL), ..sign_in() });
    let (id, tries) = (ids().user, vec![sign_in_try()]);
    let empty = SignInHistory { id, succeeded: vec![], failed: vec![] };
    lines.add_older("SignInHistory", &empty);
    lines.add_older(
        "SignInHistory.succeeded",
        &SignInHistory { succeeded: tries.clone(), ..empty.clone() },
    );
    lines.add_older("SignInHistory.failed", &SignInHistory { failed: tries, ..empty.clone() });
    for (n, by) in factors::ways().into_iter().enumerate() {
        lines.add(&format!("SignIn.2.{n}"), &SignIn { by, ..sign_in() });
        let tries = vec![SignInTry { by, ..sign_in_try() }];
        let history = SignInHistory { succeeded: tries.clone(), failed: tries, ..empty.clone() };
        lines.add(&format!("SignInHistory.2.{n}"), &history);
    }
    lines.add("AccessToken", &access_token());
    lines.add("AccessToken.used", &AccessToken { used_at: Some(UNTIL), ..access_token() });
    lines.add("AccessToken.revoked", &AccessToken { revoked_at: Some(UNTIL), ..access_token() });
    let reads = [Scope::Read].into_iter().collect();
    lines.add("AccessToken.reads", &AccessToken { scopes: reads, ..access_token() });
    lines.add_public_events("PublicEvents", &public_events());
    lines.add_public_events("PublicEvents.with", &changed_public_events());
    let endpoints = webhooks::endpoints();
    endpoints.iter().enumerate().for_each(|(n, it)| lines.add(&format!("WebhookEndpoint.{n}"), it));
    let deliveries = webhooks::deliveries();
    deliveries
        .iter()
        .enumerate()
        .for_each(|(n, it)| lines.add(&format!("WebhookDelivery.{n}"), it));
    lines.add("FeedCursor", &webhooks::cursor());
    alerts().iter().enumerate().for_each(|(n, row)| lines.add(&format!("Alert.{n}"), row));
    for (n, row) in books::earnings().iter().enumerate() {
        lines.add(&format!("Earning.{n}"), row);
    }
    books::payouts().iter().enumerate().for_each(|(n, row)| lines.add(&format!("Payout.{n}"), row));
    books::runs().iter().enumerate().for_each(|(n, row)| lines.add(&format!("PayoutRun.{n}"), row));
    for (n, row) in books::accounts().iter().enumerate() {
        lines.add(&format!("PayoutAccount.{n}"), row);
    }
    lines.add("Books", &books::books());
    lines.add("Conversation", &conversation());
    lines.add("Conversation.empty", &Conversation::empty(ids().order));
    lines.add("Message", &message());
    lines.add("Message.empty", &Message { text: None, file: None, ..message() });
    claims().iter().enumerate().for_each(|(n, row)| lines.add(&format!("Claim.{n}"), row));
    lines.add("Report", &report());
    lines.add("Report.closed", &Report { closed: Some(intervention()), ..report() });
    for (n, row) in disputes::disputes().iter().enumerate() {
        lines.add(&format!("Dispute.{n}"), row);
    }
    for (n, row) in books::invoices().iter().enumerate() {
        lines.add(&format!("FeeInvoice.{n}"), row);
    }
    lines.add("InvoiceSeries", &books::series());
    staff_acts().iter().enumerate().for_each(|(n, it)| lines.add(&format!("StaffAct.{n}"), it));
    lines.finish("golden.txt");
}

/// Of events of which there is more to say.
fn changed_public_events() -> Vec<PublicEvent> {
    let entry = Entry { at: AT, events: changed_events() };
    let of = |row: Event| {
        let row = row.into_row();
        public::of_entry((300, &entry, &[]), |key| (row.key() == key).then(|| row.clone()))
    };
    newer_events().into_iter().flat_map(of).collect()
}

/// Of each kind of record.
fn public_events() -> Vec<PublicEvent> {
    let rows = [
        user().into_row(),
        events()[0].clone().into_row(),
        tickets()[1].clone().into_row(),
        orders()[0].clone().into_row(),
        charges()[0].clone().into_row(),
    ];
    let about = |row: &Row| match row.key() {
        Key::User(id) => DomainEvent::User(id, UserEvent::Confirmed),
        Key::Ticket(id) => DomainEvent::Ticket(id, TicketEvent::Withdrawn),
        Key::Order(id) => DomainEvent::Order(id, OrderEvent::Expired),
        Key::Charge(id) => DomainEvent::Charge(id, ChargeEvent::Voided),
        Key::Event(id) => {
            let event = domain_events().into_iter().find_map(|event| match event {
                DomainEvent::Event(_, event) => Some(event),
                _ => None,
            });
            DomainEvent::Event(id, event.unwrap())
        }
        other => unreachable!("{other:?}"),
    };
    let entry = Entry { at: AT, events: rows.iter().map(about).collect() };
    let public = public::of_entry((300, &entry, &[]), |key| {
        rows.iter().find(|row| row.key() == key).cloned()
    });
    assert_eq!(public.len(), rows.len());
    public
}

#[test]
fn refusals() {
    let entry = Entry { at: AT, events: domain_events() };
    let bytes = encode_entry(&entry).unwrap();
    assert_eq!(decode_entry(&bytes), Ok(entry));
    assert_eq!(decode_entry(&[]), Err(CodecError::Empty));
    assert_eq!(decode_entry(&[&[2], &bytes[1..]].concat()), Err(CodecError::Version(2)));
    assert_eq!(decode_entry(&[&[0], &bytes[1..]].concat()), Err(CodecError::Version(0)));
    let more = [&bytes[..], &[0]].concat();
    assert_eq!(decode_entry(&more), Err(CodecError::Malformed("bytes are left over".into())));
    for cut in 1..bytes.len() {
        assert!(matches!(decode_entry(&bytes[..cut]), Err(CodecError::Malformed(_))), "{cut}");
    }
    assert_eq!(decode_entry(&vec![FIRST; ENTRY_BYTES_MAX + 1]), Err(CodecError::TooLarge));
    let row = encode_record(b"key", &tickets()[0]).unwrap();
    assert_eq!(decode_record(b"key", &row), Ok(tickets()[0].clone()));
    assert_eq!(decode_record::<Ticket>(b"kez", &row), Err(CodecError::Checksum));
    for bit in 0..row.len() * 8 {
        let mut flipped = row.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(decode_record::<Ticket>(b"key", &flipped), Err(CodecError::Checksum));
    }
}

/// Whatever is taken into the journal can be read from it, and so can the rows that it makes.
#[test]
fn the_largest_entries_can_be_read() {
    let Ids { charge, order, .. } = ids();
    let largest = |event: &dyn Fn(usize) -> Entry| {
        let sizes: Vec<usize> = (0..ENTRY_BYTES_MAX).collect();
        let most = sizes.partition_point(|n| encode_entry(&event(*n)).is_ok()) - 1;
        let (fits, over) = (event(most), event(most + 1));
        assert_eq!(encode_entry(&over), Err(CodecError::TooLarge));
        assert_eq!(decode_entry(&encode_entry(&fits).unwrap()), Ok(fits));
    };
    let text = |n| "x".repeat(n).into_boxed_str();
    let entry = |event| Entry { at: AT, events: vec![DomainEvent::Charge(charge, event)] };
    largest(&|n| entry(ChargeEvent::Submitted(text(n))));
    largest(&|n| {
        let voided = DomainEvent::Charge(charge, ChargeEvent::Voided);
        Entry { at: AT, events: vec![voided; n] }
    });
    let row = Charge {
        id: charge,
        order,
        amount: price(),
        created_at: AT,
        stripe_id: Some(text(ENTRY_BYTES_MAX)),
        stripe_refund_id: Some(text(ENTRY_BYTES_MAX)),
        status: ChargeStatus::Failed(ChargeFailure::Declined(DeclineCode::Other(text(
            ENTRY_BYTES_MAX,
        )))),
        version: 0,
        part_of: None,
        fee_minor: None,
    };
    assert_eq!(decode_record(b"c", &encode_record(b"c", &row).unwrap()), Ok(row));
}

proptest! {
    #[test]
    fn no_bytes_panic(mut bytes in proptest::collection::vec(any::<u8>(), 0..300), set in any::<bool>()) {
        if set && let Some(first) = bytes.first_mut() {
            *first = FIRST;
        }
        let _ = (decode_entry(&bytes), decode_record::<Order>(b"k", &seal(b"k", &bytes)));
        let _ = (decode::<User>(&bytes), decode::<Event>(&bytes), decode::<Ticket>(&bytes));
        let _ = (decode::<Charge>(&bytes), decode_record::<Ticket>(b"k", &bytes));
    }

    #[test]
    fn no_changed_entry_panics(byte in any::<prop::sample::Index>(), to in any::<u8>()) {
        let mut bytes = encode_entry(&Entry { at: AT, events: domain_events() }).unwrap();
        let at = byte.index(bytes.len());
        bytes[at] = to;
        let _ = decode_entry(&bytes);
    }
}
