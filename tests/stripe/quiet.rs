//! A copy that was restored from a backup asks nobody anything, until somebody says that it is the site.

use std::{
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use holdfast::{
    actors::order::PayOutcome,
    backup::{Identities, Place, S3Settings, Store, Wanted, backup, quiet, restore},
    clock::Clock,
    config::{Config, MailSecurity, Provider},
    domain::TicketStatus,
    harness::stripe::{API_KEY, Endpoint, HttpFault, ScriptedStripe, WEBHOOK_SECRET},
    types::{ChargeId, OrderId, Secret, TicketId},
};

use crate::common::{Site, metric};

/// Takes connections and says nothing.
fn counted() -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (port, count) = (listener.local_addr().unwrap().port(), Arc::<AtomicUsize>::default());
    let counted = count.clone();
    std::thread::spawn(move || {
        let mut held = vec![];
        for stream in listener.incoming() {
            counted.fetch_add(1, Ordering::SeqCst);
            held.push(stream);
        }
    });
    (port, count)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_copy_asks_nobody_until_it_goes_live() {
    let stripe = ScriptedStripe::start().await;
    let ((smtp, mails), (nats, bus)) = (counted(), counted());
    let set = |config: &mut Config| {
        config.site.admins = vec!["root@example.org".into()];
        config.payments.provider = Provider::Stripe;
        config.payments.reconcile_seconds = 1;
        let keys = &mut config.payments.stripe;
        (keys.secret_key, keys.api_url) = (Secret::new(API_KEY), stripe.url());
        keys.publishable_key = "pk_test_x".into();
        keys.webhook_secret = Secret::new(WEBHOOK_SECRET);
        config.mail.server = "127.0.0.1".into();
        (config.mail.port, config.mail.security) = (smtp, MailSecurity::None);
        config.mail.from = "tickets@example.org".into();
        config.bus.url = format!("nats://127.0.0.1:{nats}");
    };
    stripe.fault(|asked| match asked.call {
        Endpoint::Capture => HttpFault::Status(500),
        _ => HttpFault::None,
    });
    let site = Site::start_with(set).await;
    let (_root, mut anna, mut ben) =
        (site.user("root").await, site.user("anna").await, site.user("ben").await);
    let listed = anna.list("Row 5", "49.50").await;
    let ticket: TicketId = listed.rsplit('/').next().unwrap().parse().unwrap();
    let order = ben.buy(&listed, "49.50").await.sent_to();
    let order: OrderId = order.rsplit('/').next().unwrap().parse().unwrap();
    let (charge, patience) = (ChargeId::new(), Duration::from_secs(8));
    let begun = site.market.pay_within(order, charge, None, patience).await.unwrap();
    let PayOutcome::AwaitsBuyer(secret) = begun else { panic!("{begun:?}") };
    stripe.buyer_pays(secret.expose()).unwrap();
    let is_asked = |stripe: &ScriptedStripe| {
        stripe.requests().iter().any(|asked| asked.call == Endpoint::Capture)
    };
    stripe.until("the capture is asked for", is_asked).await;

    let places = tempfile::tempdir().unwrap();
    let store = || {
        let place = Place::Folder(places.path().join("backups"));
        Store::to_write(place, &S3Settings::default()).unwrap()
    };
    let data = site.folder.path().join("data");
    backup(&data, &store(), &Wanted::default(), Clock::System).await.unwrap();
    drop(site.stop().await);
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let restored = restore(&store(), &Identities::default(), &data, None).await.unwrap();
    assert_eq!((restored.would.payments, restored.would.mails), (1, 3));

    let before = || {
        let counts = [&mails, &bus].map(|count| count.load(Ordering::SeqCst));
        (stripe.requests().len(), counts)
    };
    let asked = before();
    assert!(asked.1.iter().all(|count| *count > 0), "the site that was lost did: {asked:?}");
    let copy = Site::start_in(folder, Clock::System, set).await;
    let mut root = copy.visitor();
    root.sign_in("root").await;
    let page = root.get("/admin").await;
    page.is(200, "This copy of the site is quiet.").is(200, "go on with 1 payment");
    page.is(200, "send 3 mails");
    assert_eq!(metric(&copy.market, "quiet"), 1);
    // It is asked to, in each way.
    copy.market.look_at_charge(charge);
    let rounds = || copy.market.unsettled().rounds;
    let begun = rounds();
    while rounds() < begun + 3 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let status = |site: &Site| site.market.tables().ticket(ticket).unwrap().unwrap().status;
    assert!(matches!(status(&copy), TicketStatus::Selling { .. }));
    assert_eq!(before(), asked);

    let folder = copy.stop().await;
    quiet::unmark(&data).unwrap();
    stripe.fault(|_| HttpFault::None);
    let live = Site::start_in(folder, Clock::System, set).await;
    while !matches!(status(&live), TicketStatus::Sold { .. }) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    while before().1.iter().zip(asked.1).any(|(now, then)| *now <= then) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    root.address = live.address;
    assert!(!root.get("/admin").await.body.contains("is quiet"));
    drop(live);
}
