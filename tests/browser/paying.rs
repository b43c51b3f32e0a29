//! Paying on a phone, as it is measured there: what is on the first screen, what stays in reach, and
//! what comes first once it is paid.

use crate::axe::attach;
use crate::common::{DECLINED_CARD, GOOD_CARD, Site, Visitor};
use crate::machine::{Browser, TURN};
use serde_json::{Value, json};

pub const PHONE: (u32, u32) = (390, 664);

const PAY: &str = "form[action$='/pay'] button.primary";
const FIRST_FIELD: &str = "#card_number";

const ESCAPE: &str = "\u{e00c}";

/// Where an element is on the screen.
const BOX: &str = "
    const { top, bottom, left, right, height } = document.querySelector(arguments[0]).getBoundingClientRect();
    return { top, bottom, left, right, height };";

/// Scrolls by so much of all that can be scrolled, and says how far that is.
const SCROLL: &str = "
    scrollTo(0, arguments[0] * (document.documentElement.scrollHeight - innerHeight));
    return scrollY;";

/// What has the focus, one thing after the other, forwards and back, and is not wholly between the
/// line above and the button below.
const COVERED: &str = "
    const all = [...document.querySelectorAll('main :is(a, input:not([type=hidden]), summary, button)')]
        .filter((el) => el.checkVisibility() && !el.closest('.pay-now'));
    const covered = [];
    for (const el of [...all, ...all.reverse()]) {
        el.focus();
        const at = el.getBoundingClientRect();
        const above = document.querySelector('.summary').getBoundingClientRect().bottom;
        const below = document.querySelector('.pay-now').getBoundingClientRect().top;
        if (at.top < above || at.bottom > below) covered.push(el.outerHTML.slice(0, 120));
    }
    return covered;";

/// How high what is seen in a page's head stands, and how small it is.
const HEAD: &str = "
    const all = [...document.querySelectorAll('.top :is(.brand, li a, summary, button)')]
        .filter((el) => el.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }))
        .map((el) => el.getBoundingClientRect());
    return {
        rows: [...new Set(all.map((at) => Math.round(at.top)))],
        low: Math.min(...all.map((at) => at.height)),
        narrow: Math.min(...all.map((at) => at.width)),
        count: all.length,
        right: Math.max(...all.map((at) => at.right)),
        overlap: all.some((at, n) => n > 0 && at.left < all[n - 1].right),
        room: document.documentElement.clientWidth,
        width: document.documentElement.scrollWidth,
    };";

impl Browser {
    /// From now on its screen is as large as this.
    pub async fn is_as_large_as(&self, (width, height): (u32, u32)) {
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.command("Emulation.setDeviceMetricsOverride", size).await;
    }

    async fn measured(&self, script: &str, of: Value) -> Value {
        self.client.execute(script, vec![of]).await.unwrap()
    }

    /// From where to where an element is seen.
    pub async fn top_and_bottom(&self, css: &str) -> (f64, f64) {
        self.until(css).await;
        let at = self.measured(BOX, json!(css)).await;
        (at["top"].as_f64().unwrap(), at["bottom"].as_f64().unwrap())
    }

    /// Price and card are seen at once, and the button wherever one scrolls.
    pub async fn can_pay_on_a_phone(&self, field: &str) {
        let (_, screen) = PHONE;
        let (top_of_button, _) = self.top_and_bottom(".pay-now").await;
        let (_, price) = self.top_and_bottom(".summary .price").await;
        let (_, card) = self.top_and_bottom(field).await;
        assert!(price < card && card <= top_of_button, "{price}, {card}, {top_of_button}");
        let (begins, ends) = self.top_and_bottom(".summary").await;
        assert!(ends - begins < 60.0, "more than a line: {begins} to {ends}");
        for part in [0.0, 0.3, 0.6, 1.0] {
            let scrolled = self.measured(SCROLL, json!(part)).await.as_f64().unwrap();
            let (top, bottom) = self.top_and_bottom(PAY).await;
            assert!(top > 0.0 && bottom <= f64::from(screen), "{scrolled}: {top} to {bottom}");
            if scrolled > begins {
                assert!(self.top_and_bottom(".summary").await.0.abs() < 1.0, "{scrolled}");
            }
        }
        let (_, end) = self.top_and_bottom("footer").await;
        let (button, _) = self.top_and_bottom(".pay-now").await;
        assert!(end <= button, "what ends at {end} is below the button at {button}");
        assert_eq!(self.measured(COVERED, json!(null)).await, json!([]));
    }

    /// These are there, one below or beside the other.
    async fn has_in_order(&self, all: &[&str]) {
        let mut last = (f64::MIN, f64::MIN);
        for css in all {
            self.until(css).await;
            let at = self.measured(BOX, json!(css)).await;
            let at = (at["top"].as_f64().unwrap(), at["left"].as_f64().unwrap());
            assert!(at > last, "{css} at {at:?} is before {last:?}");
            last = at;
        }
    }

    async fn buy_two(&self, event: &str) {
        self.open(event).await;
        self.follow(".run button").await;
        self.until("[data-purchase-status=created]").await;
    }
}

/// The page of the event of which this is a ticket.
async fn event_of(seller: &mut Visitor, ticket: &str) -> String {
    let page = seller.get(ticket).await.body;
    page[page.find("\"/events/").unwrap() + 1..].split('"').next().unwrap().to_owned()
}

async fn paying_in(language: &str) {
    let _turn = TURN.acquire().await;
    let site = Site::start().await;
    let Some(buyer) = Browser::start_in(language, &site, true).await else { return };
    buyer.is_as_large_as(PHONE).await;
    let mut seller = site.user("seller").await;
    let one =
        seller.list("A seat in the middle, between the aisle and the pillar", "1249.50").await;
    let two = seller.list_row("1249.50", "2").await;
    buyer.sign_up("buyer").await;
    buyer.open(&one).await;
    buyer.buy().await;
    buyer.until(&format!("html[lang={language}]")).await;
    buyer.can_pay_on_a_phone(FIRST_FIELD).await;
    // What is wrong is seen, too.
    buyer.pay(DECLINED_CARD).await;
    buyer.until("[role=alert]").await;
    buyer.can_pay_on_a_phone(FIRST_FIELD).await;
    buyer.fill("form[action$='/pay']", "card_number", "4111 1111 1111 1111").await;
    buyer.fill("form[action$='/pay']", "card_expiry", "12/34").await;
    buyer.fill("form[action$='/pay']", "card_cvc", "123").await;
    buyer.press("form[action$='/pay']").await;
    buyer.until("#card_number[aria-invalid][aria-describedby]").await;
    buyer.has_focus(FIRST_FIELD).await;
    let (top, _) = buyer.top_and_bottom(FIRST_FIELD).await;
    let (_, error) = buyer.top_and_bottom("#card_number-error").await;
    let (_, above) = buyer.top_and_bottom(".summary").await;
    let (below, _) = buyer.top_and_bottom(".pay-now").await;
    assert!(above <= top && error <= below, "{above}, {top}, {error}, {below}");

    let event = event_of(&mut seller, &two).await;
    buyer.buy_two(&event).await;
    buyer.can_pay_on_a_phone(FIRST_FIELD).await;
    buyer.close().await;
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn price_and_card_are_on_the_first_screen_and_the_button_in_reach() {
    paying_in("en").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_other_languages_too() {
    for language in ["de", "fr", "es", "nl", "it"] {
        paying_in(language).await;
    }
}

/// The ticket itself first, then the calendar, the receipt, and selling it on.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_paid_is_there_to_have() {
    let _turn = TURN.acquire().await;
    let site = Site::start().await;
    let Some(buyer) = Browser::start(&site, true).await else { return };
    buyer.is_as_large_as(PHONE).await;
    let mut seller = site.user("seller").await;
    let (one, bare) = (seller.list("Row 1", "10").await, seller.list("Row 2", "10").await);
    attach(&mut seller, &one).await;
    buyer.sign_up("buyer").await;
    let after = [
        "main a[href$='/calendar.ics']",
        "main a[href$='/receipt']",
        "main a[href^='/sell?order=']",
        "main h1",
    ];
    for (ticket, itself) in [(&one, "main a.primary[href$='/file']"), (&bare, ".bought p + p")] {
        buyer.open(ticket).await;
        buyer.buy().await;
        buyer.pay(GOOD_CARD).await;
        buyer.until_text(".bought .big", "It is yours.").await;
        buyer.has_in_order(&[&[".bought .big", itself][..], &after].concat()).await;
        assert!(buyer.top_and_bottom(itself).await.1 <= f64::from(PHONE.1));
    }
    buyer.until_text(".bought", "Comes as a file, here").await;

    let first = seller.list_row("10", "2").await;
    let event = event_of(&mut seller, &first).await;
    buyer.buy_two(&event).await;
    let rows = buyer.client.find_all(fantoccini::Locator::Css(".rows .row-link")).await.unwrap();
    for row in &rows {
        attach(&mut seller, &row.attr("href").await.unwrap().unwrap()).await;
    }
    buyer.pay(GOOD_CARD).await;
    buyer.until_text(".bought .big", "They are yours.").await;
    let file = "main a.primary[href$='/file']";
    buyer.has_in_order(&[&[".bought .big", file][..], &after].concat()).await;
    let files = buyer.client.find_all(fantoccini::Locator::Css(file)).await.unwrap();
    assert_eq!((rows.len(), files.len()), (2, 2));
    buyer.close().await;
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_of_a_page_is_one_row() {
    let _turn = TURN.acquire().await;
    let languages = ["en", "de", "fr", "es", "nl", "it"];
    let admins = languages.map(|language| format!("admin-{language}@example.org"));
    let site = Site::start_with(|config| config.site.admins = admins.into()).await;
    for language in languages {
        let Some(at) = Browser::start_in(language, &site, true).await else { return };
        let is_one_row = async |width: u32, count: u64| {
            at.is_as_large_as((width, 664)).await;
            let head = at.measured(HEAD, json!(null)).await;
            assert_eq!(head["rows"].as_array().unwrap().len(), 1, "{language}, {width}: {head}");
            assert_eq!(head["count"], count, "{language}, {width}: {head}");
            assert_eq!(head["overlap"], false, "{language}, {width}: {head}");
            assert!(head["low"].as_f64().unwrap() >= 44.0, "{language}, {width}: {head}");
            assert!(head["narrow"].as_f64().unwrap() >= 24.0, "{language}, {width}: {head}");
            assert!(head["right"].as_f64().unwrap() <= head["room"].as_f64().unwrap(), "{head}");
            assert!(head["width"].as_u64().unwrap() <= width.into(), "{head}");
        };
        at.open("/").await;
        at.until(&format!("html[lang={language}]")).await;
        for width in [320, 390, 736, 1280] {
            is_one_row(width, 4).await;
        }
        for name in ["user", "admin"] {
            let name = format!("{name}-{language}");
            at.sign_up(&name).await;
            site.confirm(&format!("{name}@example.org")).await;
            at.open(if name.starts_with("admin") { "/admin" } else { "/" }).await;
            at.until("main h1").await;
            for (width, count) in [(320, 3), (390, 3), (736, 3), (737, 6), (1280, 6)] {
                is_one_row(width, count).await;
            }
            at.is_as_large_as((320, 664)).await;
            at.click(".menu summary").await;
            assert!(at.shows("form[action='/signout'] button").await);
            for link in
                [".menu a[href='/selling']", ".menu a[href='/orders']", ".menu a[href='/account']"]
            {
                let (top, bottom) = at.top_and_bottom(link).await;
                assert!(bottom - top >= 44.0, "{link}: {top} to {bottom}");
            }
            at.key(ESCAPE).await;
            at.has_focus(".menu:not([open]) summary").await;
            at.sign_out().await;
        }
        at.close().await;
    }
    // It needs no script.
    let Some(plain) = Browser::start(&site, false).await else { return };
    plain.sign_up("plain").await;
    plain.sign_out().await;
    plain.close().await;
    site.stop().await;
}
