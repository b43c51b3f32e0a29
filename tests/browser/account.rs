//! Links out of real mails, opened in a real browser: a forgotten password is replaced, an address
//! is confirmed.

use crate::common::{
    Site,
    mail_server::{MailServer, Taken},
};
use crate::machine::{Browser, TURN};
use holdfast::config::MailSecurity;

const NEW: &str = "a new and better one";

async fn site_with(server: &MailServer, base_url: &str) -> Site {
    Site::start_with(|config| {
        config.site.base_url = base_url.into();
        config.mail.server = "127.0.0.1".into();
        config.mail.port = server.port;
        config.mail.security = MailSecurity::None;
        config.mail.from = "Encore <tickets@encore.example>".into();
    })
    .await
}

/// The path of the link in a mail, as a mail program makes it of what has arrived.
fn link(mail: &Taken) -> String {
    let raw = mail.text("raw").replace("\r\n", "\n").replace("=\n", "").replace("=3D", "=");
    let link = raw.lines().find_map(|line| line.strip_prefix("https://encore.example/"));
    format!("/{}", link.unwrap_or_else(|| panic!("no link in {raw}")))
}

async fn sign_in(browser: &Browser, email: &str, password: &str) {
    browser.open("/signin").await;
    let form = "form[action='/signin']";
    browser.fill(form, "email", email).await;
    browser.fill(form, "password", password).await;
    browser.press(form).await;
}

#[tokio::test]
async fn links_out_of_mails_confirm_an_address_and_replace_a_password() {
    let _turn = TURN.acquire().await;
    let Some(server) = MailServer::start(&[]).await else { return };
    let site = site_with(&server, "https://encore.example").await;
    let Some(browser) = Browser::start(&site, true).await else { return };
    browser.sign_up("ann").await;
    browser.open("/account").await;
    browser.until("[data-unconfirmed]").await;
    let confirmation = server.until_taken(1).await.remove(0);
    assert_eq!(confirmation.to(), "ann@example.org");
    browser.open(&link(&confirmation)).await;
    browser.until_text("main", "ann@example.org").await;
    browser.press("form[action^='/confirm/']").await;
    browser.until("main [role=status]").await;
    browser.open("/account").await;
    browser.until("[data-confirmed]").await;
    browser.sign_out().await;

    browser.open("/forgot").await;
    browser.fill("form[action='/forgot']", "email", "ann@example.org").await;
    browser.press("form[action='/forgot']").await;
    browser.until("main [role=status]").await;
    let reset = server.until_taken(2).await.remove(1);
    let path = link(&reset);
    browser.open(&path).await;
    let form = "form[action^='/reset/']";
    browser.fill(form, "password", NEW).await;
    browser.press(form).await;
    browser.until("form[action='/signin']").await;
    sign_in(&browser, "ann@example.org", crate::common::PASSWORD).await;
    browser.until("main [role=alert]").await;
    sign_in(&browser, "ann@example.org", NEW).await;
    browser.until("form[action='/signout']").await;
    // Neither link does anything again.
    for path in [&path, &link(&confirmation)] {
        browser.open(path).await;
        browser.until("main h1").await;
        let forms = browser.client.find_all(fantoccini::Locator::Css("main form")).await.unwrap();
        assert_eq!(forms.len(), 0, "{path}");
    }
    browser.close().await;
}

/// Whoever has such a link has the account: the page for those who run the site names the mail, not
/// the link, whether mails are sent or not; and nothing of it is in what is kept of the mail.
#[tokio::test]
async fn no_page_shows_a_link() {
    for mails in [false, true] {
        let site = Site::start_with(|config| {
            config.site.admins = vec!["root@example.org".into()];
            if mails {
                config.mail.server = "127.0.0.1".into();
                config.mail.port = 9;
                config.mail.security = MailSecurity::None;
                config.mail.from = "tickets@encore.example".into();
            }
        })
        .await;
        let mut root = site.user("root").await;
        site.user("ann").await.post("/forgot", &[("email", "ann@example.org")]).await.sent_to();
        // It is queued after the answer. Sign-ups take the same way, one after the other.
        site.user("ben").await;
        let mut pages = root.get("/admin/mail").await;
        pages.is(200, "Password reset");
        assert_eq!(pages.body.contains("Address confirmation"), mails);
        pages.body += &root.get("/admin/users?q=ann").await.body;
        for part in ["/reset/", "/confirm/"] {
            assert!(!pages.body.contains(part), "{}", pages.body);
        }
    }
}
