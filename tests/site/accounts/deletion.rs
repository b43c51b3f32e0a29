//! The end of an account.

use std::time::Duration;

use crate::common::{Answer, GOOD_CARD, PASSWORD, Site, Visitor};
use holdfast::{
    actors::CommandError,
    domain::{
        DomainEvent, Entry, PasswordHash, ResetToken, UserEvent,
        rules::{
            Live,
            account::{AccountChange, AccountRefusal},
        },
    },
    harness::{TestMarket, audit},
    types::{Email, OrderId, TicketId, UserId},
};

async fn delete(visitor: &mut Visitor, password: &str) -> Answer {
    visitor.post("/account/delete", &[("password", password)]).await
}

async fn sign_in(site: &Site, name: &str) -> u16 {
    let email = format!("{name}@example.org");
    site.visitor().post("/signin", &[("email", &email), ("password", PASSWORD)]).await.status
}

#[tokio::test]
async fn an_account_is_deleted_once_nothing_is_live() {
    let site =
        Site::start_with(|config| config.site.admins = vec!["carl@example.org".into()]).await;
    let (mut anna, mut ben, mut carl) =
        (site.user("anna").await, site.user("ben").await, site.user("carl").await);
    let sold = anna.list("Row 5", "10").await;
    let order = ben.buy(&sold, "10").await.sent_to();
    assert_eq!(ben.pay(&order, GOOD_CARD).await.status, 303);
    let free = anna.list("Row 6", "10").await;
    let held = anna.list("Row 7", "10").await;
    let open = ben.buy(&held, "10").await.sent_to();
    assert_eq!(site.visitor().get("/account/delete").await.status, 303, "who are you?");
    assert_eq!(site.visitor().post("/account/delete", &[]).await.status, 303);
    let entries = site.entries();
    for typed in ["", "wrong password"] {
        delete(&mut anna, typed).await.is(422, "This is not your password.");
    }
    delete(&mut carl, PASSWORD).await.is(422, "site.admins");
    let refused = delete(&mut anna, PASSWORD).await;
    refused.is(409, "Row 6: for sale").is(409, "Row 7: held for a buyer");
    assert!(!refused.body.contains("Row 5"), "what is sold is no hindrance");
    anna.get("/account/delete").await.is(200, "Row 6: for sale");
    delete(&mut ben, PASSWORD).await.is(409, "Row 7: held for you");
    assert_eq!(site.entries(), entries, "nothing has changed");

    ben.cancel(&open).await;
    for ticket in [free, held] {
        assert_eq!(anna.post(&format!("{ticket}/withdraw"), &[]).await.status, 303);
    }
    anna.get("/account").await.is(200, "/account/delete");
    anna.get("/account/delete").await.is(200, "This cannot be undone.");
    let (mut phone, copied) = (site.visitor(), anna.clone());
    phone.sign_in("anna").await;
    assert_eq!(delete(&mut anna, PASSWORD).await.sent_to(), "/account/deleted");
    anna.get("/account/deleted").await.is(200, "Your account is deleted");
    for mut session in [anna.clone(), phone, copied] {
        assert_eq!(session.get("/account").await.status, 303, "all sessions have ended");
    }
    assert_eq!(sign_in(&site, "anna").await, 422);
    assert_eq!(delete(&mut ben, PASSWORD).await.sent_to(), "/account/deleted", "buyers, too");

    // Those who run the site see the order, and may still refund it; it is not for sale again.
    carl.get(&format!("{order}/receipt")).await.is(200, "deleted account");
    let refund = [("reason", "The show is off"), ("relist", "yes")];
    assert_eq!(carl.post(&format!("{order}/refund"), &refund).await.status, 303);
    let refunded = |answer: &Answer| answer.body.contains("refunded");
    carl.until(&order, refunded).await;
    carl.get(&sold).await.is(200, "withdrawn");
    for path in ["/", "/admin", "/admin/mail", &order, &format!("{order}/receipt"), "/metrics"] {
        let page = carl.get(path).await.body;
        for name in ["anna@", "ben@", "account.invalid"] {
            assert!(!page.contains(name), "{path} has {name}: {page}");
        }
    }
    // The address is free, and whoever has it now has nothing of hers.
    let mut anne = site.user("anna").await;
    assert!(!anne.get("/selling").await.body.contains("Row 5"));
    assert_eq!(anne.get(&order).await.status, 404);
    let folder = site.stop().await;
    let (_, report) = crate::common::program::verify(folder.path());
    assert!(report.contains("every invariant holds"), "{report}");
}

fn hash() -> PasswordHash {
    PasswordHash("no password fits this".into())
}

async fn delete_user(
    market: &TestMarket,
    user: UserId,
) -> Result<(), CommandError<AccountRefusal>> {
    market.market.delete_account(user, hash()).await
}

/// Whatever begins beside a deletion: one of the two is refused, and nothing is live afterwards for
/// an account that is deleted.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_begins_beside_a_deletion() {
    let market = TestMarket::start().await;
    let seller = market.user().await;
    let mut deleted = 0;
    for _ in 0..300 {
        let user = market.user().await;
        let ticket = market.list(seller, "10").await;
        let price = market.ticket(ticket).price;
        let (listed, listing) = (TicketId::new(), market.listing(user, "10"));
        let spawn = |market: &TestMarket| market.market.clone();
        let (a, b, c) = (spawn(&market), spawn(&market), spawn(&market));
        let buying =
            tokio::spawn(
                async move { a.reserve(ticket, OrderId::new(), user, price).await.is_ok() },
            );
        let gone = tokio::spawn(async move {
            b.change_account(user, AccountChange::Deletion(hash())).await.is_ok()
        });
        let listing = tokio::spawn(async move { c.list(listed, listing).await.is_ok() });
        let (bought, gone, listed) =
            (buying.await.unwrap(), gone.await.unwrap(), listing.await.unwrap());
        assert_ne!(bought || listed, gone);
        let live = market.market.tables().live_of(user, usize::MAX).unwrap();
        assert_eq!(live == Live::default(), gone);
        deleted += usize::from(gone);
    }
    market.assert_sound();
    println!("{deleted} of 300 were deleted");
}

#[tokio::test(start_paused = true)]
async fn nothing_begins_after_a_deletion() {
    let market = TestMarket::start().await;
    let (seller, user) = (market.user().await, market.user().await);
    let (sold, held) = (market.list(user, "10").await, market.list(seller, "10").await);
    let wanted = market.list(seller, "10").await;
    let buyer = market.user().await;
    let order = market.buy(buyer, sold).await.unwrap();
    let refused = Err(CommandError::Refused(AccountRefusal::StillLive));
    assert_eq!(delete_user(&market, user).await, refused, "it is held for a buyer");
    market.pay(order).await.unwrap();
    assert_eq!(delete_user(&market, user).await, Ok(()));
    assert_eq!(
        delete_user(&market, user).await,
        Err(CommandError::Refused(AccountRefusal::NotThere))
    );
    market.buy(buyer, wanted).await.unwrap();
    assert!(market.buy(user, held).await.is_err());
    assert!(market.market.list(TicketId::new(), market.listing(user, "10")).await.is_err());
    assert!(market.market.wait_for(user, wanted).await.is_err());
    assert_eq!(market.market.tables().live_of(user, usize::MAX).unwrap(), Live::default());
    let account = market.market.tables().user(user).unwrap().unwrap();
    assert!(account.is_deleted());
    // Her mail about the sale is not sent, and there is none about what comes after.
    let mails = market.market.tables().catalog().mails.count();
    market.market.forgot_password(Email::of_deleted(user));
    let token =
        ResetToken::new(market.market.link_key(), &account, market.now() + Duration::from_secs(60));
    let forged = market.market.reset_password(token, hash()).await;
    assert_eq!(forged, Err(CommandError::Refused(AccountRefusal::LinkOver)));
    market.crash().await.assert_sound();
    assert!(mails > 0);
}

/// What nobody has bought until its event keeps nobody waiting.
#[tokio::test(start_paused = true)]
async fn listings_for_what_is_over_are_taken_back() {
    let market = TestMarket::start().await;
    let user = market.user().await;
    let ticket = market.list(user, "10").await;
    let refused = Err(CommandError::Refused(AccountRefusal::StillLive));
    assert_eq!(delete_user(&market, user).await, refused);
    market.pass(Duration::from_secs(31 * 24 * 3600)).await;
    assert_eq!(delete_user(&market, user).await, Ok(()));
    assert_eq!(market.ticket(ticket).status.word(), "withdrawn");
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn verify_finds_what_is_live_for_a_deleted_account() {
    let market = TestMarket::start().await;
    let user = market.user().await;
    let ticket = market.list(user, "10").await;
    let entries = market.journal.entries();
    let deleted =
        Entry { at: market.now(), events: vec![DomainEvent::User(user, UserEvent::Deleted)] };
    let (signed_up, listed) = (entries[0].clone(), entries[1].clone());
    for (entries, says) in [
        (
            [signed_up.clone(), listed.clone(), deleted.clone()],
            format!("was deleted while ticket {ticket} was live"),
        ),
        ([signed_up, deleted, listed], format!("ticket {ticket} is a deleted account's")),
    ] {
        let (_, findings) = audit(&entries);
        let said: Vec<_> = findings.iter().map(ToString::to_string).collect();
        assert!(said.iter().any(|said| said.contains(&says)), "{says}: {said:?}");
    }
}

/// Every page that a visitor is led to, link by link.
async fn crawl(visitor: &mut Visitor, from: &[String]) -> Vec<(String, String)> {
    let mut to_do = from.to_vec();
    let (mut seen, mut pages) = (std::collections::BTreeSet::new(), vec![]);
    while let Some(path) = to_do.pop() {
        let path = path.replace("&amp;", "&");
        if !seen.insert(path.clone()) || path.starts_with("//") || path.ends_with("/file") {
            continue;
        }
        let page = visitor.get(&path).await;
        let links = page.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let links = links.filter(|link| link.starts_with('/') && !link.starts_with("/assets/"));
        to_do.extend(links.map(|link| link.split('#').next().unwrap().to_owned()));
        pages.push((path, format!("{:?} {}", page.headers, page.body)));
    }
    pages
}

/// Which files of a folder have these bytes, however deep.
fn holding(folder: &std::path::Path, text: &str) -> Vec<std::path::PathBuf> {
    let mut found = vec![];
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path, text));
        } else if std::fs::read(&path).unwrap().windows(text.len()).any(|w| w == text.as_bytes()) {
            found.push(path);
        }
    }
    found
}

/// Neither address nor part of it is on any page that anybody else gets, in what they take away, or
/// in what open pages are told; and after a compaction in no byte of the folder.
#[tokio::test]
async fn nothing_that_is_served_names_who_is_gone() {
    const GONE: &str = "zqgone";
    let site =
        Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await;
    let (mut gone, mut ben, mut root) =
        (site.user(GONE).await, site.user("ben").await, site.user("root").await);
    let sold = gone.list("Row 5", "10").await;
    let refunded = gone.list("Row 6", "10").await;
    let unsold = gone.list("Row 7", "10").await;
    let bens = ben.list("Row 8", "10").await;
    let mut from = vec!["/".to_owned(), "/account/export".into(), "/account".into()];
    for ticket in [&sold, &refunded] {
        let order = ben.buy(ticket, "10").await.sent_to();
        ben.pay(&order, GOOD_CARD).await.sent_to();
        from.extend([order.clone(), format!("{order}/receipt"), (*ticket).clone()]);
    }
    let order = &from[6].clone();
    let reason = [("reason", "The show is off")];
    gone.post(&format!("{order}/refund"), &reason).await.sent_to();
    let order = gone.buy(&bens, "10").await.sent_to();
    gone.pay(&order, GOOD_CARD).await.sent_to();
    from.extend([order.clone(), format!("{order}/receipt"), unsold.clone(), bens]);
    gone.post("/forgot", &[("email", &format!("{GONE}@example.org"))]).await.sent_to();
    gone.post(&format!("{unsold}/withdraw"), &[]).await.sent_to();
    root.get("/admin/users?q=zq").await.is(200, GONE);
    delete(&mut gone, PASSWORD).await.sent_to();

    for path in ["users", "users?q=zqgone", "orders", "orders?q=zqgone", "tickets", "mail"] {
        from.push(format!("/admin/{path}"));
    }
    from.push("/metrics".into());
    let mut visited = 0;
    for visitor in [&mut ben, &mut root, &mut site.visitor()] {
        for (path, page) in crawl(visitor, &from).await {
            let typed = page.replace("q=zqgone", "").replace("value=\"zqgone\"", "");
            let typed = typed.replace("“zqgone”", "");
            assert!(!typed.contains(GONE), "{path} names who is gone: {typed}");
            assert!(!page.contains("account.invalid"), "{path}: {page}");
            visited += 1;
        }
    }
    assert!(visited > 60, "{visited}");
    let folder = site.stop().await;
    let (code, said) = crate::common::program::run(folder.path(), &["compact"], &[]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(holding(folder.path(), GONE), Vec::<std::path::PathBuf>::new());
    assert!(!holding(folder.path(), "root@example.org").is_empty(), "it would be found");
}
