//! Signing in by an OpenID Connect provider that others wrote: `oidc-provider` (docs/testing.md).

use std::{sync::Arc, time::Duration};

use super::second_factor::{add_app, code};
use crate::common::{
    PASSWORD, Site, Still, Visitor,
    openid::{NAME, Provider, asked, comes_by, set, variables},
    program::{Program, verify},
};
use holdfast::{
    config::Config,
    domain::{FactorNews, FirstFactor, MailAbout, OpenIdSubject, SecondFactor, SignInBy, User},
    harness::mails,
    types::{Email, Language, UserId},
};

fn provider() -> Option<Provider> {
    Provider::start(&Config::default().site.base_url)
}

async fn site(provider: &Provider) -> (Still, Site) {
    let time = Still::now();
    let site = Site::start_by(time.clock, |config| set(config, &provider.issuer)).await;
    (time, site)
}

fn account(site: &Site, name: &str) -> Option<Arc<User>> {
    let email = Email::parse(&format!("{name}@example.org")).unwrap();
    let tables = site.market.tables();
    let id = tables.catalog().user_by_email(&email)?;
    tables.user(id).unwrap()
}

fn is_linked(site: &Site, name: &str) -> bool {
    account(site, name).unwrap().factors.openid.is_some()
}

fn by(site: &Site, user: UserId) -> Vec<SignInBy> {
    let history = site.market.tables().sign_in_history(user).unwrap().unwrap();
    history.succeeded.iter().map(|tried| tried.by).collect()
}

async fn is_sound(site: Site) {
    let folder = site.stop().await;
    let (code, said) = verify(folder.path());
    assert_eq!(code, Some(0), "{said}");
}

async fn is_signed_in(visitor: &Visitor) -> bool {
    visitor.clone().get("/account").await.status == 200
}

#[tokio::test]
async fn who_comes_by_the_provider_has_an_account_and_comes_back_to_it() {
    let Some(provider) = provider() else { return };
    let site = Site::start_with(|config| set(config, &provider.issuer)).await;
    let mut browser = provider.browser();
    let mut ann = site.visitor();
    let link = format!("Continue with {NAME}");
    ann.get("/signup").await.is(200, &link);
    let page = ann.get("/signin?next=/orders").await;
    page.is(200, &link).is(200, "href=\"/signin/openid?next=/orders\"");

    let led_to = ann.get("/signin/openid?next=/orders").await.sent_to();
    assert_eq!(asked(&led_to, "code_challenge_method"), "S256");
    assert_eq!(asked(&led_to, "scope"), "openid email");
    let back = browser.sign_in(&led_to, "ann");
    let mut elsewhere = site.visitor();
    elsewhere.get(&back).await.is(422, "in another browser");
    let cookie = ann.openid.clone();
    assert_eq!(ann.get(&back).await.sent_to(), "/orders");
    assert!(is_signed_in(&ann).await);
    // What has counted once does not again, whoever has the cookie as well.
    let mut again = site.visitor();
    again.openid = cookie;
    again.get(&back).await.is(422, "in another browser");
    assert!(!is_signed_in(&again).await);

    let made = account(&site, "ann").unwrap();
    assert!(made.confirmed_at.is_some());
    assert_eq!(made.chosen_password(), None);
    assert!(mails(site.market.tables()).is_empty(), "nothing is asked of who has come so");
    ann.get("/account/security").await.is(200, &format!("By {NAME}")).is(200, "In use since");
    for password in [PASSWORD, "gone", "gone password"] {
        let fields = [("email", "ann@example.org"), ("password", password)];
        site.visitor().post("/signin", &fields).await.is(422, "do not belong together");
    }

    // The provider knows the browser, and the site the account.
    ann.post("/signout", &[]).await.sent_to();
    assert_eq!(comes_by(&mut ann, &mut browser, "ann").await.sent_to(), "/orders");
    assert!(is_signed_in(&ann).await);
    let once = SignInBy { first: FirstFactor::OpenId, second: None };
    assert_eq!(by(&site, made.id), [once, once]);

    // Only to places on this site.
    let led_to = ann.get("/signin/openid?next=https://evil.example").await.sent_to();
    let back = browser.sign_in(&led_to, "ann");
    assert_eq!(ann.get(&back).await.sent_to(), "/");

    // Whoever says no there is told that, and nothing else has happened.
    let mut ben = site.visitor();
    let led_to = ben.get("/signin/openid?next=/orders").await.sent_to();
    let back = provider.browser().deny(&led_to);
    assert!(back.contains("error=access_denied"), "{back}");
    let page = ben.get(&back).await;
    page.is(422, "has not signed you in").is(422, "value=\"/orders\"");
    is_sound(site).await;
}

#[tokio::test]
async fn an_address_alone_takes_over_no_account() {
    let Some(provider) = provider() else { return };
    let (time, site) = site(&provider).await;
    let (_ann, mut ben) = (site.user("ann").await, site.user("ben").await);
    let mut browser = provider.browser();
    let mut visitor = site.visitor();
    let known = "/signin/openid/known";
    let come = comes_by(&mut visitor, &mut browser, "ann").await;
    assert_eq!(come.sent_to(), known);
    visitor.get(known).await.is(200, "ann@example.org").is(200, "Enter its password once");
    assert!(!is_signed_in(&visitor).await);
    let wrong = visitor.post(known, &[("password", "wrong password")]).await;
    wrong.is(422, "This is not your password.");
    assert!(!is_linked(&site, "ann"));
    // It waits in that browser alone.
    assert_eq!(site.visitor().get(known).await.sent_to(), "/signin");
    let right = [("password", PASSWORD)];
    assert_eq!(site.visitor().post(known, &right).await.sent_to(), "/signin");
    assert!(!is_linked(&site, "ann"));
    assert_eq!(visitor.post(known, &right).await.sent_to(), "/orders");
    assert!(is_linked(&site, "ann") && is_signed_in(&visitor).await);
    let told = mails(site.market.tables())
        .into_iter()
        .filter(|mail| matches!(mail.about, MailAbout::FactorNews(FactorNews::OpenIdLinked, _)));
    assert_eq!(told.count(), 1);
    assert_eq!(comes_by(&mut site.visitor(), &mut browser, "ann").await.sent_to(), "/orders");
    // Somebody else there who has come to have the address does not have the account.
    let other = comes_by(&mut site.visitor(), &mut provider.browser(), "ann--2").await;
    other.is(409, "linked to somebody else");

    // The provider does not say that the address is theirs: nothing is told of whether it is known.
    for name in ["ben-unverified", "new-unverified"] {
        let refused = comes_by(&mut site.visitor(), &mut provider.browser(), name).await;
        refused.is(403, "does not say that your address is yours");
    }
    assert!(account(&site, "new").is_none() && !is_linked(&site, "ben"));

    // A second factor is asked for, before it is linked and after.
    let Some((secret, _)) = add_app(&site, &mut ben).await else { return };
    let (mut browser, mut visitor) = (provider.browser(), site.visitor());
    assert_eq!(comes_by(&mut visitor, &mut browser, "ben").await.sent_to(), known);
    let step = visitor.post(known, &right).await.sent_to();
    assert_eq!(step, "/signin/code?next=/orders");
    assert!(!is_linked(&site, "ben") && !is_signed_in(&visitor).await);
    time.pass(Duration::from_secs(30)).await;
    let shown = code(&site, &secret).unwrap();
    let fields = [("code", &*shown), ("next", "/orders")];
    assert_eq!(visitor.post("/signin/code", &fields).await.sent_to(), "/orders");
    assert!(is_linked(&site, "ben") && is_signed_in(&visitor).await);
    let mut visitor = site.visitor();
    let step = comes_by(&mut visitor, &mut browser, "ben").await.sent_to();
    assert_eq!(step, "/signin/code?next=/orders");
    assert!(!is_signed_in(&visitor).await);
    visitor.post("/signin/code", &[("code", "000000")]).await.is(422, "wrong");
    time.pass(Duration::from_secs(30)).await;
    let shown = code(&site, &secret).unwrap();
    let fields = [("code", &*shown), ("next", "/orders")];
    assert_eq!(visitor.post("/signin/code", &fields).await.sent_to(), "/orders");
    let both = SignInBy { first: FirstFactor::OpenId, second: Some(SecondFactor::Code) };
    assert_eq!(by(&site, account(&site, "ben").unwrap().id).last(), Some(&both));
    visitor.get("/account/security").await.is(200, &format!("Signed in at {NAME}, and wrong code"));
}

#[tokio::test]
async fn who_has_no_password_shows_at_the_provider_who_they_are() {
    let Some(provider) = provider() else { return };
    let (time, site) = site(&provider).await;
    let (mut browser, mut ann) = (provider.browser(), site.visitor());
    comes_by(&mut ann, &mut browser, "ann").await.sent_to();
    let remove = "/account/security/openid/remove";
    let look = ann.get(remove).await.sent_to();
    assert_eq!(look, format!("/account/look?next={remove}"));
    let page = ann.get(&look).await;
    assert!(!page.body.contains("name=\"password\""), "{}", page.body);
    let show = format!("/account/look/openid?next={remove}");
    page.is(200, &show);
    ann.get("/account/delete").await.is(200, "Your account has no password.");
    ann.post("/account/delete", &[]).await.is(422, "not your password");
    let new = [("password", "another horse battery")];
    ann.post("/account/password", &new).await.is(422, "not your password");

    // Somebody else there is nobody here.
    let led_to = ann.get(&show).await.sent_to();
    assert_eq!((&*asked(&led_to, "prompt"), &*asked(&led_to, "max_age")), ("login", "0"));
    let back = provider.browser().sign_in(&led_to, "ben");
    ann.get(&back).await.is(422, "has not shown that it is you");
    assert_eq!(ann.get(remove).await.sent_to(), look);
    assert!(account(&site, "ben").is_none());
    // Nor is a browser that has only kept its cookie of the site's.
    let led_to = ann.get(&show).await.sent_to();
    let back = browser.sign_in(&led_to, "ann");
    let mut half = site.visitor();
    half.openid = ann.openid.clone();
    half.get(&back).await.is(422, "has not shown that it is you");
    let led_to = ann.get(&show).await.sent_to();
    let back = browser.sign_in(&led_to, "ann");
    assert_eq!(ann.get(&back).await.sent_to(), remove);

    ann.get(remove).await.is(200, &format!("Unlink {NAME}"));
    ann.post(remove, &[]).await.is(409, "Set a password first.");
    assert!(is_linked(&site, "ann"));
    assert_eq!(ann.post("/account/password", &new).await.sent_to(), "/account?done=password");
    // Another session has begun.
    assert_eq!(ann.get(remove).await.sent_to(), look);
    let typed = [("password", new[0].1), ("next", remove)];
    assert_eq!(ann.post("/account/look", &typed).await.sent_to(), remove);
    assert_eq!(ann.post(remove, &[]).await.sent_to(), "/account/security?done=factor_removed");
    assert!(!is_linked(&site, "ann"));
    // It is free again, and opens nothing.
    let come = comes_by(&mut site.visitor(), &mut browser, "ann").await;
    assert_eq!(come.sent_to(), "/signin/openid/known");

    // Who has a password links it on their own page, and says so.
    let link = "/account/security/openid/link";
    let led_to = ann.get("/account/security/openid").await.sent_to();
    let back = browser.sign_in(&led_to, "ann");
    assert_eq!(ann.get(&back).await.sent_to(), link);
    assert!(!is_linked(&site, "ann"));
    ann.get(link).await.is(200, "ann@example.org").is(200, "signed in to your account here");
    let mut cal = site.user("cal").await;
    cal.post("/account/look", &[("password", PASSWORD)]).await.sent_to();
    let (openid, own) = (cal.openid.take(), ann.openid.clone());
    cal.openid = own;
    assert_eq!(cal.post(link, &[]).await.sent_to(), "/account/security", "it is ann's to say");
    cal.openid = openid;
    assert_eq!(ann.post(link, &[]).await.sent_to(), "/account/security?done=openid_linked");
    assert!(is_linked(&site, "ann") && !is_linked(&site, "cal"));
    // Nobody else links the same.
    let led_to = cal.get("/account/security/openid").await.sent_to();
    let back = browser.sign_in(&led_to, "ann");
    assert_eq!(cal.get(&back).await.sent_to(), link);
    cal.post(link, &[]).await.is(409, "Another account is linked");
    assert!(!is_linked(&site, "cal"));

    // The end of an account frees what it was linked to.
    let mut dan = site.visitor();
    let mut browser = provider.browser();
    comes_by(&mut dan, &mut browser, "dan").await.sent_to();
    let before = account(&site, "dan").unwrap().id;
    let led_to = dan.get("/account/look/openid?next=/account/delete").await.sent_to();
    let back = browser.sign_in(&led_to, "dan");
    assert_eq!(dan.get(&back).await.sent_to(), "/account/delete");
    assert_eq!(dan.post("/account/delete", &[]).await.sent_to(), "/account/deleted");
    comes_by(&mut dan, &mut browser, "dan").await.sent_to();
    assert_ne!(account(&site, "dan").unwrap().id, before);
    time.pass(Duration::from_secs(1)).await;
    is_sound(site).await;
}

#[tokio::test]
async fn it_outlives_a_kill_and_nobody_is_locked_out_while_the_provider_is_away() {
    let Some(provider) = provider() else { return };
    let folder = tempfile::tempdir().unwrap();
    let variables = variables(&provider.issuer);
    let variables: Vec<_> = variables.iter().map(|(name, value)| (*name, &**value)).collect();
    let host = [("HOLDFAST_SERVER__HOSTS_ALLOWED", "[\"127.0.0.1\"]")];
    let variables = [&variables[..], &host].concat();
    let mut browser = provider.browser();
    let (program, address) = Program::serve(folder.path(), &variables);
    let mut ann = Visitor::at(address);
    assert_eq!(comes_by(&mut ann, &mut browser, "ann").await.sent_to(), "/orders");
    let list = ann.get("/account").await;
    list.is(200, "ann@example.org");
    program.kill();

    let (program, address) = Program::serve(folder.path(), &variables);
    let mut ann = Visitor::at(address);
    assert_eq!(comes_by(&mut ann, &mut browser, "ann").await.sent_to(), "/orders");
    let page = ann.get("/account/security").await.body;
    assert_eq!(page.matches(&format!("By {NAME}")).count(), 4, "two sessions, and two sign-ins");
    Visitor::at(address).sign_up("ben").await;

    drop(provider);
    let page = Visitor::at(address).get("/signin/openid?next=/orders").await;
    // What it says of itself is known for a while; then it is not.
    assert!(page.status == 303 || page.status == 503, "{}", page.body);
    program.kill();
    let (program, address) = Program::serve(folder.path(), &variables);
    let mut ben = Visitor::at(address);
    for _ in 0..2 {
        let page = ben.get("/signin/openid?next=/orders").await;
        page.is(503, "cannot be reached just now").is(503, "name=\"password\"");
    }
    ben.sign_in("ben").await;
    let output = program.output();
    assert!(output.contains("the provider is away"), "{output}");
    assert!(!output.contains("ann@") && !output.contains("the secret of"), "{output}");
    program.kill();
    assert_eq!(verify(folder.path()).0, Some(0));
}

#[tokio::test]
async fn two_that_race_for_one_who_is_known_there_give_one_account() {
    let site = Site::start().await;
    let market = &site.market;
    let terms = None;
    for n in 0..20 {
        let who = OpenIdSubject {
            issuer: "https://id.example.org".into(),
            subject: n.to_string().into(),
        };
        let racer = |name: &str| {
            let email = Email::parse(&format!("{name}{n}@example.org")).unwrap();
            market.sign_up_by_openid(who.clone(), (email, true), Language::English, terms)
        };
        let (one, two, three) = tokio::join!(racer("a"), racer("b"), racer("c"));
        let made: Vec<_> = [one, two, three].into_iter().flatten().collect();
        assert_eq!(made.len(), 1, "{n}");
        assert_eq!(market.tables().catalog().user_by_openid(&who), Some(made[0]));
    }
    is_sound(site).await;
}

#[tokio::test]
async fn an_address_that_runs_the_site_is_confirmed_as_ever() {
    let Some(provider) = provider() else { return };
    let site = Site::start_with(|config| {
        set(config, &provider.issuer);
        config.site.admins = vec!["root@example.org".into()];
    })
    .await;
    let mut root = site.visitor();
    comes_by(&mut root, &mut provider.browser(), "root").await.sent_to();
    assert_eq!(account(&site, "root").unwrap().confirmed_at, None);
    root.get("/admin").await.is(404, "");
    site.confirm("root@example.org").await;
    root.get("/admin").await.is(200, "");
}
