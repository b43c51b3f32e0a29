//! A problem in a browser, from its buyer's words to the money that is back: the buyer reads German.

use crate::common::{GOOD_CARD, Site};
use crate::machine::{Browser, TURN};

#[tokio::test(flavor = "multi_thread")]
async fn from_a_problem_to_the_refund() {
    let _turn = TURN.acquire().await;
    let site =
        Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await;
    let Some(buyer) = Browser::start_in("de", &site, true).await else { return };
    let Some(other) = Browser::start(&site, true).await else { return };
    let mut anna = site.user("anna").await;
    let ticket = anna.list("Reihe 1", "49.50").await;

    // Who bought it says that it never came.
    buyer.sign_up("ben").await;
    buyer.open(&ticket).await;
    buyer.buy().await;
    buyer.pay(GOOD_CARD).await;
    buyer.until_text("main .bought", "Stimmt etwas nicht?").await;
    let order = buyer.client.current_url().await.unwrap().path().to_owned();
    buyer.follow("main a[href$='/messages#problems']").await;
    buyer.click("#problems summary").await;
    let form = "form[action$='/problem']";
    buyer.click(&format!("{form} button")).await;
    assert!(
        buyer.shows("form[action$='/problem'] [name=text]:invalid").await,
        "its words are wanted"
    );
    buyer.fill(form, "text", "Ich habe den ganzen Tag gewartet.").await;
    buyer.follow(&format!("{form} button")).await;
    buyer.until_text("[data-claim=open]", "Es kam nicht").await;
    buyer.until_text("[data-claim=open]", "Du hast ein Problem gemeldet").await;

    // Who sold it answers, in their own language.
    other.open("/signin").await;
    let form = "form[action='/signin']";
    other.fill(form, "email", "anna@example.org").await;
    other.fill(form, "password", crate::common::PASSWORD).await;
    other.press(form).await;
    other.until("form[action='/signout']").await;
    other.open(&order).await;
    other.follow("main a[href$='/messages']").await;
    other.until_text("[data-claim=open]", "The buyer has a problem").await;
    let form = "form[action$='/problem/answer']";
    other.fill(form, "text", "The post has lost it.").await;
    other.follow(&format!("{form} button")).await;
    other.until_text("[data-claim=open]", "The post has lost it.").await;
    buyer.open(&format!("{order}/messages")).await;
    buyer.until_text("[data-claim=open]", "Antwort des Anbieters").await;
    other.sign_out().await;

    // Those who run the site decide.
    other.sign_up("root").await;
    site.let_run("root").await;
    other.open("/admin/claims").await;
    other.until_text("[data-order-id]", "It did not come").await;
    other.click("[data-order-id] summary").await;
    other.fill("[data-order-id]", "reason", "Nobody is to blame").await;
    other.follow("[data-order-id] button.danger").await;
    other.open("/admin/claims").await;
    other.until_text("main", "Nothing here").await;

    // And the buyer sees that the money is back, and why.
    buyer.open(&format!("{order}/messages")).await;
    buyer.until_text("[data-claim=upheld]", "Für den Käufer entschieden").await;
    buyer.until_text("[data-claim=upheld]", "Nobody is to blame").await;
    let mut ben = site.visitor();
    ben.sign_in("ben").await;
    ben.until(&order, |page| page.attr("data-order-reason") == Some("refunded")).await;
    buyer.open(&order).await;
    buyer.until_text("[data-order-reason=refunded]", "Dieser Kauf wurde erstattet").await;
    buyer.follow("main a[href$='/receipt']").await;
    buyer.until_text(".receipt", "Erstattet am").await;
    buyer.close().await;
    other.close().await;
}
