//! How much memory webhooks take that wait, in the real program after a start.
mod support;

use std::{path::Path, time::Duration};

use holdfast::{
    clock::Clock,
    domain::{
        DomainEvent, WebhookAbout, WebhookDeliveryEvent, WebhookEndpointEvent, WebhookSeed,
        public::{PublicEventId, PublicKind},
    },
    storage::Storage,
    types::{UserId, WebhookDeliveryId, WebhookEndpointId, WebhookUrl},
};
use support::{
    folder,
    report::{Table, millis, thousands},
    scale,
    seed::{self, Seed},
    site::{Log, Site},
};

/// Long enough for what a start leaves to be tidied.
const AT_REST: Duration = Duration::from_secs(10);
/// How many are queued in one entry.
const AT_ONCE: usize = 200;
/// How many wait for one endpoint at the most.
const WAITING_MAX: u32 = 10_000;

fn main() {
    support::main(async {
        let folder = folder();
        let heads = ["webhooks waiting", "first page", "memory at rest"];
        let mut table =
            Table::new("Webhooks that wait for receivers that cannot be reached", &heads);
        let many = scale(100_000, 2_000);
        for waiting in [0, many / 10, many] {
            let data = folder.path().join(waiting.to_string());
            seed::fill(&data, Seed { tickets: 0, holds: 0 });
            queue(&data, waiting).await;
            let site = Site::start(&data, Log::Quiet).await;
            tokio::time::sleep(AT_REST).await;
            table.row(&[
                thousands(f64::from(waiting)),
                millis(site.first_page),
                format!("{:.1} MiB", site.memory() as f64 / 1024.0 / 1024.0),
            ]);
        }
    });
}

/// Has so many wait, for as many endpoints as that takes.
async fn queue(data: &Path, waiting: u32) {
    let (storage, _) = Storage::open(data, Clock::System).expect("it opens");
    let commit = async |events| {
        storage.commit(Clock::System.now(), events).await.expect("it can be");
    };
    let mut left = waiting;
    while left > 0 {
        let (owner, id) = (UserId::new(), WebhookEndpointId::new());
        let added = WebhookEndpointEvent::Added {
            owner,
            url: WebhookUrl::parse("https://127.0.0.1/").expect("a URL"),
            types: PublicKind::ALL.to_vec(),
            is_of_everything: false,
            seed: WebhookSeed::new(storage.link_key(), id).expect("randomness"),
        };
        commit(vec![DomainEvent::WebhookEndpoint(id, added)]).await;
        let some: Vec<_> = (0..left.min(WAITING_MAX))
            .map(|n| {
                let event = PublicEventId { sequence: n.into(), index: 0 };
                let about = WebhookAbout::Event { id: event, kind: PublicKind::OrderCreated };
                let queued = WebhookDeliveryEvent::Queued(id, about);
                DomainEvent::WebhookDelivery(WebhookDeliveryId::of(id, &event.to_string()), queued)
            })
            .collect();
        for some in some.chunks(AT_ONCE) {
            commit(some.to_vec()).await;
        }
        left -= left.min(WAITING_MAX);
    }
    storage.close();
}
