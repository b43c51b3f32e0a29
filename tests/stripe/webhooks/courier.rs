//! Stripe's part of a webhook: what it has to tell is delivered, as well or as badly as a test says.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use holdfast::harness::stripe::{
    ScriptedStripe,
    webhook::{SignedEvent, deliver},
};
use tokio::{sync::Semaphore, task::JoinSet};
use tokio_util::sync::CancellationToken;

use crate::common::dice::Dice;

/// How deliveries go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Each once, as soon as there is something to tell.
    Perfect,
    /// In any order, some at once and some late, some twice or thrice, some lost on the way and sent
    /// again, as Stripe does until they are answered.
    Chaotic(u64),
    /// As chaotic, and a fifth of what there is to tell never comes.
    Lossy(u64),
}

/// How many deliveries are on their way at once.
const ON_THE_WAY_MAX: usize = 16;

/// Delivers to this address until it is told that all has happened, then what is left. Gives how
/// many deliveries were answered.
pub async fn run(
    stripe: ScriptedStripe,
    url: String,
    manner: Manner,
    all_has_happened: CancellationToken,
) -> usize {
    let mut dice = Dice::new(match manner {
        Manner::Perfect => 0,
        Manner::Chaotic(seed) | Manner::Lossy(seed) => seed,
    });
    let mut courier = Courier {
        url,
        places: Arc::new(Semaphore::new(ON_THE_WAY_MAX)),
        on_the_way: JoinSet::new(),
        answered: Arc::default(),
    };
    let (mut known, mut held): (usize, Vec<SignedEvent>) = (0, vec![]);
    loop {
        let was_over = all_has_happened.is_cancelled();
        let new = stripe.events_after(known);
        known += new.len();
        let is_idle = new.is_empty();
        for event in new {
            match manner {
                Manner::Perfect => courier.send(event).await,
                Manner::Lossy(_) if dice.percent(20) => {}
                Manner::Chaotic(_) | Manner::Lossy(_) => match dice.below(10) {
                    0..4 => courier.send(event).await,
                    4 | 5 => {
                        courier.send(event.clone()).await;
                        held.push(event);
                    }
                    6 => held.extend([event.clone(), event.clone(), event]),
                    _ => held.push(event),
                },
            }
        }
        if is_idle && !held.is_empty() {
            let any = dice.below(held.len() as u64);
            courier.send(held.swap_remove(usize::try_from(any).unwrap())).await;
        } else if is_idle && was_over {
            break;
        } else if is_idle {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
    while courier.on_the_way.join_next().await.is_some() {}
    courier.answered.load(Ordering::Relaxed)
}

struct Courier {
    url: String,
    places: Arc<Semaphore>,
    on_the_way: JoinSet<()>,
    answered: Arc<AtomicUsize>,
}

impl Courier {
    async fn send(&mut self, event: SignedEvent) {
        let place = self.places.clone().acquire_owned().await.unwrap();
        let (url, answered) = (self.url.clone(), self.answered.clone());
        while self.on_the_way.try_join_next().is_some() {}
        self.on_the_way.spawn(async move {
            let status = deliver(&url, &event).await.unwrap();
            assert_eq!(status, 200, "{}", event.kind);
            answered.fetch_add(1, Ordering::Relaxed);
            drop(place);
        });
    }
}
