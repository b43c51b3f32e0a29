//! Signing up, in and out.

use crate::common::{PASSWORD, Site, Visitor, program::Program};
use holdfast::{passwords::WAITING_MAX, types::SignInId};
use tokio::task::JoinSet;
use tower_sessions::session::Id;

#[tokio::test]
async fn in_out_and_in_again() {
    let site = Site::start().await;
    let mut anna = site.visitor();
    let answer = anna.get("/").await;
    assert_eq!(answer.header("set-cookie"), None, "nobody who only looks gets a cookie");
    assert_eq!(anna.get("/account").await.sent_to(), "/signin?next=/account");
    let email = ("email", "  Anna.Person@Example.ORG ");
    let answer =
        anna.post("/signup", &[email, ("password", PASSWORD), ("next", "/orders?page=2")]).await;
    assert_eq!(answer.sent_to(), "/orders?page=2");
    let cookie = answer.header("set-cookie").unwrap();
    for flag in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=1209600"] {
        assert!(cookie.contains(flag), "{flag}: {cookie}");
    }
    assert!(!cookie.contains("Secure"), "the site is reached by http: {cookie}");
    anna.get("/account").await.is(200, "anna.person@example.org");
    let copied = anna.clone();
    let answer = anna.post("/signout", &[]).await;
    assert_eq!(answer.sent_to(), "/");
    assert_eq!(anna.session, None, "the cookie is taken back: {:?}", answer.headers);
    assert_eq!(copied.clone().get("/account").await.status, 303, "a copy of it is worth nothing");
    // Signing out twice is no error, with a cookie or without.
    assert_eq!(copied.clone().post("/signout", &[]).await.status, 303);
    assert_eq!(anna.post("/signout", &[]).await.status, 303);
    // The address is one and the same however it is typed.
    let email = ("email", "ANNA.PERSON@example.org");
    assert_eq!(anna.post("/signin", &[email, ("password", PASSWORD)]).await.sent_to(), "/");
    anna.get("/").await.is(200, "action=\"/signout\"");
    anna.get("/no/such/page").await.is(404, "action=\"/signout\"");
    site.stop().await;
}

#[tokio::test]
async fn an_umlaut_in_the_domain_makes_no_other_account() {
    let site = Site::start_with(|config| {
        config.site.admins = vec!["Root@Müller.example".into()];
    })
    .await;
    let typed = |email| [("email", email), ("password", PASSWORD)];
    let mut root = site.visitor();
    // As browsers send it that make ASCII of it.
    root.post("/signup", &typed("root@xn--mller-kva.example")).await.sent_to();
    root.get("/account").await.is(200, "root@müller.example");
    site.confirm("root@müller.example").await;
    assert_eq!(root.get("/admin").await.status, 200);
    let mut other = site.visitor();
    other
        .post("/signup", &typed("root@müller.example"))
        .await
        .is(422, "This address has an account already.");
    other.post("/signin", &typed("ROOT@MÜLLER.example")).await.sent_to();
    other.get("/admin/users?q=m%C3%BCller").await.is(200, "root@müller.example");
    other.get("/admin/users?q=xn--mller").await.is(200, "root@müller.example");
}

#[tokio::test]
async fn every_wrong_pair_gets_one_answer() {
    let site = Site::start().await;
    site.user("anna").await;
    let before = site.entries();
    let long = "x".repeat(129);
    let mut pages = vec![];
    for (email, password) in [
        ("anna@example.org", "correct horse batterz"),
        ("anna@example.org", "short"),
        ("anna@example.org", ""),
        ("anna@example.org", long.as_str()),
        ("nobody@example.org", PASSWORD),
        ("no address at all", PASSWORD),
        ("", ""),
        // What unknown addresses are checked against lets nobody in.
        ("nobody@example.org", "nobody has this password"),
    ] {
        let mut visitor = site.visitor();
        let answer = visitor.post("/signin", &[("email", email), ("password", password)]).await;
        answer.is(422, "do not belong together");
        assert_eq!(answer.header("set-cookie"), None);
        let typed = format!("value=\"{email}\"");
        assert!(answer.body.contains(&typed), "the address is kept: {}", answer.body);
        assert!(password.is_empty() || !answer.body.contains(password), "and the password is not");
        pages.push(answer.body.replace(&typed, "value=\"\"").replace("data-now=", ""));
    }
    let masked = |page: &String| page.split("<main").nth(1).unwrap().to_owned();
    assert!(pages.iter().all(|page| masked(page) == masked(&pages[0])), "they differ: {pages:#?}");
    assert_eq!(site.entries(), before);
}

/// Nothing is hashed here, so whoever is to be checked against a hash waits, and goes on waiting.
#[tokio::test]
async fn an_unknown_address_is_checked_against_a_hash_too_and_only_so_many_wait() {
    let site = Site::start_with(|config| config.accounts.password_hashes_at_once = 0).await;
    let mut signing_in = JoinSet::new();
    for n in 0..WAITING_MAX + 5 {
        let mut visitor = site.visitor();
        signing_in.spawn(async move {
            let email = format!("nobody-{n}@example.org");
            visitor.post("/signin", &[("email", &email), ("password", PASSWORD)]).await
        });
    }
    for _ in 0..5 {
        let answer = signing_in.join_next().await.unwrap().unwrap();
        answer.is(503, "Very many are signing in.");
        assert_eq!(answer.header("retry-after"), Some("2"));
    }
    site.visitor().get("/").await.is(200, "Tickets for sale");
    assert!(signing_in.try_join_next().is_none(), "the others wait");
}

#[tokio::test]
async fn what_cannot_be_an_account_is_refused_with_reasons() {
    let site = Site::start().await;
    let before = site.entries();
    let mut visitor = site.visitor();
    let (long, too_long) = ("é".repeat(128), "é".repeat(129));
    for (email, password, says) in [
        ("", PASSWORD, "Enter your e-mail address."),
        ("anna", PASSWORD, "This is not an e-mail address."),
        ("anna@", PASSWORD, "This is not an e-mail address."),
        ("an na@example.org", PASSWORD, "This is not an e-mail address."),
        ("anna@example.org\u{0}", PASSWORD, "This is not an e-mail address."),
        (&format!("{}@example.org", "a".repeat(250)), PASSWORD, "too long: 254"),
        ("anna@example.org", "", "Use 8 characters or more."),
        ("anna@example.org", "1234567", "Use 8 characters or more."),
        ("anna@example.org", &too_long, "Use 128 characters at most."),
        ("anna@example.org", "12345678", "everybody tries first"),
        ("anneliese@example.org", "Anneliese1", "nobody guesses"),
        ("<script>@\"", "1", "&lt;script&gt;"),
    ] {
        let answer = visitor.post("/signup", &[("email", email), ("password", password)]).await;
        answer.is(422, says);
        assert_eq!(answer.header("set-cookie"), None);
    }
    assert_eq!(site.entries(), before);
    for (email, password) in [("a@example.org", "hj4kq9zw"), ("b@example.org", &long)] {
        let mut visitor = site.visitor();
        let pair = [("email", email), ("password", password)];
        assert_eq!(visitor.post("/signup", &pair).await.status, 303, "{password}");
        assert_eq!(visitor.post("/signin", &pair).await.status, 303, "{password}");
    }
    let again = [("email", " A@EXAMPLE.org"), ("password", PASSWORD)];
    visitor.post("/signup", &again).await.is(422, "This address has an account already.");
    assert_eq!(site.market.tables().catalog().users_count(), 2);
}

#[tokio::test]
async fn of_sign_ups_that_race_for_an_address_one_wins() {
    let site = Site::start().await;
    let racers = ["Anna@example.org", "anna@EXAMPLE.org", "anna@example.org", " anna@example.org "]
        .map(|email| {
            let mut visitor = site.visitor();
            tokio::spawn(async move {
                let pair = [("email", email), ("password", PASSWORD)];
                visitor.post("/signup", &pair).await.status
            })
        });
    let mut statuses = vec![];
    for racer in racers {
        statuses.push(racer.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422, 422, 422]);
    assert_eq!(site.market.tables().catalog().users_count(), 1);
}

#[tokio::test]
async fn signing_in_begins_a_session_under_a_new_id() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let before = anna.clone();
    anna.sign_in("anna").await;
    assert_ne!(anna.session, before.session);
    assert_eq!(anna.get("/account").await.status, 200);
    assert_eq!(before.clone().get("/account").await.status, 303, "the old one is worth nothing");
    // Somebody else who signs in on the same machine takes nothing over.
    let mut ben = anna.clone();
    ben.sign_up("ben").await;
    ben.get("/account").await.is(200, "ben@example.org");
    assert_eq!(anna.get("/account").await.status, 303);
    // One who is given a session id by somebody else does not sign in under it.
    let mut fixed = site.visitor();
    fixed.session = Some("AAAAAAAAAAAAAAAAAAAAAA".into());
    fixed.sign_in("anna").await;
    assert_ne!(fixed.session.as_deref(), Some("AAAAAAAAAAAAAAAAAAAAAA"));
}

#[tokio::test]
async fn forged_malformed_and_expired_sessions_are_signed_out() {
    let site = Site::start().await;
    let long = "A".repeat(4000);
    for session in ["AAAAAAAAAAAAAAAAAAAAAA", "", "x", "%00", "null", "../../etc", &long] {
        let mut visitor = site.visitor();
        visitor.session = Some(session.into());
        assert_eq!(visitor.get("/account").await.status, 303, "{session}");
        assert_eq!(visitor.get("/").await.status, 200, "{session}");
    }
}

#[tokio::test]
async fn a_slow_request_does_not_bring_a_session_back() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let copied = anna.clone();
    let id: Id = anna.session.as_ref().unwrap().parse().unwrap();
    anna.post("/signout", &[]).await;
    // What a request does last that was at work when its session ended:
    site.market.sign_in_is_seen(SignInId::of(id.0)).await.unwrap();
    assert_eq!(copied.clone().get("/account").await.status, 303);
    // A sign-in under way with the old cookie meanwhile begins a new session.
    let mut again = copied.clone();
    again.sign_in("anna").await;
    assert_eq!(again.get("/account").await.status, 200);
    assert_eq!(copied.clone().get("/account").await.status, 303);
}

/// A power cut may take all that is not in the journal.
#[tokio::test]
async fn what_was_ended_stays_ended_and_what_was_not_goes_on_after_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    let (program, address) = Program::serve(folder.path(), &[]);
    let (mut anna, mut ben) = (Visitor::at(address), Visitor::at(address));
    anna.sign_up("anna").await;
    let mut copied = anna.clone();
    ben.sign_up("ben").await;
    anna.post("/signout", &[]).await;
    program.kill();
    std::fs::remove_dir_all(folder.path().join("data/snapshots")).unwrap();
    let (_program, address) = Program::serve(folder.path(), &[]);
    (copied.address, ben.address) = (address, address);
    assert_eq!(copied.get("/account").await.status, 303, "signed out is signed out");
    ben.get("/account").await.is(200, "ben@example.org");
}

#[tokio::test]
async fn signing_in_leads_to_pages_of_this_site_alone() {
    let site = Site::start().await;
    site.user("anna").await;
    for (next, expect) in [
        ("/tickets/1?a=b", "/tickets/1?a=b"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/\r\nset-cookie: a=b", "/"),
        ("javascript:alert(1)", "/"),
        ("evil.example", "/"),
        ("/é", "/"),
        ("", "/"),
    ] {
        let fields = [("email", "anna@example.org"), ("password", PASSWORD), ("next", next)];
        let answer = site.visitor().post("/signin", &fields).await;
        assert_eq!(answer.sent_to(), expect, "{next:?}");
    }
    let long = format!("/{}", "a".repeat(20_000));
    let fields = [("email", "anna@example.org"), ("password", PASSWORD), ("next", long.as_str())];
    assert_eq!(site.visitor().post("/signin", &fields).await.sent_to(), "/", "no such long ones");
    let answer = site.visitor().get("/signin?next=%22%3E%3Cscript%3E").await;
    assert!(!answer.body.contains("\"><script>"), "{}", answer.body);
    // A form that needs a sign-in leads back to the page that it is on.
    let answer = site.visitor().post("/tickets/1/buy", &[]).await;
    assert_eq!(answer.sent_to(), "/signin?next=/tickets/1");
}

#[tokio::test]
async fn by_https_the_cookie_is_for_https_alone() {
    let site =
        Site::start_with(|config| config.site.base_url = "https://tickets.example.org".into())
            .await;
    let mut visitor = site.visitor();
    let pair = [("email", "anna@example.org"), ("password", PASSWORD)];
    let answer = visitor.post("/signup", &pair).await;
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-holdfast=") && cookie.contains("Secure"), "{cookie}");
    assert!(cookie.contains("Path=/") && !cookie.contains("Domain"), "{cookie}");
    visitor.get("/account").await.is(200, "anna@example.org");
    let answer = visitor.post("/language", &[("language", "de")]).await;
    assert!(answer.header("set-cookie").unwrap().starts_with("__Host-language=de;"));
    site.visitor().with("cookie", "__Host-language=de").get("/signup").await.is(200, "Passwort");
    // One of the old name, which another site of the domain could have set, signs nobody in.
    let old = format!("holdfast={}", visitor.session.unwrap());
    assert_eq!(site.visitor().with("cookie", &old).get("/account").await.status, 303);
    assert!(answer.header("strict-transport-security").is_some());
}
