//! Signing in by password and authenticator app. The app is `pyotp`: docs/testing.md.

use std::time::Duration;

use crate::common::{Answer, PASSWORD, Site, Still, Visitor, program::verify, totp};
use holdfast::{
    config::Config,
    domain::{FactorNews, FirstFactor, LostToken, MailAbout, SecondFactor, SignInBy},
    harness::mails,
    types::Email,
};

const STEP: Duration = Duration::from_secs(30);

/// What an app shows that has this secret now.
pub fn code(site: &Site, secret: &str) -> Option<String> {
    totp::code(secret, site.market.clock().now())
}

/// Shows who one is, and adds an app; gives its secret and the recovery codes.
pub async fn add_app(site: &Site, visitor: &mut Visitor) -> Option<(String, Vec<String>)> {
    look(visitor).await;
    let page = visitor.get("/account/security/totp").await;
    let secret = page.is(200, "<svg").attr("data-secret").unwrap().to_owned();
    let seed = page.field("seed").unwrap().to_owned();
    let code = code(site, &secret)?;
    let page = visitor.post("/account/security/totp", &[("seed", &seed), ("code", &code)]).await;
    Some((secret, codes(page.is(200, "shown this once"))))
}

async fn look(visitor: &mut Visitor) {
    let fields = [("password", PASSWORD), ("next", "/account/security")];
    assert_eq!(visitor.post("/account/look", &fields).await.sent_to(), "/account/security");
}

fn codes(page: &Answer) -> Vec<String> {
    let (_, list) = page.body.split_once("<ol class=\"recovery\">").unwrap();
    let (list, _) = list.split_once("</ol>").unwrap();
    list.split("<code>").skip(1).map(|it| it.split('<').next().unwrap().to_owned()).collect()
}

async fn password(visitor: &mut Visitor, name: &str) -> Answer {
    let email = format!("{name}@example.org");
    let fields = [("email", email.as_str()), ("password", PASSWORD), ("next", "/orders")];
    visitor.post("/signin", &fields).await
}

async fn is_signed_in(visitor: &Visitor) -> bool {
    visitor.clone().get("/account").await.status == 200
}

async fn show(visitor: &mut Visitor, field: &str, typed: &str) -> Answer {
    visitor.post("/signin/code", &[(field, typed), ("next", "/orders")]).await
}

async fn site() -> (Still, Site) {
    let time = Still::now();
    let site = Site::start_by(time.clock, |_| {}).await;
    (time, site)
}

#[tokio::test]
async fn a_password_and_then_a_code() {
    let (time, site) = site().await;
    let mut ann = site.user("ann").await;
    ann.get("/account").await.is(200, "/account/security");
    ann.get("/account/security").await.is(200, "Add an app");
    // Whoever finds the browser adds none.
    let asked = ann.get("/account/security/totp").await.sent_to();
    assert_eq!(asked, "/account/look?next=/account/security/totp");
    ann.get(&asked).await.is(200, "name=\"password\"");
    let wrong = [("password", "wrong password"), ("next", "/account/security/totp")];
    ann.post("/account/look", &wrong).await.is(422, "This is not your password.");
    look(&mut ann).await;

    // It counts for nothing until it has shown a code.
    let page = ann.get("/account/security/totp").await;
    let secret = page.is(200, "<svg").attr("data-secret").unwrap().to_owned();
    let seed = page.field("seed").unwrap().to_owned();
    assert!(!page.body.contains("style="), "{}", page.body);
    let Some(right) = code(&site, &secret) else { return };
    let fields = |seed: &'static str, code: &'static str| [("seed", seed), ("code", code)];
    let said = ann.post("/account/security/totp", &[("seed", &*seed), ("code", "000000")]).await;
    said.is(422, "not the code that the app shows");
    assert_eq!(said.attr("data-secret"), Some(&*secret), "the same again");
    ann.post("/account/security/totp", &fields("00", "000000")).await.is(422, "not the code");
    let mut ben = site.user("ben").await;
    look(&mut ben).await;
    let others = [("seed", &*seed), ("code", &*right)];
    ben.post("/account/security/totp", &others).await.is(422, "not the code");
    let mut phone = site.visitor();
    assert_eq!(password(&mut phone, "ann").await.sent_to(), "/orders");
    let said = ann.post("/account/security/totp", &others).await;
    let codes = codes(said.is(200, "shown this once"));
    assert_eq!(codes.len(), 10);
    ann.get("/account/security").await.is(200, "You have 10 left.").is(200, "In use since");

    // From then on the password alone opens nothing.
    let mut elsewhere = site.visitor();
    let asked = password(&mut elsewhere, "ann").await.sent_to();
    assert_eq!(asked, "/signin/code?next=/orders");
    assert!(!is_signed_in(&elsewhere).await);
    elsewhere.get(&asked).await.is(200, "one-time-code");
    show(&mut elsewhere, "code", &right).await.is(422, "wrong, or was used already");
    for wrong in ["", "000000", "12345", "x"] {
        show(&mut elsewhere, "code", wrong).await.is(422, "wrong, or was used already");
    }
    show(&mut elsewhere, "recovery_code", "abcd-efgh-abcd-efgh").await.is(422, "none of your");
    assert!(!is_signed_in(&elsewhere).await);
    time.pass(STEP).await;
    let next = code(&site, &secret).unwrap();
    assert_ne!(next, right);
    let mut copied = elsewhere.clone();
    assert_eq!(show(&mut elsewhere, "code", &next).await.sent_to(), "/orders");
    assert!(is_signed_in(&elsewhere).await);
    // Each counts once, and one that was read over a shoulder is over.
    show(&mut copied, "code", &next).await.is(422, "wrong, or was used already");
    assert!(!is_signed_in(&copied).await);

    // A recovery code, as people write it.
    let typed = codes[3].to_uppercase().replace('-', " ");
    assert_eq!(show(&mut copied, "recovery_code", &typed).await.sent_to(), "/orders");
    let mut again = site.visitor();
    password(&mut again, "ann").await.sent_to();
    show(&mut again, "recovery_code", &codes[3]).await.is(422, "none of your recovery codes");
    let page = ann.get("/account/security").await;
    page.is(200, "You have 9 left.").is(200, "By password and app");
    page.is(200, "By password and recovery code").is(200, "Right password and wrong code");

    // Whoever shows no password comes nowhere, nor after ten minutes, nor with another password.
    assert_eq!(site.visitor().get("/signin/code").await.sent_to(), "/signin?next=/");
    let mut late = again.clone();
    time.pass(Duration::from_secs(601)).await;
    assert_eq!(late.get("/signin/code").await.sent_to(), "/signin?next=/");
    let next = code(&site, &secret).unwrap();
    assert!(show(&mut late, "code", &next).await.sent_to().starts_with("/signin?"));
    password(&mut late, "ann").await.sent_to();
    let new = [("old_password", PASSWORD), ("password", "another horse battery")];
    ann.post("/account/password", &new).await.sent_to();
    assert!(show(&mut late, "code", &next).await.sent_to().starts_with("/signin?"));

    // Without it the password is enough again.
    let asked = ann.get("/account/security/totp/remove").await.sent_to();
    let fields = [("password", "another horse battery"), ("next", "/account/security/totp/remove")];
    assert!(asked.starts_with("/account/look"));
    assert_eq!(ann.post("/account/look", &fields).await.sent_to(), "/account/security/totp/remove");
    ann.get("/account/security/totp/remove").await.is(200, "password is enough");
    ann.post("/account/security/totp/remove", &[]).await.sent_to();
    ann.get("/account/security").await.is(200, "Add an app");
    let fields = [("email", "ann@example.org"), ("password", "another horse battery")];
    assert_eq!(site.visitor().post("/signin", &fields).await.sent_to(), "/");
    ann.post("/account/security/codes", &[]).await.is(404, "");

    let user = site.market.tables().catalog().user_by_email(&email("ann")).unwrap();
    let user = site.market.tables().user(user).unwrap().unwrap();
    assert_eq!(user.factors, Default::default(), "the codes go with the last factor");
    verify(&site.stop().await.path().join("data"));
}

fn email(name: &str) -> Email {
    Email::parse(&format!("{name}@example.org")).unwrap()
}

/// Two browsers type the same code at the same instant.
#[tokio::test]
async fn a_code_signs_one_browser_in_however_many_show_it_at_once() {
    let (time, site) = site().await;
    let mut ann = site.user("ann").await;
    let Some((secret, codes)) = add_app(&site, &mut ann).await else { return };
    time.pass(STEP).await;
    let code = code(&site, &secret).unwrap();
    for (field, typed) in [("code", code), ("recovery_code", codes[0].clone())] {
        let mut tries = vec![];
        for _ in 0..8 {
            let (mut visitor, typed) = (site.visitor(), typed.clone());
            password(&mut visitor, "ann").await.sent_to();
            tries.push(tokio::spawn(async move { show(&mut visitor, field, &typed).await.status }));
        }
        let mut answers = vec![];
        for tried in tries {
            answers.push(tried.await.unwrap());
        }
        answers.sort_unstable();
        assert_eq!(answers, [303, 422, 422, 422, 422, 422, 422, 422], "{field}");
    }
}

#[tokio::test]
async fn guesses_at_a_code_are_few_and_lock_nobody_out() {
    let time = Still::now();
    let site = Site::start_by(time.clock, |config| {
        config.limits.enabled = true;
        config.server.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    })
    .await;
    let mut ann = site.visitor().with("x-forwarded-for", "192.0.2.1");
    ann.sign_up("ann").await;
    let Some((secret, _)) = add_app(&site, &mut ann).await else { return };
    time.pass(STEP).await;
    let mut guesser = site.visitor().with("x-forwarded-for", "198.51.100.7");
    password(&mut guesser, "ann").await.sent_to();
    for n in 0..10 {
        let wrong = format!("{n:06}");
        show(&mut guesser, "code", &wrong).await.is(422, "");
    }
    // From anywhere, right or wrong.
    let right = code(&site, &secret).unwrap();
    for from in ["198.51.100.7", "203.0.113.9"] {
        let mut other = site.visitor().with("x-forwarded-for", from);
        other.step = guesser.step.clone();
        assert_eq!(show(&mut other, "code", &right).await.status, 429, "{from}");
    }
    // But from where its owner has signed in before.
    let mut owner = site.visitor().with("x-forwarded-for", "192.0.2.1");
    password(&mut owner, "ann").await.sent_to();
    assert_eq!(show(&mut owner, "code", &right).await.status, 303);
}

#[tokio::test]
async fn the_owner_is_told_and_nobody_else() {
    let (time, site) = site().await;
    let mut ann = site.user("ann").await;
    let mut robot = ann.token("backup", &["read"]).await;
    let Some((secret, codes)) = add_app(&site, &mut ann).await else { return };
    time.pass(STEP).await;
    let mut other = site.visitor();
    password(&mut other, "ann").await.sent_to();
    show(&mut other, "code", "000000").await.is(422, "");
    show(&mut other, "recovery_code", &codes[0]).await.sent_to();
    ann.post("/account/security/codes", &[]).await.is(200, "shown this once");
    ann.post("/account/security/totp/remove", &[]).await.sent_to();
    let news = || {
        let all = mails(site.market.tables()).into_iter();
        let news = all.filter_map(|mail| match mail.about {
            MailAbout::FactorNews(news, _) => Some(news),
            _ => None,
        });
        news.collect::<Vec<_>>()
    };
    let told = |all: &[FactorNews]| {
        let expect = [
            FactorNews::TotpAdded,
            FactorNews::CodeWrong,
            FactorNews::CodeUsed,
            FactorNews::CodesRenewed,
            FactorNews::TotpRemoved,
        ];
        expect.iter().all(|news| all.contains(news)) && all.len() == expect.len()
    };
    // That a code was wrong nobody waits for.
    ann.until("/account/security", |_| told(&news())).await;

    // Neither the secret nor the codes are in what the account takes away, and none is in the feed.
    let export = ann.get("/account/export").await;
    export.is(200, "\"second_factors\"");
    let data = site.folder.path().join("data");
    robot.insert_str(0, "Bearer ");
    let mut program = site.visitor().with("authorization", &robot);
    let account = program.get("/api/v1/account").await;
    let stop = site.stop().await;
    let said = std::process::Command::new(env!("CARGO_BIN_EXE_holdfast"))
        .args(["events", data.to_str().unwrap()])
        .output()
        .unwrap();
    let feed = String::from_utf8(said.stdout).unwrap();
    assert!(feed.contains("user.created"), "{feed}");
    let mut journal = String::new();
    for file in std::fs::read_dir(data.join("journal")).unwrap() {
        journal += &String::from_utf8_lossy(&std::fs::read(file.unwrap().path()).unwrap());
    }
    for text in [&export.body, &account.body, &feed, &journal] {
        for hidden in codes.iter().chain([&secret]) {
            assert!(!text.contains(hidden.as_str()), "{hidden}");
        }
    }
    assert!(!feed.contains("otp"), "{feed}");
    drop(stop);
}

#[tokio::test]
async fn who_has_lost_all_of_them_is_let_in_by_who_runs_the_machine() {
    let (time, site) = site().await;
    let mut ann = site.user("ann").await;
    let Some((..)) = add_app(&site, &mut ann).await else { return };
    let tables = site.market.tables();
    let id = tables.catalog().user_by_email(&email("ann")).unwrap();
    let user = tables.user(id).unwrap().unwrap();
    let until = site.market.clock().now() + Duration::from_secs(3600);
    let path = format!("/lost/{}", LostToken::new(site.market.link_key(), &user, until));
    let mut visitor = site.visitor();
    visitor.get(&path).await.is(200, "ann@example.org");
    assert_eq!(password(&mut visitor, "ann").await.sent_to(), "/signin/code?next=/orders");
    let forged = path.replace(&path[path.len() - 4..], "0000");
    visitor.get(&forged).await.is(404, "");
    visitor.post(&forged, &[]).await.is(404, "");
    assert_eq!(visitor.post(&path, &[]).await.sent_to(), "/signin?done=factors_forgotten");
    assert_eq!(password(&mut visitor, "ann").await.sent_to(), "/orders");
    visitor.post(&path, &[]).await.is(404, "");
    time.pass(Duration::from_secs(1)).await;
    let about = |mail: &MailAbout| matches!(mail, MailAbout::FactorNews(FactorNews::Forgotten, _));
    assert!(mails(site.market.tables()).iter().any(|mail| about(&mail.about)));
}

#[tokio::test]
async fn who_runs_the_site_runs_nothing_without_one() {
    let time = Still::now();
    let set = |config: &mut Config| {
        config.site.admins = vec!["root@example.org".into()];
        config.site.support = vec!["sue@example.org".into()];
        config.accounts.admins_need_second_factor = true;
    };
    let site = Site::start_by(time.clock, set).await;
    let mut sue = site.user("sue").await;
    sue.get("/account").await.is(200, "href=\"/admin\"");
    assert_eq!(sue.get("/admin/users").await.sent_to(), "/account/security?needed=yes");
    let Some(_) = add_app(&site, &mut sue).await else { return };
    sue.get("/admin/users").await.is(200, "sue@example.org");
    let mut root = site.user("root").await;
    root.get("/account").await.is(200, "href=\"/admin\"");
    for page in ["/admin", "/admin/users", "/admin/payouts"] {
        assert_eq!(root.get(page).await.sent_to(), "/account/security?needed=yes");
    }
    root.get("/account/security?needed=yes").await.is(200, "data-needed");
    assert_eq!(root.post("/admin/mail/test", &[]).await.sent_to(), "/account/security?needed=yes");
    // No program of theirs does, either; others learn nothing of it.
    let fields = [("name", "x"), ("days", "30"), ("scope_admin", "yes"), ("password", PASSWORD)];
    root.post("/account/tokens", &fields).await.is(422, "");
    let text = root.token("robot", &["read"]).await;
    let mut robot = site.visitor().with("authorization", &format!("Bearer {text}"));
    assert_eq!(robot.get("/api/v1/admin/statistics").await.status, 403);
    assert_eq!(site.user("ann").await.get("/admin").await.status, 404);

    let Some((secret, _)) = add_app(&site, &mut root).await else { return };
    root.get("/admin").await.is(200, "/admin/users");
    time.pass(STEP).await;
    let mut elsewhere = site.visitor();
    password(&mut elsewhere, "root").await.sent_to();
    assert_eq!(elsewhere.get("/admin").await.status, 404);
    show(&mut elsewhere, "code", &code(&site, &secret).unwrap()).await.sent_to();
    elsewhere.get("/admin").await.is(200, "/admin/users");
    let text = elsewhere.token("robot", &["admin"]).await;
    let mut robot = site.visitor().with("authorization", &format!("Bearer {text}"));
    assert_eq!(robot.get("/api/v1/admin/statistics").await.status, 200);
    elsewhere.post("/account/security/totp/remove", &[]).await.sent_to();
    assert_eq!(root.get("/admin").await.sent_to(), "/account/security?needed=yes");
    assert_ne!(robot.get("/api/v1/admin/statistics").await.status, 200);
}

#[tokio::test]
async fn by_what_somebody_has_signed_in_is_kept() {
    let (time, site) = site().await;
    let mut ann = site.user("ann").await;
    let Some((secret, _)) = add_app(&site, &mut ann).await else { return };
    time.pass(STEP).await;
    let mut other = site.visitor();
    password(&mut other, "ann").await.sent_to();
    show(&mut other, "code", &code(&site, &secret).unwrap()).await.sent_to();
    // Ending the others ends none of what it was.
    other.post("/account/sessions/end", &[("password", PASSWORD)]).await.sent_to();
    let tables = site.market.tables();
    let id = tables.catalog().user_by_email(&email("ann")).unwrap();
    let history = tables.sign_in_history(id).unwrap().unwrap();
    let both = SignInBy { first: FirstFactor::Password, second: Some(SecondFactor::Code) };
    let by: Vec<_> = history.succeeded.iter().map(|tried| tried.by).collect();
    assert_eq!(by, [SignInBy::default(), both, both]);
}
