//! The pages in a real browser: Chromium without a window, driven through `chromedriver`.

use crate::common::{DECLINED_CARD, GOOD_CARD, Site};
use crate::machine::{Browser, PATIENCE, TURN};
use holdfast::{
    clock::Clock,
    types::{Timestamp, ZoneName},
};
use serde_json::json;
use tokio::time::Instant;

#[tokio::test(flavor = "multi_thread")]
async fn a_purchase_in_a_real_browser() {
    let _turn = TURN.acquire().await;
    let site = Site::start().await;
    let Some(buyer) = Browser::start(&site, true).await else { return };
    let ticket = site.user("seller").await.list("Row 1", "49.50").await;

    buyer.sign_up("buyer").await;
    buyer.open(&ticket).await;
    buyer.buy().await;
    buyer.pay(DECLINED_CARD).await;
    let refusal = buyer.text("[role=alert]").await;
    assert!(refusal.contains("declined"), "{refusal}");
    buyer.until("form[action$='/pay']").await;
    buyer.pay(GOOD_CARD).await;
    buyer.until("[data-order-status=completed]").await;
    buyer.open(&ticket).await;
    buyer.until("[data-ticket-status=sold]").await;

    buyer.close().await;
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_countdown_runs_by_the_servers_clock() {
    let _turn = TURN.acquire().await;
    let site = Site::start().await;
    let Some(buyer) = Browser::start(&site, true).await else { return };
    let ticket = site.user("seller").await.list("Row 1", "49.50").await;
    // The buyer's clock is five hours fast.
    let source = "{
        const Real = Date;
        const wrong = () => Real.now() + 5 * 3600 * 1000;
        window.Date = class extends Real {
            constructor(...args) { args.length ? super(...args) : super(wrong()); }
            static now() { return wrong(); }
        };
    }";
    let script =
        json!({ "cmd": "Page.addScriptToEvaluateOnNewDocument", "params": { "source": source } });
    buyer.ask("goog/cdp/execute", &script).await;

    buyer.sign_up("buyer").await;
    buyer.open(&ticket).await;
    buyer.buy().await;
    let now = buyer.client.execute("return new Date().getTime()", vec![]).await.unwrap();
    let real = site.market.clock().now().as_millis() as f64;
    assert!(now.as_f64().unwrap() > real + 4.0 * 3_600_000.0, "its clock is right");

    let first = buyer.seconds_left().await;
    assert!((14 * 60..=15 * 60).contains(&first), "{first} s left");
    let deadline = Instant::now() + PATIENCE;
    while buyer.seconds_left().await >= first {
        assert!(Instant::now() < deadline, "it does not tick");
    }

    buyer.close().await;
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deadline_that_passes_on_an_open_page_is_shown_by_itself() {
    let _turn = TURN.acquire().await;
    let site = Site::start_with(|config| config.orders.hold_seconds = 8).await;
    let Some(buyer) = Browser::start(&site, true).await else { return };
    let Some(onlooker) = Browser::start(&site, true).await else { return };
    let ticket = site.user("seller").await.list("Row 1", "49.50").await;

    buyer.sign_up("buyer").await;
    buyer.open(&ticket).await;
    onlooker.open(&ticket).await;
    onlooker.until("[data-ticket-status=available]").await;
    buyer.buy().await;
    onlooker.open(&ticket).await;
    onlooker.until("[data-ticket-status=reserved]").await;
    // Nobody touches either page from here on.
    buyer.until("[data-order-status=cancelled][data-order-reason=expired]").await;
    onlooker.until("[data-ticket-status=available]").await;

    buyer.close().await;
    onlooker.close().await;
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_purchase_without_javascript() {
    let _turn = TURN.acquire().await;
    let site = Site::start().await;
    let Some(buyer) = Browser::start(&site, false).await else { return };
    let ticket = site.user("seller").await.list("Row 1", "49.50").await;

    buyer.sign_up("buyer").await;
    buyer.open(&ticket).await;
    buyer.buy().await;
    // The deadline is there as a time; only the script would let it tick.
    let time = buyer.text("main .until time[datetime]").await;
    let (hour, minute) = time.strip_suffix(" (UTC)").unwrap().rsplit_once(':').unwrap();
    assert!(hour.ends_with(|c: char| c.is_ascii_digit()) && minute.len() == 2, "{time}");
    buyer.until("[data-countdown][hidden]").await;
    buyer.pay(DECLINED_CARD).await;
    buyer.until("[role=alert]").await;
    buyer.pay(GOOD_CARD).await;
    buyer.until("[data-order-status=completed]").await;

    buyer.close().await;
    site.stop().await;
}

/// Wherever they are: by the clock that hangs on their wall, with the day if it is another one there,
/// and with the offset on the night when clocks go back.
#[tokio::test(flavor = "multi_thread")]
async fn deadlines_are_shown_by_the_readers_own_clock() {
    let _turn = TURN.acquire().await;
    // In Berlin, clocks go back at 01:00 UTC.
    let begins_at = Timestamp::parse_local("2026-10-25T00:50", &ZoneName::utc()).unwrap();
    let site = Site::start_by(Clock::following_tokio(begins_at), |_| {}).await;
    let Some(buyer) = Browser::start(&site, true).await else { return };
    let ticket = site.user("seller").await.list("Row 1", "49.50").await;
    buyer.sign_up("buyer").await;
    buyer.open(&ticket).await;
    buyer.buy().await;
    let order = buyer.client.current_url().await.unwrap().path().to_owned();
    let is_one = |shown: &str, zone: &str| match zone {
        // 01:05 UTC, or as much later as this test is slow.
        "UTC" => shown.starts_with("01:") && shown.len() == 5,
        "Asia/Kathmandu" => shown.starts_with("06:5") && shown.len() == 5,
        "Atlantic/Cape_Verde" => shown.starts_with("Sun") && shown.contains("25 Oct, 00:0"),
        _ => shown.starts_with("02:0") && shown.ends_with(" (UTC+1)"),
    };
    for zone in ["UTC", "Asia/Kathmandu", "Atlantic/Cape_Verde", "Europe/Berlin"] {
        let command = json!({ "timezoneId": zone });
        buyer.command("Emulation.setTimezoneOverride", command).await;
        buyer.open(&order).await;
        buyer.until("[data-countdown]:not([hidden])").await;
        let shown = buyer.text("main .until time[datetime]").await;
        assert!(is_one(&shown, zone), "{zone}: {shown}");
        let said = buyer.attr("main .until time[datetime]", "datetime").await;
        assert!(said.starts_with("2026-10-25T01:0"), "{said}");
    }
    buyer.close().await;
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_prints_on_one_page_in_black_on_white() {
    let _turn = TURN.acquire().await;
    let site = Site::start().await;
    let Some(buyer) = Browser::start(&site, true).await else { return };
    let ticket = site.user("seller").await.list("Row 1", "49.50").await;
    buyer.sign_up("buyer").await;
    buyer.open(&ticket).await;
    buyer.buy().await;
    buyer.pay(GOOD_CARD).await;
    buyer.follow("[data-order-status=completed] a[href$='/receipt']").await;
    buyer.until_text("article.receipt", "€49.50").await;

    let pdf = buyer.print().await;
    let pages = String::from_utf8_lossy(&pdf).matches("/MediaBox").count();
    assert_eq!(pages, 1, "sheets of paper");
    let dark = json!({ "name": "prefers-color-scheme", "value": "dark" });
    let print = json!({
        "cmd": "Emulation.setEmulatedMedia",
        "params": { "media": "print", "features": [dark] },
    });
    buyer.ask("goog/cdp/execute", &print).await;
    for hidden in [".top", ".sandbox", "footer", "article .button"] {
        assert!(!buyer.shows(hidden).await, "{hidden} is printed");
    }
    let of = async |name| buyer.style("article.receipt", name).await;
    assert_eq!(of("color").await, "rgba(0, 0, 0, 1)");
    assert_eq!(of("background-color").await, "rgba(255, 255, 255, 1)");

    buyer.close().await;
    site.stop().await;
}
