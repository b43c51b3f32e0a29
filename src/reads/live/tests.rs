use super::*;
use crate::{
    domain::{Details, TicketStatus},
    types::{Price, Timestamp, Title, UserId},
};

fn ticket(minor: u32) -> Arc<Ticket> {
    Arc::new(Ticket {
        id: TicketId::new(),
        event: EventId::new(),
        event_starts_at: Timestamp::from_millis(1),
        seller: UserId::new(),
        title: Title::parse("Row 5").unwrap(),
        price: Price::from_minor(minor).unwrap(),
        listed_at: Timestamp::from_millis(0),
        status: TicketStatus::Available,
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
}

fn running() -> Arc<Hub> {
    let hub = Arc::<Hub>::default();
    let runs = hub.clone();
    tokio::spawn(async move { runs.run().await });
    hub
}

impl Hub {
    fn reader(self: &Arc<Self>, topic: Topic) -> Subscription {
        self.subscribe(topic, None).unwrap()
    }

    /// How many topics and tickets have readers.
    fn sizes(&self) -> [usize; 2] {
        let topics = self.topics.lock();
        let topics = topics.as_ref().unwrap();
        [topics.senders.len(), topics.seen.len()]
    }
}

impl Subscription {
    /// The prices that it is told in the next round.
    async fn prices(&mut self) -> Vec<u32> {
        let round = self.next().await.unwrap();
        let mut prices: Vec<_> = self.told(&round).iter().map(|c| c.ticket.price.minor()).collect();
        prices.sort_unstable();
        prices
    }
}

#[tokio::test(start_paused = true)]
async fn each_reader_hears_of_their_own() {
    let hub = running();
    let (first, second, unseen) = (ticket(1), ticket(2), ticket(3));
    let sees = |topic, tickets: &[&Arc<Ticket>]| {
        hub.subscribe(topic, Some(tickets.iter().map(|ticket| ticket.id).collect())).unwrap()
    };
    let mut readers = [
        (hub.reader(Topic::All), vec![1, 2, 3]),
        (hub.reader(Topic::Event(first.event)), vec![1]),
        (hub.reader(Topic::Ticket(second.id)), vec![2]),
        (sees(Topic::All, &[&first, &second]), vec![1, 2]),
        (sees(Topic::All, &[&second]), vec![2]),
        (sees(Topic::Event(first.event), &[&first, &second]), vec![1]),
        (sees(Topic::Event(first.event), &[&second]), vec![]),
    ];
    for changed in [&unseen, &second, &first] {
        hub.publish(changed, false);
    }
    for (reader, expect) in &mut readers {
        assert_eq!(reader.prices().await, *expect, "{:?}", reader.topic);
    }
    // What nobody sees wakes nobody who sees anything.
    hub.publish(&unseen, false);
    assert_eq!(readers[0].0.prices().await, [3]);
    hub.publish(&second, false);
    assert_eq!(readers[4].0.prices().await, [2], "that was their next round");
}

#[tokio::test(start_paused = true)]
async fn a_round_has_the_last_state_of_each_ticket_written_once() {
    let hub = running();
    let mut reader = hub.reader(Topic::All);
    let first = ticket(1);
    hub.publish(&first, false);
    assert_eq!(reader.prices().await, [1]);
    for minor in 2..=100 {
        let price = Price::from_minor(minor).unwrap();
        hub.publish(&Arc::new(Ticket { price, ..(*first).clone() }), false);
    }
    let round = reader.next().await.unwrap();
    let told = reader.told(&round);
    assert_eq!(told.len(), 1);
    let write = |ticket: &Ticket| Bytes::from(ticket.price.minor().to_string());
    assert_eq!(told[0].message(write), "100");
    assert_eq!(told[0].message(|_| panic!("it is written already")), "100");
}

#[tokio::test(start_paused = true)]
async fn who_is_too_far_behind_is_dropped_and_the_others_go_on() {
    let hub = running();
    let (mut slow, mut fast) = (hub.reader(Topic::All), hub.reader(Topic::All));
    for minor in 1..=u32::try_from(ROUNDS_BEHIND_MAX).unwrap() + 1 {
        hub.publish(&ticket(minor), false);
        assert_eq!(fast.prices().await, [minor]);
    }
    assert!(slow.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn nothing_is_kept_for_those_who_have_gone_or_never_came() {
    let hub = Arc::<Hub>::default();
    hub.publish(&ticket(1), false);
    assert!(hub.pending.lock().tickets.is_empty(), "nobody looks");
    let all: Vec<_> = (0..3).map(|_| hub.reader(Topic::All)).collect();
    let one = hub.reader(Topic::Ticket(TicketId::new()));
    let ids: Vec<_> = (0..3).map(|_| TicketId::new()).collect();
    let seen = |ids: &[TicketId]| hub.subscribe(Topic::All, Some(ids.into())).unwrap();
    let (first, second) = (seen(&ids[..2]), seen(&ids[1..]));
    assert_eq!((hub.readers(), hub.sizes()), (6, [3, 3]));
    drop((one, first));
    assert_eq!((hub.readers(), hub.sizes()), (4, [2, 2]));
    drop((all, second));
    assert_eq!((hub.readers(), hub.sizes()), (0, [0, 0]));
}

#[tokio::test(start_paused = true)]
async fn there_is_a_bound_and_an_end() {
    let hub = running();
    hub.set_readers_max(2);
    let (first, mut second) = (hub.reader(Topic::All), hub.reader(Topic::All));
    assert!(hub.subscribe(Topic::All, None).is_none());
    drop(first);
    let _third = hub.reader(Topic::All);
    hub.close();
    assert!(second.next().await.is_none());
    drop(second);
    assert!(hub.subscribe(Topic::All, None).is_none());
}

#[test]
fn the_more_look_the_longer_the_pause_up_to_a_bound() {
    for (told, expect) in [(0, 20), (1000, 35), (8000, 140), (10_000, 140), (usize::MAX, 140)] {
        assert_eq!(pause_after(told), Duration::from_millis(expect), "{told}");
    }
}

/// Ten thousand at the home page are not woken by each of a thousand listings.
#[tokio::test(start_paused = true)]
async fn the_site_hears_of_what_is_new_now_and_then_and_an_event_at_once() {
    let hub = running();
    let shown = |topic| hub.subscribe(topic, Some(Box::default())).unwrap();
    let (mut home, first) = (shown(Topic::All), ticket(1));
    let mut event = shown(Topic::Event(first.event));
    let started = Instant::now();
    hub.publish(&first, true);
    assert!(home.next().await.unwrap().counts(|| "1".into()).is_some());
    assert!(event.next().await.unwrap().counts(|| "1".into()).is_some());
    assert_eq!(started.elapsed(), Duration::ZERO);
    for _ in 0..100 {
        hub.publish(&Arc::new(Ticket { id: TicketId::new(), ..(*first).clone() }), true);
        let round = event.next().await.unwrap();
        assert_eq!(round.counts(|| "2".into()).unwrap(), "2");
        assert_eq!(round.counts(|| panic!("it is written already")).unwrap(), "2");
    }
    let at_event = started.elapsed();
    assert!(at_event < NEWS_PAUSE, "{at_event:?}");
    // It is one round for all of them, and comes though nothing changes any more.
    let round = home.next().await.unwrap();
    assert!(round.counts(|| "3".into()).is_some() && home.told(&round).is_empty());
    assert!((NEWS_PAUSE..NEWS_PAUSE * 2).contains(&started.elapsed()), "{:?}", started.elapsed());
    hub.publish(&first, false);
    event.next().await.unwrap();
    hub.publish(&ticket(2), true);
    home.next().await.unwrap();
    assert!(started.elapsed() >= NEWS_PAUSE * 2, "what is not new is none");
}
