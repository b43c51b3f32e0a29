//! Rules that span records: two entries that break one together, in one group commit, in two, and
//! with a crash between. The first is committed, and the second is refused by the rule's name.

use std::{path::Path, time::Duration};

use holdfast::{
    domain::{
        AccessTokenEvent, Deed, Details, DomainEvent, EventEvent, FileKind, OrderEvent,
        PasswordHash, Reservation, Scopes, TicketEvent, TicketFile, TokenHash, UserEvent,
        WaitlistEvent,
        rules::{
            BrokenRule, Rule, holding::HoldLimits, ticket::TicketRefusal,
            tokens::ACCESS_TOKENS_MAX, waitlist::WAITLIST_MAX,
        },
    },
    storage::{CommitError, Proposal, Storage, journal},
    types::{
        AccessTokenId, City, Email, EventId, EventName, FileId, OrderId, Price, Reason, Seat,
        SeatRow, Section, TicketId, Timestamp, Title, TokenName, UserId, Venue, WaitlistId,
        ZoneName,
    },
};

use crate::history::{AT, block_on, copy, open};

const LATER: Timestamp = Timestamp::from_millis(AT.as_millis() + 900_000);
const STARTS: Timestamp = Timestamp::from_millis(AT.as_millis() + 90_000_000);
const LIMITS: HoldLimits = HoldLimits { live_max: 1, cooldown: Duration::from_secs(900) };

/// Two entries that cannot both be.
struct Case {
    name: &'static str,
    before: Vec<Vec<DomainEvent>>,
    first: Proposal,
    second: Proposal,
    broken: BrokenRule,
}

fn sign_up(id: UserId) -> Vec<DomainEvent> {
    let email = Email::parse(&format!("{id}@example.org")).unwrap();
    vec![created(id, email)]
}

fn created(id: UserId, email: Email) -> DomainEvent {
    DomainEvent::User(id, UserEvent::Created { email, password: PasswordHash("x".into()) })
}

fn listing(id: TicketId, seller: UserId, event: EventId) -> DomainEvent {
    let (title, price) = (Title::parse("Row 5").unwrap(), Price::from_minor(100).unwrap());
    let created = TicketEvent::Created { event, event_starts_at: STARTS, seller, title, price };
    DomainEvent::Ticket(id, created)
}

fn event(id: EventId, by: UserId) -> DomainEvent {
    let created = EventEvent::Created {
        name: EventName::parse("The Test Band").unwrap(),
        venue: Venue::parse("Town Hall").unwrap(),
        city: City::parse("Berlin").unwrap(),
        starts_at: STARTS,
        zone: ZoneName::parse("Europe/Berlin").unwrap(),
        created_by: by,
    };
    DomainEvent::Event(id, created)
}

fn hold(ticket: TicketId, buyer: UserId) -> Vec<DomainEvent> {
    let (order, price) = (OrderId::new(), Price::from_minor(100).unwrap());
    let reserved = Reservation { order, buyer, expires_at: LATER };
    vec![
        DomainEvent::Ticket(ticket, TicketEvent::Reserved(reserved)),
        DomainEvent::Order(order, OrderEvent::Created { ticket, buyer, price, expires_at: LATER }),
    ]
}

fn may_hold(buyer: UserId, ticket: TicketId) -> Rule {
    Rule::BuyerMayHold { buyer, ticket, limits: LIMITS, beside: 0 }
}

fn attach(ticket: TicketId, by: UserId, digest: u8, bytes: u32) -> Proposal {
    let file = TicketFile { id: FileId::new(), kind: FileKind::Pdf, bytes, digest: [digest; 32] };
    let attached = DomainEvent::Ticket(ticket, TicketEvent::FileAttached(file));
    Proposal::new(AT, vec![attached]).requiring(Rule::FileIsFree { by, file: file.into() })
}

fn on(section: &str, row: &str, seat: &str) -> Details {
    Details {
        section: Section::parse(section).ok(),
        row: SeatRow::parse(row).ok(),
        seat: Seat::parse(seat).ok(),
        ..Details::default()
    }
}

/// Says for which seat a ticket is, and perhaps that it is there.
fn claims(
    ticket: TicketId,
    seller: UserId,
    event: EventId,
    is_new: bool,
    seat: Details,
) -> Proposal {
    let rule = Rule::SeatIsFree { seller, ticket, event, seat: seat.seat_name().unwrap() };
    let created = is_new.then(|| listing(ticket, seller, event));
    let described = DomainEvent::Ticket(ticket, TicketEvent::Described(seat));
    Proposal::new(AT, created.into_iter().chain([described]).collect()).requiring(rule)
}

fn deletion(user: UserId) -> Proposal {
    let deleted = DomainEvent::User(user, UserEvent::Deleted);
    Proposal::new(AT, vec![deleted]).requiring(Rule::NothingIsLive(user))
}

fn asks(user: UserId, ticket: TicketId) -> Proposal {
    let asked = DomainEvent::WaitlistEntry(
        WaitlistId::of(ticket, user),
        WaitlistEvent::Asked(ticket, user),
    );
    Proposal::new(AT, vec![asked]).requiring(Rule::WaitlistHasRoom(user))
}

fn cases() -> Vec<Case> {
    let (seller, buyer, of) = (UserId::new(), UserId::new(), EventId::new());
    let tickets: Vec<_> = (0..WAITLIST_MAX + 1).map(|_| TicketId::new()).collect();
    let (one, other) = (tickets[0], tickets[1]);
    let market = || {
        let mut entries = vec![sign_up(seller), sign_up(buyer), vec![event(of, seller)]];
        entries.extend(tickets.iter().map(|id| vec![listing(*id, seller, of)]));
        entries
    };
    let address = Email::parse("ann@example.org").unwrap();
    let at_address = |id| {
        Proposal::new(AT, vec![created(id, address.clone())])
            .requiring(Rule::AddressIsFree(address.clone(), id))
    };
    let held = |ticket| Proposal::new(AT, hold(ticket, buyer)).requiring(may_hold(buyer, ticket));
    let reason = Reason::parse("A fraud").unwrap();
    let ban = UserEvent::Banned(Deed { by: seller, reason });
    let people = || vec![sign_up(seller), sign_up(buyer), vec![event(of, seller)]];
    let listed =
        Proposal::new(AT, vec![listing(one, buyer, of)]).requiring(Rule::AccountIsThere(buyer));
    let waiting = || {
        let mut entries = market();
        entries.extend(tickets.iter().map(|id| hold(*id, UserId::new())));
        entries.extend(tickets[2..].iter().map(|id| asks(buyer, *id).events));
        entries
    };
    let with_tokens = || {
        let tokens = (1..ACCESS_TOKENS_MAX).map(|_| token(buyer).events);
        people().into_iter().chain(tokens).collect()
    };
    vec![
        Case {
            name: "one address, two accounts",
            before: vec![],
            first: at_address(UserId::new()),
            second: at_address(UserId::new()),
            broken: BrokenRule::AddressTaken,
        },
        Case {
            name: "two holds of a buyer who may have one",
            before: market(),
            first: held(one),
            second: held(other),
            broken: TicketRefusal::TooManyHeld { held: 1, max: 1, until: Some(LATER) }.into(),
        },
        Case {
            name: "a hold beside a ban",
            before: market(),
            first: Proposal::new(AT, vec![DomainEvent::User(buyer, ban)]),
            second: held(one),
            broken: TicketRefusal::AccountClosed.into(),
        },
        Case {
            name: "one file on two tickets",
            before: market(),
            first: attach(one, seller, 1, 10),
            second: attach(other, seller, 1, 10),
            broken: TicketRefusal::SameFileListed.into(),
        },
        Case {
            name: "two files that are too large together",
            before: market(),
            first: attach(one, seller, 1, 150 << 20),
            second: attach(other, seller, 2, 150 << 20),
            broken: TicketRefusal::FilesFull.into(),
        },
        Case {
            name: "a listing beside the deletion of its seller",
            before: people(),
            first: deletion(buyer),
            second: listed.clone(),
            broken: BrokenRule::AccountDeleted,
        },
        Case {
            name: "the deletion of a seller beside a listing",
            before: people(),
            first: listed,
            second: deletion(buyer),
            broken: BrokenRule::StillLive,
        },
        Case {
            name: "a hold beside the deletion of its buyer",
            before: market(),
            first: deletion(buyer),
            second: held(one),
            broken: BrokenRule::AccountDeleted,
        },
        Case {
            name: "one seat in two forms",
            before: people(),
            first: claims(one, seller, of, true, on("Block A", "5", "12")),
            second: claims(other, seller, of, true, on("A", "Row 05", "１２")),
            broken: TicketRefusal::SeatListed(one).into(),
        },
        Case {
            name: "one seat by two edits",
            before: market(),
            first: claims(one, seller, of, false, on("", "", "A12")),
            second: claims(other, seller, of, false, on("", "", "a 12")),
            broken: TicketRefusal::SeatListed(one).into(),
        },
        Case {
            name: "one more to wait for, twice",
            before: waiting(),
            first: asks(buyer, one),
            second: asks(buyer, other),
            broken: BrokenRule::WaitlistFull,
        },
        Case {
            name: "one more access token, twice",
            before: with_tokens(),
            first: token(buyer),
            second: token(buyer),
            broken: BrokenRule::AccessTokensFull,
        },
    ]
}

fn token(owner: UserId) -> Proposal {
    let made = AccessTokenEvent::Made {
        owner,
        epoch: 0,
        name: TokenName::parse("a token").unwrap(),
        scopes: Scopes::default(),
        expires_at: LATER,
        hash: TokenHash([7; 32]),
    };
    let made = DomainEvent::AccessToken(AccessTokenId::new(), made);
    Proposal::new(AT, vec![made]).requiring(Rule::AccessTokensHaveRoom(owner))
}

fn begin(data: &Path, case: &Case) -> Storage {
    let (storage, _) = open(data).unwrap();
    block_on(async {
        for events in &case.before {
            storage.commit(AT, events.clone()).await.unwrap();
        }
    });
    storage
}

#[test]
fn broken_by_two_in_one_group_commit() {
    for _ in 0..3 {
        for case in cases() {
            let data = tempfile::tempdir().unwrap();
            let storage = begin(data.path(), &case);
            block_on(async {
                // While the disk is waited for, what comes makes the next group.
                let before = Proposal::new(AT, sign_up(UserId::new()));
                let (before, first, second) = tokio::join!(
                    storage.propose(before),
                    storage.propose(case.first),
                    storage.propose(case.second),
                );
                assert!(before.is_ok() && first.is_ok(), "{}: {first:?}", case.name);
                assert_eq!(second, Err(CommitError::Broken(case.broken)), "{}", case.name);
            });
            storage.close();
        }
    }
}

#[test]
fn broken_by_two_one_after_the_other_and_with_a_crash_between() {
    for case in cases() {
        let (data, killed) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let storage = begin(data.path(), &case);
        block_on(async {
            assert!(storage.propose(case.first.clone()).await.is_ok(), "{}", case.name);
            // What a kill leaves: the files as they are now, while both threads run.
            copy(data.path(), killed.path());
            let second = storage.propose(case.second.clone()).await;
            assert_eq!(second, Err(CommitError::Broken(case.broken)), "{}", case.name);
        });
        storage.close();
        let (storage, _) = open(killed.path()).unwrap();
        let second = block_on(storage.propose(case.second));
        assert_eq!(second, Err(CommitError::Broken(case.broken)), "{}, a crash", case.name);
        storage.close();
    }
}

/// What was decided by a record that has changed since is decided again.
#[test]
fn what_was_seen_must_still_be_so() {
    let data = tempfile::tempdir().unwrap();
    let (storage, _) = open(data.path()).unwrap();
    let (seller, of, ticket) = (UserId::new(), EventId::new(), TicketId::new());
    let buyers = [UserId::new(), UserId::new()];
    block_on(async {
        storage.commit(AT, vec![event(of, seller), listing(ticket, seller, of)]).await.unwrap();
        let key = holdfast::domain::Key::Ticket(ticket);
        let seen = vec![(key, storage.tables().row(key).unwrap())];
        let buy = |buyer| Proposal { seen: seen.clone(), ..Proposal::new(AT, hold(ticket, buyer)) };
        let (one, other) =
            tokio::join!(storage.propose(buy(buyers[0])), storage.propose(buy(buyers[1])));
        assert!(one.is_ok());
        assert_eq!(other, Err(CommitError::Conflict));
        let not_there = vec![(key, None)];
        let late = Proposal { seen: not_there, ..Proposal::new(AT, sign_up(UserId::new())) };
        assert_eq!(storage.propose(late).await, Err(CommitError::Conflict));
    });
    storage.close();
}

/// Those who have nothing to do with each other share a group commit: each costs a write of its own
/// otherwise.
#[test]
fn positions_are_given_in_order() {
    let data = tempfile::tempdir().unwrap();
    let (storage, _) = open(data.path()).unwrap();
    block_on(async {
        let [one, two, three] = [(); 3].map(|()| storage.commit(AT, sign_up(UserId::new())));
        let (one, two, three) = tokio::join!(one, two, three);
        assert_eq!([one, two, three], [Ok(1), Ok(2), Ok(3)]);
    });
    storage.close();
}

/// Whatever the machine's clock does, and over a restart that reads no entry.
#[test]
fn no_entry_is_dated_before_the_one_before_it() {
    let data = tempfile::tempdir().unwrap();
    let at = Timestamp::from_millis;
    let committed = |storage: &Storage, times: &[i64]| {
        let waiting =
            times.iter().map(|millis| storage.commit(at(*millis), sign_up(UserId::new())));
        let waiting: Vec<_> = waiting.collect();
        block_on(async {
            for committed in waiting {
                committed.await.unwrap();
            }
        });
    };
    let (storage, _) = open(data.path()).unwrap();
    committed(&storage, &[10_000, 400, 9_500, 300, 11_000, 10_900]);
    assert_eq!(storage.health().clock_steps(), 2, "a hundred milliseconds are no step");
    storage.close();
    drop(storage);
    let (storage, recovery) = open(data.path()).unwrap();
    assert_eq!(recovery.replayed, 0);
    committed(&storage, &[500, 600, 12_000]);
    let both = async {
        let [one, two] =
            [13_000, 12_900].map(|millis| storage.commit(at(millis), sign_up(UserId::new())));
        tokio::join!(one, two)
    };
    assert_eq!(block_on(both), (Ok(10), Ok(11)), "in one group commit");
    assert_eq!(storage.health().clock_steps(), 1);
    storage.close();
    let mut dates = vec![];
    let journal = journal::folder_in(data.path());
    journal::replay(&journal, |_, entry| {
        dates.push(entry.at.as_millis());
        Ok(())
    })
    .unwrap();
    let expect = [10, 10, 10, 10, 11, 11, 11, 11, 12, 13, 13];
    assert_eq!(dates, expect.map(|seconds| seconds * 1000));
}
