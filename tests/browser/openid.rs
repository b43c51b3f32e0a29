//! Signing in by an OpenID Connect provider that others wrote, in a browser that runs no script.

use crate::common::{
    PASSWORD, Site, lasting_address,
    openid::{NAME, Provider, set},
};
use crate::machine::{Browser, TURN};

/// A site that is found where it listens, and the provider that leads back to it.
pub async fn site() -> Option<(Provider, Site)> {
    let address = lasting_address();
    let base_url = format!("http://{address}");
    let provider = Provider::start(&base_url)?;
    let site = Site::start_with(|config| {
        set(config, &provider.issuer);
        config.server.listen = address;
        config.site.base_url = base_url;
    })
    .await;
    Some((provider, site))
}

/// Signs in on the provider's own pages.
pub async fn at_provider(browser: &Browser, name: &str) {
    browser.fill("form", "login", name).await;
    browser.fill("form", "password", "x").await;
    browser.follow("form button[type='submit']").await;
}

/// Lets the site know who one is, when the provider asks for the first time.
pub async fn agree(browser: &Browser) {
    browser.until("input[name='prompt'][value='consent']").await;
    browser.follow("form button[type='submit']").await;
}

#[tokio::test]
async fn signing_in_by_a_provider_takes_no_script() {
    let _turn = TURN.acquire().await;
    let Some((_provider, site)) = site().await else { return };
    let Some(browser) = Browser::start(&site, false).await else { return };
    browser.open("/signin?next=/orders").await;
    browser.until_text("[data-openid]", &format!("Continue with {NAME}")).await;
    browser.follow("[data-openid]").await;
    at_provider(&browser, "ann").await;
    agree(&browser).await;
    browser.until_text("h1", "orders").await;
    browser.open("/account/security").await;
    browser.until("[data-openid-linked]").await;

    // Shown anew where it is asked who it is.
    browser.open("/account/tokens").await;
    browser.follow("#password a").await;
    browser.follow("#openid").await;
    at_provider(&browser, "ann").await;
    browser.until_text("main", "You have shown a moment ago").await;
    browser.sign_out().await;

    // An account that has the address is asked for its password.
    browser.sign_up("ben").await;
    browser.sign_out().await;
    browser.client.delete_all_cookies().await.unwrap();
    browser.open("/signin?next=/orders").await;
    browser.follow("[data-openid]").await;
    at_provider(&browser, "ben").await;
    agree(&browser).await;
    let form = "form[action='/signin/openid/known']";
    browser.until_text("main .lead", "ben@example.org").await;
    browser.fill(form, "password", PASSWORD).await;
    browser.press(form).await;
    browser.until_text("h1", "orders").await;
    browser.close().await;
}
