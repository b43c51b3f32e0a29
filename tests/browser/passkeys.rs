//! Passkeys in Chromium's virtual authenticator: made, shown to sign in, as the second step and when it is
//! asked who it is, and removed.

use serde_json::json;

use crate::common::{PASSWORD, Site};
use crate::machine::{Browser, TURN};
use holdfast::domain::{FirstFactor, SecondFactor, SignInBy};
use holdfast::types::Email;

const BY_KEY: &str = "form[data-passkey-form]";

/// A phone that says that its owner has shown their face.
async fn authenticator(browser: &Browser) {
    let options = json!({
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": true,
        "hasUserVerification": true,
        "isUserConsenting": true,
        "isUserVerified": true,
    });
    browser.ask("webauthn/authenticator", &options).await;
}

/// The form to add a passkey.
const ADD: &str = "form[action='/account/security/passkeys']";

/// Adds the authenticator's passkey, by the password.
async fn add_phone(browser: &Browser) {
    browser.open("/account/security/passkeys").await;
    let look = "form[action='/account/look']";
    browser.fill(look, "password", PASSWORD).await;
    browser.press(look).await;
    browser.fill(ADD, "name", "My phone").await;
    browser.press(ADD).await;
    browser.until(".recovery").await;
}

/// By which the account was signed in to, the latest last.
fn by(site: &Site) -> Vec<SignInBy> {
    let tables = site.market.tables();
    let email = Email::parse("ann@example.org").unwrap();
    let id = tables.catalog().user_by_email(&email).unwrap();
    let history = tables.sign_in_history(id).unwrap().unwrap();
    history.succeeded.iter().map(|tried| tried.by).collect()
}

/// Ann, who has just signed up in a browser with an authenticator.
async fn ann_with_an_authenticator() -> Option<(Site, Browser)> {
    let site =
        Site::start_with(|config| config.server.hosts_allowed.push("localhost".into())).await;
    let browser = Browser::start(&site, true).await?.by_name("localhost");
    authenticator(&browser).await;
    browser.sign_up("ann").await;
    Some((site, browser))
}

#[tokio::test]
async fn a_passkey_signs_in() {
    let _turn = TURN.acquire().await;
    let Some((site, browser)) = ann_with_an_authenticator().await else { return };

    add_phone(&browser).await;
    browser.open("/account/security").await;
    browser.until_text("[data-passkey]", "My phone").await;
    browser.until("[data-recovery-codes='10']").await;
    // The same authenticator has one.
    browser.open("/account/security/passkeys").await;
    browser.fill(ADD, "name", "Again").await;
    browser.click(&format!("{ADD} button")).await;
    browser.until_text("[data-passkey-error]", "did not work").await;
    browser.sign_out().await;

    // Without an address, a password or a second step.
    browser.open("/signin?next=/orders").await;
    browser.follow(&format!("{BY_KEY} button")).await;
    browser.until_text("h1", "orders").await;
    browser.sign_out().await;

    // As the second step.
    browser.open("/signin?next=/orders").await;
    let form = "form[action='/signin']";
    browser.fill(form, "email", "ann@example.org").await;
    browser.fill(form, "password", PASSWORD).await;
    browser.press(form).await;
    browser.until_text("h1", "Second step").await;
    browser.follow(&format!("{BY_KEY} button")).await;
    browser.until_text("h1", "orders").await;
    let passkey = SignInBy { first: FirstFactor::Passkey, second: None };
    let both = SignInBy { first: FirstFactor::Password, second: Some(SecondFactor::Passkey) };
    assert_eq!(by(&site), [SignInBy::default(), passkey, both]);

    // When it is asked who it is.
    browser.open("/account/look?next=/account/email").await;
    browser.follow(&format!("{BY_KEY} button")).await;
    browser.until_text("h1", "e-mail").await;
    browser.until_text("main .hint", "You have shown a moment ago").await;
    browser.open("/account/security").await;
    browser.follow("[data-passkey] a").await;
    browser.follow("form[action$='/remove'] button").await;
    browser.until(".done").await;
    browser.sign_out().await;
    // It opens nothing any more.
    browser.open("/signin").await;
    browser.follow(&format!("{BY_KEY} button")).await;
    browser.until_text("form[action='/signin'] [role=alert]", "opens nothing here").await;
    browser.until("a[href='/signup']").await;
    browser.close().await;
}

/// The answer to a challenge counts once, and none counts that answers another.
#[tokio::test]
async fn what_a_passkey_has_shown_once_opens_nothing_again() {
    let _turn = TURN.acquire().await;
    let Some((_site, browser)) = ann_with_an_authenticator().await else { return };
    add_phone(&browser).await;
    browser.open("/signin").await;
    // What the page's script would send, twice; and for another challenge.
    let said = browser
        .client
        .execute_async(
            "const [done] = arguments;
            const begin = () => fetch('/signin/passkey/begin', { method: 'POST' }).then((r) => r.json());
            const send = (ceremony, credential) => fetch('/signin/passkey', {
                method: 'POST', redirect: 'manual', body: new URLSearchParams({ ceremony, credential }),
            }).then((r) => r.type === 'opaqueredirect' ? 303 : r.status);
            (async () => {
                const { ceremony, publicKey } = await begin();
                const asked = PublicKeyCredential.parseRequestOptionsFromJSON(publicKey);
                const shown = JSON.stringify(await navigator.credentials.get({ publicKey: asked }));
                const other = (await begin()).ceremony;
                done([await send(other, shown), await send(ceremony, 'x'),
                    await send(ceremony, shown), await send('x', shown)]);
            })().catch((error) => done(String(error)));",
            vec![],
        )
        .await
        .unwrap();
    assert_eq!(said, json!([422, 422, 422, 422]), "each ceremony is over by its first answer");
    let said = browser
        .client
        .execute_async(
            "const [done] = arguments;
            const begin = () => fetch('/signin/passkey/begin', { method: 'POST' }).then((r) => r.json());
            const send = (ceremony, credential) => fetch('/signin/passkey', {
                method: 'POST', redirect: 'manual', body: new URLSearchParams({ ceremony, credential }),
            }).then((r) => r.type === 'opaqueredirect' ? 303 : r.status);
            (async () => {
                const { ceremony, publicKey } = await begin();
                const asked = PublicKeyCredential.parseRequestOptionsFromJSON(publicKey);
                const shown = JSON.stringify(await navigator.credentials.get({ publicKey: asked }));
                done([await send(ceremony, shown), await send(ceremony, shown)]);
            })().catch((error) => done(String(error)));",
            vec![],
        )
        .await
        .unwrap();
    assert_eq!(said, json!([303, 422]), "and so is what was right");
    browser.close().await;
}
