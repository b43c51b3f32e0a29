//! A consumer that delivers in order. Each account is a stream of its mails in the order in which
//! they were queued; the cursor is where the first of them is that still waits. The market itself
//! has no mail server, and leaves them alone.

use std::collections::HashMap;

use parking_lot::Mutex;

use super::*;
use crate::{
    delivery::{Queued, Schedule, Turn, Undelivered, Waits},
    domain::{DomainEvent, MailAbout, MailEvent, MailStatus},
    harness::{TestMarket, mails},
    storage::{CommitFault, StorageError},
    types::{BackOff, MailId, UserId},
};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// What each stream has been given, in order.
type Taken = Arc<Mutex<HashMap<UserId, Vec<MailId>>>>;
type Plan = Box<dyn FnMut(UserId, MailId) -> Result<(), Undelivered> + Send>;

/// How many are under way in all.
const PLACES: usize = 4;

struct Streams {
    market: Arc<Market>,
    /// How long each takes, in milliseconds.
    takes: std::sync::atomic::AtomicU64,
    plan: Mutex<Plan>,
    taken: Taken,
}

impl Consumer for Streams {
    type Id = MailId;
    type Destination = UserId;
    type Item = (UserId, MailId);
    type Parcel = (UserId, MailId);
    type Taken = ();
    type Said = Box<str>;

    const NAME: &'static str = "streams";
    const AT_ONCE: usize = 1;
    const AT_ONCE_IN_ALL: usize = PLACES;
    const TRY_MAX: Duration = MINUTE;
    const SCHEDULE: Schedule = Schedule {
        waits: Waits::Listed(&[MINUTE, HOUR]),
        tried_for: Duration::MAX,
        unusable_wait_max: MINUTE,
    };
    const BREAKER: BackOff = BackOff { first: HOUR, max: HOUR };

    fn destinations(&self) -> Vec<UserId> {
        let tables = self.market.tables();
        let waiting: Vec<_> = tables.catalog().mails.waiting().map(|(_, id)| id).collect();
        let mut streams: Vec<_> =
            waiting.into_iter().map(|id| tables.mail(id).unwrap().unwrap().to).collect();
        streams.sort_unstable();
        streams.dedup();
        streams
    }

    fn waiting(&self, to: &UserId, _: usize) -> Vec<(Timestamp, MailId)> {
        let mails = mails(self.market.tables()).into_iter().rev();
        let waits = |mail: &crate::domain::Mail| match mail.status {
            MailStatus::Waiting(not_before) => Some((not_before, mail.id)),
            _ => None,
        };
        mails.filter(|mail| mail.to == *to).find_map(|mail| waits(&mail)).into_iter().collect()
    }

    fn read(&self, id: MailId) -> Result<Option<Queued<(UserId, MailId)>>, StorageError> {
        let mail = self.market.tables().mail(id)?.unwrap();
        let first = self.waiting(&mail.to, 1).pop().filter(|(_, first)| *first == id);
        Ok(first.map(|(not_before, _)| Queued {
            since: mail.since,
            failures: mail.failures,
            not_before,
            item: (mail.to, id),
        }))
    }

    fn prepare(
        &self,
        item: &(UserId, MailId),
        _: Timestamp,
    ) -> Result<(UserId, MailId), Undelivered> {
        Ok(*item)
    }

    async fn deliver(&self, (to, id): &(UserId, MailId)) -> Result<(), Undelivered> {
        (self.plan.lock())(*to, *id)?;
        let takes = self.takes.load(std::sync::atomic::Ordering::Relaxed);
        tokio::time::sleep(Duration::from_millis(takes)).await;
        self.taken.lock().entry(*to).or_default().push(*id);
        Ok(())
    }

    fn noted(
        &self,
        (_, id): &(UserId, MailId),
        result: &Result<(), Undelivered>,
        again_at: Option<Timestamp>,
    ) -> Vec<DomainEvent> {
        let event = match result {
            Ok(()) => MailEvent::Sent,
            Err(why) => MailEvent::Failed { error: why.to_string().into(), again_at },
        };
        vec![DomainEvent::Mail(*id, event)]
    }

    fn log(&self, _: &(UserId, MailId), _: &Result<(), Undelivered>, _: Option<Timestamp>) {}

    fn log_breaker(&self, _: &UserId, _: Turn<'_>) {}
}

async fn start(
    market: &TestMarket,
    taken: &Taken,
    plan: impl FnMut(UserId, MailId) -> Result<(), Undelivered> + Send + 'static,
) -> Arc<Deliveries<Streams>> {
    let (market, taken) = (market.market.clone(), taken.clone());
    let consumer = Streams {
        market: market.clone(),
        takes: Default::default(),
        plan: Mutex::new(Box::new(plan)),
        taken,
    };
    let deliveries = Deliveries::new(consumer);
    let arguments = (market, deliveries.clone());
    let (actor, _) = DeliveryActor::spawn(None, DeliveryActor::new(), arguments).await.unwrap();
    deliveries.actor.set(actor);
    deliveries
}

/// Two streams of three entries each.
async fn streams(market: &TestMarket) -> [(UserId, Vec<MailId>); 2] {
    let mut streams = [UserId::new(), UserId::new()].map(|to| (to, vec![]));
    for entry in 0..3 {
        for (to, entries) in &mut streams {
            let id = MailId::of(*to, &format!("entry {entry}"));
            let about = MailAbout::PasswordReset(market.now());
            let queued = DomainEvent::Mail(id, MailEvent::Queued(*to, about));
            market.market.commit(market.now(), vec![queued]).await.unwrap();
            entries.push(id);
        }
        market.pass(SECOND).await;
    }
    streams
}

fn waiting(market: &TestMarket) -> usize {
    market.market.tables().catalog().mails.waiting().len()
}

#[tokio::test(start_paused = true)]
async fn what_waits_to_be_tried_again_holds_up_its_own_stream_alone() {
    let market = TestMarket::start().await;
    let [a, b] = streams(&market).await;
    let (second, mut failures) = (a.1[1], 0);
    let taken = Taken::default();
    let plan = move |_, id| match failures {
        0 if id == second => {
            failures += 1;
            Err(Undelivered::NotNow { said: "busy".into(), retry_after: Some(HOUR / 2) })
        }
        1 if id == second => {
            failures += 1;
            Err(Undelivered::not_now("busy".into()))
        }
        _ => Ok(()),
    };
    let started = market.now();
    start(&market, &taken, plan).await;
    market.until("the other is delivered", |_| taken.lock().get(&b.0) == Some(&b.1)).await;
    assert_eq!(taken.lock()[&a.0], a.1[..1]);
    assert!(market.now().since(started) < MINUTE);
    market.pass(HOUR / 2).await;
    assert_eq!(taken.lock()[&a.0], a.1[..1], "the second failure has the second wait");
    market.pass(2 * HOUR).await;
    assert_eq!(*taken.lock(), HashMap::from([a, b]));
}

#[tokio::test(start_paused = true)]
async fn each_destination_has_a_breaker_of_its_own_and_what_is_given_up_is_passed_over() {
    let market = TestMarket::start().await;
    let [a, b] = streams(&market).await;
    let (taken, down, mut tries) = (Taken::default(), a.0, 0);
    let plan = move |to, _| {
        tries += usize::from(to == down);
        // The waits of one entry are two, so it is tried three times.
        if to == down && tries <= 3 { Err(Undelivered::Unusable("down".into())) } else { Ok(()) }
    };
    let deliveries = start(&market, &taken, plan).await;
    market.until("the other is delivered", |_| taken.lock().get(&b.0) == Some(&b.1)).await;
    assert!(deliveries.trouble(&a.0).is_some() && deliveries.trouble(&b.0).is_none());
    market.pass(2 * MINUTE).await;
    assert_eq!(deliveries.counts(), (3, 1), "it is left alone though its entry is due");
    market.pass(3 * HOUR - 3 * MINUTE).await;
    assert_eq!((deliveries.counts(), waiting(&market)), ((3, 3), 2), "one try an hour");
    market.until("none waits", |m| waiting(m) == 0).await;
    assert_eq!(*taken.lock(), HashMap::from([(a.0, a.1[1..].to_vec()), b]));
    assert!(deliveries.trouble(&a.0).is_none());
}

#[tokio::test(start_paused = true)]
async fn after_a_kill_before_the_cursor_has_moved_a_stream_goes_on_with_the_same_entry() {
    let market = TestMarket::start().await;
    let streams = streams(&market).await;
    let seconds = streams.clone().map(|(_, entries)| entries[1]);
    market.journal.fault(move |entry| match &entry.events[..] {
        [DomainEvent::Mail(id, MailEvent::Sent)] if seconds.contains(id) => CommitFault::HangFirst,
        _ => CommitFault::None,
    });
    let taken = Taken::default();
    let deliveries = start(&market, &taken, |_, _| Ok(())).await;
    market.pass(HOUR).await;
    deliveries.actor.kill();
    deliveries.kill().await;
    let market = market.crash().await;
    start(&market, &taken, |_, _| Ok(())).await;
    market.until("none waits", |m| waiting(m) == 0).await;
    market.pass(HOUR).await;
    for (to, entries) in streams {
        let expect = [&entries[..2], &entries[1..]].concat();
        assert_eq!(taken.lock()[&to], expect, "the second twice, and in its place");
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_noted_since_it_was_seen_to_wait_is_not_begun() {
    let market = TestMarket::start().await;
    let [a, b] = streams(&market).await;
    let (taken, busy) = (Taken::default(), a.0);
    let plan = move |to, _| match to == busy {
        true => Err(Undelivered::not_now("busy".into())),
        false => Ok(()),
    };
    let deliveries = start(&market, &taken, plan).await;
    market.until("the other is delivered", |_| taken.lock().get(&b.0) == Some(&b.1)).await;
    let counts = deliveries.counts();
    assert_eq!(counts, (3, 1));
    for (to, entries) in [&a, &b] {
        deliveries.begin(&market.market, to, entries[0]);
    }
    market.pass(SECOND).await;
    assert_eq!(deliveries.counts(), counts, "one waits to be tried again, one is delivered");
}

/// Places are few, and one stream has much that takes long.
#[tokio::test(start_paused = true)]
async fn places_go_round_and_nobody_has_all_of_them() {
    let market = TestMarket::start().await;
    let slow: Vec<_> = (0..3 * PLACES).map(|_| UserId::new()).collect();
    let queue = async |to: UserId, entry: usize| {
        let id = MailId::of(to, &format!("entry {entry}"));
        let about = MailAbout::PasswordReset(market.now());
        let queued = DomainEvent::Mail(id, MailEvent::Queued(to, about));
        market.market.commit(market.now(), vec![queued]).await.unwrap();
    };
    for entry in 0..20 {
        for to in &slow {
            queue(*to, entry).await;
        }
    }
    let taken = Taken::default();
    let deliveries = start(&market, &taken, |_, _| Ok(())).await;
    deliveries.consumer().takes.store(1000, std::sync::atomic::Ordering::Relaxed);
    market.pass(10 * SECOND).await;
    // What comes last, when much of the others is due before it, waits for one turn of each.
    let last = UserId::new();
    queue(last, 0).await;
    deliveries.wake();
    market.pass(5 * SECOND).await;
    assert_eq!(taken.lock().get(&last).map(Vec::len), Some(1));
    let of_slow: usize = slow.iter().map(|to| taken.lock().get(to).map_or(0, Vec::len)).sum();
    assert!(of_slow < 3 * PLACES * 20, "much of theirs still waits");
}
