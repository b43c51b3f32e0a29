//! The pages in the operator's own words.

use std::{fs, path::Path};

use crate::common::{GOOD_CARD, PASSWORD, Site, Visitor, program::run};
use holdfast::{app::App, clock::Clock, config::Config};
use serde_json::Value;
use tempfile::TempDir;

const NAMES: [&str; 5] = ["help", "contact", "terms", "privacy", "imprint"];

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

#[tokio::test]
async fn texts_to_start_with_are_shown_and_marked() {
    let site =
        Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await;
    let (mut anna, mut root) = (site.user("anna").await, site.user("root").await);
    for name in NAMES {
        let page = anna.get(&format!("/pages/{name}")).await;
        page.is(200, "This is a text to start with");
        assert_eq!(
            page.body.contains("Whoever runs this site has not said yet"),
            name == "imprint"
        );
        assert_eq!(page.body.matches("<h1").count(), 1);
    }
    anna.language = Some("de".into());
    anna.get("/pages/imprint").await.is(200, "<h1>Impressum</h1>").is(200, "noch auszufüllen");
    assert_eq!(anna.get("/pages/nothing").await.status, 404);
    let admin = root.get("/admin").await;
    admin.is(200, "data-unfinished");
    assert!(!admin.body.contains("data-no-imprint"), "nobody pays real money here");
    let mut visitor = site.visitor();
    for path in ["/", "/signin", "/no-such-page", "/pages/help", "/events/none"] {
        let page = visitor.get(path).await;
        for name in NAMES {
            assert!(page.body.contains(&format!("href=\"/pages/{name}\"")), "{path} to {name}");
        }
    }
    assert!(
        !visitor.get("/signup").await.body.contains("name=\"terms\""),
        "nobody agrees to these"
    );
}

#[tokio::test]
async fn own_pages_are_shown_as_written() {
    let files = folder(&[
        (
            "imprint.en.md",
            "# Who *we* are\n\nEncore & Co\\\n<tickets@encore.example>\n\n- one < two\n",
        ),
        ("imprint.de.md", "Encore & Co"),
        ("privacy.de.md", "# Datenschutz\n\nNichts."),
        ("terms.en.md", "---\nversion: 2026-12-01\n---\n# Terms\n\nBe kind."),
    ]);
    let path = files.path().to_owned();
    let site = Site::start_with(|config| {
        config.site.pages = path;
        config.site.admins = vec!["root@example.org".into()];
    })
    .await;
    let mut anna = site.visitor();
    let page = anna.get("/pages/imprint").await;
    page.is(200, "<h1>Who we are</h1>").is(200, "Encore &amp; Co<br />");
    page.is(200, "<a href=\"mailto:tickets@encore.example\">").is(200, "<li>one &lt; two</li>");
    assert!(!page.body.contains("data-unfinished"));
    anna.get("/pages/terms")
        .await
        .is(200, "As of 1 December 2026")
        .is(200, "data-version=\"2026-12-01\"");
    let page = anna.get("/pages/privacy").await;
    page.is(200, "<article class=\"prose\" lang=\"de\">").is(200, "Nichts.");
    anna.language = Some("de".into());
    anna.get("/pages/imprint").await.is(200, "<h1>Impressum</h1>").is(200, "Encore &amp; Co");
    let mut root = site.visitor();
    let form = [("email", "root@example.org"), ("password", PASSWORD), ("terms", "2026-12-01")];
    root.post("/signup", &form).await.sent_to();
    site.let_run("root").await;
    let admin = root.get("/admin").await;
    let notice = admin.body.split("data-unfinished").nth(1).unwrap();
    let notice = notice.split("</p>").next().unwrap();
    for (name, is_there) in NAMES.into_iter().zip([true, true, false, false, false]) {
        assert_eq!(notice.contains(name), is_there, "{name}: {notice}");
    }
}

#[tokio::test]
async fn a_page_that_cannot_be_shown_stops_the_start() {
    let files =
        folder(&[("help.en.md", "# Help\n\n<script src=\"https://evil.example\"></script>")]);
    let data = tempfile::tempdir().unwrap();
    let mut config = Config::default();
    config.storage.path = data.path().join("data");
    config.server.listen = ([127, 0, 0, 1], 0).into();
    config.site.pages = files.path().to_owned();
    let error = App::build(config, Clock::System).await.err().unwrap().to_string();
    assert!(error.contains("help.en.md: line 3: HTML is not taken"), "{error}");
}

#[tokio::test]
async fn the_program_writes_texts_to_start_with_and_overwrites_none() {
    let parent = tempfile::tempdir().unwrap();
    let pages = parent.path().join("pages");
    let name = pages.to_str().unwrap();
    let write = || run(parent.path(), &["pages", name], &[]).1;
    let said = write();
    assert!(said.contains("10 pages written"), "{said}");
    fs::write(pages.join("imprint.en.md"), "# Us").unwrap();
    fs::remove_file(pages.join("help.de.md")).unwrap();
    let said = write();
    assert!(said.contains("1 pages written") && said.contains("9 were there"), "{said}");
    assert_eq!(fs::read_to_string(pages.join("imprint.en.md")).unwrap(), "# Us");
    let site = Site::start_with(|config| config.site.pages = Path::new(name).to_owned()).await;
    site.visitor().get("/pages/imprint").await.is(200, "<h1>Us</h1>");
}

const TERMS: &str = "# Terms\n\nBe kind.";

/// A folder with terms of this version.
fn terms(version: &str) -> TempDir {
    folder(&[("terms.en.md", &format!("---\nversion: {version}\n---\n{TERMS}"))])
}

/// The same visitor, at a site that was started again.
fn at(visitor: &Visitor, site: &Site) -> Visitor {
    let mut visitor = visitor.clone();
    visitor.address = site.address;
    visitor
}

#[tokio::test]
async fn whoever_signs_up_agrees_to_the_terms_and_takes_that_with_them() {
    let files = terms("2026-12-01");
    let site = Site::start_with(|config| config.site.pages = files.path().to_owned()).await;
    let mut anna = site.visitor();
    let form = anna.get("/signup").await;
    assert_eq!(form.field("terms"), Some("2026-12-01"));
    form.is(200, "terms of 1 December 2026").is(200, "href=\"/pages/privacy\"");
    let sign_up = [("email", "anna@example.org"), ("password", PASSWORD)];
    let before = site.entries();
    for (sent, says) in [(None, "Without agreeing"), (Some("2026-11-01"), "changed just now")] {
        let fields: Vec<_> =
            sign_up.into_iter().chain(sent.map(|version| ("terms", version))).collect();
        anna.post("/signup", &fields).await.is(422, says).is(422, "id=\"terms-error\"");
    }
    assert_eq!(site.entries(), before, "nobody has an account");
    let fields: Vec<_> = sign_up.into_iter().chain([("terms", "2026-12-01")]).collect();
    anna.post("/signup", &fields).await.sent_to();
    let page = anna.get("/account").await;
    page.is(200, "of 1 December 2026, agreed on");
    assert!(!page.body.contains("data-terms-due"));
    let export: Value = serde_json::from_str(&anna.get("/account/export").await.body).unwrap();
    let agreed = &export["account"]["terms_agreed"];
    assert_eq!(agreed["version"], "2026-12-01");
    // As `printf '# Terms\n\nBe kind.' | sha256sum` has it.
    assert_eq!(
        agreed["text_sha256"],
        "cf4d700e26c4de9747b2bfe038be344197031d7678d0afddde03d0bab74d2b41"
    );
    assert!(agreed["agreed_at"].as_str().unwrap().ends_with('Z'));
    anna.list("Row 1", "10").await;
}

#[tokio::test]
async fn new_terms_are_asked_for_before_something_new_and_hold_up_nothing_that_is_begun() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let (held, free) = (anna.list("Row 1", "10").await, anna.list("Row 2", "10").await);
    let order = ben.buy(&held, "10").await.sent_to();
    let token = ben.token("ben", &["read", "buy"]).await;
    let files = terms("2026-12-01");
    let path = files.path().to_owned();
    let site = site.restart_with(|config| config.site.pages = path).await;
    let (mut anna, mut ben) = (at(&anna, &site), at(&ben, &site));
    // Nothing new, by hand or by a program; and it says where to agree.
    let before = site.entries();
    let refused = ben.buy(&free, "10").await;
    refused.is(403, "Nothing was bought or listed").is(403, "data-terms-due");
    refused.is(403, "/account/terms?next=");
    assert_eq!(site.entries(), before, "nothing is held");
    let id = free.rsplit('/').next().unwrap();
    let asked = format!(r#"{{"ticketId":"{id}","price":{{"minor":1000,"currency":"EUR"}}}}"#);
    let program = site.visitor().with("authorization", &format!("Bearer {token}"));
    let answer = program
        .with("idempotency-key", "1")
        .send("POST", "/api/v1/orders", Some("application/json"), asked.into())
        .await;
    answer.is(403, "terms_not_agreed");
    site.visitor().get(&free).await.is(200, "data-ticket-status=\"available\"");
    assert_eq!(anna.get("/sell").await.sent_to(), "/account/terms?next=/sell");
    // What is begun goes on.
    let page = ben.get(&order).await;
    page.is(200, "data-terms-due");
    ben.pay(&order, GOOD_CARD).await.sent_to();
    ben.get(&order).await.is(200, "data-order-status=\"completed\"");
    anna.post(&format!("{free}/edit"), &[("title", "Row 2"), ("price", "11")]).await.sent_to();
    // Asked, and asked no more.
    let next = ("next", free.as_str());
    let form = anna.get(&format!("/account/terms?next={free}")).await;
    form.is(200, "data-terms").is(200, "terms of 1 December 2026");
    assert!(!form.body.contains("data-terms-due"), "it is asked once on this page");
    ben.post("/account/terms", &[next]).await.is(422, "Without agreeing");
    ben.post("/account/terms", &[next, ("terms", "2020-01-01")]).await.is(422, "changed just now");
    let agreed = ben.post("/account/terms", &[next, ("terms", "2026-12-01")]).await;
    assert_eq!(agreed.sent_to(), free);
    assert!(!ben.get("/").await.body.contains("data-terms-due"));
    let entries = site.entries();
    ben.post("/account/terms", &[("terms", "2026-12-01")]).await.sent_to();
    assert_eq!(site.entries(), entries, "twice is once");
    assert_eq!(ben.get("/account/terms?next=//evil.example").await.sent_to(), "/");
    ben.buy(&free, "11").await.sent_to();
    // A later version is asked for again.
    let files = terms("2027-01-01");
    let path = files.path().to_owned();
    let site = site.restart_with(|config| config.site.pages = path).await;
    at(&ben, &site).get("/").await.is(200, "data-terms-due");
}

#[tokio::test]
async fn where_one_is_told_to_ask_it_says_where() {
    let site = Site::start_with(|config| config.site.contact = "help@encore.example".into()).await;
    let mut anna = site.user("anna").await;
    for path in ["/no-such-page", "/forgot", "/selling/money"] {
        let page = anna.get(path).await;
        assert!(page.body.contains("href=\"mailto:help@encore.example\""), "{path}: {}", page.body);
    }
    let site = Site::start().await;
    let page = site.visitor().get("/forgot").await;
    page.is(200, "data-contact>Questions? <a href=\"/pages/contact\">");
}

#[tokio::test]
async fn the_site_has_its_operators_face() {
    let files = folder(&[(
        "logo.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 30\"><path d=\"M0 0h9v9z\"/></svg>",
    )]);
    let icon = include_bytes!("../../src/views/icons/icon-192.png");
    fs::write(files.path().join("dark.png"), icon).unwrap();
    let path = files.path().to_owned();
    let site = Site::start_with(|config| {
        config.site.name = "Encore & Co".into();
        config.site.logo = path.join("logo.svg");
        config.site.logo_dark = path.join("dark.png");
        config.site.accent = "#7a1f5c".into();
        config.site.headline = "Fair tickets <for all>".into();
    })
    .await;
    let mut anna = site.visitor();
    let home = anna.get("/").await;
    home.is(200, "alt=\"Encore &amp; Co\" width=\"120\" height=\"30\"");
    home.is(200, "Fair tickets &lt;for all&gt;").is(200, "fill='%237a1f5c'");
    let asset = |marker: &str| {
        let rest = &home.body[home.body.find(marker).unwrap()..];
        rest.split('"').next().unwrap().to_owned()
    };
    let style = anna.get(&asset("/assets/face-")).await;
    assert_eq!(style.header("content-type"), Some("text/css; charset=utf-8"));
    style.is(200, "--accent: #7a1f5c").is(200, "prefers-color-scheme: dark");
    let dark = home.body.split("srcset=\"").nth(1).unwrap().split('"').next().unwrap();
    let light = home.body.split("<img src=\"").nth(1).unwrap().split('"').next().unwrap();
    for (path, content_type) in [(light, "image/svg+xml"), (dark, "image/png")] {
        let logo = anna.get(path).await;
        assert_eq!(logo.status, 200, "{path}");
        assert_eq!(logo.header("content-type"), Some(content_type));
        let policy = logo.header("content-security-policy").unwrap();
        assert!(policy.starts_with("sandbox; default-src 'none'"), "{policy}");
        assert!(logo.header("cache-control").unwrap().contains("immutable"));
    }
    anna.get("/manifest.webmanifest").await.is(200, "#7a1f5c");
    assert_eq!(anna.get("/assets/logo-00000000.svg").await.status, 404);

    for (set, says) in [
        (
            (|config: &mut Config| config.site.accent = "#ffcc00".into()) as fn(&mut Config),
            "site.accent: #ffcc00 cannot be read",
        ),
        (
            |config| config.site.accent_dark = "#222222".into(),
            "site.accent_dark: #222222 cannot be read",
        ),
        (
            |config| config.site.logo = "no-such-logo.svg".into(),
            "no-such-logo.svg: it cannot be read",
        ),
    ] {
        let data = tempfile::tempdir().unwrap();
        let mut config = Config::default();
        config.storage.path = data.path().join("data");
        config.server.listen = ([127, 0, 0, 1], 0).into();
        set(&mut config);
        let error = App::build(config, Clock::System).await.err().unwrap().to_string();
        assert!(error.contains(says), "{error}");
    }
}

#[tokio::test]
async fn those_who_run_the_site_see_each_kind_of_mail() {
    let site = Site::start_with(|config| {
        config.site.admins = vec!["root@example.org".into()];
        config.site.name = "Encore <b>".into();
    })
    .await;
    let (mut root, mut anna) = (site.user("root").await, site.user("anna").await);
    root.get("/admin/mail").await.is(200, "href=\"/admin/mail/kinds\"");
    let before = site.entries();
    let list = root.get("/admin/mail/kinds").await;
    assert_eq!(list.body.matches("data-mail-kind").count(), 29);
    let paths = list.body.split("href=\"").filter_map(|rest| rest.split('"').next());
    let paths: Vec<_> = paths.filter(|path| path.starts_with("/admin/mail/kinds/")).collect();
    assert_eq!(paths.len(), 29);
    for path in paths {
        let page = root.get(path).await;
        page.is(200, "data-mail-plain").is(200, "<iframe class=\"mail\" sandbox");
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.contains("frame-src 'self'") && policy.contains("default-src 'none'"));
        assert_eq!(page.header("x-frame-options"), Some("DENY"));
        for (language, words) in [("en", "Open the page"), ("de", "Seite öffnen")] {
            let html = root.get(&format!("{path}/html?in={language}")).await;
            html.is(200, &format!("<html lang=\"{language}\""));
            html.is(200, "Encore &lt;b&gt;");
            assert!(html.body.contains(words) || path.ends_with("address-given-up"), "{path}");
            let policy = html.header("content-security-policy").unwrap();
            assert!(policy.starts_with("sandbox; default-src 'none'"), "{policy}");
            assert!(policy.ends_with("frame-ancestors 'self'") && !policy.contains("script"));
            assert_eq!(html.header("x-frame-options"), Some("SAMEORIGIN"));
        }
        assert_eq!(anna.get(path).await.status, 404);
        assert_eq!(anna.get(&format!("{path}/html")).await.status, 404);
    }
    assert_eq!(root.get("/admin/mail/kinds/nothing").await.status, 404);
    assert_eq!(site.entries(), before, "nothing is sent or queued");
}
