//! What the owner of an account changes about it, ends, and takes away.

use std::time::Duration;

use crate::common::{
    Answer, EVENT, GOOD_CARD, PASSWORD, Site, Still, Visitor,
    program::{Program, verify},
};
use holdfast::{
    actors::CommandError,
    config::{AccountsConfig, Config},
    delivery::mail::{Letter, Letterhead},
    domain::{
        MailAbout, PasswordHash, TRIES_KEPT_MAX,
        rules::{
            account::{AccountChange, AccountRefusal},
            sign_in::SIGN_INS_MAX,
        },
    },
    harness::{TestMarket, mails},
    passwords::{Password, Passwords},
    types::{Email, Language, SignInId},
};

const NEW: &str = "another horse battery";

async fn change_password(visitor: &mut Visitor, old: &str, new: &str) -> Answer {
    visitor.post("/account/password", &[("old_password", old), ("password", new)]).await
}

async fn change_email(visitor: &mut Visitor, email: &str, password: &str) -> Answer {
    visitor.post("/account/email", &[("email", email), ("password", password)]).await
}

async fn sign_in(site: &Site, name: &str, password: &str) -> u16 {
    let email = format!("{name}@example.org");
    site.visitor().post("/signin", &[("email", &email), ("password", password)]).await.status
}

async fn end_all(visitor: &mut Visitor) -> Answer {
    visitor.post("/account/sessions/end", &[("password", PASSWORD)]).await
}

/// A second browser of somebody.
async fn elsewhere(site: &Site, name: &str) -> Visitor {
    let mut visitor = site.visitor();
    visitor.sign_in(name).await;
    visitor
}

async fn is_signed_in(visitor: &Visitor) -> bool {
    visitor.clone().get("/account").await.status == 200
}

#[tokio::test]
async fn a_new_password_ends_all_other_sessions() {
    let site = Site::start().await;
    let (mut anna, ben) = (site.user("anna").await, site.user("ben").await);
    let phone = elsewhere(&site, "anna").await;
    let entries = site.entries();
    for (old, new, says) in [
        ("wrong password", NEW, "This is not your password."),
        ("", NEW, "This is not your password."),
        (PASSWORD, "short", "Use 8 characters or more."),
        (PASSWORD, "", "Use 8 characters or more."),
    ] {
        let answer = change_password(&mut anna, old, new).await;
        answer.is(422, says);
        assert!(old.is_empty() || !answer.body.contains(old), "no password is sent back");
    }
    assert_eq!(site.entries(), entries);
    assert!(is_signed_in(&phone).await && is_signed_in(&anna).await);
    assert_eq!(site.visitor().post("/account/password", &[]).await.status, 303, "who are you?");

    let before = anna.clone();
    let answer = change_password(&mut anna, PASSWORD, NEW).await;
    assert_eq!(answer.sent_to(), "/account?done=password");
    anna.get("/account?done=password").await.is(200, "Your password is changed.");
    assert!(!is_signed_in(&phone).await, "all others have ended");
    assert!(!is_signed_in(&before).await, "and so has the old cookie of this one");
    assert!(is_signed_in(&ben).await, "others are others");
    assert_eq!(sign_in(&site, "anna", PASSWORD).await, 422);
    assert_eq!(sign_in(&site, "anna", NEW).await, 303);
    // A browser that is not signed in any more changes nothing.
    assert_eq!(change_password(&mut phone.clone(), NEW, PASSWORD).await.status, 303);
    assert_eq!(sign_in(&site, "anna", NEW).await, 303);
}

#[tokio::test]
async fn one_can_sign_out_everywhere_else() {
    let site = Site::start().await;
    let (mut anna, ben) = (site.user("anna").await, site.user("ben").await);
    let (phone, tablet) = (elsewhere(&site, "anna").await, elsewhere(&site, "anna").await);
    // Who finds a browser signed in, and knows no password, signs nobody out.
    for wrong in ["", "wrong password"] {
        let answer = anna.post("/account/sessions/end", &[("password", wrong)]).await;
        answer.is(422, "This is not your password.");
    }
    assert!(is_signed_in(&phone).await && is_signed_in(&tablet).await);
    let answer = end_all(&mut anna).await;
    assert_eq!(answer.sent_to(), "/account/security?done=sessions");
    let page = anna.get("/account/security?done=sessions").await;
    page.is(200, "You are signed out everywhere else.");
    assert_eq!(page.body.matches("<strong>A browser").count(), 1, "{}", page.body);
    assert!(!is_signed_in(&phone).await && !is_signed_in(&tablet).await);
    assert!(is_signed_in(&ben).await);
    assert!(is_signed_in(&elsewhere(&site, "anna").await).await);
}

/// It is in the journal that they have ended, whatever becomes of the sessions themselves.
#[tokio::test]
async fn what_has_ended_stays_ended_after_kill_nine() {
    let folder = tempfile::tempdir().unwrap();
    let (program, address) = Program::serve(folder.path(), &[]);
    let [mut anna, mut phone, mut ben, mut bens_phone] = [(); 4].map(|()| Visitor::at(address));
    anna.sign_up("anna").await;
    phone.sign_in("anna").await;
    ben.sign_up("ben").await;
    bens_phone.sign_in("ben").await;
    let mut copied = anna.clone();
    assert_eq!(change_password(&mut anna, PASSWORD, NEW).await.status, 303);
    assert_eq!(end_all(&mut ben).await.status, 303);
    program.kill();
    let (_program, address) = Program::serve(folder.path(), &[]);
    for visitor in [&mut anna, &mut phone, &mut ben, &mut bens_phone, &mut copied] {
        visitor.address = address;
    }
    assert!(!is_signed_in(&phone).await && !is_signed_in(&copied).await);
    assert!(!is_signed_in(&bens_phone).await);
    assert!(is_signed_in(&anna).await && is_signed_in(&ben).await);
    let pair = [("email", "anna@example.org"), ("password", NEW)];
    assert_eq!(phone.post("/signin", &pair).await.status, 303, "the new password is the one");
}

#[tokio::test]
async fn the_account_says_where_one_is_signed_in() {
    let site = Site::start().await;
    let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    let mut anna = site.visitor().with("user-agent", firefox);
    anna.sign_up("anna").await;
    let mut phone = site.visitor().with("user-agent", "<b> iPhone Safari/604.1");
    phone.sign_in("anna").await;
    site.user("ben").await;
    let page = anna.get("/account/security").await;
    let (first, rest) = page.body.split_once("Firefox on Linux – here").expect("this one first");
    assert!(!first.contains("Safari on iPhone") && rest.contains("Safari on iPhone"), "{rest}");
    assert!(rest.contains("Signed in ") && !rest.contains("A browser"), "{rest}");
    let page = phone.get("/account/security").await.body;
    assert!(page.contains("Safari on iPhone – here") && !page.contains("Linux – here"), "{page}");
    assert!(!page.contains("<b> iPhone"), "nothing of what it sends is shown");
    phone.post("/signout", &[]).await;
    let page = anna.get("/account/security").await.body;
    assert!(!page.contains("Sign out Safari on iPhone"), "{page}");
    assert!(page.contains("Safari on iPhone"), "that it was signed in is among the latest: {page}");
}

/// Where somebody is signed in elsewhere than here, by the links of their page.
async fn others(visitor: &mut Visitor) -> Vec<String> {
    let page = visitor.get("/account/security").await.body;
    let links = page.split("href=\"/account/sessions/").skip(1);
    let links = links.filter_map(|rest| rest.split_once("/end\""));
    links.map(|(id, _)| format!("/account/sessions/{id}/end")).collect()
}

#[tokio::test]
async fn sessions_end_one_by_one() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let mut phone = site.visitor().with("user-agent", "iPhone Safari/604.1");
    phone.sign_in("anna").await;
    let tablet = elsewhere(&site, "anna").await;
    assert_eq!(others(&mut anna).await.len(), 2, "not the one that looks");
    let path = others(&mut tablet.clone()).await.remove(0);
    anna.get(&path).await.is(200, "Sign out Safari on iPhone");
    for wrong in ["", "wrong password"] {
        let answer = anna.post(&path, &[("password", wrong)]).await;
        answer.is(422, "This is not your password.");
    }
    let unknown = format!("/account/sessions/{}/end", SignInId::of(7));
    for path in [&path, &unknown, &"/account/sessions/x/end".to_owned()] {
        ben.get(path).await.is(404, "");
        ben.post(path, &[("password", PASSWORD)]).await.is(404, "");
    }
    assert_eq!(site.visitor().post(&path, &[("password", PASSWORD)]).await.status, 303, "who?");
    assert!(is_signed_in(&phone).await);
    let answer = anna.post(&path, &[("password", PASSWORD)]).await;
    assert_eq!(answer.sent_to(), "/account/security?done=session");
    anna.get("/account/security?done=session").await.is(200, "That browser is signed out.");
    assert!(!is_signed_in(&phone).await);
    assert!(is_signed_in(&tablet).await && is_signed_in(&anna).await && is_signed_in(&ben).await);
    assert_eq!(others(&mut anna).await.len(), 1);
    // What has ended has ended.
    let entries = site.entries();
    assert_eq!(anna.post(&path, &[("password", PASSWORD)]).await.status, 303);
    assert_eq!(site.entries(), entries);
}

/// What the account of this name was mailed of sign-ins from elsewhere.
fn told_of_sign_ins(site: &Site, name: &str) -> Vec<Letter> {
    let (tables, head) = (site.market.tables(), Letterhead::of(&Config::default()));
    let mails = mails(tables).into_iter();
    let mails = mails.filter(|mail| matches!(mail.about, MailAbout::SignedInElsewhere(..)));
    let now = site.market.clock().now();
    let letters =
        mails.map(|mail| Letter::write(&head, site.market.storage(), &mail, now).unwrap());
    letters.filter(|letter| letter.to == email(name)).collect()
}

#[tokio::test]
async fn the_first_sign_in_from_elsewhere_is_mailed() {
    let time = Still::now();
    let set = |config: &mut Config| {
        config.server.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    };
    let site = Site::start_by(time.clock, set).await;
    let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    let chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/137.0.0.0 Safari/537.36";
    let at = |agent: &str, from: &str| {
        site.visitor().with("user-agent", agent).with("x-forwarded-for", from)
    };
    let mut home = at(firefox, "192.0.2.7");
    home.sign_up("anna").await;
    home.sign_in("anna").await;
    // The provider gives another address of its network.
    at(firefox, "192.0.77.1").sign_in("anna").await;
    change_password(&mut home, PASSWORD, NEW).await.sent_to();
    change_password(&mut home, NEW, PASSWORD).await.sent_to();
    assert_eq!(told_of_sign_ins(&site, "anna"), [], "nothing of that is elsewhere");

    at(chrome, "198.51.100.9").sign_in("anna").await;
    let told = told_of_sign_ins(&site, "anna");
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].subject, "A new sign-in: Holdfast");
    for what in ["Chrome on Windows, 198.51.100.9, ", "/forgot\n", "/account/security\n"] {
        assert!(told[0].body.contains(what), "{what}: {}", told[0].body);
    }
    at(chrome, "198.51.100.9").sign_in("anna").await;
    assert_eq!(told_of_sign_ins(&site, "anna").len(), 1, "it is known now");
    // Whoever knows the password makes as many as they like, and not as many mails.
    for n in 0..5 {
        at(chrome, &format!("203.{n}.113.5")).sign_in("anna").await;
    }
    assert_eq!(told_of_sign_ins(&site, "anna").len(), 1);
    time.pass(Duration::from_secs(15 * 60)).await;
    home.post("/language", &[("language", "de")]).await;
    at(firefox, "2001:db8::1").sign_in("anna").await;
    let told = told_of_sign_ins(&site, "anna");
    assert_eq!(told.len(), 2);
    let german = told.iter().any(|letter| {
        letter.subject == "Neue Anmeldung: Holdfast"
            && letter.body.contains("Firefox auf Linux, 2001:db8::, ")
    });
    assert!(german, "{told:?}");
    let page = home.get("/account/security").await.body;
    for what in ["198.51.100.9", "203.4.113.5", "Chrome auf Windows", "2001:db8::"] {
        assert!(page.contains(what), "{what}: {page}");
    }
}

/// Waits until so many wrong passwords are noted for somebody: they are a little later than their answer.
async fn until_noted(site: &Site, name: &str, count: usize) -> Vec<String> {
    let id = site.market.tables().catalog().user_by_email(&email(name)).unwrap();
    loop {
        let history = site.market.tables().sign_in_history(id).unwrap().unwrap();
        if history.failed.len() == count {
            return history.failed.iter().map(|tried| tried.from.to_string()).collect();
        }
        assert!(history.failed.len() < count, "{history:?}");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn wrong_passwords_are_kept_for_the_owner_until_the_account_is_deleted() {
    let set = |config: &mut Config| {
        config.server.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    };
    let site = Site::start_with(set).await;
    let mut anna = site.user("anna").await;
    site.user("ben").await;
    let guess = |from: &str| {
        let mut visitor = site.visitor().with("x-forwarded-for", from);
        async move {
            let pair = [("email", "anna@example.org"), ("password", "guessed-word")];
            visitor.post("/signin", &pair).await.is(422, "do not belong together");
        }
    };
    guess("192.0.2.7").await;
    until_noted(&site, "anna", 1).await;
    for from in ["192.0.2.7", "192.0.2.8", "198.51.100.9"] {
        guess(from).await;
    }
    change_password(&mut anna, "wrong password", NEW).await.is(422, "");
    let noted = until_noted(&site, "anna", 3).await;
    assert_eq!(noted, ["192.0.2.7", "198.51.100.9", "127.0.0.1"], "once an hour for a network");
    let nobody = [("email", "nobody@example.org"), ("password", "guessed-word")];
    let entries = site.entries();
    site.visitor().post("/signin", &nobody).await.is(422, "");
    assert_eq!(site.entries(), entries);
    until_noted(&site, "ben", 0).await;

    let page = anna.get("/account/security").await.body;
    assert_eq!(page.matches("data-failed").count(), 3, "{page}");
    for what in ["3 wrong passwords", "198.51.100.9"] {
        assert!(page.contains(what), "{what}: {page}");
    }
    let data: serde_json::Value =
        serde_json::from_str(&anna.get("/account/export").await.body).unwrap();
    let tries = data["sign_ins"]["latest"].as_array().unwrap();
    let of = |succeeded: bool| tries.iter().filter(move |tried| tried["succeeded"] == succeeded);
    assert_eq!((of(true).count(), of(false).count()), (1, 3), "{data}");
    assert!(of(false).any(|tried| tried["address"] == "198.51.100.9"), "{data}");
    assert_eq!(data["sign_ins"]["now"].as_array().unwrap().len(), 1);
    assert!(!data.to_string().contains("guessed-word"), "{data}");

    let id = site.market.tables().catalog().user_by_email(&email("anna")).unwrap();
    anna.post("/account/delete", &[("password", PASSWORD)]).await.sent_to();
    let history = || site.market.tables().sign_in_history(id).unwrap().unwrap();
    assert!(history().is_empty(), "{:?}", history());
    // One that was under way then.
    site.market.note_failed_sign_in(id, ("A browser", "192.0.2.7"));
    site.user("anna").await;
    guess("192.0.2.7").await;
    until_noted(&site, "anna", 1).await;
    assert!(history().is_empty(), "{:?}", history());
    let folder = site.stop().await;
    let (code, said) = verify(folder.path());
    assert_eq!(code, Some(0), "{said}");
}

/// However many guess, from wherever, for however long: what they write has a bound.
#[tokio::test(start_paused = true)]
async fn guesses_write_so_many_entries_a_day_and_account_at_the_most() {
    let market = TestMarket::start().await;
    let user = market.user_at(email("anna")).await;
    let before = market.journal.entries().len();
    let noted = |market: &TestMarket| market.journal.entries().len() - before;
    for n in 0..200 {
        let from = format!("10.{n}.0.1");
        market.market.note_failed_sign_in(user, ("A browser", &from));
        market.until("it is decided", |m| m.market.storage().health().is_sound()).await;
        tokio::task::yield_now().await;
    }
    market.until("they are noted", |m| noted(m) == TRIES_KEPT_MAX).await;
    tokio::time::advance(Duration::from_secs(24 * 3600)).await;
    market.market.note_failed_sign_in(user, ("A browser", "10.0.0.1"));
    market.until("the next day", |m| noted(m) == TRIES_KEPT_MAX + 1).await;
    market.assert_sound();
}

#[tokio::test]
async fn a_session_that_is_used_lasts_and_is_seen_to_be_used() {
    let time = Still::now();
    let site = Site::start_by(time.clock, |_| {}).await;
    let mut anna = site.user("anna").await;
    assert_eq!(anna.get("/account").await.header("set-cookie"), None, "not at every page");
    time.pass(Duration::from_secs(3600)).await;
    let answer = anna.get("/account").await;
    assert!(answer.header("set-cookie").is_some_and(|cookie| cookie.contains("Max-Age=1209600")));
    let page = anna.get("/account/security").await;
    assert_eq!(page.header("set-cookie"), None);
    page.is(200, "Last used about");
}

/// However much it is used, and not used.
#[tokio::test]
async fn a_session_runs_out() {
    let time = Still::now();
    let site = Site::start_by(time.clock, |config| config.accounts.session_days_max = 30).await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let days = |days: u64| Duration::from_secs(days * 24 * 3600);
    for _ in 0..3 {
        time.pass(days(9)).await;
        anna.get("/account").await.is(200, "anna@example.org");
    }
    assert_eq!(ben.get("/account").await.status, 303, "14 days without use");
    time.pass(days(3)).await;
    assert_eq!(anna.get("/account").await.status, 303, "30 days in all");
    let lasting = AccountsConfig { session_days_max: 30, ..Config::default().accounts }.lasting();
    site.market.end_sign_ins_that_are_over(lasting).await.unwrap();
    assert_eq!(site.market.tables().catalog().sign_ins().count(), 0, "a start reads none of them");
    ben.sign_in("ben").await;
    ben.get("/account").await.is(200, "ben@example.org");
}

/// One account is signed in with so many browsers at the most: the oldest makes room.
#[tokio::test]
async fn an_account_has_so_many_sessions_at_the_most() {
    let site = Site::start_with(|config| config.limits.enabled = false).await;
    let mut first = site.user("anna").await;
    let address = Email::parse("anna@example.org").unwrap();
    let id = site.market.tables().catalog().user_by_email(&address).unwrap();
    let user = site.market.tables().user(id).unwrap().unwrap();
    // Of those of one millisecond none is the oldest.
    let began = site.market.clock().now();
    while site.market.clock().now() == began {
        tokio::task::yield_now().await;
    }
    for n in 1..SIGN_INS_MAX {
        site.market
            .begin_sign_in(
                SignInId::of(n as i128),
                (user.id, user.epoch),
                Default::default(),
                ("Firefox", "::1"),
            )
            .await
            .unwrap();
    }
    assert_eq!(first.get("/account").await.status, 200);
    site.visitor().sign_in("anna").await;
    assert_eq!(first.get("/account").await.status, 303);
    assert_eq!(site.market.tables().catalog().sign_ins_of(id).len(), SIGN_INS_MAX);
}

#[tokio::test]
async fn another_address() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let phone = elsewhere(&site, "anna").await;
    let entries = site.entries();
    for (email, password, says) in [
        ("anne@example.org", "wrong password", "This is not your password."),
        ("anne@example.org", "", "This is not your password."),
        ("anne", PASSWORD, "This is not an e-mail address."),
        ("", PASSWORD, "Enter your e-mail address."),
    ] {
        change_email(&mut anna, email, password).await.is(422, says);
    }
    // In the same words as at sign-up.
    let taken = "This address has an account already. Sign in instead.";
    change_email(&mut anna, " BEN@example.org", PASSWORD).await.is(422, taken);
    let pair = [("email", "ben@example.org"), ("password", PASSWORD)];
    site.visitor().post("/signup", &pair).await.is(422, taken);
    // One's own is no change.
    assert_eq!(change_email(&mut anna, "ANNA@example.org", PASSWORD).await.status, 303);
    assert_eq!(site.entries(), entries);

    let answer = change_email(&mut anna, "Anne@example.org", PASSWORD).await;
    assert_eq!(answer.sent_to(), "/account?done=email");
    anna.get("/account?done=email").await.is(200, "anne@example.org");
    assert!(is_signed_in(&phone).await, "it is the same account");
    assert_eq!(sign_in(&site, "anne", PASSWORD).await, 303);
    assert_eq!(sign_in(&site, "anna", PASSWORD).await, 422);
    assert_eq!(site.market.tables().catalog().users_count(), 2);
    // The old one is free, also for one who had another.
    assert_eq!(change_email(&mut ben, "anna@example.org", PASSWORD).await.status, 303);
    ben.get("/account").await.is(200, "anna@example.org");
    let carl = site.user("ben").await;
    assert!(is_signed_in(&carl).await);
    // So it is after a restart, and the books agree.
    let folder = site.stop().await;
    let (code, said) = verify(folder.path());
    assert_eq!(code, Some(0), "{said}");
    let (_program, address) = Program::serve(folder.path(), &[]);
    for (name, status) in [("anna", 303), ("anne", 303), ("ben", 303), ("carl", 422)] {
        let email = format!("{name}@example.org");
        let pair = [("email", email.as_str()), ("password", PASSWORD)];
        assert_eq!(Visitor::at(address).post("/signin", &pair).await.status, status, "{name}");
    }
}

fn email(name: &str) -> Email {
    Email::parse(&format!("{name}@example.org")).unwrap()
}

fn hash(password: &str) -> PasswordHash {
    PasswordHash(password.into())
}

#[tokio::test(start_paused = true)]
async fn of_those_who_race_for_an_address_one_gets_it() {
    let market = TestMarket::start().await;
    let mut users = vec![];
    for name in ["anna", "ben", "carl"] {
        users.push(
            market.market.sign_up(email(name), hash("x"), Language::default()).await.unwrap(),
        );
    }
    let changes = users.iter().map(|user| {
        let (market, user) = (market.market.clone(), *user);
        let change = AccountChange::Address(hash("x"), email("dora"));
        tokio::spawn(async move { market.change_account(user, change).await.is_ok() })
    });
    let changes: Vec<_> = changes.collect();
    let signing_up = {
        let market = market.market.clone();
        tokio::spawn(async move {
            market.sign_up(email("dora"), hash("x"), Language::default()).await.is_ok()
        })
    };
    let mut won = usize::from(signing_up.await.unwrap());
    for change in changes {
        won += usize::from(change.await.unwrap());
    }
    assert_eq!(won, 1);
    market.assert_sound();
}

/// Whoever knows only the old password comes too late, even if it was right when it was checked.
#[tokio::test(start_paused = true)]
async fn a_change_by_a_password_that_was_changed_meanwhile_is_refused() {
    let market = TestMarket::start().await;
    let anna =
        market.market.sign_up(email("anna"), hash("old"), Language::default()).await.unwrap();
    let ben = market.market.sign_up(email("ben"), hash("ben"), Language::default()).await.unwrap();
    let change = |change| market.market.change_account(anna, change);
    let to = |old: &str, new: &str| AccountChange::Password { old: hash(old), new: hash(new) };
    assert_eq!(change(to("old", "new")).await.unwrap().password, hash("new"));
    let late = Err(CommandError::Refused(AccountRefusal::WrongPassword));
    assert_eq!(change(to("old", "mine")).await, late);
    let address = |password, name| AccountChange::Address(hash(password), email(name));
    assert_eq!(change(address("old", "mine")).await, late);
    assert_eq!(
        change(address("new", "ben")).await,
        Err(CommandError::Refused(AccountRefusal::AddressTaken))
    );
    let user = market.market.tables().user(anna).unwrap().unwrap();
    assert_eq!((&user.password, &user.email, user.epoch), (&hash("new"), &email("anna"), 1));
    let nobody = holdfast::types::UserId::new();
    let nothing = market.market.change_account(nobody, AccountChange::EndSessions(0)).await;
    assert_eq!(nothing, Err(CommandError::Refused(AccountRefusal::NotThere)));
    // Nor does a session that was ended by the new password end those that began with it.
    let ended = change(AccountChange::EndSessions(0)).await;
    assert_eq!(ended, Err(CommandError::Refused(AccountRefusal::SessionOver)));
    assert_eq!(change(AccountChange::EndSessions(1)).await.unwrap().epoch, 2);
    // An address that was given up is free at once.
    assert_eq!(change(address("new", "anne")).await.unwrap().email, email("anne"));
    let bens = AccountChange::Address(hash("ben"), email("anna"));
    assert_eq!(market.market.change_account(ben, bens).await.unwrap().email, email("anna"));
    market.assert_sound();
}

/// The password was right when the sign-in came, and is not any more when it has been checked.
#[tokio::test]
async fn a_sign_in_that_a_new_password_overtakes_is_worth_nothing() {
    let site = Site::start_with(|config| config.accounts.password_hashes_at_once = 1).await;
    let mut anna = site.user("anna").await;
    let id = site.market.tables().catalog().user_by_email(&email("anna")).unwrap();
    let passwords = Passwords::new(1).unwrap();
    let mut typed = PASSWORD.to_owned();
    for round in 0..4 {
        // Two that nobody has are checked first.
        let [first, second, late] = ["nobody", "nobody", "anna"].map(|name| {
            let (mut visitor, typed) = (site.visitor(), typed.clone());
            tokio::spawn(async move {
                let address = format!("{name}@example.org");
                let pair = [("email", address.as_str()), ("password", typed.as_str())];
                visitor.post("/signin", &pair).await;
                visitor
            })
        });
        anna.get("/").await;
        typed = format!("{NEW} {round}");
        let new = passwords.hash(Password::parse(&typed).unwrap()).await.unwrap();
        let old = site.market.tables().user(id).unwrap().unwrap().password.clone();
        site.market.change_account(id, AccountChange::Password { old, new }).await.unwrap();
        for visitor in [first, second, late] {
            assert!(!is_signed_in(&visitor.await.unwrap()).await, "round {round}");
        }
    }
}

#[tokio::test]
async fn wrong_old_passwords_count_as_tries_to_sign_in() {
    let time = Still::now();
    let site = Site::start_by(time.clock, |config| config.limits.enabled = true).await;
    let mut anna = site.user("anna").await;
    for n in 0..10 {
        let answer = match n % 2 {
            0 => change_password(&mut anna, "wrong password", NEW).await,
            _ => change_email(&mut anna, "anne@example.org", "wrong password").await,
        };
        assert_eq!(answer.status, 422);
    }
    let answer = change_password(&mut anna, PASSWORD, NEW).await;
    answer.is(429, "Too many wrong passwords were typed for this account.");
    assert_eq!(answer.header("retry-after"), Some("90"));
    assert_eq!(sign_in(&site, "anna", PASSWORD).await, 429);
    assert!(is_signed_in(&anna).await, "who is signed in stays so");
    time.pass(Duration::from_secs(90)).await;
    assert_eq!(change_password(&mut anna, PASSWORD, NEW).await.status, 303);
}

/// Else whoever takes the address next would run the site.
#[tokio::test]
async fn an_address_that_runs_the_site_is_not_given_up() {
    let site =
        Site::start_with(|config| config.site.admins = vec!["Anna@example.org".into()]).await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    change_email(&mut anna, "anne@example.org", PASSWORD).await.is(422, "site.admins");
    assert_eq!(change_email(&mut ben, "bert@example.org", PASSWORD).await.status, 303);
}

#[tokio::test]
async fn ones_data_can_be_taken_away() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let ticket = anna.list("Row \"5\"", "10").await;
    let other = anna.list("Row 6", "12.50").await;
    let order = ben.buy(&ticket, "10").await.sent_to();
    assert_eq!(ben.pay(&order, GOOD_CARD).await.status, 303);
    let cancelled = ben.buy(&other, "12.50").await.sent_to();
    ben.cancel(&cancelled).await;
    let wanted = anna.list("Row 7", "10").await;
    site.user("cleo").await.buy(&wanted, "10").await.sent_to();
    ben.post(&format!("{wanted}/line"), &[]).await.sent_to();
    let answer = ben.get("/account/export").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"my-data.json\""));
    assert!(!answer.body.contains("argon2") && !answer.body.contains("anna@"), "{}", answer.body);
    let data: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(data["account"]["email"], "ben@example.org");
    assert_eq!(data["currency"], "EUR");
    assert_eq!(data["sign_ins"]["latest"][0]["address"], "127.0.0.1");
    assert_eq!(data["listings"].as_array().unwrap().len(), 0);
    let orders = data["orders"].as_array().unwrap();
    assert_eq!(orders.len(), 2);
    assert_eq!((&orders[0]["status"], &orders[0]["price"]), (&"completed".into(), &"10.00".into()));
    assert_eq!(orders[0]["title"], "Row \"5\"");
    assert_eq!(orders[0]["event"]["city"], "Berlin");
    assert_eq!(orders[0]["payment"]["status"], "completed");
    assert_eq!(orders[0]["payment"]["amount"], "10.00");
    assert_eq!(
        (&orders[1]["status"], &orders[1]["reason"]),
        (&"cancelled".into(), &"buyer".into())
    );
    assert!(orders[1]["payment"].is_null());
    let waits = data["waits_for_tickets"].as_array().unwrap();
    assert_eq!(waits, &[wanted.trim_start_matches("/tickets/")]);
    let data: serde_json::Value =
        serde_json::from_str(&anna.get("/account/export").await.body).unwrap();
    let listings = data["listings"].as_array().unwrap();
    assert_eq!(listings.len(), 3);
    assert_eq!(
        (&listings[0]["status"], &listings[1]["status"]),
        (&"sold".into(), &"available".into())
    );
    assert_eq!(data["orders"].as_array().unwrap().len(), 0);
    // More than is read at once: each of them once, in order.
    let many = [("quantity", "10"), ("title", "Row 6"), ("price", "10")];
    for _ in 0..12 {
        anna.post("/tickets", &[&EVENT[..], &many].concat()).await.sent_to();
    }
    let data: serde_json::Value =
        serde_json::from_str(&anna.get("/account/export").await.body).unwrap();
    let mut ids: Vec<_> = data["listings"].as_array().unwrap().iter().map(|l| &l["id"]).collect();
    assert_eq!(ids.len(), 123);
    ids.dedup();
    assert_eq!(ids.len(), 123);
    assert_eq!(site.visitor().get("/account/export").await.status, 303);
}
