//! Webhooks: who hears of what, when it is tried again, and that nothing is lost. No receiver runs
//! here; in `tests/site/webhooks` some do.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use holdfast::{
    actors::{Branch, CommandError, NewWebhookEndpoint},
    delivery::webhooks::{Webhook, scripted::ScriptedReply},
    domain::{
        Deed, DomainEvent, FeedCursorEvent, MailAbout, WebhookAbout, WebhookDelivery,
        WebhookDeliveryEvent, WebhookEndpoint, WebhookEndpointStatus, WebhookOff, WebhookOutcome,
        WebhookStatus,
        public::{PublicEventId, PublicKind},
        rules::{
            account::AccountChange,
            webhooks::{
                WEBHOOK_ENDPOINTS_MAX, WEBHOOKS_WAITING_MAX, WebhookCommand, WebhookRefusal,
            },
        },
    },
    harness::{ROOT, TestMarket, mails},
    reads::walk::Walk,
    storage::CommitFault,
    types::{
        Email, FeedCursorId, OrderId, Reason, UserId, WebhookDeliveryId, WebhookEndpointId,
        WebhookUrl,
    },
};
use serde_json::Value;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// An endpoint at `https://<name>.example/` that is told of all kinds.
async fn endpoint(market: &TestMarket, owner: UserId, name: &str) -> WebhookEndpointId {
    add(market, owner, name, false).await.unwrap()
}

async fn add(
    market: &TestMarket,
    owner: UserId,
    name: &str,
    is_of_everything: bool,
) -> Result<WebhookEndpointId, CommandError<WebhookRefusal>> {
    let url = WebhookUrl::parse(&format!("https://{name}.example/")).unwrap();
    let new = NewWebhookEndpoint { url, types: PublicKind::ALL.to_vec(), is_of_everything };
    let id = WebhookEndpointId::new();
    market.market.add_webhook_endpoint(id, owner, new).await.map(|()| id)
}

/// A ticket that is sold.
async fn sale(market: &TestMarket, seller: UserId, buyer: UserId) -> OrderId {
    let ticket = market.list(seller, "49.50").await;
    let order = market.buy(buyer, ticket).await.unwrap();
    market.pay(order).await.unwrap();
    order
}

fn read(market: &TestMarket, id: WebhookEndpointId) -> WebhookEndpoint {
    (*market.market.tables().webhook_endpoint(id).unwrap().unwrap()).clone()
}

/// All deliveries of an endpoint, oldest first.
fn deliveries(market: &TestMarket, id: WebhookEndpointId) -> Vec<WebhookDelivery> {
    let tables = market.market.tables();
    let found = tables.webhook_deliveries_along(id, Walk::up(None), usize::MAX).unwrap();
    let read = |(_, id)| (*tables.webhook_delivery(id).unwrap().unwrap()).clone();
    found.into_iter().map(read).collect()
}

fn waiting(market: &TestMarket) -> usize {
    market.market.webhook_state().waiting
}

async fn until_none_waits(market: &TestMarket) {
    // What has happened is followed first.
    market.pass(SECOND).await;
    market.until("none waits", |m| waiting(m) == 0).await;
}

/// `<kind> <status>` of what was sent to each host.
fn heard(webhooks: &[Webhook]) -> BTreeMap<String, Vec<String>> {
    let mut heard: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut sorted: Vec<_> = webhooks.iter().collect();
    let place = |id: &str| -> Vec<u64> { id.split('-').map(|n| n.parse().unwrap()).collect() };
    sorted.sort_by_key(|webhook| place(&webhook.id));
    for webhook in sorted {
        let body: Value = serde_json::from_slice(&webhook.body).unwrap();
        assert_eq!(body["id"], *webhook.id);
        let kind = body["type"].as_str().unwrap().strip_prefix("holdfast.").unwrap();
        let host = webhook.url.as_str().split(['/', '.']).nth(2).unwrap();
        let status = body["data"]["status"].as_str().unwrap_or_default();
        let line = format!("{kind} {status}");
        heard.entry(host.to_owned()).or_default().push(line.trim_end().to_owned());
    }
    heard
}

#[tokio::test(start_paused = true)]
async fn each_hears_of_what_is_theirs_and_who_runs_the_site_of_everything() {
    let market = TestMarket::start().await;
    let [seller, buyer, stranger] = [market.user().await, market.user().await, market.user().await];
    let root = market.user_at(Email::parse(ROOT).unwrap()).await;
    for (owner, name) in
        [(seller, "seller"), (buyer, "buyer"), (stranger, "stranger"), (root, "own")]
    {
        endpoint(&market, owner, name).await;
    }
    add(&market, root, "everything", true).await.unwrap();
    // Somebody who does not run the site, whatever stands with the endpoint.
    add(&market, stranger, "pretends", true).await.unwrap();
    sale(&market, seller, buyer).await;
    until_none_waits(&market).await;

    let all = [
        "event.created scheduled",
        "ticket.created available",
        "ticket.updated reserved",
        "order.created created",
        "charge.created created",
        "ticket.updated selling",
        "charge.updated authorised",
        "ticket.updated sold",
        "charge.updated completed",
        "order.completed completed",
    ];
    let of = |kinds: &[&str]| -> Vec<String> {
        let is_of = |line: &&&str| kinds.iter().any(|kind| line.starts_with(kind));
        all.iter().filter(is_of).map(|line| (*line).to_owned()).collect()
    };
    let expect = BTreeMap::from([
        ("seller".to_owned(), of(&["ticket", "order.completed"])),
        ("buyer".to_owned(), of(&["order", "charge"])),
        ("everything".to_owned(), of(&[""])),
    ]);
    let mut got = heard(&market.receivers.taken());
    // Within an entry they stand as the entry has them.
    let sorted = |lines: &[String]| lines.iter().cloned().collect::<BTreeSet<_>>();
    assert_eq!(got.keys().collect::<Vec<_>>(), expect.keys().collect::<Vec<_>>());
    for (host, lines) in &expect {
        let got = got.remove(host).unwrap();
        assert_eq!((got.len(), sorted(&got)), (lines.len(), sorted(lines)), "{host}");
    }
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn an_endpoint_hears_of_nothing_before_it_was_added_or_while_it_is_off() {
    let market = TestMarket::start().await;
    let (seller, buyer) = (market.user().await, market.user().await);
    sale(&market, seller, buyer).await;
    market.pass(SECOND).await;
    let id = endpoint(&market, buyer, "buyer").await;
    market.pass(2 * MINUTE).await;
    assert_eq!(market.receivers.asked(), [], "it was before");
    let command = |command| market.market.command_webhook(id, command);
    command(WebhookCommand::TurnOff).await.unwrap();
    sale(&market, seller, buyer).await;
    market.pass(2 * MINUTE).await;
    command(WebhookCommand::TurnOn).await.unwrap();
    let heard_of = sale(&market, seller, buyer).await;
    until_none_waits(&market).await;
    for webhook in market.receivers.taken() {
        let body: Value = serde_json::from_slice(&webhook.body).unwrap();
        let order = body["data"]["orderId"].as_str().or(body["data"]["id"].as_str());
        assert_eq!(order, Some(&*heard_of.to_string()), "{body}");
    }
    assert_eq!(market.receivers.taken().len(), 5);
    market.assert_sound();
}

/// What waits for one that is off goes on waiting, and is sent once it is on again.
#[tokio::test(start_paused = true)]
async fn what_waits_while_an_endpoint_is_off_is_sent_when_it_is_on() {
    let market = TestMarket::start().await;
    let (seller, buyer) = (market.user().await, market.user().await);
    let id = endpoint(&market, buyer, "buyer").await;
    market.receivers.plan(|_| ScriptedReply::None(WebhookOutcome::NotConnected));
    sale(&market, seller, buyer).await;
    market.pass(SECOND).await;
    assert_eq!(waiting(&market), 5);
    market.market.command_webhook(id, WebhookCommand::TurnOff).await.unwrap();
    market.receivers.plan(|_| ScriptedReply::Status(200));
    market.pass(DAY).await;
    assert_eq!((waiting(&market), market.receivers.taken().len()), (5, 0));
    market.market.command_webhook(id, WebhookCommand::TurnOn).await.unwrap();
    until_none_waits(&market).await;
    assert_eq!(market.receivers.taken().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn it_is_tried_as_standard_webhooks_says_and_then_given_up() {
    let market = TestMarket::start().await;
    let buyer = market.user().await;
    let id = endpoint(&market, buyer, "buyer").await;
    market.receivers.plan(|_| ScriptedReply::Status(500));
    let seller = market.user().await;
    let ticket = market.list(seller, "49.50").await;
    let order = market.buy(buyer, ticket).await.unwrap();
    market.cancel(order).await.unwrap();
    for _ in 0..100 {
        market.pass(HOUR).await;
    }
    let tried = deliveries(&market, id).remove(0);
    let waits = [
        SECOND * 5,
        5 * MINUTE,
        30 * MINUTE,
        2 * HOUR,
        5 * HOUR,
        10 * HOUR,
        14 * HOUR,
        20 * HOUR,
        24 * HOUR,
    ];
    assert_eq!(tried.tries.len(), waits.len() + 1);
    for (pair, wait) in tried.tries.windows(2).zip(waits) {
        let waited = pair[1].at.since(pair[0].at);
        let jittered = wait * 11 / 10 + SECOND;
        assert!((wait..=jittered).contains(&waited), "{waited:?} for {wait:?}");
        assert_eq!(pair[0].outcome, WebhookOutcome::Answered(500));
    }
    assert!(matches!(tried.status, WebhookStatus::GivenUp(_)), "{tried:?}");
    let asked = market.receivers.asked();
    let same: BTreeSet<_> =
        asked.iter().map(|webhook| (webhook.id.clone(), webhook.body.clone())).collect();
    assert_eq!(same.len(), 2, "each says the same under the same id");

    // Its receiver is mended, and what failed is sent again.
    market.receivers.plan(|_| ScriptedReply::Status(200));
    let command = |command| market.market.command_webhook(id, command);
    command(WebhookCommand::TurnOn).await.unwrap();
    market.market.resume_failed_webhooks(id).await.unwrap();
    until_none_waits(&market).await;
    let taken: BTreeSet<_> =
        market.receivers.taken().into_iter().map(|webhook| (webhook.id, webhook.body)).collect();
    assert_eq!(taken, same);
    // One that has arrived can be sent again, too, under its id.
    let first = deliveries(&market, id).remove(0).id;
    market.market.resume_webhook(first).await.unwrap();
    let twice = market.market.resume_webhook(first).await;
    assert!(matches!(twice, Err(CommandError::Refused(WebhookRefusal::AlreadyWaiting))));
    until_none_waits(&market).await;
    assert_eq!(market.receivers.taken().len(), 3);
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn a_receiver_that_wants_to_be_spared_is() {
    let market = TestMarket::start().await;
    let buyer = market.user().await;
    let id = endpoint(&market, buyer, "buyer").await;
    market.receivers.plan(|_| ScriptedReply::RetryAfter(HOUR));
    market.market.test_webhook(id).await.unwrap();
    let ticket = market.list(market.user().await, "49.50").await;
    market.buy(buyer, ticket).await.unwrap();
    for _ in 0..3 {
        market.pass(HOUR).await;
    }
    let tried = deliveries(&market, id);
    let test = tried.iter().find(|delivery| delivery.about == WebhookAbout::Test).unwrap();
    assert_eq!(test.tries.len(), 1, "a test is over when it has shown what is wrong");
    let order = tried.iter().find(|delivery| delivery.about != WebhookAbout::Test).unwrap();
    assert!(order.tries.len() >= 2, "{order:?}");
    for pair in order.tries.windows(2) {
        assert!(pair[1].at.since(pair[0].at) >= HOUR, "{order:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn one_that_is_gone_is_turned_off_and_its_owner_hears_of_it() {
    let market = TestMarket::start().await;
    let (seller, buyer) = (market.user().await, market.user().await);
    let id = endpoint(&market, buyer, "buyer").await;
    market.receivers.plan(|_| ScriptedReply::Status(410));
    sale(&market, seller, buyer).await;
    market.until("it is off", |m| !read(m, id).is_on()).await;
    let status = read(&market, id).status;
    assert!(matches!(status, WebhookEndpointStatus::Off(WebhookOff::Gone, _)), "{status:?}");
    market.pass(SECOND).await;
    let asked = market.receivers.asked().len();
    sale(&market, seller, buyer).await;
    market.pass(DAY).await;
    assert_eq!(market.receivers.asked().len(), asked, "nothing more is sent");
    let told: Vec<_> = mails(market.market.tables())
        .into_iter()
        .filter(|mail| mail.about == MailAbout::WebhookTurnedOff(id, WebhookOff::Gone))
        .collect();
    assert_eq!(told.iter().map(|mail| mail.to).collect::<Vec<_>>(), [buyer]);
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn five_days_of_failures_turn_one_off_and_one_that_works_now_and_then_stays_on() {
    let market = TestMarket::start().await;
    let (seller, buyer) = (market.user().await, market.user().await);
    let [dead, shaky] =
        [endpoint(&market, buyer, "dead").await, endpoint(&market, buyer, "shaky").await];
    let mut nth = 0;
    market.receivers.plan(move |webhook| {
        nth += 1;
        match webhook.url.as_str() {
            "https://shaky.example/" if nth % 10 == 0 => ScriptedReply::Status(200),
            _ => ScriptedReply::None(WebhookOutcome::TooLate),
        }
    });
    for day in 0..6 {
        sale(&market, seller, buyer).await;
        assert!(day >= 5 || read(&market, dead).is_on(), "day {day}");
        for _ in 0..24 {
            market.pass(HOUR).await;
        }
    }
    let status = read(&market, dead).status;
    assert!(matches!(status, WebhookEndpointStatus::Off(WebhookOff::Failing, _)), "{status:?}");
    assert!(read(&market, shaky).is_on());
    let about = |id| MailAbout::WebhookTurnedOff(id, WebhookOff::Failing);
    let told = mails(market.market.tables());
    let told = told.iter().filter(|mail| mail.about == about(dead) || mail.about == about(shaky));
    assert_eq!(told.count(), 1);
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn after_a_kill_each_is_delivered_at_least_once_under_its_id_and_queued_once() {
    let market = TestMarket::start().await;
    let (seller, buyer) = (market.user().await, market.user().await);
    let id = endpoint(&market, buyer, "buyer").await;
    let is_noted = |event: &DomainEvent| {
        matches!(event, DomainEvent::WebhookDelivery(_, WebhookDeliveryEvent::Delivered(_)))
    };
    let is_queued = |event: &DomainEvent| {
        matches!(event, DomainEvent::WebhookDelivery(_, WebhookDeliveryEvent::Queued(..)))
    };
    let mut market = market;
    for fault in [CommitFault::HangFirst, CommitFault::CommitThenHang] {
        for at_queue in [true, false] {
            market.journal.fault(move |entry| {
                let is_it = entry.events.iter().any(if at_queue { is_queued } else { is_noted });
                if is_it { fault } else { CommitFault::None }
            });
            let before = deliveries(&market, id).len();
            sale(&market, seller, buyer).await;
            market.pass(MINUTE).await;
            market = market.crash().await;
            until_none_waits(&market).await;
            assert_eq!(deliveries(&market, id).len(), before + 5, "{fault:?} {at_queue}");
        }
    }
    let taken = market.receivers.taken();
    let ids: BTreeSet<_> = taken.iter().map(|webhook| &webhook.id).collect();
    assert_eq!(ids.len(), 20);
    assert!(taken.len() > 20, "some twice, where it could not be noted");
    let bodies: BTreeSet<_> = taken.iter().map(|webhook| (&webhook.id, &webhook.body)).collect();
    assert_eq!(bodies.len(), 20, "each says the same under the same id");
    market.assert_sound();
}

/// As when it was read, and what came of that was not noted: each delivery's id follows from what it
/// is about.
#[tokio::test(start_paused = true)]
async fn what_is_followed_once_more_makes_no_second_delivery() {
    let market = TestMarket::start().await;
    let (seller, buyer) = (market.user().await, market.user().await);
    // An endpoint hears of what is of the same moment as it is.
    market.pass(SECOND).await;
    let id = endpoint(&market, buyer, "buyer").await;
    sale(&market, seller, buyer).await;
    until_none_waits(&market).await;
    let before = deliveries(&market, id);
    let back = FeedCursorEvent::Moved(PublicEventId { sequence: 0, index: 0 });
    let back = DomainEvent::FeedCursor(FeedCursorId::of("webhooks"), back);
    market.market.storage().commit(market.now(), vec![back]).await.unwrap();
    let market = market.crash().await;
    sale(&market, seller, buyer).await;
    until_none_waits(&market).await;
    let now = deliveries(&market, id);
    assert_eq!((before.len(), now.len()), (5, 10));
    assert!(before.iter().all(|delivery| now.contains(delivery)), "{now:?}");
    assert_eq!(market.receivers.asked().len(), 10);
    market.assert_sound();
}

/// Neither follower nor delivery actor does anything twice when it is replaced.
#[tokio::test(start_paused = true)]
async fn an_actor_that_is_replaced_loses_and_repeats_nothing() {
    let market = TestMarket::start().await;
    let (seller, buyer) = (market.user().await, market.user().await);
    endpoint(&market, buyer, "buyer").await;
    for branch in [Branch::Follower, Branch::Webhooks, Branch::Follower] {
        sale(&market, seller, buyer).await;
        market.market.kill_branch(branch);
    }
    until_none_waits(&market).await;
    let taken = market.receivers.taken();
    let ids: BTreeSet<_> = taken.iter().map(|webhook| &webhook.id).collect();
    assert_eq!((ids.len(), taken.len()), (15, 15));
}

#[tokio::test(start_paused = true)]
async fn while_one_secret_takes_the_others_place_both_sign() {
    let market = TestMarket::start().await;
    let buyer = market.user().await;
    let id = endpoint(&market, buyer, "buyer").await;
    let key = market.market.link_key();
    let secret = || read(&market, id).secret.seed.secret(key, id).unwrap();
    let signed = async || {
        market.market.test_webhook(id).await.unwrap();
        market.pass(SECOND).await;
        market.receivers.taken().pop().unwrap()
    };
    let first = secret();
    let by = |webhook: &Webhook, secrets: &[&holdfast::domain::WebhookSecret]| {
        let sign = |secret: &&holdfast::domain::WebhookSecret| {
            secret.sign(&webhook.id, webhook.sent_at, &webhook.body)
        };
        secrets.iter().map(sign).collect::<Vec<_>>().join(" ")
    };
    let webhook = signed().await;
    assert_eq!(webhook.signature, by(&webhook, &[&first]));
    let replace = async || {
        let seed = market.market.webhook_seed(id).unwrap();
        market.market.command_webhook(id, WebhookCommand::ReplaceSecret(seed)).await.unwrap();
    };
    replace().await;
    let second = secret();
    assert_ne!(first, second);
    let webhook = signed().await;
    assert_eq!(webhook.signature, by(&webhook, &[&second, &first]));
    market.pass(DAY).await;
    let webhook = signed().await;
    assert_eq!(webhook.signature, by(&webhook, &[&second]), "for a day");
    replace().await;
    market.market.command_webhook(id, WebhookCommand::EndOldSecret).await.unwrap();
    let webhook = signed().await;
    assert_eq!(webhook.signature, by(&webhook, &[&secret()]), "or until it is ended");
}

#[tokio::test(start_paused = true)]
async fn an_account_that_is_closed_or_deleted_is_sent_nothing() {
    let market = TestMarket::start().await;
    let root = market.user_at(Email::parse(ROOT).unwrap()).await;
    let (banned, leaver) = (market.user().await, market.user().await);
    let [of_banned, of_leaver] =
        [endpoint(&market, banned, "banned").await, endpoint(&market, leaver, "leaver").await];
    let ticket = market.list(market.user().await, "10").await;
    for user in [banned, leaver] {
        let order = market.buy(user, ticket).await.unwrap();
        market.cancel(order).await.unwrap();
    }
    until_none_waits(&market).await;
    let asked = market.receivers.asked().len();
    assert_eq!(asked, 4);
    let deed = Deed { by: root, reason: Reason::parse("fraud").unwrap() };
    market.market.ban(banned, deed.clone()).await.unwrap();
    let password = market.market.tables().user(leaver).unwrap().unwrap().password.clone();
    market.market.delete_account(leaver, password).await.unwrap();
    let status = read(&market, of_banned).status;
    assert!(matches!(status, WebhookEndpointStatus::Off(WebhookOff::AccountClosed, _)));
    assert!(read(&market, of_leaver).is_deleted());
    market.pass(DAY).await;
    market.market.change_account(banned, AccountChange::Unban(deed)).await.unwrap();
    market.pass(HOUR).await;
    // Not even that it was closed, or opened: its owner turns it on again.
    assert_eq!(market.receivers.asked().len(), asked);
    market.market.command_webhook(of_banned, WebhookCommand::TurnOn).await.unwrap();
    let gone = market.market.command_webhook(of_leaver, WebhookCommand::TurnOn).await;
    assert!(matches!(gone, Err(CommandError::Refused(WebhookRefusal::NotThere))));
    let order = market.buy(banned, ticket).await.unwrap();
    market.cancel(order).await.unwrap();
    until_none_waits(&market).await;
    assert_eq!(market.receivers.asked().len(), asked + 2);
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn nobody_has_more_than_ten_however_many_are_added_at_once() {
    let market = TestMarket::start().await;
    let owner = market.user().await;
    let mut adding = tokio::task::JoinSet::new();
    for n in 0..2 * WEBHOOK_ENDPOINTS_MAX {
        let url = WebhookUrl::parse(&format!("https://{n}.example/")).unwrap();
        let types = vec![PublicKind::OrderCompleted];
        let new = NewWebhookEndpoint { url, types, is_of_everything: false };
        let market = market.market.clone();
        let id = WebhookEndpointId::new();
        adding.spawn(async move { market.add_webhook_endpoint(id, owner, new).await.map(|()| id) });
    }
    let added = adding.join_all().await;
    let refused = |added: &Result<_, CommandError<_>>| {
        matches!(added, Err(CommandError::Refused(WebhookRefusal::TooMany)))
    };
    assert_eq!(added.iter().filter(|added| added.is_ok()).count(), WEBHOOK_ENDPOINTS_MAX);
    assert_eq!(added.iter().filter(|added| refused(added)).count(), WEBHOOK_ENDPOINTS_MAX);
    let first = added.into_iter().find_map(Result::ok).unwrap();
    market.market.command_webhook(first, WebhookCommand::Delete).await.unwrap();
    add(&market, owner, "another", false).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn when_as_much_waits_as_may_an_endpoint_is_turned_off() {
    let market = TestMarket::start().await;
    let (seller, buyer) = (market.user().await, market.user().await);
    let id = endpoint(&market, buyer, "buyer").await;
    market.receivers.plan(|_| ScriptedReply::None(WebhookOutcome::NotConnected));
    let waits: Vec<_> = (0..WEBHOOKS_WAITING_MAX)
        .map(|n| {
            let queued = WebhookDeliveryEvent::Queued(id, WebhookAbout::Test);
            let delivery = WebhookDeliveryId::of(id, &format!("waits {n}"));
            DomainEvent::WebhookDelivery(delivery, queued)
        })
        .collect();
    for some in waits.chunks(500) {
        market.market.storage().commit(market.now(), some.to_vec()).await.unwrap();
    }
    assert!(waiting(&market) > WEBHOOKS_WAITING_MAX - 100);
    let test = market.market.test_webhook(id).await;
    let is_full = matches!(test, Err(CommandError::Refused(WebhookRefusal::BacklogFull)));
    assert!(is_full || waiting(&market) < WEBHOOKS_WAITING_MAX);
    for _ in 0..3 {
        sale(&market, seller, buyer).await;
    }
    market.until("it is off", |m| !read(m, id).is_on()).await;
    let status = read(&market, id).status;
    assert!(matches!(status, WebhookEndpointStatus::Off(WebhookOff::Backlog, _)), "{status:?}");
    assert!(waiting(&market) <= WEBHOOKS_WAITING_MAX);
    market.assert_sound();
}

/// Neither is anything read, nor a cursor moved.
#[tokio::test(start_paused = true)]
async fn without_endpoints_there_is_no_cost() {
    let market = TestMarket::start().await;
    let (seller, buyer) = (market.user().await, market.user().await);
    for _ in 0..5 {
        sale(&market, seller, buyer).await;
    }
    market.pass(HOUR).await;
    let is_of_webhooks = |event: &DomainEvent| {
        matches!(event, DomainEvent::FeedCursor(..) | DomainEvent::WebhookDelivery(..))
    };
    let entries = market.journal.entries();
    assert!(!entries.iter().any(|entry| entry.events.iter().any(is_of_webhooks)));
}
