//! Alerts: who wants to hear of new tickets hears of each once, no more often than they want, and
//! whatever fails in between.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use holdfast::{
    actors::{Branch, CommandError},
    delivery::mail::{Letter, scripted::ScriptedPost},
    domain::{
        Alert, AlertEvent, AlertPace, AlertToken, AlertTopic, Deed, DomainEvent, EventEvent,
        PasswordHash, SearchTopic, UserEvent,
        rules::{
            account::AccountChange,
            alerts::{ALERTS_MAX, AlertRefusal},
            event::EventCommand,
            ticket::NewListing,
        },
    },
    harness::{TestMarket, price},
    storage::CommitFault,
    types::{
        AlertId, Category, City, Day, Email, EventId, EventName, Language, Reason, SearchText,
        TicketId, UserId, Venue, ZoneName,
    },
};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);
/// Until what was just listed is told.
const SOON: Duration = Duration::from_secs(15);

struct Site {
    market: TestMarket,
    post: ScriptedPost,
    seller: UserId,
    /// For an event for which there is one ticket.
    first: TicketId,
    event: EventId,
}

async fn site() -> Site {
    let post = ScriptedPost::default();
    let market = TestMarket::start_with_post(Arc::new(post.clone())).await;
    let seller = market.user().await;
    let first = market.list(seller, "49.50").await;
    let event = market.ticket(first).event;
    market.pass(SECOND).await;
    Site { market, post, seller, first, event }
}

impl Site {
    async fn ask(&self, user: UserId, topic: AlertTopic, pace: AlertPace) -> AlertId {
        let asked = self.market.market.ask_for_alert(user, topic, pace).await.unwrap();
        self.market.pass(SECOND).await;
        asked
    }

    /// Somebody new who is told of this.
    async fn told_of(&self, topic: AlertTopic, pace: AlertPace) -> (UserId, AlertId) {
        let user = self.market.user().await;
        (user, self.ask(user, topic, pace).await)
    }

    /// Another ticket for an event.
    async fn list(&self, event: EventId, seller: UserId, decimal: &str) -> TicketId {
        let record = self.market.market.tables().event(event).unwrap().unwrap();
        let (id, new) = (TicketId::new(), self.market.listing(seller, decimal));
        let event_starts_at = record.starts_at;
        let listing = NewListing { event, new_event: None, event_starts_at, ..new };
        self.market.market.list(id, listing).await.unwrap();
        self.market.pass(SECOND).await;
        id
    }

    /// The first ticket for a new event.
    async fn list_new(&self, name: &str, venue: &str, city: &str, category: Category) -> EventId {
        let new = self.market.listing(self.seller, "20");
        let created = EventEvent::Created {
            name: EventName::parse(name).unwrap(),
            venue: Venue::parse(venue).unwrap(),
            city: City::parse(city).unwrap(),
            starts_at: new.event_starts_at,
            zone: ZoneName::parse("Europe/Berlin").unwrap(),
            created_by: self.seller,
        };
        let listing = NewListing { category, new_event: Some(created), ..new };
        let event = listing.event;
        self.market.market.list(TicketId::new(), listing).await.unwrap();
        event
    }

    fn alert(&self, id: AlertId) -> Arc<Alert> {
        self.market.market.tables().alert(id).unwrap().unwrap()
    }

    /// The mails that somebody has had of alerts.
    fn letters(&self, user: UserId) -> Vec<Letter> {
        let email = self.market.market.tables().user(user).unwrap().unwrap().email.clone();
        let is_of_alert = |letter: &Letter| letter.unsubscribe.is_some() && letter.to == email;
        self.post.taken().into_iter().filter(is_of_alert).collect()
    }

    fn had(&self, user: UserId) -> usize {
        self.letters(user).len()
    }

    fn last(&self, user: UserId) -> String {
        self.letters(user).pop().unwrap().body
    }
}

fn deed(by: UserId) -> Deed {
    Deed { by, reason: Reason::parse("It is so").unwrap() }
}

fn search(search: SearchTopic) -> AlertTopic {
    AlertTopic::Search(search)
}

fn words(words: &str) -> SearchTopic {
    SearchTopic { words: SearchText::parse(words).ok(), ..SearchTopic::default() }
}

fn venue(venue: &str, city: &str) -> AlertTopic {
    AlertTopic::Venue(Venue::parse(venue).unwrap(), City::parse(city).unwrap())
}

#[tokio::test(start_paused = true)]
async fn who_wants_to_know_at_once_hears_promptly_and_then_every_ten_minutes() {
    let site = site().await;
    let (user, id) = site.told_of(AlertTopic::Event(site.event), AlertPace::AtOnce).await;
    site.market.pass(HOUR).await;
    assert_eq!(site.had(user), 0, "what was for sale before is no news");
    for _ in 0..3 {
        site.list(site.event, site.seller, "30").await;
    }
    site.market.pass(SOON).await;
    assert_eq!(site.had(user), 1);
    let letter = &site.letters(user)[0];
    assert_eq!(letter.subject, "New tickets: The Test Band");
    assert!(letter.body.contains("3 tickets, from €30.00"), "{}", letter.body);
    let end = letter.unsubscribe.clone().unwrap();
    assert!(letter.body.contains(&end), "{}", letter.body);
    let token: AlertToken = end.rsplit('/').next().unwrap().parse().unwrap();
    assert!(token.alert == id && token.is_sealed(site.market.market.link_key()));

    // What comes meanwhile is told together, ten minutes after the last mail.
    for _ in 0..50 {
        site.list(site.event, site.seller, "25").await;
    }
    site.market.pass(8 * MINUTE).await;
    assert_eq!(site.had(user), 1);
    site.market.pass(2 * MINUTE).await;
    assert_eq!(site.had(user), 2);
    assert!(site.last(user).contains("50 tickets, from €25.00"), "{}", site.last(user));
    site.market.pass(DAY).await;
    assert_eq!(site.had(user), 2, "nothing is told twice");
    site.market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn who_wants_to_know_once_a_day_hears_once_a_day() {
    let site = site().await;
    let (user, id) = site.told_of(AlertTopic::Event(site.event), AlertPace::Daily).await;
    for hour in 0..24 * 5 {
        site.list(site.event, site.seller, "30").await;
        site.market.pass(HOUR - SECOND).await;
        let most = hour / 24 + 1;
        assert!(site.had(user) <= most, "{hour}: {}", site.had(user));
    }
    assert_eq!(site.had(user), 5);
    assert!(site.last(user).contains("24 tickets, from €30.00"), "{}", site.last(user));
    // Who ends it and asks anew is not told sooner for it.
    site.market.pass(HOUR).await;
    assert_eq!(site.had(user), 6);
    site.market.market.end_alert(id).await.unwrap();
    assert_eq!(site.ask(user, AlertTopic::Event(site.event), AlertPace::Daily).await, id);
    site.list(site.event, site.seller, "30").await;
    site.market.pass(12 * HOUR).await;
    assert_eq!(site.had(user), 6);
    // At once is ten minutes after the last mail: those have passed.
    site.market.market.choose_alert_pace(id, AlertPace::AtOnce).await.unwrap();
    site.list(site.event, site.seller, "30").await;
    site.market.pass(SOON).await;
    assert_eq!(site.had(user), 7);
    site.market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn venues_and_searches_tell_of_what_fits() {
    let site = site().await;
    let max_price = Some(price("15"));
    let (fits, not) = (true, false);
    let text = |text| SearchText::parse(text).ok();
    let day = |typed| Day::parse(typed).ok();
    let topics = [
        (venue("town  hall", "KÖLN"), fits),
        (venue("Town Hall", "Bonn"), not),
        (search(words("paper lanterns")), fits),
        (search(words("lantrens")), fits),
        (search(words("jazz")), not),
        (search(SearchTopic { city: text("Koeln"), ..words("paper") }), fits),
        (search(SearchTopic { city: text("Bonn"), ..words("paper") }), not),
        (search(SearchTopic { category: Some(Category::Music), ..words("paper") }), fits),
        (search(SearchTopic { category: Some(Category::Sport), ..words("paper") }), not),
        (search(SearchTopic { max_price, ..SearchTopic::default() }), not),
        (search(SearchTopic { max_price: Some(price("20")), ..SearchTopic::default() }), fits),
        (search(SearchTopic { from: day("2026-12-01"), ..SearchTopic::default() }), fits),
        (search(SearchTopic { to: day("2026-12-01"), ..SearchTopic::default() }), not),
    ];
    let mut users = vec![];
    for (topic, expect) in topics {
        let (user, _) = site.told_of(topic.clone(), AlertPace::AtOnce).await;
        users.push((user, topic, expect));
    }
    let event = site.list_new("Paper Lanterns", "Town Hall", "Köln", Category::Music).await;
    site.market.pass(SOON).await;
    for (user, topic, expect) in &users {
        assert_eq!(site.had(*user), usize::from(*expect), "{topic:?}");
        if *expect {
            assert!(site.last(*user).contains(&format!("/events/{event}")));
            assert!(site.last(*user).contains("1 ticket, from €20.00"), "{}", site.last(*user));
        }
    }
    let subject = |n: usize| site.letters(users[n].0)[0].subject.clone();
    assert_eq!(subject(0), "New tickets: town hall, KÖLN");
    assert_eq!(subject(5), "New tickets: “paper”, in Koeln");
    site.market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn a_ticket_that_is_free_again_is_news_and_ones_own_is_none() {
    let site = site().await;
    let buyer = site.market.user().await;
    let order = site.market.buy(buyer, site.first).await.unwrap();
    let (user, _) = site.told_of(AlertTopic::Event(site.event), AlertPace::AtOnce).await;
    site.ask(site.seller, AlertTopic::Event(site.event), AlertPace::AtOnce).await;
    site.market.cancel(order).await.unwrap();
    site.market.pass(SOON).await;
    assert_eq!((site.had(user), site.had(site.seller)), (1, 0));
    site.market.pass(HOUR).await;
    // Of others' tickets alone they are told.
    let own = site.list(site.event, user, "10").await;
    site.market.pass(SOON).await;
    assert_eq!((site.had(user), site.had(site.seller)), (1, 1));
    site.list(site.event, site.seller, "12").await;
    site.market.pass(HOUR).await;
    assert_eq!((site.had(user), site.had(site.seller)), (2, 1));
    assert!(site.last(user).contains("1 ticket, from €12.00"), "{}", site.last(user));
    site.market.market.withdraw(own, user).await.unwrap();
    site.market.pass(DAY).await;
    assert_eq!((site.had(user), site.had(site.seller)), (2, 1));
    site.market.assert_sound();
}

/// Of what is sold before the mail is sent nobody hears.
#[tokio::test(start_paused = true)]
async fn what_is_gone_is_not_told() {
    let site = site().await;
    let (user, _) = site.told_of(AlertTopic::Event(site.event), AlertPace::AtOnce).await;
    let ticket = site.list(site.event, site.seller, "30").await;
    site.market.buy(site.market.user().await, ticket).await.unwrap();
    site.market.pass(5 * MINUTE).await;
    assert_eq!(site.had(user), 0);
    site.market.assert_sound();
}

/// Alerts that go on or are over, by their users, and how many mails each has had.
async fn crashed(entries: usize) -> BTreeMap<UserId, usize> {
    let Site { mut market, post, seller, event, first } = site().await;
    let mut users = vec![];
    for n in 0..5 {
        let user = market.user().await;
        let pace = if n % 2 == 0 { AlertPace::AtOnce } else { AlertPace::Daily };
        market.market.ask_for_alert(user, AlertTopic::Event(event), pace).await.unwrap();
        users.push(user);
    }
    market.pass(SECOND).await;
    let site = Site { market, post, seller, first, event };
    site.list(event, seller, "30").await;
    let begun = site.market.journal.entries().len();
    site.market
        .until("so much is committed", |market| {
            market.journal.entries().len() >= begun + entries || site.had(users[4]) == 1
        })
        .await;
    let Site { post, .. } = &site;
    let post = post.clone();
    market = site.market.crash_with_post(Arc::new(post.clone())).await;
    let site = Site { market, post, seller, first, event };
    site.market.pass(2 * HOUR).await;
    site.market.assert_sound();
    users.into_iter().map(|user| (user, site.had(user))).collect()
}

#[tokio::test(start_paused = true)]
async fn a_crash_neither_loses_nor_doubles_a_mail() {
    for entries in 0..8 {
        let had = crashed(entries).await;
        assert!(had.values().all(|mails| *mails == 1), "{entries}: {had:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_listed_while_nobody_looked_is_told_after_a_start() {
    let site = site().await;
    let (user, _) = site.told_of(AlertTopic::Event(site.event), AlertPace::Daily).await;
    let (other, _) = site.told_of(search(words("test band")), AlertPace::AtOnce).await;
    // The ticket is listed, and the process ends before anybody is told.
    site.list(site.event, site.seller, "30").await;
    let Site { market, post, seller, event, first } = site;
    let market = market.crash_with_post(Arc::new(post.clone())).await;
    let site = Site { market, post, seller, event, first };
    site.market.pass(SOON).await;
    assert_eq!((site.had(user), site.had(other)), (1, 1));
    let Site { market, post, seller, event, first } = site;
    let market = market.crash_with_post(Arc::new(post.clone())).await;
    let site = Site { market, post, seller, event, first };
    site.market.pass(2 * DAY).await;
    assert_eq!((site.had(user), site.had(other)), (1, 1));
    // An actor that fails is replaced, and begins with all of them.
    site.market.market.kill_branch(Branch::Alerts);
    site.list(site.event, site.seller, "31").await;
    site.market.pass(MINUTE).await;
    assert_eq!((site.had(user), site.had(other)), (2, 2));
    site.market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn a_failing_disk_is_waited_for() {
    let site = site().await;
    let (user, _) = site.told_of(AlertTopic::Event(site.event), AlertPace::AtOnce).await;
    site.list(site.event, site.seller, "30").await;
    site.market.journal.fault(|_| CommitFault::Refuse);
    site.market.pass(HOUR).await;
    assert_eq!(site.had(user), 0);
    site.market.journal.fault(|_| CommitFault::None);
    site.market.pass(SOON).await;
    assert_eq!(site.had(user), 1);
    site.market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn nobody_has_more_than_so_many_and_asking_twice_is_asking_once() {
    let site = site().await;
    let user = site.market.user().await;
    let ask = |topic, pace| site.market.market.ask_for_alert(user, topic, pace);
    let refused = |refusal| Err(CommandError::Refused(refusal));
    let nothing = search(SearchTopic::default());
    assert_eq!(ask(nothing, AlertPace::Daily).await, refused(AlertRefusal::NothingAsked));
    let unknown = AlertTopic::Event(EventId::new());
    assert_eq!(ask(unknown, AlertPace::Daily).await, refused(AlertRefusal::NoEvent));
    let first = ask(search(words("Jazz, 1")), AlertPace::Daily).await.unwrap();
    let entries = site.market.journal.entries().len();
    assert_eq!(ask(search(words("jazz 1")), AlertPace::Daily).await, Ok(first));
    assert_eq!(site.market.journal.entries().len(), entries);
    assert_eq!(ask(search(words("JAZZ 1")), AlertPace::AtOnce).await, Ok(first));
    assert_eq!(site.alert(first).pace, AlertPace::AtOnce);
    // However many ask at once.
    let (market, asks) = (&site.market.market, 2..=30);
    let asks = asks.map(|n| {
        let topic = search(words(&format!("jazz {n}")));
        let market = market.clone();
        tokio::spawn(async move { market.ask_for_alert(user, topic, AlertPace::Daily).await })
    });
    let mut made = 1;
    for asked in asks.collect::<Vec<_>>() {
        match asked.await.unwrap() {
            Ok(_) => made += 1,
            other => assert_eq!(other, refused(AlertRefusal::TooMany)),
        }
    }
    assert_eq!(made, ALERTS_MAX);
    site.market.market.end_alert(first).await.unwrap();
    site.market.market.end_alert(first).await.unwrap();
    ask(venue("Town Hall", "Berlin"), AlertPace::Daily).await.unwrap();
    let fresh = site.market.user_at(Email::parse("new@example.org").unwrap()).await;
    let password = PasswordHash("no password fits this".into());
    let email = Email::parse("other@example.org").unwrap();
    let change = AccountChange::Address(password, email);
    site.market.market.change_account(fresh, change).await.unwrap();
    let asked = site.market.market.ask_for_alert(fresh, search(words("x")), AlertPace::Daily);
    assert_eq!(asked.await, refused(AlertRefusal::Unconfirmed));
    site.market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn very_many_are_told_and_receipts_do_not_wait_for_that() {
    let site = site().await;
    let users = 2_000;
    let mut events = vec![];
    for n in 0..users {
        let (id, topic) = (UserId::new(), AlertTopic::Event(site.event));
        let email = Email::parse(&format!("u{n}@example.org")).unwrap();
        let password = PasswordHash("no password fits this".into());
        events.push(DomainEvent::User(id, UserEvent::Created { email, password }));
        events.push(DomainEvent::User(id, UserEvent::Confirmed));
        let asked = AlertEvent::Asked(id, topic.clone(), AlertPace::AtOnce);
        events.push(DomainEvent::Alert(AlertId::of(id, &topic.key()), asked));
    }
    for some in events.chunks(300) {
        let made = site.market.market.storage().commit(site.market.now(), some.to_vec()).await;
        made.unwrap();
    }
    site.market.pass(SECOND).await;
    for _ in 0..20 {
        site.list(site.event, site.seller, "30").await;
    }
    let waiting = |market: &TestMarket| market.market.tables().catalog().mails.waiting().len();
    for _ in 0..120 {
        site.market.pass(SECOND).await;
        assert!(waiting(&site.market) <= 250, "{}", waiting(&site.market));
    }
    site.market.until("all are told", |_| site.post.taken().len() >= users).await;
    site.market.pass(9 * MINUTE).await;
    let told = site.post.taken().into_iter().filter(|it| it.unsubscribe.is_some()).count();
    assert!((users..=2 * users).contains(&told), "{told}");
    site.market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn alerts_end_by_themselves() {
    let site = site().await;
    let topic = AlertTopic::Event(site.event);
    // The event is cancelled.
    let cancelled = site.list_new("Off", "Arena", "Berlin", Category::Music).await;
    let (user, of_cancelled) = site.told_of(AlertTopic::Event(cancelled), AlertPace::AtOnce).await;
    let market = &site.market.market;
    market.change_event(cancelled, EventCommand::Cancel, deed(user), false).await.unwrap();
    site.market.pass(MINUTE).await;
    assert!(site.alert(of_cancelled).is_over);
    let asked = market.ask_for_alert(user, AlertTopic::Event(cancelled), AlertPace::Daily).await;
    assert_eq!(asked, Err(CommandError::Refused(AlertRefusal::EventCancelled)));
    // The account is closed, or deleted.
    let (closed, of_closed) = site.told_of(topic.clone(), AlertPace::AtOnce).await;
    market.ban(closed, deed(user)).await.unwrap();
    assert!(site.alert(of_closed).is_over);
    let (deleted, of_deleted) = site.told_of(topic.clone(), AlertPace::AtOnce).await;
    let password = PasswordHash("no password fits this".into());
    market.delete_account(deleted, password).await.unwrap();
    assert!(site.alert(of_deleted).is_over);
    // The last day is over; the event has started.
    let last = Day::parse("2026-11-30").ok();
    let until = search(SearchTopic { to: last, ..SearchTopic::default() });
    let (_, of_days) = site.told_of(until, AlertPace::AtOnce).await;
    let (_, of_started) = site.told_of(topic, AlertPace::AtOnce).await;
    let (_, of_venue) = site.told_of(venue("Town Hall", "Berlin"), AlertPace::Daily).await;
    site.market.pass(10 * DAY).await;
    assert!(site.alert(of_days).is_over && !site.alert(of_started).is_over);
    site.market.pass(21 * DAY).await;
    assert!(site.alert(of_started).is_over && !site.alert(of_venue).is_over);
    assert_eq!(market.tables().catalog().alerts.count(), 1);
    site.market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn an_alert_for_an_event_that_was_merged_is_for_the_other() {
    let site = site().await;
    let other = site.list_new("The Test Band live", "Town Hall", "Berlin", Category::Other).await;
    let (user, of_other) = site.told_of(AlertTopic::Event(other), AlertPace::AtOnce).await;
    let (both, first) = site.told_of(AlertTopic::Event(site.event), AlertPace::AtOnce).await;
    let second = site.ask(both, AlertTopic::Event(other), AlertPace::AtOnce).await;
    site.market.market.merge_events(other, site.event, deed(site.seller)).await.unwrap();
    site.market.pass(HOUR).await;
    site.list(site.event, site.seller, "30").await;
    site.market.pass(SOON).await;
    assert_eq!((site.had(user), site.had(both)), (1, 1));
    assert!(site.alert(second).is_over && !site.alert(first).is_over, "one of the two is enough");
    // Asking for either is asking for the one that stays.
    for event in [other, site.event] {
        assert_eq!(site.ask(user, AlertTopic::Event(event), AlertPace::AtOnce).await, of_other);
    }
    let Site { market, post, seller, event, first } = site;
    let market = market.crash_with_post(Arc::new(post.clone())).await;
    let site = Site { market, post, seller, event, first };
    site.list(site.event, site.seller, "30").await;
    site.market.pass(HOUR).await;
    assert_eq!((site.had(user), site.had(both)), (2, 2));
    site.market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn mails_are_in_the_language_of_who_reads_them() {
    let site = site().await;
    let topic = search(SearchTopic { max_price: Some(price("60")), ..words("band") });
    let (user, _) = site.told_of(topic, AlertPace::AtOnce).await;
    let change = AccountChange::Language(Language::German);
    site.market.market.change_account(user, change).await.unwrap();
    for n in 0..12 {
        site.list_new(&format!("Band {n}"), "Town Hall", "Berlin", Category::Music).await;
    }
    site.market.pass(SOON).await;
    let Letter { subject, body, .. } = site.letters(user).pop().unwrap();
    assert_eq!(subject, "Neue Tickets: „band“, höchstens 60,00 €");
    assert_eq!(body.matches("1 Ticket, ab 20,00").count(), 10, "{body}");
    assert!(body.contains("Und noch 2 Veranstaltungen:\n"), "{body}");
    assert!(body.contains("/?q=band&max_price=60.00\n"), "{body}");
    site.market.assert_sound();
}
