//! Every page as axe-core sees it, in light and in dark, on a narrow phone and on a desk: nothing
//! that shuts somebody out, and nothing wider than the screen.

use std::{
    env, fs,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use crate::common::{
    Answer, DECLINED_CARD, EVENT, GOOD_CARD, PASSWORD, Site, Visitor, offer_path, openid::comes_by,
    totp,
};
use crate::{
    machine::{Browser, TURN, skip},
    openid,
};
use axum::body::Bytes;
use holdfast::{
    clock::Clock,
    config::{Config, MailSecurity},
    domain::rules::payouts::PayoutMethod,
    domain::{AlertToken, ConfirmToken, FileKind, ResetToken},
    files::samples,
    harness::stripe::{AccountState, HttpFault, ScriptedStripe},
    types::{Email, TicketId},
};
use serde_json::{Value, json};

const MISSING: &str = "axe-core is not here; unpack `npm pack axe-core@4.14.1` and name its \
    axe.min.js by HOLDFAST_AXE";

const ALL: &[&str] = &["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/// What else the colours that are preferred could break.
const COLOURS: &[&str] = &["color-contrast", "link-in-text-block"];

/// The screen's width, the colours that are preferred, and the rules that are asked; the short form has
/// the first of each width.
const WAYS: [(u32, &str, &[&str]); 4] =
    [(320, "light", ALL), (1280, "dark", ALL), (320, "dark", COLOURS), (1280, "light", COLOURS)];

/// Looks at what is there, with all that unfolds unfolded. What was found, and the page's width.
const LOOK: &str = "
    const [tags, done] = arguments;
    document.querySelectorAll('details').forEach((el) => (el.open = true));
    const rules = tags.length > 2 ? { 'target-size': { enabled: true } } : {};
    axe.run(document, { runOnly: tags, rules, resultTypes: ['violations'], preload: false }).then(({ violations }) =>
        done({
            width: document.documentElement.scrollWidth,
            found: violations.flatMap(({ id, nodes }) =>
                nodes.map((node) => id + ' at ' + node.html.slice(0, 200) + ': ' + node.failureSummary)),
        }),
    (error) => done({ width: 0, found: ['axe: ' + error] }));";

/// Sends a form as the page itself would: with what is typed there, right or wrong.
const SEND: &str = "
    const [action, fields] = arguments;
    const form = document.createElement('form');
    Object.assign(form, { method: 'post', action });
    for (const [name, value] of fields) {
        const field = document.createElement('input');
        Object.assign(field, { name, value });
        form.append(field);
    }
    document.body.append(form);
    form.submit();";

/// A browser that looks at each page that it opens in all ways, and keeps what is wrong.
struct Inspector {
    browser: Browser,
    ways: &'static [(u32, &'static str, &'static [&'static str])],
    wrong: Vec<String>,
    pages: usize,
}

impl Inspector {
    /// None if there is no browser or no axe-core on this machine.
    async fn start(site: &Site) -> Option<Self> {
        let Some(path) = env::var_os("HOLDFAST_AXE") else {
            skip(MISSING);
            return None;
        };
        let axe = fs::read_to_string(path).expect(MISSING);
        let browser = Browser::start(site, true).await?;
        let ways = if env::var_os("HOLDFAST_LONG").is_some() { &WAYS[..] } else { &WAYS[..2] };
        let inspector = Self { browser, ways, wrong: vec![], pages: 0 };
        inspector.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": axe })).await;
        Some(inspector)
    }

    async fn command(&self, name: &str, params: Value) {
        self.browser.command(name, params).await;
    }

    /// From now on the browser is this visitor's.
    async fn is(&self, visitor: &Visitor) {
        self.command("Network.clearBrowserCookies", json!({})).await;
        if let Some(session) = &visitor.session {
            let url = format!("http://{}/", visitor.address);
            let cookie = json!({ "name": "holdfast", "value": session, "url": url });
            self.command("Network.setCookie", cookie).await;
        }
    }

    /// A page that shows this.
    async fn page(&mut self, path: &str, shows: &str) {
        self.browser.open(path).await;
        self.this(path, shows).await;
    }

    /// What a form is answered.
    async fn answer(&mut self, path: &str, fields: &[(&str, &str)], shows: &str) {
        let sent = vec![json!(path), json!(fields)];
        let page = self.browser.page().await;
        self.browser.client.execute(SEND, sent).await.unwrap();
        self.browser.until_gone(&page).await;
        self.this(path, shows).await;
    }

    /// The page that is open, once it shows this.
    async fn this(&mut self, path: &str, shows: &str) {
        self.browser.until(shows).await;
        self.pages += 1;
        let is_long = env::var_os("HOLDFAST_LONG").is_some();
        for (width, colours, rules) in self.ways {
            let rules = if is_long { ALL } else { rules };
            let size =
                json!({ "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false });
            self.command("Emulation.setDeviceMetricsOverride", size).await;
            let preferred = json!([{ "name": "prefers-color-scheme", "value": colours }]);
            self.command("Emulation.setEmulatedMedia", json!({ "features": preferred })).await;
            let seen = self.browser.client.execute_async(LOOK, vec![json!(rules)]).await.unwrap();
            let wide = seen["width"].as_u64().unwrap();
            if wide > u64::from(*width) {
                self.wrong.push(format!("{path} with {shows}, {width} px: it is {wide} px wide"));
            }
            for found in seen["found"].as_array().unwrap() {
                let found = found.as_str().unwrap();
                self.wrong.push(format!("{path} with {shows}, {width} px, {colours}: {found}"));
            }
        }
    }

    async fn close(self) {
        assert!(
            self.wrong.is_empty(),
            "{}\n{} on {} pages",
            self.wrong.join("\n"),
            self.wrong.len(),
            self.pages
        );
        self.browser.close().await;
    }
}

const ALERT: &str = "[role=alert]";
/// The first field with something wrong, that says what.
const FIELD_ERROR: &str = "[aria-invalid][aria-describedby] ~ .field-error";

/// No two tickets have the same file.
static NEXT: AtomicU32 = AtomicU32::new(1);

async fn with_file(seller: &mut Visitor, title: &str) -> String {
    let ticket = seller.list(title, "49.50").await;
    attach(seller, &ticket).await;
    ticket
}

/// Attaches a file to a ticket.
pub async fn attach(seller: &mut Visitor, ticket: &str) {
    let pdf = samples::file(FileKind::Pdf, NEXT.fetch_add(1, Ordering::Relaxed));
    let head = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"t.pdf\"\r\n\r\n";
    let body = [head.as_bytes(), &pdf, b"\r\n--b--\r\n"].concat();
    let path = format!("{ticket}/file");
    let form = Some("multipart/form-data; boundary=b");
    // It leads back to the ticket, and says that it is attached.
    seller.send("POST", &path, form, Bytes::from(body)).await.sent_to();
}

/// Two browsers share the pages: those of accounts and listings, and those of trade.
#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_for_everyone() {
    let _turn = TURN.acquire().await;
    let site = Site::start_with(|config| {
        config.site.admins = vec!["admin@example.org".into()];
        config.market.buyer_fee_percent = "10".parse().unwrap();
        // Nobody answers there.
        config.mail.server = "127.0.0.1".into();
        config.mail.port = 9;
        config.mail.security = MailSecurity::None;
        config.mail.from = "tickets@example.org".into();
    })
    .await;
    let Some(mut at) = Inspector::start(&site).await else { return };
    at.page("/", "main .empty").await;
    let people = People {
        seller: site.user("anna").await,
        buyer: site.user("ben").await,
        other: site.user("cleo").await,
        admin: site.user("admin").await,
    };
    let Some(mut second) = Inspector::start(&site).await else { return };
    let first_half = async {
        accounts(&mut at, &site).await;
        listings(&mut at, people.clone()).await;
        desks(&mut at, people.clone()).await;
    };
    let second_half = async {
        trade(&mut second, people.clone()).await;
        trade_over(&mut second, people.clone()).await;
    };
    tokio::join!(first_half, second_half);
    at.close().await;
    second.close().await;
    site.stop().await;
}

#[derive(Clone)]
struct People {
    seller: Visitor,
    buyer: Visitor,
    other: Visitor,
    admin: Visitor,
}

/// What one signs in with, and where it is asked for.
async fn second_factors(at: &mut Inspector, whose: &Visitor) {
    let look = "/account/look?next=/account/security/totp";
    at.page(look, "[name=password]").await;
    at.answer("/account/look", &[("password", "short")], FIELD_ERROR).await;
    let right = [("password", PASSWORD), ("next", "/account/security/totp")];
    at.answer("/account/look", &right, ".qr").await;
    at.answer("/account/security/totp", &[("code", "000000")], FIELD_ERROR).await;
    at.page("/account/security", "main h2").await;
    at.page("/account/email", "main h1").await;
    let page = whose.clone().get("/account/security/totp").await;
    let (secret, seed) = (page.attr("data-secret").unwrap(), page.field("seed").unwrap());
    let Some(code) = totp::code(secret, Clock::System.now()) else { return };
    let fields = [("seed", seed), ("code", &*code)];
    at.answer("/account/security/totp", &fields, ".recovery").await;
    at.page("/account/security", "[data-recovery-codes]").await;
    for path in ["/account/security/totp/remove", "/account/security/codes"] {
        at.page(path, "button.danger").await;
    }
    let pair = [("email", "dora@example.org"), ("password", PASSWORD)];
    at.answer("/signin", &pair, "[name=code]").await;
    at.answer("/signin/code", &[("code", "000000")], FIELD_ERROR).await;
    at.answer("/signin/code", &[("recovery_code", "x")], FIELD_ERROR).await;
}

/// Signing up and in, with errors and without, and the account's pages.
async fn accounts(at: &mut Inspector, site: &Site) {
    for path in ["/signin", "/signup", "/forgot", "/forgot?sent"] {
        at.page(path, "main h1").await;
    }
    let wrong = [("email", "nobody"), ("password", "short")];
    at.answer("/signup", &wrong, FIELD_ERROR).await;
    let wrong = [("email", "nobody@example.org"), ("password", PASSWORD)];
    at.answer("/signin", &wrong, ALERT).await;
    at.page("/no-such-page", "main .eyebrow").await;

    let dora = site.user("dora").await;
    let email = Email::parse("dora@example.org").unwrap();
    let tables = site.market.tables();
    let id = tables.catalog().user_by_email(&email).unwrap();
    let until = site.market.clock().now() + Duration::from_secs(3600);
    let key = site.market.link_key();
    let link =
        format!("/reset/{}", ResetToken::new(key, &tables.user(id).unwrap().unwrap(), until));
    at.page(&link, "[name=password]").await;
    at.answer(&link, &[("password", "short")], FIELD_ERROR).await;
    at.page("/reset/x", "main .eyebrow").await;
    let link =
        format!("/confirm/{}", ConfirmToken::new(key, &tables.user(id).unwrap().unwrap(), until));
    at.page(&link, "main form").await;
    at.page(&format!("/confirm/{}", "0".repeat(80)), "main h1").await;

    at.is(&dora).await;
    for path in ["/account", "/account/email", "/account/password", "/account/sessions/end"] {
        at.page(path, "main h1").await;
    }
    second_factors(at, &dora).await;
    let wrong = [("email", "nobody"), ("password", "short")];
    at.answer("/account/email", &wrong, FIELD_ERROR).await;
    let wrong = [("old_password", "short"), ("password", "short")];
    at.answer("/account/password", &wrong, FIELD_ERROR).await;
    at.page("/api", "main h1").await;
    at.page("/account/tokens", "main h1").await;
    at.answer("/account/tokens", &[("name", "")], FIELD_ERROR).await;
    at.page("/account/webhooks", ".empty").await;
    at.answer("/account/webhooks", &[("url", "x")], FIELD_ERROR).await;
    let mut dora = dora;
    dora.token("a program", &["read", "sell"]).await;
    at.page("/account/tokens", "[data-token-id]").await;
    let long = format!("https://127.0.0.1/{}", "hook/".repeat(20));
    let endpoint = [("url", &*long), ("order.created", "on"), ("ticket.updated", "on")];
    let endpoint = dora.post("/account/webhooks", &endpoint).await.sent_to();
    let endpoint = endpoint.split('?').next().unwrap().to_owned();
    dora.post(&format!("{endpoint}/test"), &[]).await.sent_to();
    while !dora.get(&endpoint).await.body.contains("data-delivery-status=\"given_up\"") {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    at.page(&endpoint, "[data-webhook-secret]").await;
    dora.post(&format!("{endpoint}/off"), &[]).await.sent_to();
    at.page(&endpoint, "[data-webhook-on=false]").await;
    at.page("/account/webhooks", ".row").await;
    at.page("/alerts", ".empty").await;
    // Who has not confirmed their address is asked to.
    at.page("/?q=jazz", "#alert").await;
    dora.post(&link, &[]).await.is(200, "confirmed");
    at.page("/?q=jazz", "#alert form").await;
    for search in [&[("q", "jazz"), ("city", "Berlin")][..], &[("q", "rock"), ("often", "once")]] {
        dora.post("/alerts", search).await.sent_to();
    }
    at.page("/alerts?done=alert", "[data-alert-id]").await;
    at.page("/?q=rock", "[data-alerted]").await;
    at.answer("/alerts", &[("q", "")], ALERT).await;
    let alert = dora.get("/alerts").await.attr("data-alert-id").unwrap().parse().unwrap();
    let link = format!("/alerts/stop/{}", AlertToken::new(key, alert));
    at.page(&link, "main form").await;
    at.answer(&link, &[], "main [role=status]").await;
    for (path, shows) in [("/orders", "main h1"), ("/selling", "main h1"), ("/sell", "#find")] {
        at.page(path, shows).await;
    }
}

/// What is for sale, and the seller's pages.
async fn listings(at: &mut Inspector, people: People) {
    let People { mut seller, other, .. } = people;
    let ticket = with_file(&mut seller, "Row 1, between the aisle and the wall").await;
    let page = seller.get(&ticket).await.body;
    let event = page[page.find("\"/events/").unwrap() + 1..].split('"').next().unwrap().to_owned();
    let id = event.split('/').nth(2).unwrap();
    let place = [("section", "Block 12"), ("seat", "11"), ("quantity", "9")];
    let more = [("event_id", id), ("title", "Standing"), ("price", "30")];
    let notes = [("face_value", "25"), ("notes", "A pillar is in the way.\nBring a cushion.")];
    let more = [&more[..], &place, &notes].concat();
    for row in ["1", "2", "3", "4", "5", "6"] {
        seller.post("/tickets", &[&more[..], &[("row", row)]].concat()).await.sent_to();
    }
    for visitor in [&site_visitor(&seller), &other] {
        at.is(visitor).await;
        at.page("/", ".event-card").await;
        at.page(&event, ".row").await;
        at.page(&ticket, ".pass").await;
    }
    at.page(&format!("{event}?in_section=block+12&up_to=40"), "[data-filtered]").await;
    at.page(&format!("{event}?together=2&up_to=x"), FIELD_ERROR).await;
    at.page(&format!("{event}?up_to=1"), ".empty").await;
    at.page("/?q=band&city=Berlin&sort=cheapest", ".event-card").await;
    at.page("/?q=nothing+of+the+kind&city=Paris", ".empty").await;
    at.page("/?from=x&max_price=-1", FIELD_ERROR).await;
    let wrong = [("title", ""), ("price", "-1"), ("starts_at", "x"), ("quantity", "0")];
    at.page("/sell", "#find[role=combobox]").await;
    at.page("/sell?find=nothing+of+the+kind", "[data-found-none]").await;
    at.page("/sell/new?venue=", FIELD_ERROR).await;
    at.page(&offer_path().replace("&sure=yes", ""), "[data-similar]").await;
    let priced = format!("/sell?event_id={id}&price=20&quantity=2&section={}", "Block".repeat(8));
    at.page(&priced, "#proceeds p").await;
    at.answer("/tickets", &wrong, FIELD_ERROR).await;

    at.is(&seller).await;
    at.page("/selling", "[data-ticket-id]").await;
    at.page(&ticket, "section.file").await;
    let several = [&more[..], &[("row", "7"), ("then", "files")]].concat();
    let files = seller.post("/tickets", &several).await.sent_to();
    at.page(&files, "form[data-files]").await;
    at.answer(&files.replace("/files", "/pages"), &[], FIELD_ERROR).await;
    let edit = format!("{ticket}/edit");
    at.page(&edit, "#price").await;
    at.answer(&edit, &[("title", ""), ("price", "x")], FIELD_ERROR).await;
    at.page(&format!("/events/{id}/change"), "section.event-picture").await;
    at.answer(&format!("/events/{id}/picture/attach"), &[], FIELD_ERROR).await;
}

/// Two seats side by side, held together.
async fn two_seats(seller: &mut Visitor, buyer: &mut Visitor) -> String {
    let seats = [("title", "Row 9"), ("price", "20"), ("face_value", "25")];
    let place = [("row", "9"), ("seat", "1"), ("quantity", "2")];
    let first = seller.post("/tickets", &[&EVENT[..], &seats, &place].concat()).await.sent_to();
    let page = seller.get(&first).await.body;
    let event = page[page.find("/events/").unwrap()..].split(['"', '/']).nth(2).unwrap();
    let first: TicketId = first.rsplit('/').next().unwrap().parse().unwrap();
    let [one, two] = [first, first.sibling(1)].map(|id| id.to_string());
    let fields = [("ticket", one.as_str()), ("ticket", &two), ("each", "22")];
    buyer.post(&format!("/events/{event}/buy"), &fields).await.sent_to()
}

/// An event with ten tickets beside what is printed on them and five sales; gives its path.
async fn five_sales(seller: &mut Visitor, buyer: &mut Visitor) -> String {
    let event = [("event_name", "Lange Nacht der Laternen"), EVENT[1], EVENT[2], EVENT[3]];
    let seats = [("title", "Row 4"), ("price", "20"), ("section", "Block 1"), ("row", "4")];
    let several = [("seat", "1"), ("quantity", "10"), ("face_value", "25")];
    let row = seller.post("/tickets", &[&event[..], &seats, &several].concat()).await.sent_to();
    let page = seller.get(&row).await.body;
    let event = page[page.find("\"/events/").unwrap() + 1..].split('"').next().unwrap().to_owned();
    let id = event.split('/').nth(2).unwrap();
    for price in ["10", "20", "30", "40", "50"] {
        let one = [("event_id", id), ("title", "Standing"), ("price", price)];
        let ticket =
            seller.post("/tickets", &[&one[..], &[("face_value", "20")]].concat()).await.sent_to();
        let total = (price.parse::<u32>().unwrap() * 11).to_string();
        let total = format!("{}.{}", &total[..2], &total[2..]);
        let order = buyer.buy(&ticket, &total).await.sent_to();
        buyer.pay(&order, GOOD_CARD).await.sent_to();
    }
    event
}

fn site_visitor(of: &Visitor) -> Visitor {
    Visitor::at(of.address)
}

/// A ticket that is held and paid for, for everyone who looks.
async fn trade(at: &mut Inspector, people: People) {
    let People { mut seller, mut buyer, mut other, .. } = people;
    let ticket = with_file(&mut seller, "Row 2").await;
    at.is(&other).await;
    at.page(&ticket, "html[data-live]").await;
    let order = buyer.buy(&ticket, "54.45").await.sent_to();
    at.this(&ticket, "[data-ticket-status=reserved]").await;
    at.page(&ticket, "[data-ticket-status=reserved]").await;
    let buy = format!("{ticket}/buy");
    at.answer(&buy, &[("price", "54.45")], ALERT).await;
    other.post(&format!("{ticket}/line"), &[]).await.sent_to();
    at.page(&ticket, ".tell").await;
    at.page("/orders", "main h1").await;
    at.is(&site_visitor(&other)).await;
    at.page(&ticket, "[data-tell]").await;
    at.is(&seller).await;
    at.page(&ticket, "[data-ticket-status=reserved]").await;
    at.is(&buyer).await;
    at.page(&ticket, "[data-ticket-status=reserved]").await;
    at.page(&order, "form[action$='/pay']").await;
    let soon = "const held = document.querySelector('.countdown').closest('[data-expires-at]');
                held.dataset.expiresAt = new Date(Date.now() + 55000).toISOString()";
    at.browser.client.execute(soon, vec![]).await.unwrap();
    at.this(&order, ".countdown.soon").await;
    let pay = format!("{order}/pay");
    at.answer(&pay, &[("card_number", "4")], FIELD_ERROR).await;
    let declined = [("card_number", DECLINED_CARD), ("card_expiry", "12/34"), ("card_cvc", "123")];
    at.answer(&pay, &declined, ALERT).await;
    at.page("/orders", ".row").await;
    buyer.cancel(&order).await.sent_to();
    at.page(&order, "[data-order-reason=buyer]").await;
    let purchase = two_seats(&mut seller, &mut buyer).await;
    at.page(&purchase, "form[action$='/drop']").await;
    let pay = format!("{purchase}/pay");
    at.answer(&pay, &declined, ALERT).await;
    buyer.pay(&purchase, GOOD_CARD).await.sent_to();
    at.page(&purchase, "[data-purchase-status=completed]").await;
    at.is(&other).await;
    at.page("/", "[data-line-status=yours]").await;
}

/// What those who run the site do, and what is done for good.
async fn desks(at: &mut Inspector, people: People) {
    let People { mut seller, mut buyer, admin, .. } = people;
    seller.list("Row 20", "10").await;
    let held = seller.list("Row 21", "10").await;
    buyer.buy(&held, "11").await.sent_to();
    at.is(&admin).await;
    at.page("/admin", "[data-figure=sales] svg").await;
    at.page("/admin/search?q=nothing+of+the+kind", "[data-found='0']").await;
    at.page("/admin/search?q=example", "main h1").await;
    at.page("/admin/payments", ".empty").await;
    at.page("/admin/webhooks", ".empty").await;
    for (path, shows) in [
        ("/admin/users", "[data-user-id] form"),
        ("/admin/orders", "[data-order-id] form"),
        ("/admin/tickets", "[data-ticket-id] form"),
        ("/admin/tickets?q=nothing+of+the+kind", ".empty"),
        ("/admin/events", "[data-event-id] form"),
    ] {
        at.page(path, shows).await;
    }
    let mut admin = admin;
    let event = admin.get("/admin/events").await.attr("data-event-id").unwrap().to_owned();
    let merge = format!("/admin/events/{event}/merge");
    at.page(&merge, "[name=into]").await;
    at.answer(&merge, &[("into", &event), ("reason", "Twice")], ALERT).await;
    let rename = format!("/admin/events/{event}/rename");
    at.answer(&rename, &[("name", "")], "[aria-invalid] ~ .field-error").await;
    at.is(&seller).await;
    at.page("/account/delete", "main h1").await;
    at.answer("/account/delete", &[("password", "wrong")], ALERT).await;
}

/// What the two say to each other, what one has against what they got, and what becomes of that.
async fn talk(
    at: &mut Inspector,
    order: &str,
    (buyer, seller, admin): (&mut Visitor, &mut Visitor, &Visitor),
) {
    let (messages, problem) = (format!("{order}/messages"), format!("{order}/problem"));
    at.is(buyer).await;
    at.page(&messages, "form[action$='/messages']").await;
    at.answer(&messages, &[("text", "")], FIELD_ERROR).await;
    at.answer(&problem, &[("reason", "bored"), ("text", "")], FIELD_ERROR).await;
    seller.post(&messages, &[("text", "It comes\ntomorrow.")]).await.sent_to();
    at.page(&messages, "[data-message]").await;
    let form = [("reason", "not_received"), ("text", "It did not come.")];
    buyer.post(&problem, &form).await.sent_to();
    at.page(&messages, "[data-claim=open]").await;
    at.is(seller).await;
    at.page(&messages, "form[action$='/answer']").await;
    at.is(admin).await;
    at.page("/admin", "[data-need=claims]").await;
    let id = order.rsplit('/').next().unwrap();
    at.page(&format!("/admin/search?q={id}"), ".found + .found [data-order-id]").await;
    at.page("/admin/claims", "[data-order-id] form").await;
    at.page(&messages, "[data-side=admin]").await;
    buyer.post(&format!("{problem}/withdraw"), &[]).await.sent_to();
    at.page(&messages, "[data-claim=withdrawn]").await;
}

/// What is sold, given back and taken off, for everyone who looks.
async fn trade_over(at: &mut Inspector, people: People) {
    let People { mut seller, mut buyer, other, admin } = people;
    let event = five_sales(&mut seller, &mut buyer).await;
    at.page(&event, "[data-sales] svg").await;
    let ticket = with_file(&mut seller, "Row 3").await;
    let order = buyer.buy(&ticket, "54.45").await.sent_to();
    buyer.pay(&order, GOOD_CARD).await.sent_to();
    let receipt = format!("{order}/receipt");
    talk(at, &order, (&mut buyer, &mut seller, &admin)).await;
    at.is(&buyer).await;
    at.page(&order, "a[download]").await;
    at.page(&ticket, "a[download]").await;
    at.page(&receipt, ".receipt").await;
    at.is(&other).await;
    at.page(&ticket, "[data-ticket-status=sold]").await;
    at.is(&admin).await;
    at.page(&order, "[data-order-status=completed]").await;
    at.page("/admin/mail", "[data-mail-id]").await;
    at.page("/admin/mail?show=given_up", "main h1").await;
    at.is(&seller).await;
    at.page(&ticket, "[data-ticket-status=sold]").await;
    at.page(&order, "form[action$='/refund']").await;
    at.answer(&format!("{order}/refund"), &[("reason", "")], FIELD_ERROR).await;
    seller.post(&format!("{order}/refund"), &[("reason", "It is off")]).await.sent_to();
    for (visitor, path) in [(&seller, &order), (&buyer, &order), (&buyer, &receipt)] {
        at.is(visitor).await;
        at.page(path, "[data-order-reason=refunded]").await;
    }
    at.page("/orders", ".row").await;
    let withdrawn = seller.list("Row 4", "10").await;
    seller.post(&format!("{withdrawn}/withdraw"), &[]).await.sent_to();
    for visitor in [&seller, &other] {
        at.is(visitor).await;
        at.page(&withdrawn, "[data-ticket-status=withdrawn]").await;
    }
    at.is(&seller).await;
    at.page("/selling", "[data-ticket-id]").await;
}

/// The page from which Stripe's form could not be loaded, and the one that waits for Stripe.
#[tokio::test(flavor = "multi_thread")]
async fn who_waits_for_stripe_waits_on_a_page_for_everyone() {
    let _turn = TURN.acquire().await;
    let stripe = ScriptedStripe::start().await;
    let set = |config: &mut Config| config.payments.stripe.js_url = "http://127.0.0.1:9/".into();
    let site = Site::start_with_stripe(&stripe, set).await;
    let Some(mut at) = Inspector::start(&site).await else { return };
    let (mut seller, mut buyer) = (site.user("anna").await, site.user("ben").await);
    let ticket = seller.list("Row 1", "49.50").await;
    let order = buyer.buy(&ticket, "49.50").await.sent_to();
    at.is(&buyer).await;
    at.page(&order, "[data-stripe-missing]:not([hidden])").await;
    stripe.fault(|_| HttpFault::Refuse);
    buyer.post(&format!("{order}/pay"), &[]).await.sent_to();
    at.page(&order, ".wait").await;
    // There is news: nobody touches the page.
    stripe.fault(|_| HttpFault::None);
    at.browser.until("[data-stripe-missing]:not([hidden])").await;
    at.close().await;
    site.stop().await;
}

/// Other languages' words are longer: on the narrowest screens they must fit as well. The long form
/// looks at all of them.
#[tokio::test(flavor = "multi_thread")]
async fn pages_in_other_languages_are_for_everyone() {
    let looked_at = if env::var_os("HOLDFAST_LONG").is_some() { 5 } else { 2 };
    for language in &["de", "fr", "es", "nl", "it"][..looked_at] {
        pages_in(language).await;
    }
}

async fn pages_in(language: &'static str) {
    let _turn = TURN.acquire().await;
    let site = Site::start_with(|config| {
        config.market.buyer_fee_percent = "10".parse().unwrap();
    })
    .await;
    let Some(mut at) = Inspector::start(&site).await else { return };
    at.ways = &WAYS[..1];
    let reader = async |name: &str| {
        let mut visitor = site.visitor();
        visitor.headers.push(("accept-language", language.into()));
        visitor.sign_up(name).await;
        visitor
    };
    let (mut seller, mut buyer) = (reader("anna").await, reader("ben").await);
    let ticket = with_file(&mut seller, "Unterrang, zwischen Gang und Lautsprecherturm").await;
    at.is(&buyer).await;
    for (path, shows) in [
        ("/", ".event-card"),
        (ticket.as_str(), ".pass"),
        ("/sell", "#find"),
        ("/account", "main h1"),
        ("/alerts", ".empty"),
        ("/?q=jazz", "#alert form"),
        ("/no-such-page", "main .eyebrow"),
    ] {
        at.page(path, &format!("html[lang={language}] {shows}")).await;
    }
    let order = buyer.buy(&ticket, "54.45").await.sent_to();
    at.page(&order, &format!("html[lang={language}] form[action$='/pay']")).await;
    let pay = format!("{order}/pay");
    at.answer(&pay, &[("card_number", "4")], FIELD_ERROR).await;
    let declined = [("card_number", DECLINED_CARD), ("card_expiry", "12/34"), ("card_cvc", "123")];
    at.answer(&pay, &declined, ALERT).await;
    at.page("/orders", ".row").await;
    buyer.pay(&order, GOOD_CARD).await.sent_to();
    at.page(&order, "a[download]").await;
    let receipt = format!("{order}/receipt");
    at.page(&receipt, ".receipt").await;
    at.is(&seller).await;
    at.page("/selling", &format!("html[lang={language}] [data-ticket-id]")).await;
    at.page(&ticket, "[data-ticket-status=sold]").await;
    at.answer(&format!("{order}/refund"), &[("reason", "")], FIELD_ERROR).await;
    seller.post(&format!("{order}/refund"), &[("reason", "Es fällt aus")]).await.sent_to();
    at.page(&order, "[data-order-reason=refunded]").await;
    at.is(&buyer).await;
    at.page(&receipt, "[data-order-reason=refunded]").await;
    let event = five_sales(&mut seller, &mut buyer).await;
    let filtered = format!("{event}?together=3&up_to=40");
    for (path, shows) in [(&event, "[data-sales] svg"), (&filtered, "[data-filtered]")] {
        at.page(path, &format!("html[lang={language}] {shows}")).await;
    }
    at.close().await;
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_sellers_are_owed_shuts_nobody_out() {
    let _turn = TURN.acquire().await;
    let site = crate::money::site().await;
    let Some(mut at) = Inspector::start(&site).await else { return };
    let (mut root, mut ann, mut ben) =
        (site.user("root").await, site.user("ann").await, site.user("ben").await);
    at.is(&ann).await;
    at.page("/selling/money", ".empty").await;
    at.page("/account/payout", "[name=iban]").await;
    at.answer("/account/payout", &[("holder", ""), ("iban", "x")], FIELD_ERROR).await;
    let ticket = ann.list("Row 1", "49.50").await;
    let order = ben.buy(&ticket, "49.50").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    let bank = [("holder", "Ann"), ("iban", "DE89370400440532013000"), ("password", PASSWORD)];
    ann.post("/account/payout", &bank).await.sent_to();
    at.is(&root).await;
    at.page("/admin/payouts", ".empty").await;
    at.page("/admin/money", "[data-seller-id]").await;
    let seller = root.get("/admin/money").await.attr("data-seller-id").unwrap().to_owned();
    let seller = format!("/admin/sellers/{seller}");
    at.page(&seller, "[data-earning-place]").await;
    at.answer(&format!("{seller}/correct"), &[("amount", "x")], ".field-error").await;
    for amount in ["20.00", "-5.00"] {
        let form = [("kind", "adjustment"), ("amount", amount), ("reason", "As agreed")];
        root.post(&format!("{seller}/correct"), &form).await.sent_to();
    }
    let run = root.post("/admin/payouts", &[("reason", "The first")]).await.sent_to();
    root.until(&run, |page| page.attr("data-closed") == Some("true")).await;
    at.page("/admin/payouts", "[data-run-id]").await;
    at.page(&run, "[data-payout-status=begun]").await;
    at.answer("/admin/payouts", &[("reason", "")], ALERT).await;
    at.is(&ann).await;
    at.page("/selling/money", "[data-payout-id]").await;
    at.page("/account/delete", "[data-owed]").await;
    at.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn invoices_of_fees_shut_nobody_out() {
    let _turn = TURN.acquire().await;
    let set = |config: &mut Config| {
        config.site.admins = vec!["root@example.org".into()];
        config.site.operator = "Encore Tickets GmbH\nHafenstr. 1\n20457 Hamburg".into();
        config.site.tax_id = "DE123456789".into();
        config.site.tax_percent = "19".parse().unwrap();
        config.market.buyer_fee_percent = "10".parse().unwrap();
        config.market.seller_fee_percent = "5".parse().unwrap();
    };
    // Sold when a month was that is over now.
    let then = Clock::System.now() - Duration::from_secs(40 * 86_400);
    let site = Site::start_by(Clock::following_tokio(then), set).await;
    let (mut ann, mut ben) = (site.user("ann").await, site.user("ben").await);
    site.user("root").await;
    let ticket = ann.list("Row 1", "49.50").await;
    let order = ben.buy(&ticket, "54.45").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    let site = site.restart_with(set).await;
    let Some(mut at) = Inspector::start(&site).await else { return };
    let (mut ann, mut root) = (site.visitor(), site.visitor());
    ann.sign_in("ann").await;
    root.sign_in("root").await;
    at.is(&ann).await;
    at.page("/account/invoices", ".empty").await;
    ann.post("/account/invoices", &[]).await.sent_to();
    at.page("/account/invoices", "[data-invoice-id]").await;
    let list = ann.get("/account/invoices").await;
    let invoice = format!("/invoices/{}", list.attr("data-invoice-id").unwrap());
    at.page(&invoice, "[data-invoice-number]").await;
    at.page(&format!("{order}/receipt"), ".receipt").await;
    at.is(&root).await;
    at.page("/admin/money", "[name=month]").await;
    at.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_at_stripe_and_disputes_shut_nobody_out() {
    let _turn = TURN.acquire().await;
    let stripe = ScriptedStripe::start().await;
    let site = Site::start_with_stripe(&stripe, |config| {
        config.site.admins = vec!["root@example.org".into()];
        config.payouts.method = PayoutMethod::Stripe;
        config.payouts.rest_days_after_change = 0;
        config.payments.reconcile_seconds = 1;
    })
    .await;
    let Some(mut at) = Inspector::start(&site).await else { return };
    let (mut root, mut ann, mut ben) =
        (site.user("root").await, site.user("ann").await, site.user("ben").await);
    at.is(&ann).await;
    at.page("/account/payout", "[action$=connect]").await;
    at.answer("/account/payout/connect", &[("password", "wrong wrong")], FIELD_ERROR).await;
    ann.post("/account/payout/connect", &[("password", PASSWORD)]).await.sent_to();
    at.page("/account/payout", "[action$=go-on]").await;
    at.page("/account/payout/forget", "[action$=forget]").await;
    let (account, _) = stripe.accounts().pop().unwrap();
    stripe.set_account(&account, AccountState::Active).unwrap();
    ann.post("/account/payout/look", &[]).await.sent_to();
    at.page("/account/payout", "[data-ready=true]").await;

    let ticket = ann.list("Row 1", "49.50").await;
    let order = ben.buy(&ticket, "49.50").await.sent_to();
    let pay = ben.with("accept", "application/json").post(&format!("{order}/pay"), &[]).await;
    let form: Value = serde_json::from_str(&pay.body).unwrap();
    stripe.buyer_pays(form["client_secret"].as_str().unwrap()).unwrap();
    ben.get(&format!("{order}/return")).await.sent_to();
    let completed = |page: &Answer| page.attr("data-order-status") == Some("completed");
    ben.until(&order, completed).await;
    stripe.open_dispute(&stripe.intents()[0].0, 4950).unwrap();
    let is_known = |page: &Answer| page.body.contains("data-dispute-id");
    root.until("/admin/disputes", is_known).await;
    at.is(&root).await;
    at.page("/admin/disputes", "[data-dispute-id]").await;
    at.is(&ben).await;
    at.page(&order, "[data-order-status]").await;
    at.is(&ann).await;
    at.page("/selling/money", "[data-earning-place=frozen]").await;
    at.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operators_pages_and_face_shut_nobody_out() {
    let _turn = TURN.acquire().await;
    let files = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(files.path().join(name), text).unwrap();
    let logo = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 400 60\">\
        <rect width=\"400\" height=\"60\" fill=\"#7a1f5c\"/></svg>";
    write("logo.svg", logo);
    let path = files.path().to_owned();
    let set = |config: &mut Config| {
        config.site.admins = vec!["root@example.org".into()];
        config.site.accent = "#c2185b".into();
        config.site.logo = path.join("logo.svg");
        config.site.headline = "Fair tickets, from fan to fan".into();
        config.site.contact = "help@encore.example".into();
    };
    // The texts to start with, before there are any others.
    let site = Site::start_with(set).await;
    let Some(mut at) = Inspector::start(&site).await else { return };
    let (mut seller, root) = (site.user("anna").await, site.user("root").await);
    let ticket = seller.list("Row 1", "49.50").await;
    for name in ["help", "contact", "terms", "privacy", "imprint"] {
        at.page(&format!("/pages/{name}"), ".prose blockquote").await;
    }
    at.page("/", "[data-headline]").await;
    at.page(&ticket, ".brand img").await;
    at.page("/no-such-page", "[data-contact]").await;
    at.is(&root).await;
    at.page("/admin", "[data-unfinished]").await;
    at.page("/admin/mail/kinds", "[data-mail-kind]").await;
    at.page("/admin/mail/kinds/order-completed", "[data-mail-plain]").await;
    at.page("/admin/mail/kinds/order-completed?in=de", "[data-mail-plain]").await;
    at.close().await;

    write("terms.en.md", "---\nversion: 2026-12-01\n---\n# Terms\n\n## One\n\n- Be [kind](/).\n");
    let site = site
        .restart_with(|config| {
            set(config);
            config.site.pages = path.clone();
        })
        .await;
    let Some(mut at) = Inspector::start(&site).await else { return };
    let mut seller = site.visitor();
    seller.sign_in("anna").await;
    at.page("/signup", "[name=terms]").await;
    at.answer("/signup", &[("email", "ben@example.org"), ("password", PASSWORD)], "#terms-error")
        .await;
    at.page("/pages/terms", "[data-version]").await;
    at.is(&seller).await;
    at.page("/", "[data-terms-due]").await;
    at.page("/account/terms?next=/sell", "[data-terms]").await;
    at.answer("/account/terms", &[("next", "/sell")], "#terms-error").await;
    at.close().await;
}

#[tokio::test]
async fn signing_in_by_a_provider() {
    let _turn = TURN.acquire().await;
    let Some((provider, site)) = openid::site().await else { return };
    let Some(mut seen) = Inspector::start(&site).await else { return };
    let mut ann = site.user("ann").await;
    seen.page("/signin", "[data-openid]").await;
    seen.page("/signup", "[data-openid]").await;
    seen.page("/signin/openid/back?code=x&state=x", ALERT).await;
    seen.browser.open("/signin/openid").await;
    openid::at_provider(&seen.browser, "ann").await;
    openid::agree(&seen.browser).await;
    let known = "/signin/openid/known";
    seen.this(known, "form[action='/signin/openid/known']").await;
    seen.answer(known, &[("password", "wrong password")], FIELD_ERROR).await;
    seen.answer(known, &[("password", PASSWORD)], "main").await;

    let mut ben = site.visitor();
    comes_by(&mut ben, &mut provider.browser(), "ben").await.sent_to();
    seen.is(&ben).await;
    seen.page("/account/look?next=/account/email", "#openid").await;
    seen.page("/account/delete", "#password").await;
    seen.page("/account/password", "#password").await;
    seen.page("/account/security", "[data-openid-linked]").await;
    let led_to = ben.get("/account/look/openid?next=/account/security").await.sent_to();
    let back = provider.browser().sign_in(&led_to, "ben");
    ben.get(&back).await.sent_to();
    seen.page("/account/security/openid/remove", "button.danger").await;
    seen.answer("/account/security/openid/remove", &[], ALERT).await;

    ann.post("/account/look", &[("password", PASSWORD)]).await.sent_to();
    seen.is(&ann).await;
    seen.page("/account/security", "[data-openid-linked]").await;
    seen.close().await;
}
