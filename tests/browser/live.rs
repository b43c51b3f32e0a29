//! Open pages in a real browser show what others do, and nobody reloads them.

use crate::common::{GOOD_CARD, PASSWORD, Site, Visitor};
use crate::machine::{Browser, TURN};

impl Browser {
    /// Marks the page: a reload would lose the mark.
    async fn mark(&self) {
        self.client.execute("window.marked = true", vec![]).await.unwrap();
    }

    async fn is_marked(&self) -> bool {
        let marked = self.client.execute("return window.marked === true", vec![]).await.unwrap();
        marked.as_bool().unwrap()
    }

    /// Waits until the page is told what changes.
    async fn until_live(&self) {
        self.until("html[data-live]").await;
    }
}

async fn reprice(seller: &mut Visitor, ticket: &str, price: &str) {
    let edit = [("title", "Row 1"), ("price", price)];
    seller.post(&format!("{ticket}/edit"), &edit).await.sent_to();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_ticket_page_shows_what_others_do() {
    let _turn = TURN.acquire().await;
    let site = Site::start().await;
    let Some(onlooker) = Browser::start(&site, true).await else { return };
    let (mut seller, mut buyer) = (site.user("seller").await, site.user("buyer").await);
    let ticket = seller.list("Row 1", "49.50").await;
    onlooker.sign_up("onlooker").await;
    onlooker.open(&ticket).await;
    onlooker.until_live().await;
    onlooker.mark().await;
    let buy = "form[action$='/buy']";

    let order = buyer.buy(&ticket, "49.50").await.sent_to();
    onlooker.until("[data-ticket-status=reserved][data-expires-at]").await;
    onlooker.until_text(".badge", "Held").await;
    onlooker.until_text("[data-news] .countdown", "14:").await;
    onlooker.until_text("[data-announce]", "held for a buyer").await;
    assert!(!onlooker.shows(buy).await, "it cannot be bought");

    buyer.cancel(&order).await.sent_to();
    onlooker.until("[data-ticket-status=available]:not([data-expires-at])").await;
    onlooker.until_text(".badge", "Available").await;
    assert!(onlooker.shows(buy).await, "it can be bought");

    // The price on the button, in the form and above it change together.
    reprice(&mut seller, &ticket, "55").await;
    onlooker.until_text(".price.changed", "€55.00").await;
    onlooker.until_text(&format!("{buy} button"), "Buy for €55.00").await;
    onlooker.until(&format!("{buy} [name=price][value='55.00']")).await;
    onlooker.until_text("[data-announce]", "€55.00").await;

    let order = buyer.buy(&ticket, "55").await.sent_to();
    buyer.pay(&order, GOOD_CARD).await.sent_to();
    onlooker.until("[data-ticket-status=sold]").await;
    onlooker.until_text(".pass-stub", "It has been sold").await;
    assert!(onlooker.is_marked().await, "nobody has reloaded the page");

    onlooker.close().await;
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_price_is_seen_before_it_is_paid() {
    let _turn = TURN.acquire().await;
    let site = Site::start_with(|config| {
        config.market.buyer_fee_percent = "10".parse().unwrap();
    })
    .await;
    let Some(buyer) = Browser::start(&site, true).await else { return };
    let mut seller = site.user("seller").await;
    let ticket = seller.list("Row 1", "45").await;
    buyer.sign_up("buyer").await;
    buyer.open(&ticket).await;
    buyer.until_live().await;
    // Presses Buy in the moment in which the price changes.
    let press = "const el = document.querySelector('data.price');
        new MutationObserver(() => document.querySelector('form[action$=\"/buy\"] button').click())
            .observe(el, { attributes: true, attributeFilter: ['value'] });";
    buyer.client.execute(press, vec![]).await.unwrap();
    reprice(&mut seller, &ticket, "490").await;
    buyer.until_text("[data-announce]", "The price has just changed").await;
    buyer.until("[data-ticket-status=available] form:not([data-changed]) [value='539.00']").await;
    buyer.until_text("[data-fee]", "49.00").await;
    buyer.buy().await;
    buyer.until_text("main", "€539.00, of which €49.00 fee").await;

    // Whose ticket it is sees what they get, and what it comes to.
    let mine = seller.list("Row 2", "45").await;
    buyer.client.delete_all_cookies().await.unwrap();
    buyer.open("/signin").await;
    let form = "form[action='/signin']";
    buyer.fill(form, "email", "seller@example.org").await;
    buyer.fill(form, "password", PASSWORD).await;
    buyer.press(form).await;
    buyer.until("form[action='/signout']").await;
    buyer.open(&mine).await;
    buyer.until_text(".pass-stub", "You get €45.00; buyers pay €49.50").await;
    buyer.until_live().await;
    reprice(&mut seller, &mine, "50").await;
    buyer.until_text(".pass-stub", "You get €50.00; buyers pay €55.00").await;
    buyer.close().await;
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn open_lists_show_what_others_do() {
    let _turn = TURN.acquire().await;
    let site = Site::start().await;
    let Some(home) = Browser::start(&site, true).await else { return };
    let Some(event) = Browser::start(&site, true).await else { return };
    let (mut seller, mut buyer) = (site.user("seller").await, site.user("buyer").await);
    let ticket = seller.list("Row 1", "49.50").await;
    home.open("/").await;
    event.open("/").await;
    event.follow("h2 a").await;
    event.until("[data-count=available]").await;
    for page in [&home, &event] {
        page.until_live().await;
        page.mark().await;
    }
    let order = buyer.buy(&ticket, "49.50").await.sent_to();
    event.until("[data-ticket-status=reserved]").await;
    event.until_text(".row-state .badge", "Held").await;
    event.until_text(".row-state .countdown", "14:").await;
    home.until_text("[data-available='0'] .left", "All held just now").await;
    event.until_text("[data-count=reserved]", "1").await;
    event.until_text("[data-count=available]", "0").await;
    buyer.cancel(&order).await.sent_to();
    event.until("[data-ticket-status=available] div:not(:has(.row-state))").await;
    home.until_text("[data-available='1'] .left", "1 ticket left").await;
    reprice(&mut seller, &ticket, "55").await;
    event.until_text(".row .price", "55.00").await;
    home.until_text(".event-card .price", "55.00").await;
    let order = buyer.buy(&ticket, "55").await.sent_to();
    buyer.pay(&order, GOOD_CARD).await.sent_to();
    event.until_text("[data-ticket-status=sold] .badge", "Sold").await;
    home.until_text("[data-available='0'] .left", "Sold out").await;
    for page in [&home, &event] {
        assert!(page.is_marked().await, "nobody has reloaded the page");
    }
    event.until_text("[data-count=sold]", "1").await;
    event.until_text("[data-count=reserved]", "0").await;

    home.close().await;
    event.close().await;
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn open_lists_show_what_is_new() {
    let _turn = TURN.acquire().await;
    let site = Site::start().await;
    let Some(home) = Browser::start(&site, true).await else { return };
    let Some(event) = Browser::start(&site, true).await else { return };
    let (mut seller, mut buyer) = (site.user("seller").await, site.user("buyer").await);
    // Nothing is for sale yet; and then it is.
    home.open("/").await;
    home.until_live().await;
    home.mark().await;
    let first = seller.list("Row 1", "49.50").await;
    home.until_text("[data-available='1'] h2", "The Test Band").await;
    let of = seller.get(&first).await;
    let at = of.body.find("\"/events/").unwrap() + 1;
    let path = of.body[at..].split('"').next().unwrap();
    event.open(path).await;
    event.until_live().await;
    event.mark().await;

    // Where it belongs: the cheapest first. And it is live, too.
    let id = path.split('/').nth(2).unwrap();
    let fields = [("event_id", id), ("title", "Row 2"), ("price", "30")];
    let second = seller.post("/tickets", &fields).await.sent_to();
    event.until_text(".row:first-child .row-link", "Row 2").await;
    event.until_text(".row:last-child .row-link", "Row 1").await;
    home.until_text("[data-available='2'] .price", "30.00").await;
    event.until_text("[data-count=available]", "2").await;
    let order = buyer.buy(&second, "30").await.sent_to();
    event.until(".row:first-child[data-ticket-status=reserved]").await;
    home.until_text("[data-available='1'] .price", "49.50").await;
    event.until_text("[data-count=reserved]", "1").await;

    // A ticket that the list no longer has comes back to it.
    buyer.pay(&order, GOOD_CARD).await.sent_to();
    event.until_text("[data-count=sold]", "1").await;
    event.open(path).await;
    event.until(".row:only-child").await;
    event.until_live().await;
    event.mark().await;
    let fields = [("reason", "Off"), ("relist", "yes")];
    seller.post(&format!("{order}/refund"), &fields).await.sent_to();
    event.until_text(".row:first-child .row-link", "Row 2").await;

    // Who types keeps what they typed, and is told.
    home.type_in("input[type=search]", "something").await;
    seller.list("Row 3", "30").await;
    home.until_text("[data-stale]", "This has changed").await;
    let typed = "return document.querySelector('input[type=search]').value";
    assert_eq!(home.client.execute(typed, vec![]).await.unwrap(), "something");
    for page in [&event, &home] {
        assert!(page.is_marked().await, "nobody has reloaded the page");
    }
    home.close().await;
    event.close().await;
    site.stop().await;
}

/// The site stops, and another starts in its place: what has happened meanwhile is shown, and what
/// the page did not come with is fetched.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_catches_up_after_a_broken_connection() {
    let _turn = TURN.acquire().await;
    let site = Site::start().await;
    let Some(onlooker) = Browser::start(&site, true).await else { return };
    let Some(owner) = Browser::start(&site, true).await else { return };
    let (mut seller, mut buyer) = (site.user("seller").await, site.user("buyer").await);
    let ticket = seller.list("Row 1", "49.50").await;
    let order = buyer.buy(&ticket, "49.50").await.sent_to();
    onlooker.sign_up("onlooker").await;
    onlooker.open(&ticket).await;
    onlooker.until("[data-ticket-status=reserved]").await;
    owner.sign_up("owner").await;
    owner.open(&ticket).await;
    for page in [&onlooker, &owner] {
        page.until_live().await;
    }
    onlooker.mark().await;
    let address = site.address;
    let folder = site.stop().await;
    onlooker.until("html:not([data-live])").await;
    let site = Site::start_with(|config| {
        config.server.listen = address;
        config.storage.path = folder.path().join("data");
    })
    .await;
    buyer.cancel(&order).await.sent_to();
    onlooker.until("[data-ticket-status=available]").await;
    onlooker.until("form[action$='/buy']").await;
    assert!(onlooker.is_marked().await, "nobody has reloaded the page");
    // Who is at a form keeps it, and is told.
    let focus = "const form = document.createElement('form');
        form.innerHTML = '<input id=typing>';
        document.querySelector('main').append(form);
        form.firstChild.focus();";
    owner.until("[data-ticket-status=available]").await;
    owner.until("form[action$='/buy']").await;
    buyer.buy(&ticket, "49.50").await.sent_to();
    owner.until("[data-ticket-status=reserved]").await;
    owner.open(&ticket).await;
    owner.until_live().await;
    owner.client.execute(focus, vec![]).await.unwrap();
    let order = buyer.get("/orders").await.attr("data-order-id").unwrap().to_owned();
    buyer.cancel(&format!("/orders/{order}")).await.sent_to();
    owner.until_text("[data-stale]", "This has changed").await;
    owner.until("#typing").await;

    onlooker.close().await;
    owner.close().await;
    site.stop().await;
}

/// Somebody else's hold ends: whose turn it is sees it on the ticket's page and wherever else they
/// are, and who stands behind them moves up.
#[tokio::test(flavor = "multi_thread")]
async fn a_turn_comes_to_whatever_page_is_open() {
    let _turn = TURN.acquire().await;
    let site = Site::start_with(|config| config.orders.max_live_per_user = 8).await;
    let Some(anna) = Browser::start(&site, true).await else { return };
    let (mut seller, mut buyer) = (site.user("seller").await, site.user("buyer").await);
    let mut first = site.user("first").await;
    let ticket = seller.list("Row 1", "49.50").await;
    let other = seller.list("Row 2", "20").await;
    anna.sign_up("anna").await;
    anna.open(&ticket).await;
    anna.until_live().await;
    let join = "form[action$='/line'] button";
    assert!(!anna.shows(join).await, "it is free");
    // It goes while she looks; the page has the button without being fetched anew.
    anna.mark().await;
    let order = buyer.buy(&ticket, "49.50").await.sent_to();
    first.post(&format!("{ticket}/line"), &[]).await.sent_to();
    anna.until("[data-ticket-status=reserved]").await;
    assert!(anna.is_marked().await);
    anna.follow("form[action$='/line']:not([hidden]) button").await;
    anna.until_text(".pass-stub", "Your place in line: 2").await;
    anna.until_live().await;
    anna.mark().await;
    // Who stands before her has their turn, and lets it pass: each time she sees it at once.
    buyer.cancel(&order).await.sent_to();
    anna.until("[data-line-place='1']").await;
    anna.until_text(".pass-stub", "Your place in line: 1").await;
    assert!(anna.is_marked().await, "nobody has reloaded the page");
    let page = first.get("/").await;
    let at = page.body.find("href=\"/orders/").unwrap() + 6;
    let theirs = page.body[at..at + 44].to_owned();
    first.cancel(&theirs).await.sent_to();
    anna.until("[data-line-status=yours]").await;
    anna.until_text("[data-turns]", "It is your turn: Row 1 for The Test Band").await;
    first.post(&format!("{ticket}/line/stop"), &[]).await.sent_to();
    anna.follow("[data-turns] a.button").await;
    anna.until("[data-order-status=created]").await;

    // The same on the home page, an event's page, another ticket's and the account's.
    anna.open(&other).await;
    let event = anna.attr(".eyebrow a", "href").await;
    for (n, page) in ["/", &event, &other, "/account"].into_iter().enumerate() {
        let title = format!("Seat {n}");
        let ticket = seller.list(&title, "5").await;
        let order = buyer.buy(&ticket, "5").await.sent_to();
        anna.open(&ticket).await;
        anna.follow("form[action$='/line']:not([hidden]) button").await;
        anna.until(&format!("form[action='{ticket}/line/stop']")).await;
        anna.open(page).await;
        anna.until_live().await;
        anna.mark().await;
        buyer.cancel(&order).await.sent_to();
        anna.until_text("[data-turns]", &format!("It is your turn: {title} for")).await;
        assert!(anna.is_marked().await, "nobody has reloaded the page");
        let here = anna.client.title().await.unwrap();
        assert!(here.starts_with("(1) "), "{here}");
    }
    anna.close().await;
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_free_again_comes_to_open_pages() {
    let _turn = TURN.acquire().await;
    let site = Site::start().await;
    let Some(page) = Browser::start(&site, true).await else { return };
    let (mut seller, mut buyer) = (site.user("seller").await, site.user("buyer").await);
    let held = seller.list("Row 1", "10").await;
    seller.list("Row 2", "10").await;
    let order = buyer.buy(&held, "10").await.sent_to();

    // A list that came without it.
    page.open("/").await;
    page.until_live().await;
    page.mark().await;
    let cards =
        page.client.execute("return document.querySelectorAll('.event-card').length", vec![]);
    assert_eq!(cards.await.unwrap(), 1, "it is not there");
    buyer.cancel(&order).await.sent_to();
    page.until(".event-card + .event-card").await;
    assert!(page.is_marked().await, "nobody has reloaded the page");

    page.close().await;
    site.stop().await;
}
