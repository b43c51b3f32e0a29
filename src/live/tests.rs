use super::*;
use crate::{
    domain::TicketStatus,
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
    })
}

fn running() -> Arc<Hub> {
    let hub = Arc::<Hub>::default();
    let runs = hub.clone();
    tokio::spawn(async move { runs.run().await });
    hub
}

fn prices(round: &Round) -> Vec<u32> {
    round.all().map(|change| change.ticket.price.minor()).collect()
}

#[tokio::test(start_paused = true)]
async fn each_topic_hears_of_its_own() {
    let hub = running();
    let (seen, other) = (ticket(1), ticket(2));
    let topics = [Topic::All, Topic::Event(seen.event), Topic::Ticket(seen.id)];
    let mut readers = topics.map(|topic| hub.subscribe(topic).unwrap());
    hub.publish(&other);
    hub.publish(&seen);
    let mut of_all = prices(&readers[0].next().await.unwrap());
    of_all.sort_unstable();
    assert_eq!(of_all, [1, 2]);
    for reader in &mut readers[1..] {
        assert_eq!(prices(&reader.next().await.unwrap()), [1]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_round_has_the_last_state_of_each_ticket_and_is_about_what_is_asked_for() {
    let hub = running();
    let mut reader = hub.subscribe(Topic::All).unwrap();
    let first = ticket(1);
    hub.publish(&first);
    assert_eq!(prices(&reader.next().await.unwrap()), [1]);
    for minor in 2..=100 {
        hub.publish(&Arc::new(Ticket {
            price: Price::from_minor(minor).unwrap(),
            ..(*first).clone()
        }));
        hub.publish(&ticket(minor));
    }
    let round = reader.next().await.unwrap();
    assert_eq!(round.all().count(), 100);
    let about =
        |ids: &[TicketId]| round.about(ids).map(|c| c.ticket.price.minor()).collect::<Vec<_>>();
    assert_eq!(about(&[first.id, TicketId::new()]), [100]);
    let write = |ticket: &Ticket| Bytes::from(ticket.price.minor().to_string());
    let asked = [first.id];
    let change = round.about(&asked).next().unwrap();
    assert_eq!(change.message(write), "100");
    assert_eq!(change.message(|_| panic!("it is written once")), "100");
}

#[tokio::test(start_paused = true)]
async fn who_is_too_far_behind_is_dropped_and_the_others_go_on() {
    let hub = running();
    let (mut slow, mut fast) =
        (hub.subscribe(Topic::All).unwrap(), hub.subscribe(Topic::All).unwrap());
    for minor in 1..=u32::try_from(ROUNDS_BEHIND_MAX).unwrap() + 1 {
        hub.publish(&ticket(minor));
        assert_eq!(prices(&fast.next().await.unwrap()), [minor]);
    }
    assert!(slow.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn nothing_is_kept_for_those_who_have_gone_or_never_came() {
    let hub = Arc::<Hub>::default();
    hub.publish(&ticket(1));
    assert!(hub.changed.lock().is_empty(), "nobody looks");
    let readers: Vec<_> = (0..3).map(|_| hub.subscribe(Topic::All).unwrap()).collect();
    let one = hub.subscribe(Topic::Ticket(TicketId::new())).unwrap();
    assert_eq!((hub.readers(), hub.topics.lock().as_ref().unwrap().len()), (4, 2));
    drop(one);
    assert_eq!(hub.topics.lock().as_ref().unwrap().len(), 1);
    drop(readers);
    assert_eq!((hub.readers(), hub.topics.lock().as_ref().unwrap().len()), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn there_is_a_bound_and_an_end() {
    let hub = running();
    hub.set_readers_max(2);
    let (first, mut second) =
        (hub.subscribe(Topic::All).unwrap(), hub.subscribe(Topic::All).unwrap());
    assert!(hub.subscribe(Topic::All).is_none());
    drop(first);
    let _third = hub.subscribe(Topic::All).unwrap();
    hub.close();
    assert!(second.next().await.is_none());
    drop(second);
    assert!(hub.subscribe(Topic::All).is_none());
}

#[test]
fn the_more_look_the_longer_the_pause_up_to_a_bound() {
    for (told, expect) in [(0, 20), (1000, 35), (8000, 140), (10_000, 140), (usize::MAX, 140)] {
        assert_eq!(pause_after(told), Duration::from_millis(expect), "{told}");
    }
}
