//! Addresses that are confirmed by mail: the link, once, for seven days and for that address alone;
//! what holds nobody up; and that all of it survives.

use std::{sync::Arc, time::Duration};

use crate::common::{PASSWORD, Site, Still, Visitor};
use holdfast::{
    actors::CommandError,
    config::{Config, MailSecurity},
    delivery::mail::scripted::ScriptedPost,
    domain::{
        ConfirmToken, MailAbout, PasswordHash, ResetToken, User,
        rules::account::{AccountChange, AccountRefusal},
    },
    harness::{TestMarket, mails},
    types::{Email, Language, Timestamp, UserId},
};

const WEEK: Duration = Duration::from_secs(7 * 24 * 3600);

/// A mail server that is down: mails wait.
fn with_mails(config: &mut Config) {
    config.mail.server = "127.0.0.1".into();
    config.mail.port = 9;
    config.mail.security = MailSecurity::None;
    config.mail.from = "tickets@example.org".into();
}

fn account(site: &Site, name: &str) -> Arc<User> {
    let email = Email::parse(&format!("{name}@example.org")).unwrap();
    let id = site.market.tables().catalog().user_by_email(&email).unwrap();
    site.market.tables().user(id).unwrap().unwrap()
}

/// Until when the links are good that the site's mails to a user have.
fn links(site: &Site, user: UserId) -> Vec<Timestamp> {
    let tables = site.market.tables();
    let mails = mails(tables).into_iter();
    let until = |about: &MailAbout| match about {
        MailAbout::AddressConfirmation(until) => Some(*until),
        _ => None,
    };
    mails.filter(|mail| mail.to == user).filter_map(|mail| until(&mail.about)).collect()
}

/// The link of the latest mail to somebody.
fn link(site: &Site, name: &str) -> String {
    let user = account(site, name);
    format!(
        "/confirm/{}",
        ConfirmToken::new(site.market.link_key(), &user, links(site, user.id)[0])
    )
}

async fn change_email(visitor: &mut Visitor, name: &str) {
    let email = format!("{name}@example.org");
    visitor.post("/account/email", &[("email", &email), ("password", PASSWORD)]).await.sent_to();
}

#[tokio::test]
async fn a_link_confirms_an_address_once() {
    let site = Site::start_with(with_mails).await;
    let mut ann = site.user("ann").await;
    let made = account(&site, "ann");
    assert_eq!(links(&site, made.id), [made.created_at + WEEK], "with the account");
    ann.get("/account").await.is(200, "This address is not confirmed yet");
    ann.get("/").await.is(200, "Your e-mail address is not confirmed yet.");
    assert!(!site.visitor().get("/").await.body.contains("not confirmed"));
    // It holds up nothing.
    let ticket = ann.list("Row 5", "10").await;
    site.user("ben").await.buy(&ticket, "10").await.sent_to();

    // In another browser, where nobody is signed in. To look at it confirms nothing.
    let (path, mut phone) = (link(&site, "ann"), site.visitor());
    let entries = site.entries();
    for _ in 0..2 {
        phone.get(&path).await.is(200, "ann@example.org");
    }
    assert_eq!(site.entries(), entries);
    phone.post(&path, &[]).await.is(200, "Your address is confirmed");
    ann.get("/account").await.is(200, "data-confirmed");
    assert!(!ann.get("/").await.body.contains("not confirmed"));
    phone.get(&path).await.is(404, "This link is over");
    phone.post(&path, &[]).await.is(404, "This link is over");
    // Confirmed, there is nothing to send.
    let entries = site.entries();
    assert_eq!(ann.post("/account/confirm", &[]).await.sent_to(), "/account?done=confirmation");
    site.user("cleo").await;
    assert_eq!(site.entries(), entries + 2, "an account, and that it is signed in");
}

#[tokio::test]
async fn links_that_are_forged_old_or_for_something_else_confirm_nothing() {
    let site = Site::start_with(with_mails).await;
    let mut ann = site.user("ann").await;
    let (user, now) = (account(&site, "ann"), site.market.clock().now());
    let ben = {
        site.user("ben").await;
        account(&site, "ben")
    };
    let key = site.market.link_key();
    let good = ConfirmToken::new(key, &user, now + WEEK).to_string();
    let last = if good.ends_with('0') { "1" } else { "0" };
    let forged = format!("{}{last}", &good[..79]);
    // Another's account with this seal; this account for longer.
    let bens =
        format!("{}{}", &ConfirmToken::new(key, &ben, now + WEEK).to_string()[..32], &good[32..]);
    let later = ConfirmToken::new(key, &user, now + 2 * WEEK).to_string();
    let longer = format!("{}{}", &later[..48], &good[48..]);
    let over = ConfirmToken::new(key, &user, now).to_string();
    let reset = ResetToken::new(key, &user, now + WEEK).to_string();
    let mut visitor = site.visitor();
    for token in [&forged, &bens, &longer, &over, &reset, &"0".repeat(80), "x", ""] {
        let path = format!("/confirm/{token}");
        assert_eq!(visitor.get(&path).await.status, 404, "{token}");
        assert_eq!(visitor.post(&path, &[]).await.status, 404, "{token}");
    }
    visitor.get(&format!("/reset/{good}")).await.is(404, "");
    ann.get("/account").await.is(200, "data-unconfirmed");
    visitor.post(&format!("/confirm/{good}"), &[]).await.is(200, "confirmed");
}

#[tokio::test]
async fn another_address_is_confirmed_anew_and_the_old_link_is_worth_nothing() {
    let site = Site::start_with(with_mails).await;
    let mut ann = site.user("ann").await;
    let old = link(&site, "ann");
    change_email(&mut ann, "eva").await;
    let user = account(&site, "eva");
    assert_eq!(links(&site, user.id).len(), 2);
    let mut visitor = site.visitor();
    visitor.get(&old).await.is(404, "This link is over");
    visitor.post(&old, &[]).await.is(404, "This link is over");
    visitor.post(&link(&site, "eva"), &[]).await.is(200, "confirmed");
    change_email(&mut ann, "anna").await;
    ann.get("/account").await.is(200, "data-unconfirmed");
    // One's own address is no change, and leads to no mail.
    change_email(&mut ann, "anna").await;
    assert_eq!(links(&site, user.id).len(), 3);
    let last = link(&site, "anna");
    visitor.get(&last).await.is(200, "anna@example.org");
    ann.post("/account/delete", &[("password", PASSWORD)]).await.sent_to();
    visitor.get(&last).await.is(404, "This link is over");
    // Of a deleted account everything is known that a seal is made of.
    let gone = site.market.tables().user(user.id).unwrap().unwrap();
    let forged = ConfirmToken::new(site.market.link_key(), &gone, site.market.clock().now() + WEEK);
    visitor.post(&format!("/confirm/{forged}"), &[]).await.is(404, "This link is over");
}

/// Whoever signs up first with the address of who is to run the site does not run it by a button
/// that its owner presses.
#[tokio::test]
async fn who_is_to_run_the_site_confirms_that_signed_in() {
    let site = Site::start_with(|config| {
        with_mails(config);
        config.site.admins = vec!["root@example.org".into()];
    })
    .await;
    let (mut squatter, mut owner) = (site.visitor(), site.user("owner").await);
    squatter.sign_up("root").await;
    let path = link(&site, "root");
    for visitor in [&mut site.visitor(), &mut owner] {
        visitor.get(&path).await.is(401, "only who is signed in with its account confirms it");
        visitor.post(&path, &[]).await.is(401, "somebody else did with your address");
    }
    assert_eq!(squatter.get("/admin").await.status, 404);
    // Its owner takes the account, and whoever was signed in is not.
    let user = account(&site, "root");
    let until = site.market.clock().now() + Duration::from_secs(60);
    let path = format!("/reset/{}", ResetToken::new(site.market.link_key(), &user, until));
    owner.post(&path, &[("password", "quite another one")]).await.sent_to();
    assert_eq!(squatter.get("/account").await.status, 303);
    let typed = [("email", "root@example.org"), ("password", "quite another one")];
    owner.post("/signin", &typed).await.sent_to();
    owner.get("/admin").await.is(200, "/admin/users");
}

#[tokio::test]
async fn without_a_mail_server_nothing_is_asked() {
    let site = Site::start().await;
    let mut ann = site.user("ann").await;
    change_email(&mut ann, "eva").await;
    for path in ["/account", "/"] {
        assert!(!ann.get(path).await.body.contains("confirm"), "{path}");
    }
    ann.post("/account/confirm", &[]).await.sent_to();
    site.user("ben").await;
    assert_eq!(site.market.tables().catalog().mails.count(), 0);
}

#[tokio::test]
async fn it_is_sent_again_now_and_then() {
    let time = Still::now();
    let site = Site::start_by(time.clock, |config| {
        with_mails(config);
        config.limits.enabled = true;
    })
    .await;
    let mut ann = site.user("ann").await;
    let user = account(&site, "ann").id;
    for _ in 0..3 {
        ann.post("/account/confirm", &[]).await.sent_to();
    }
    ann.get("/account?done=confirmation").await.is(200, "on its way");
    ann.post("/account/confirm", &[]).await.is(429, "No other mail was sent.");
    // They are queued after the answer. Sign-ups take the same way, one after the other.
    site.user("cleo").await;
    assert_eq!(links(&site, user).len(), 2, "one in five minutes");
    time.pass(Duration::from_secs(20 * 60)).await;
    ann.post("/account/confirm", &[]).await.sent_to();
    site.user("ben").await;
    assert_eq!(links(&site, user).len(), 3);
}

#[tokio::test(start_paused = true)]
async fn the_mail_is_committed_with_the_account_and_survives_a_crash() {
    let post = ScriptedPost::default();
    let market = TestMarket::start_with_post(Arc::new(post.clone())).await;
    let email = |name: &str| Email::parse(&format!("{name}@example.org")).unwrap();
    let hash = PasswordHash("x".into());
    let ann = market.market.sign_up(email("ann"), hash.clone(), Language::German).await.unwrap();
    // As if it had ended right after this entry: the mail was not sent yet.
    let signed_up = market.journal.entries()[..1].to_vec();
    let market = market.crash_with_entries(signed_up, Arc::new(post.clone())).await;
    market.until("it is sent", |_| post.taken().iter().any(|m| m.to == email("ann"))).await;
    let token = |letter: &holdfast::delivery::mail::Letter| {
        let (_, rest) = letter.body.split_once("/confirm/").unwrap();
        rest[..80].parse::<ConfirmToken>().unwrap()
    };
    let first = token(post.taken().last().unwrap());
    let change = AccountChange::Address(hash.clone(), email("eva"));
    market.market.change_account(ann, change).await.unwrap();
    market.until("it is sent", |_| post.taken().iter().any(|m| m.to == email("eva"))).await;
    let second = token(post.taken().iter().rfind(|mail| mail.to == email("eva")).unwrap());
    assert_eq!(
        market.market.confirm_address(first).await,
        Err(CommandError::Refused(AccountRefusal::LinkOver)),
        "it went to another address"
    );
    let market = market.crash().await;
    market.market.confirm_address(second).await.unwrap();
    let market = market.crash().await;
    let user = market.market.tables().user(ann).unwrap().unwrap();
    assert!(user.confirmed_at.is_some());
    let again = market.market.confirm_address(second).await;
    assert_eq!(again, Err(CommandError::Refused(AccountRefusal::LinkOver)), "once");
    market.assert_sound();
}

async fn sign_up(market: &TestMarket) -> UserId {
    let email = Email::parse("ann@example.org").unwrap();
    let hash = PasswordHash("x".into());
    market.market.sign_up(email, hash, Language::default()).await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_new_password_by_mail_confirms_the_address_too() {
    let market = TestMarket::start().await;
    let user = sign_up(&market).await;
    let account = || market.market.tables().user(user).unwrap().unwrap();
    let until = market.now() + Duration::from_secs(60);
    for (n, confirmed) in [(1, false), (2, true)] {
        assert_eq!(account().confirmed_at.is_some(), confirmed, "{n}");
        let token = ResetToken::new(market.market.link_key(), &account(), until);
        let hash = PasswordHash(format!("new {n}").into());
        market.market.reset_password(token, hash).await.unwrap();
    }
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn a_mail_that_comes_too_late_is_not_sent() {
    let post = ScriptedPost::default();
    let market = TestMarket::start_with_post(Arc::new(post.clone())).await;
    post.plan(|_| {
        holdfast::delivery::mail::scripted::PostAnswer::Fail(
            holdfast::delivery::Undelivered::Unusable("down".into()),
        )
    });
    let user = sign_up(&market).await;
    market.until("it is tried", |_| post.asked() > 0).await;
    let until = market.now() + Duration::from_secs(60);
    let account = market.market.tables().user(user).unwrap().unwrap();
    let token = ConfirmToken::new(market.market.link_key(), &account, until);
    market.market.confirm_address(token).await.unwrap();
    post.plan(|_| holdfast::delivery::mail::scripted::PostAnswer::Take);
    market
        .until("it is given up", |m| m.market.tables().catalog().mails.given_up_count() == 1)
        .await;
    assert_eq!(post.taken(), []);
}

#[tokio::test]
async fn who_reads_german_is_asked_in_german() {
    let site = Site::start_with(with_mails).await;
    let mut ann = site.visitor().with("accept-language", "de");
    ann.sign_up("ann").await;
    ann.get("/account").await.is(200, "Diese Adresse ist noch nicht bestätigt.");
    ann.get("/").await.is(200, "Deine E-Mail-Adresse ist noch nicht bestätigt.");
    ann.get("/account/delete").await.is(200, "Das lässt sich nicht rückgängig machen.");
    ann.post("/account/email", &[("email", "x"), ("password", "y")])
        .await
        .is(422, "E-Mail-Adresse ändern");
    let path = link(&site, "ann");
    ann.get(&path).await.is(200, "Bestätige deine Adresse");
    ann.post(&path, &[]).await.is(200, "Deine Adresse ist bestätigt");
    ann.get(&path).await.is(404, "Dieser Link gilt nicht mehr");
}
