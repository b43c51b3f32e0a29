//! What those who run the site do about accounts, orders and tickets, and what comes of it.

use std::time::Duration;

use crate::common::{GOOD_CARD, PASSWORD, Site, Visitor};
use holdfast::{
    actors::CommandError,
    domain::{
        CancelReason, Deed, DomainEvent, MailAbout, MailEvent, OrderStatus, TicketStatus,
        UserEvent, rules::ticket::TicketRefusal,
    },
    harness::TestMarket,
    storage::CommitFault,
    types::{Reason, TicketId, UserId},
};

const WHY: [(&str, &str); 1] = [("reason", "Forged <tickets>")];

async fn site() -> (Site, Visitor) {
    let site =
        Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await;
    let root = site.user("root").await;
    (site, root)
}

fn why() -> Reason {
    Reason::parse("Forged tickets").unwrap()
}

/// The id of somebody on the list of users.
async fn id_of(root: &mut Visitor, name: &str) -> String {
    let page = root.get(&format!("/admin/users?q={name}%40example")).await;
    page.is(200, name);
    page.attr("data-user-id").unwrap().to_owned()
}

#[tokio::test]
async fn a_banned_user_is_out_at_once_and_comes_back_when_unbanned() {
    let (site, mut root) = site().await;
    let (mut ann, mut ben) = (site.user("ann").await, site.user("ben").await);
    let (listed, held) = (ann.list("Row 1", "10").await, ann.list("Row 2", "10").await);
    let bens = ben.list("Row 3", "10").await;
    let order = ben.buy(&held, "10").await.sent_to();
    let hold_of_ann = ann.buy(&bens, "10").await.sent_to();

    let id = id_of(&mut root, "ann").await;
    let ban = format!("/admin/users/{id}/ban");
    let before = site.entries();
    root.post(&ban, &[("reason", " ")]).await.is(422, "Nothing was done.");
    let own = id_of(&mut root, "root").await;
    root.post(&format!("/admin/users/{own}/ban"), &WHY).await.is(409, "cannot be banned");
    assert_eq!(ben.post(&ban, &WHY).await.status, 404);
    assert_eq!(site.entries(), before, "none of that changed anything");

    let list = format!("/admin/users?q={id}");
    assert_eq!(root.post(&ban, &WHY).await.sent_to(), list);
    root.get(&list).await.is(200, "data-user-status=\"banned\"").is(200, "Forged &lt;tickets&gt;");
    assert!(ann.get("/account").await.sent_to().starts_with("/signin"), "signed out at once");
    let status = |page: &crate::common::Answer, path: &str, name: &str| {
        page.attr_of(path, name).map(str::to_owned)
    };
    let page = ben.get(&listed).await;
    assert_eq!(status(&page, &listed, "data-ticket-status").as_deref(), Some("withdrawn"));
    let page = ben.get(&bens).await;
    assert_eq!(status(&page, &bens, "data-ticket-status").as_deref(), Some("available"));
    let page = ben.get(&held).await;
    assert_eq!(status(&page, &held, "data-ticket-status").as_deref(), Some("reserved"));
    assert_eq!(ben.cancel(&order).await.sent_to(), order);
    let page = ben.get(&held).await;
    assert_eq!(status(&page, &held, "data-ticket-status").as_deref(), Some("withdrawn"));

    let pair = |password| [("email", "ann@example.org"), ("password", password)];
    site.visitor().post("/signin", &pair(PASSWORD)).await.is(403, "This account is closed.");
    let wrong = site.visitor().post("/signin", &pair("not the password")).await;
    assert_eq!(wrong.status, 422);
    assert!(!wrong.body.contains("closed"), "only who knows the password is told");

    let before = site.entries();
    root.post(&ban, &WHY).await.sent_to();
    assert_eq!(site.entries(), before, "twice is once");
    root.post(&format!("/admin/users/{id}/unban"), &WHY).await.sent_to();
    assert!(ann.get("/account").await.sent_to().starts_with("/signin"), "the old session is over");
    ann.sign_in("ann").await;
    let page = ann.get(&hold_of_ann).await;
    page.is(200, "Forged &lt;tickets&gt;");
    assert_eq!(page.attr_of(&hold_of_ann, "data-order-reason"), Some("admin"));
}

#[tokio::test(start_paused = true)]
async fn a_closed_account_reserves_nothing_and_what_it_had_ends() {
    let market = TestMarket::start().await;
    let (seller, banned, root) = (market.user().await, market.user().await, market.user().await);
    let ticket = market.list(seller, "10").await;
    let (own, own_held) = (market.list(banned, "10").await, market.list(banned, "10").await);
    let held = market.buy(banned, ticket).await.unwrap();
    market.buy(seller, own_held).await.unwrap();
    market.market.ban(banned, Deed { by: root, reason: why() }).await.unwrap();
    market.market.ban(banned, Deed { by: root, reason: why() }).await.unwrap();
    assert_eq!(
        market.buy(banned, ticket).await,
        Err(CommandError::Refused(TicketRefusal::AccountClosed))
    );
    let status = |id: TicketId| market.market.tables().ticket(id).unwrap().unwrap().status;
    assert_eq!((status(own), status(ticket)), (TicketStatus::Withdrawn, TicketStatus::Available));
    assert!(matches!(status(own_held), TicketStatus::Reserved(_)));
    let order = market.market.tables().order(held).unwrap().unwrap();
    assert!(matches!(order.status, OrderStatus::Cancelled { reason: CancelReason::Admin, .. }));
    market.pass(Duration::from_secs(901)).await;
    assert_eq!(status(own_held), TicketStatus::Withdrawn, "it was never for sale again");
    let late = market.market.list(TicketId::new(), market.listing(banned, "10")).await;
    assert_eq!(late, Ok(()));
    assert_eq!(market.market.tables().catalog().of_banned(), (vec![], vec![]));
    market.assert_sound();
}

/// Who bans has gone before it is committed: the buyer's turn lasts until it is.
#[tokio::test(start_paused = true)]
async fn a_buy_comes_before_a_ban_or_not_at_all_even_if_whoever_bans_has_gone() {
    let market = TestMarket::start().await;
    let (seller, banned, root) = (market.user().await, market.user().await, market.user().await);
    let ticket = market.list(seller, "10").await;
    let is_ban =
        |event: &DomainEvent| matches!(event, DomainEvent::User(_, UserEvent::Banned { .. }));
    market.journal.fault(move |entry| match entry.events.iter().any(is_ban) {
        true => CommitFault::Slow(Duration::from_secs(2)),
        false => CommitFault::None,
    });
    let gone = Duration::from_millis(100);
    let given_up =
        tokio::time::timeout(gone, market.market.ban(banned, Deed { by: root, reason: why() }))
            .await;
    assert!(given_up.is_err(), "the ban is on its way");
    let before = market.buy(banned, ticket).await.unwrap();
    market.until("they are banned", |m| m.market.tables().catalog().is_banned(banned)).await;
    let other = market.list(seller, "10").await;
    assert_eq!(
        market.buy(banned, other).await,
        Err(CommandError::Refused(TicketRefusal::AccountClosed))
    );
    market.until("what they held is free", |m| !m.order(before).status.is_open()).await;
    market.assert_sound();
}

/// Only the ban itself was committed: the next start takes up the rest.
#[tokio::test(start_paused = true)]
async fn a_ban_is_finished_after_a_crash() {
    let market = TestMarket::start().await;
    let (seller, banned, root) = (market.user().await, market.user().await, market.user().await);
    let (ticket, own) = (market.list(seller, "10").await, market.list(banned, "10").await);
    market.buy(banned, ticket).await.unwrap();
    let mut entries = market.journal.entries();
    market.market.ban(banned, Deed { by: root, reason: why() }).await.unwrap();
    let is_ban =
        |event: &DomainEvent| matches!(event, DomainEvent::User(_, UserEvent::Banned { .. }));
    let all = market.journal.entries();
    entries.extend(all.into_iter().find(|entry| entry.events.iter().any(is_ban)));
    let market = market
        .crash_with_entries(entries, std::sync::Arc::new(holdfast::delivery::mail::Unsent))
        .await;
    let status =
        |m: &TestMarket, id: TicketId| m.market.tables().ticket(id).unwrap().unwrap().status;
    market
        .until("all is taken off", |m| {
            status(m, own) == TicketStatus::Withdrawn
                && status(m, ticket) == TicketStatus::Available
        })
        .await;
    market.assert_sound();
}

#[tokio::test]
async fn an_open_order_is_cancelled_and_a_paid_one_is_not() {
    let (site, mut root) = site().await;
    let (mut ann, mut ben) = (site.user("ann").await, site.user("ben").await);
    let ticket = ann.list("Row 1", "10").await;
    let order = ben.buy(&ticket, "10").await.sent_to();
    let id = order.strip_prefix("/orders/").unwrap().to_owned();
    let cancel = format!("/admin/orders/{id}/cancel");
    root.get("/admin/orders").await.is(200, &id);
    root.get("/admin/orders?q=ben").await.is(200, &id);
    root.post(&cancel, &[]).await.is(422, "Nothing was done.");
    assert_eq!(ann.post(&cancel, &WHY).await.status, 404);
    root.post(&cancel, &WHY).await.sent_to();
    let page = ben.get(&order).await;
    page.is(200, "Forged &lt;tickets&gt;").is(200, "You were not charged.");
    assert_eq!(page.attr_of(&order, "data-order-reason"), Some("admin"));
    let before = site.entries();
    root.post(&cancel, &WHY).await.sent_to();
    assert_eq!(site.entries(), before, "twice is once");
    assert_eq!(mails(&site, "ben"), [format!("Order cancelled {id}")]);

    let order = ben.buy(&ticket, "10").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    let id = order.strip_prefix("/orders/").unwrap();
    root.post(&format!("/admin/orders/{id}/cancel"), &WHY).await.is(409, "refund it");
    root.get(&format!("/admin/orders?q={id}")).await.is(200, "refund this order");
    root.post(&format!("{order}/refund"), &WHY).await.sent_to();
    root.get(&format!("/admin/orders?q={id}")).await.is(200, "Refunded by root@example.org");
}

#[tokio::test]
async fn a_ticket_is_removed_only_while_nobody_holds_it() {
    let (site, mut root) = site().await;
    let (mut ann, mut ben) = (site.user("ann").await, site.user("ben").await);
    let ticket = ann.list("Row 1", "10").await;
    let id = ticket.strip_prefix("/tickets/").unwrap().to_owned();
    let remove = format!("/admin/tickets/{id}/remove");
    root.get("/admin/tickets?q=row+1").await.is(200, &id);
    root.get("/admin/tickets?q=ann%40example.org").await.is(200, &id);
    let order = ben.buy(&ticket, "10").await.sent_to();
    root.post(&remove, &WHY).await.is(409, "cancel their order first");
    ben.cancel(&order).await.sent_to();
    root.post(&remove, &[("reason", "")]).await.is(422, "Nothing was done.");
    assert_eq!(ann.post(&remove, &WHY).await.status, 404);
    root.post(&remove, &WHY).await.sent_to();
    let page = ann.get(&ticket).await;
    page.is(200, "Removed by the people who run this site").is(200, "Forged &lt;tickets&gt;");
    assert_eq!(page.attr_of(&ticket, "data-ticket-status"), Some("withdrawn"));
    assert_eq!(mails(&site, "ann"), [format!("Ticket removed {id}")]);
    let before = site.entries();
    root.post(&remove, &WHY).await.sent_to();
    assert_eq!(site.entries(), before, "twice is once");
}

/// What somebody is told by the site of what it did.
fn mails(site: &Site, name: &str) -> Vec<String> {
    let tables = site.market.tables();
    let email = holdfast::types::Email::parse(&format!("{name}@example.org")).unwrap();
    let to: UserId = tables.catalog().user_by_email(&email).unwrap();
    let mut told = vec![];
    holdfast::storage::journal::replay(
        &holdfast::storage::journal::folder_in(&site.folder.path().join("data")),
        |_, entry| {
            for event in entry.events {
                if let DomainEvent::Mail(_, MailEvent::Queued(who, about)) = event
                    && who == to
                {
                    match about {
                        MailAbout::OrderCancelled(id) => told.push(format!("Order cancelled {id}")),
                        MailAbout::TicketRemoved(id) => told.push(format!("Ticket removed {id}")),
                        _ => {}
                    }
                }
            }
            Ok(())
        },
    )
    .unwrap();
    told
}
