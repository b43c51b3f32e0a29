//! A day of those who run the site, in a browser: what they find, are asked and do, by the page's
//! own buttons.

use crate::common::{GOOD_CARD, Site};
use crate::machine::{Browser, TURN};

/// An admin at the desk.
struct Desk(Browser);

impl Desk {
    /// Finds something, and gives the reason for what is done about it.
    async fn do_it(&self, page: &str, sought: &str, row: &str) {
        self.0.open(page).await;
        self.0.fill("form[role=search]", "q", sought).await;
        self.0.follow("form[role=search] button").await;
        self.unfold(row).await;
        self.decide(row).await;
    }

    async fn unfold(&self, row: &str) {
        self.0.click(&format!("{row} summary")).await;
    }

    async fn decide(&self, row: &str) {
        self.0.fill(row, "reason", "Reported by three buyers").await;
        self.0.follow(&format!("{row} button.danger")).await;
    }
}

/// The page of the refunds looks again by itself until all have gone back.
#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_events_refunds_are_watched_until_all_have_gone_back() {
    let _turn = TURN.acquire().await;
    let site =
        Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await;
    let Some(browser) = Browser::start(&site, true).await else { return };
    let (mut ann, mut ben) = (site.user("ann").await, site.user("ben").await);
    let mut tickets = vec![ann.list("Row 1", "10").await];
    let id = tickets[0].rsplit('/').next().unwrap().parse().unwrap();
    let event = site.market.tables().ticket(id).unwrap().unwrap().event.to_string();
    for title in ["Row 2", "Row 3", "Row 4"] {
        let fields = [("event_id", event.as_str()), ("title", title), ("price", "10")];
        tickets.push(ann.post("/tickets", &fields).await.sent_to());
    }
    for ticket in &tickets[..3] {
        let order = ben.buy(ticket, "10").await.sent_to();
        ben.pay(&order, GOOD_CARD).await.sent_to();
    }
    browser.sign_up("root").await;
    site.let_run("root").await;
    browser.open(&format!("/admin/events?q={event}")).await;
    browser.follow("[data-event-id] a[href$='/change']").await;
    browser.follow("main nav a[href$='/cancel']").await;
    browser.fill("main form", "reason", "The singer is ill").await;
    browser.click("#confirm").await;
    browser.follow("main form button.danger").await;
    browser.until_text(".refunds", "Refunded 3 of 3.").await;
    browser.until_text(".refunds", "All that was paid has gone back").await;
    browser.open(&format!("/events/{event}")).await;
    browser.until_text("[data-event-state=cancelled]", "The singer is ill").await;
    for ticket in tickets {
        let page = ann.get(&ticket).await;
        assert_eq!(page.attr_of(&ticket, "data-ticket-status"), Some("withdrawn"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admins_day() {
    let _turn = TURN.acquire().await;
    let site =
        Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await;
    let Some(browser) = Browser::start(&site, true).await else { return };
    let (mut ann, mut ben) = (site.user("ann").await, site.user("ben").await);
    site.user("mallory").await;
    ann.list("Forged", "10").await;
    let sold = ann.list("Sold", "10").await;
    let stays = ann.list("Stays", "10").await;
    let order = ben.buy(&sold, "10").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();

    browser.sign_up("root").await;
    site.let_run("root").await;
    browser.open("/account").await;
    browser.follow("a[href='/admin']").await;
    browser.until_text("[data-figure=listings] [data-today]", "3").await;
    for path in ["users", "events", "tickets", "orders", "mail"] {
        browser.until(&format!("main a[href='/admin/{path}']")).await;
    }
    // What they were told leads there from any of their pages.
    browser.fill(".desk form", "q", "mallory@").await;
    browser.follow(".desk button").await;
    browser.until("[data-user-status=open]").await;
    let desk = Desk(browser);

    desk.do_it("/admin/users", "mallory", "[data-user-status=open]").await;
    desk.0.until_text("[data-user-status=banned]", "Banned by root@example.org").await;
    desk.do_it("/admin/tickets", "forged", "[data-ticket-status=available]").await;
    desk.0.until_text("[data-ticket-status=withdrawn]", "Removed by root@example.org").await;

    desk.0.open("/admin/orders").await;
    desk.0.fill("form[role=search]", "q", "ben").await;
    desk.0.follow("form[role=search] button").await;
    desk.0.follow("[data-order-status=completed] a").await;
    let refund = "form[action$='/refund']";
    desk.0.click("details.ask summary").await;
    desk.0.fill(refund, "reason", "The concert is off").await;
    desk.0.follow(&format!("{refund} button")).await;
    desk.0.until("[data-order-reason=refunded]").await;

    // What was sold and refunded belongs to another entry of the event that stays.
    let page = ann.get(&stays).await.body;
    let into = page.split("/events/").nth(1).unwrap()[..36].to_owned();
    let page = ann.get(&sold).await.body;
    let from = page.split("/events/").nth(1).unwrap()[..36].to_owned();
    desk.0.open(&format!("/admin/events?q={from}")).await;
    desk.0.follow("[data-event-id] a[href$='/merge']").await;
    let row = format!("[data-event-id='{into}']");
    desk.unfold(&row).await;
    desk.0.until_text(&format!("{row} form"), "This cannot be undone.").await;
    desk.decide(&row).await;
    desk.0.until_text("[data-event-status=merged]", "Merged into “The Test Band”").await;
    desk.0.until_text(&row, "2 ever listed").await;

    let row = format!("[data-event-id='{into}']");
    desk.unfold(&row).await;
    desk.0.fill(&row, "name", "Glass Harbour").await;
    desk.decide(&row).await;
    desk.0.until_text(&row, "Renamed by root@example.org").await;
    desk.0.open(&format!("/events/{from}")).await;
    desk.0.until_text("h1", "Glass Harbour").await;
    desk.0.close().await;
    site.stop().await;
}
