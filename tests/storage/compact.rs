//! `holdfast compact`: what is gone is in no byte of the data folder, and all else is as it was.

use std::{
    collections::{BTreeMap, HashMap},
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use crate::common::{
    GOOD_CARD, PASSWORD, Visitor,
    program::{Program, run, verify},
};
use crate::feed;
use holdfast::{
    actors::NewAccessToken,
    audit::Auditor,
    clock::Clock,
    config::Config,
    domain::{
        Act, Details, DomainEvent, Entry, Key, PasswordHash, PayoutAccountEvent, Row, Scope,
        ShownToken, Side, SignInEvent, StaffActEvent, UserEvent, WebhookNoticeEvent,
        public::{PublicEvent, PublicFact},
        rules::{account::AccountChange, conversation::NewMessage, ticket::NewListing},
    },
    harness::TestMarket,
    storage::{
        Storage, codec,
        compaction::{self, CompactError, Compacted, CompactionStep, Retention, compact},
        journal::{self, Commit, JournalWriter},
    },
    types::{
        AccountHolder, Email, Iban, Language, MessageText, Notes, OrderId, Reason, SignInId,
        StaffActId, TicketId, Timestamp, Title, TokenName, UserId, WebhookNoticeId,
    },
};

/// Every file of a folder, however deep.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![];
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => found.push(path),
        }
    }
    found
}

/// Which files of a folder have these bytes.
pub fn holding(folder: &Path, text: &str) -> Vec<PathBuf> {
    let has = |path: &PathBuf| {
        let bytes = fs::read(path).unwrap();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    };
    files(folder).into_iter().filter(has).collect()
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let path = file.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => copy(&path, &to),
            false => drop(fs::copy(&path, &to).unwrap()),
        }
    }
}

/// The records that a folder's journal comes to, and that all of its invariants hold.
pub fn rows(data: &Path) -> HashMap<Key, Row> {
    let mut auditor = Auditor::default();
    let read = journal::replay(&journal::folder_in(data), |sequence, entry| {
        auditor.entry(sequence, &entry);
        Ok(())
    });
    read.unwrap();
    assert_eq!(auditor.finish().1, []);
    auditor.rows().clone()
}

fn compact_it(data: &Path, clock: Clock) -> Result<Compacted, CompactError> {
    compact(data, clock, Config::default().retention.kept(), &mut |_| Ok(()))
}

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % sides as u64).unwrap()
    }
}

pub struct Person {
    pub id: UserId,
    pub word: String,
    pub is_deleted: bool,
}

fn hash(word: &str) -> PasswordHash {
    PasswordHash(format!("hash-of-{word}").into())
}

/// A random history in which some delete their accounts, and what it comes to.
pub async fn history(seed: u64) -> (TestMarket, Vec<Person>) {
    let market = TestMarket::start().await;
    let mut dice = Dice(seed);
    let mut people: Vec<Person> = vec![];
    let mut tickets: Vec<TicketId> = vec![];
    let mut orders: Vec<OrderId> = vec![];
    for n in 0..150 {
        let roll = dice.roll(13);
        if people.len() < 4 || roll == 0 {
            let word = format!("zq{seed}person{n}x");
            let email = Email::parse(&format!("{word}@example.org")).unwrap();
            let id = market.market.sign_up(email, hash(&word), Language::default()).await.unwrap();
            let place = (&*format!("browser of {word}"), "192.0.2.7");
            market
                .market
                .begin_sign_in(SignInId::of(n.into()), (id, 0), Default::default(), place)
                .await
                .unwrap();
            let new = NewAccessToken {
                shown: ShownToken::generate().unwrap(),
                name: TokenName::parse(&format!("token of {word}")).unwrap(),
                scopes: [Scope::Read].into_iter().collect(),
                expires_at: market.market.clock().now() + Duration::from_secs(1 << 30),
            };
            market.market.make_access_token(id, hash(&word), new).await.unwrap();
            people.push(Person { id, word, is_deleted: false });
            continue;
        }
        let at = dice.roll(people.len());
        let (id, word) = (people[at].id, people[at].word.clone());
        match roll {
            1..=3 => {
                let ticket = TicketId::new();
                let details = Details {
                    notes: Some(Notes::parse(&format!("notes of {word}")).unwrap()),
                    ..Details::default()
                };
                let title = Title::parse(&format!("title of {word}")).unwrap();
                let listing = NewListing { title, details, ..market.listing(id, "10") };
                if market.market.list(ticket, listing).await.is_ok() {
                    tickets.push(ticket);
                }
            }
            4..=5 if !tickets.is_empty() => {
                let ticket = tickets[dice.roll(tickets.len())];
                orders.extend(market.buy(id, ticket).await.ok());
            }
            6 if !orders.is_empty() => {
                let order = orders[dice.roll(orders.len())];
                let by = market.order(order).buyer;
                let paid = market.pay(order).await.is_ok();
                if let Some(buyer) = people.iter().find(|it| it.id == by).filter(|_| paid) {
                    let text = MessageText::parse(&format!("words of {}", buyer.word)).ok();
                    let new = NewMessage { by, side: Side::Buyer, text, file: None };
                    drop(market.market.write(order, new).await);
                }
            }
            7 if !orders.is_empty() => drop(market.cancel(orders[dice.roll(orders.len())]).await),
            8 if !tickets.is_empty() => {
                let ticket = tickets[dice.roll(tickets.len())];
                drop(market.market.wait_for(id, ticket).await);
            }
            9 => {
                for ticket in &tickets {
                    drop(market.market.withdraw(*ticket, id).await);
                }
            }
            11 => {
                let email = Email::parse(&format!("{word}new@example.org")).unwrap();
                let change = AccountChange::Address(hash(&word), email);
                drop(market.market.change_account(id, change).await);
            }
            10 => market.pass(Duration::from_secs(dice.roll(20 * 3600) as u64)).await,
            _ => {
                market.pass(Duration::from_secs(1000)).await;
                let gone = market.market.delete_account(id, hash(&word)).await.is_ok();
                people[at].is_deleted |= gone;
            }
        }
    }
    market.pass(Duration::from_secs(1000)).await;
    market.until_settled().await;
    market.assert_sound();
    (market, people)
}

/// Writes a history to a folder, with snapshots.
async fn write(entries: Vec<Entry>, data: &Path, clock: Clock) {
    let (storage, _) = Storage::open(data, clock).unwrap();
    for entry in entries {
        storage.commit(entry.at, entry.events).await.unwrap();
    }
    storage.close();
    drop(storage);
}

#[tokio::test(start_paused = true)]
async fn what_is_gone_is_in_no_byte_and_all_else_is_as_it_was() {
    let mut forgotten = 0;
    for seed in 1..=4 {
        let (market, people) = history(seed).await;
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        write(market.journal.entries(), &data, market.market.clock()).await;
        let before = rows(&data);
        let key = fs::read(data.join("link-key")).unwrap();
        let compacted = compact_it(&data, market.market.clock()).unwrap();
        assert_eq!(fs::read(data.join("link-key")).unwrap(), key, "links that were sent stay good");
        assert_eq!(compacted.forgotten, people.iter().filter(|p| p.is_deleted).count());
        forgotten += compacted.forgotten;
        let after = rows(&data);
        for Person { id, word, is_deleted } in &people {
            let sold = before.values().any(|row| {
                matches!(row, Row::Ticket(t) if t.seller == *id
                && t.status.word() == "sold")
            });
            for text in ["{}@", "hash-of-{}", "browser of {}", "token of {}"] {
                let text = text.replace("{}", word);
                let found = holding(&data, &text);
                assert_eq!(found.is_empty(), *is_deleted, "{text} is in {found:?}");
            }
            if *is_deleted {
                assert_eq!(holding(&data, &format!("words of {word}")), Vec::<PathBuf>::new());
                assert_eq!(holding(&data, &format!("{word}new@")), Vec::<PathBuf>::new());
            }
            if *is_deleted && !sold {
                assert_eq!(holding(&data, &format!("notes of {word}")), Vec::<PathBuf>::new());
            }
        }
        let deleted = |id: &UserId| people.iter().any(|p| p.id == *id && p.is_deleted);
        for (key, row) in &before {
            let stays = match row {
                Row::Ticket(ticket) => !deleted(&ticket.seller),
                Row::User(_) | Row::Event(_) | Row::Order(_) | Row::Charge(_) => true,
                Row::Earning(_)
                | Row::Payout(_)
                | Row::PayoutRun(_)
                | Row::Dispute(_)
                | Row::Books(_) => true,
                Row::FeeInvoice(_) | Row::InvoiceSeries(_) => true,
                // Looks go after a year, and here 31 days have passed.
                Row::StaffAct(_) => true,
                Row::PayoutAccount(account) => !deleted(&account.id),
                Row::SignInHistory(history) => !deleted(&history.id),
                Row::WebhookEndpoint(endpoint) => {
                    !endpoint.is_deleted() && !deleted(&endpoint.owner)
                }
                Row::AccessToken(token) => token.revoked_at.is_none() && !deleted(&token.owner),
                Row::FeedCursor(_) => true,
                Row::Alert(alert) => !alert.is_over && !deleted(&alert.user),
                Row::Conversation(_) => true,
                Row::Message(message) => !deleted(&message.by),
                Row::Claim(_) => true,
                Row::Report(report) => report.closed.is_none() && !deleted(&report.by),
                Row::WaitlistEntry(_)
                | Row::Mail(_)
                | Row::WebhookNotice(_)
                | Row::SignIn(_)
                | Row::WebhookDelivery(_) => false,
            };
            assert!(!stays || after.get(key) == Some(row), "{key:?}");
        }
        // The snapshots that were built are those of the new journal.
        let (storage, recovery) = Storage::open(&data, market.market.clock()).unwrap();
        assert_eq!((recovery.replayed, recovery.snapshots_rebuilt), (0, None));
        assert_eq!(recovery.entries, compacted.entries.0, "positions last");
        storage.close();
        drop(storage);
        // Once more changes nothing.
        let again = compact_it(&data, market.market.clock()).unwrap();
        assert_eq!(again.entries.0, again.entries.1);
        assert_eq!(rows(&data), after);
    }
    assert!(forgotten > 3, "{forgotten} accounts were deleted in all");
}

#[tokio::test(start_paused = true)]
async fn what_the_books_do_not_rest_on_is_kept_for_as_long_as_is_said() {
    let market = TestMarket::start().await;
    let [admin, anna] = [market.user().await, market.user().await];
    let at = market.market.clock().now();
    let look = Act::Look { page: "/admin/sellers/{id}".into(), id: Some(*anna.as_bytes()) };
    let deed = Act::Deed {
        event: "UserBanned".into(),
        letter: b'u',
        id: *anna.as_bytes(),
        reason: Reason::parse("Sold seats twice").unwrap(),
    };
    let [look_id, deed_id] = [&b"look"[..], b"deed"].map(|it| StaffActId::of(admin, it, 0));
    let sign_in = SignInId::of(1);
    let (browser, from) = ("browser".into(), "192.0.2.7".into());
    let began = SignInEvent::Began { user: anna, epoch: 0, browser, from };
    let mut entries = market.journal.entries();
    entries.push(Entry {
        at,
        events: vec![
            DomainEvent::StaffAct(look_id, StaffActEvent::Noted(admin, look)),
            DomainEvent::StaffAct(deed_id, StaffActEvent::Noted(admin, deed)),
            DomainEvent::SignIn(sign_in, began),
            DomainEvent::SignIn(sign_in, SignInEvent::Ended),
            notice(),
        ],
    });
    let folder = tempfile::tempdir().unwrap();
    let original = folder.path().join("data");
    write(entries, &original, market.market.clock()).await;
    let before = rows(&original);

    let days = |days: u32| Duration::from_secs(24 * 3600) * days;
    market.pass(days(40)).await;
    let is_settled = |key: &Key| matches!(key, Key::SignIn(_) | Key::WebhookNotice(_));
    for (n, (settled, looks)) in [(39, 39), (39, 41), (41, 39), (41, 41)].into_iter().enumerate() {
        let data = folder.path().join(format!("compacted-{n}"));
        copy(&original, &data);
        let retention = Retention { settled: days(settled), looks: days(looks) };
        compact(&data, market.market.clock(), retention, &mut |_| Ok(())).unwrap();
        let after = rows(&data);
        for key in before.keys() {
            let goes =
                is_settled(key) && settled < 40 || *key == Key::StaffAct(look_id) && looks < 40;
            assert_eq!(after.contains_key(key), !goes, "{key:?} of {settled} and {looks} days");
        }
    }
    assert_eq!(before.keys().filter(|key| is_settled(key)).count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_bank_account_that_was_taken_back_or_changed_is_in_no_byte() {
    let market = TestMarket::start().await;
    let [anna, ben] = [market.user().await, market.user().await];
    let (old, new) = ("DE89370400440532013000", "NL91ABNA0417164300");
    let given = |user, iban| {
        let (holder, iban) = (AccountHolder::parse("Any").unwrap(), Iban::parse(iban).unwrap());
        DomainEvent::PayoutAccount(user, PayoutAccountEvent::BankGiven(holder, iban))
    };
    let taken_back = DomainEvent::PayoutAccount(ben, PayoutAccountEvent::Forgotten);
    let at = market.market.clock().now();
    let mut entries = market.journal.entries();
    for event in [given(anna, old), given(anna, new), given(ben, old), taken_back] {
        entries.push(Entry { at, events: vec![event] });
    }
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    write(entries, &data, market.market.clock()).await;
    let before = rows(&data);
    assert_ne!(holding(&data, old), Vec::<PathBuf>::new());
    compact_it(&data, market.market.clock()).unwrap();
    assert_eq!(holding(&data, old), Vec::<PathBuf>::new());
    assert_ne!(holding(&data, new), Vec::<PathBuf>::new());
    assert_eq!(rows(&data), before);
}

/// Every event by its id, and the number of the next entry.
pub type Positions = (BTreeMap<(u64, u16), (Timestamp, DomainEvent)>, u64);

pub fn positions(data: &Path) -> Positions {
    let mut positions = BTreeMap::new();
    let end = journal::replay_stored(&journal::folder_in(data), |sequence, stored| {
        for (index, event) in stored.events() {
            positions.insert((sequence, index), (stored.entry().at, event.clone()));
        }
        Ok(())
    });
    (positions, end.unwrap().next_sequence)
}

fn notice() -> DomainEvent {
    let (stripe_id, kind) = ("evt_1".into(), "ping".into());
    DomainEvent::WebhookNotice(
        WebhookNoticeId::from_bytes(*UserId::new().as_bytes()),
        WebhookNoticeEvent::Received { stripe_id, kind },
    )
}

pub fn new_user() -> DomainEvent {
    let id = UserId::new();
    let email = Email::parse(&format!("{id}@example.org")).unwrap();
    DomainEvent::User(id, UserEvent::Created { email, password: hash("x") })
}

/// A history with entries among and after it of which nothing is left after 31 days, or not all.
pub fn with_what_goes(entries: Vec<Entry>, seed: u64) -> Vec<Entry> {
    let mut dice = Dice(seed);
    let last = entries.last().unwrap().at;
    let mut mixed = vec![];
    for entry in entries {
        let at = entry.at;
        for _ in 0..dice.roll(3) {
            let events = (0..=dice.roll(4))
                .map(|_| if dice.roll(3) > 0 { notice() } else { new_user() })
                .collect();
            mixed.push(Entry { at, events });
        }
        mixed.push(entry);
    }
    mixed.extend((0..5).map(|_| Entry { at: last, events: vec![notice()] }));
    mixed
}

pub fn without_titles(events: &[PublicEvent]) -> Vec<PublicEvent> {
    let mut events = events.to_vec();
    for event in &mut events {
        if let PublicFact::Ticket(ticket) = &mut event.fact {
            ticket.title = Title::parse("Any").unwrap();
        }
    }
    events
}

#[tokio::test(start_paused = true)]
async fn what_is_left_stands_where_it_stood_for_ever() {
    let (mut emptied, mut thinned) = (0, 0);
    for seed in 5..=8 {
        let (market, people) = history(seed).await;
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let entries = with_what_goes(market.journal.entries(), seed);
        write(entries, &data, market.market.clock()).await;
        market.pass(Duration::from_secs(31 * 24 * 3600)).await;
        let clock = market.market.clock();
        let (before, mut next) = positions(&data);
        let records = rows(&data);
        let public = feed::truth(&data);
        feed::versions_have_no_gap(&public);
        compact_it(&data, clock).unwrap();

        // Of public events none is gone, and all that they say but titles is the same.
        let compacted = feed::truth(&data);
        assert_eq!(without_titles(&compacted), without_titles(&public));
        let (storage, recovery) = Storage::open(&data, clock).unwrap();
        assert_eq!((recovery.replayed, recovery.snapshots_rebuilt), (0, None));
        feed::assert_in(&storage, &compacted, "after a compaction");
        storage.close();
        drop(storage);

        let after = positions(&data);
        assert_eq!(after.1, next);
        let left = rows(&data);
        let is_deleted = |id: UserId| people.iter().any(|p| p.id == id && p.is_deleted);
        for (id, (at, event)) in &before {
            let key = Key::of(event);
            let is_redacted = match records.get(&key) {
                Some(Row::User(user)) => is_deleted(user.id),
                Some(Row::Ticket(ticket)) => is_deleted(ticket.seller),
                _ => false,
            };
            match after.0.get(id) {
                None => assert!(!left.contains_key(&key), "{id:?} is gone"),
                Some(now) if is_redacted => {
                    assert_eq!((now.0, Key::of(&now.1), now.1.name()), (*at, key, event.name()));
                }
                Some(now) => assert_eq!(now, &(*at, event.clone()), "{id:?}"),
            }
        }
        assert!(after.0.keys().all(|id| before.contains_key(id)), "there is nothing new");
        let last = after.0.last_key_value().unwrap().0.0;
        assert!(last + 5 < next, "the last ones are emptied");
        emptied +=
            (1..next).filter(|n| after.0.range((*n, 0)..=(*n, u16::MAX)).count() == 0).count();
        thinned +=
            after.0.keys().filter(|(n, i)| *i > 0 && !after.0.contains_key(&(*n, i - 1))).count();

        // Whatever comes after it.
        let mut expect = after;
        for round in 0..4 {
            match round {
                1 => {
                    for name in ["snapshots", "snapshots-2"] {
                        drop(fs::remove_dir_all(data.join(name)));
                    }
                }
                2 | 3 => drop(compact_it(&data, clock).unwrap()),
                _ => {}
            }
            assert_eq!(positions(&data), expect, "{round}");
            let (storage, recovery) = Storage::open(&data, clock).unwrap();
            assert_eq!((recovery.torn_bytes, recovery.snapshots_rebuilt), (0, None));
            let (at, event) = (market.now(), new_user());
            assert_eq!(storage.commit(at, vec![event.clone()]).await, Ok(next), "{round}");
            storage.close();
            drop(storage);
            expect.0.insert((next, 0), (at, event));
            next += 1;
            expect.1 = next;
            assert_eq!(positions(&data), expect, "{round}");
        }
    }
    assert!(emptied > 100 && thinned > 20, "{emptied} entries are empty, {thinned} lack something");
}

#[tokio::test(start_paused = true)]
async fn a_journal_of_which_nothing_is_left_goes_on_with_its_numbers() {
    let market = TestMarket::start().await;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let entries = (0..9).map(|_| Entry { at: market.now(), events: vec![notice()] }).collect();
    write(entries, &data, market.market.clock()).await;
    market.pass(Duration::from_secs(31 * 24 * 3600)).await;
    for _ in 0..2 {
        compact_it(&data, market.market.clock()).unwrap();
        assert_eq!(positions(&data), (BTreeMap::new(), 10));
    }
    // Its one file is lost, and the mark of what was acknowledged: the snapshots still know how far
    // it went.
    fs::remove_file(data.join("journal/acknowledged")).unwrap();
    let segment = data.join("journal/00000000000000000001.log");
    let whole = fs::read(&segment).unwrap();
    fs::remove_file(&segment).unwrap();
    let refused = Storage::open(&data, market.market.clock()).unwrap_err().to_string();
    assert!(refused.contains("but the snapshots hold entry 9"), "{refused}");
    fs::write(&segment, whole).unwrap();
    let (storage, _) = Storage::open(&data, market.market.clock()).unwrap();
    assert_eq!(storage.commit(market.now(), vec![new_user()]).await, Ok(10));
    storage.close();
}

/// A million in the long form.
#[tokio::test(start_paused = true)]
async fn entries_that_are_gone_cost_next_to_nothing() {
    let entries = if std::env::var_os("HOLDFAST_LONG").is_some() { 1_000_000 } else { 5_000 };
    let market = TestMarket::start().await;
    for every in [None, Some(1000)] {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        write(vec![], &data, market.market.clock()).await;
        let journal = journal::folder_in(&data);
        let end = journal::replay(&journal, |_, _| Ok(())).unwrap();
        let mut writer = JournalWriter::open(&journal, &end, 1 << 26).unwrap();
        let at = Timestamp::from_millis(1);
        let all: Vec<_> = (0..entries).collect();
        for some in all.chunks(1000) {
            let entry = |n: &u64| {
                let event = match every {
                    Some(every) if n.is_multiple_of(every) => new_user(),
                    _ => notice(),
                };
                codec::encode_entry(&Entry { at, events: vec![event] }).unwrap()
            };
            let committed = writer.commit(&some.iter().map(entry).collect::<Vec<_>>());
            assert!(matches!(committed, Commit::Durable { .. }));
        }
        writer.close().unwrap();
        let compacted = compact_it(&data, market.market.clock()).unwrap();
        let left = every.map_or(0, |every| entries / every);
        assert_eq!(compacted.entries, (entries, left));
        println!("{compacted:?}");
        // The header, one frame for up to 1024 pieces, the mark that it was closed, and that of what
        // was acknowledged.
        let frames = 28 * (2 + 2 * left / 1024);
        assert!(compacted.bytes.1 <= 16 + frames + 4 + left * 204 + 56 + 11, "{compacted:?}");
        assert!(
            every.is_some() || compacted.bytes.1 == 16 + 28 + 4 + 28 + 56 + 11,
            "{compacted:?}"
        );
        assert_eq!(positions(&data).1, entries + 1);
    }
}

/// Wherever it ends: whoever opens the folder next has the old or the new, whole.
#[tokio::test(start_paused = true)]
async fn a_crash_at_any_step_leaves_the_old_or_the_new() {
    let (market, _) = history(2).await;
    let address = "gone@example.org";
    let gone = market
        .market
        .sign_up(Email::parse(address).unwrap(), hash("gone"), Language::default())
        .await
        .unwrap();
    let never_sold = market.list(gone, "10").await;
    market.market.withdraw(never_sold, gone).await.unwrap();
    market.market.delete_account(gone, hash("gone")).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let original = folder.path().join("original");
    write(market.journal.entries(), &original, market.market.clock()).await;
    fs::create_dir(original.join("snapshots.damaged-1")).unwrap();
    fs::write(original.join("snapshots.damaged-1/db"), address).unwrap();
    fs::write(original.join("journal/00000000000000000001.7-1.torn"), address).unwrap();
    let new = {
        let data = folder.path().join("whole");
        copy(&original, &data);
        compact_it(&data, market.market.clock()).unwrap();
        assert_eq!(holding(&data, address), Vec::<PathBuf>::new());
        rows(&data)
    };
    let old = rows(&original);
    assert_ne!(old, new);
    let (mut ends, mut n) = (vec![], 0);
    loop {
        let data = folder.path().join(format!("killed-{n}"));
        copy(&original, &data);
        let mut steps = 0;
        let mut last = None;
        let stopped = compact(
            &data,
            market.market.clock(),
            Config::default().retention.kept(),
            &mut |step| {
                // Of the many entries the first of each kind stands for all.
                if matches!(
                    step,
                    CompactionStep::Read(2..)
                        | CompactionStep::Written(2..)
                        | CompactionStep::Compared(2..)
                ) {
                    return Ok(());
                }
                steps += 1;
                last = Some(step);
                if steps > n { Err(io::Error::other("killed")) } else { Ok(()) }
            },
        );
        if stopped.is_ok() {
            break;
        }
        // As `holdfast verify` reads it, before anybody has finished it.
        let journal = compaction::journal_of(&data).unwrap_or_else(|| panic!("{last:?}"));
        holdfast::storage::journal::replay(&journal, |_, _| Ok(())).unwrap();
        let (storage, recovery) = Storage::open(&data, market.market.clock()).unwrap();
        assert_eq!(recovery.snapshots_rebuilt, None, "{last:?}");
        storage.close();
        drop(storage);
        let found = rows(&data);
        assert!(found == old || found == new, "after {last:?}");
        ends.push(found == new);
        assert_eq!(ends.last() == Some(&true), holding(&data, address).is_empty(), "{last:?}");
        for left in ["compacting", "compacted"] {
            assert!(!data.join(left).exists(), "{left} after {last:?}");
        }
        compact_it(&data, market.market.clock()).unwrap();
        assert_eq!(rows(&data), new);
        assert_eq!(holding(&data, address), Vec::<PathBuf>::new());
        n += 1;
    }
    assert!(n >= 10, "{n} steps");
    assert!(ends.is_sorted() && ends.contains(&true) && ends.contains(&false), "{ends:?}");
}

#[tokio::test]
async fn a_journal_that_is_damaged_or_cut_off_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    tokio::time::pause();
    let (market, _) = history(3).await;
    write(market.journal.entries(), &data, market.market.clock()).await;
    let segment = data.join("journal/00000000000000000001.log");
    let whole = fs::read(&segment).unwrap();
    let mut damaged = whole.clone();
    damaged[200] ^= 1;
    for bytes in [&damaged[..], &whole[..whole.len() / 2]] {
        fs::write(&segment, bytes).unwrap();
        assert!(compact_it(&data, market.market.clock()).is_err());
        assert_eq!(fs::read(&segment).unwrap(), bytes);
    }
}

#[tokio::test]
async fn by_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (program, address) = Program::serve(folder.path(), &[]);
    let [mut anna, mut ben] = [(); 2].map(|()| Visitor::at(address));
    anna.sign_up("anna").await;
    ben.sign_up("ben").await;
    let sold = anna.list("Row 5", "10").await;
    let order = ben.buy(&sold, "10").await.sent_to();
    assert_eq!(ben.pay(&order, GOOD_CARD).await.status, 303);
    let secret = anna.list("Call anna on 555 0100", "10").await;
    assert_eq!(anna.post(&format!("{secret}/withdraw"), &[]).await.status, 303);
    assert_eq!(anna.post("/account/delete", &[("password", PASSWORD)]).await.status, 303);
    let (code, said) = run(folder.path(), &["compact"], &[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("in use by another holdfast process"), "{said}");
    program.kill();
    assert!(!holding(&data, "anna@example.org").is_empty());

    let (code, said) = run(folder.path(), &["compact"], &[]);
    assert_eq!(code, Some(0), "{said}");
    for line in ["compacted: ", "1 deleted accounts are forgotten"] {
        assert!(said.contains(line), "{line}: {said}");
    }
    for text in ["anna@example.org", "anna", "555 0100"] {
        assert_eq!(holding(&data, text), Vec::<PathBuf>::new(), "{text}");
    }
    let (code, said) = verify(folder.path());
    assert_eq!(code, Some(0), "{said}");
    let (_program, address) = Program::serve(folder.path(), &[]);
    ben.address = address;
    ben.get(&order).await.is(200, "Row 5");
    ben.get("/account").await.is(200, "ben@example.org");
    let (code, said) = run(folder.path(), &["compact", "no-such-folder"], &[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("it has no journal") && !folder.path().join("no-such-folder").exists());
}

/// A data folder in which somebody has deleted their account, with much beside it.
async fn folder_with_one_gone(entries: u32) -> tempfile::TempDir {
    let market = TestMarket::start().await;
    let seller = market.user().await;
    let email = Email::parse("zqgonex@example.org").unwrap();
    let gone = market.market.sign_up(email, hash("gone"), Language::default()).await.unwrap();
    for _ in 0..entries {
        market.list(seller, "10").await;
    }
    market.market.delete_account(gone, hash("gone")).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    write(market.journal.entries(), &folder.path().join("data"), market.market.clock()).await;
    folder
}

/// The real program, killed wherever it is: what is there afterwards is the old or the new, and the
/// next one finishes.
#[tokio::test(start_paused = true)]
async fn a_compaction_that_is_killed_is_the_old_or_the_new() {
    let kills = if std::env::var_os("HOLDFAST_LONG").is_some() { 100 } else { 5 };
    let folder = folder_with_one_gone(500).await;
    let data = folder.path().join("data");
    let before = rows(&data);
    let whole = tempfile::tempdir().unwrap();
    copy(&data, &whole.path().join("data"));
    let started = std::time::Instant::now();
    let (code, said) = run(whole.path(), &["compact"], &[]);
    assert_eq!(code, Some(0), "{said}");
    let takes = started.elapsed();
    let (mut old, mut new) = (0, 0);
    for kill in 0..kills {
        let copied = tempfile::tempdir().unwrap();
        copy(&data, &copied.path().join("data"));
        let program = Program::spawn(copied.path(), &["compact"], &[]);
        program.kill_after(takes * (kill + 1) / kills);
        let (code, said) = verify(copied.path());
        assert_eq!(code, Some(0), "{said}");
        let (program, _) = Program::serve(copied.path(), &[]);
        program.kill();
        assert!(
            rows(&copied.path().join("data")) == before,
            "after {:?}",
            takes * (kill + 1) / kills
        );
        match holding(copied.path(), "zqgonex").is_empty() {
            true => new += 1,
            false => old += 1,
        }
        let (code, said) = run(copied.path(), &["compact"], &[]);
        assert_eq!(code, Some(0), "{said}");
        assert_eq!(holding(copied.path(), "zqgonex"), Vec::<PathBuf>::new());
        assert!(rows(&copied.path().join("data")) == before);
    }
    println!("{old} times the old, {new} times the new");
}
