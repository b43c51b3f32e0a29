mod admin_list;
mod direction;
mod languages;
mod listing;
mod money;
mod samples;
mod search;

use samples::*;

use super::{assets::assets_in, *};
use crate::types::Language;

fn page(name: &str) -> String {
    let (_, html) = pages("Row 5").into_iter().find(|(n, _)| *n == name).unwrap();
    html
}

/// The text from the first `from` to the next `to`.
fn part<'a>(html: &'a str, from: &str, to: &str) -> &'a str {
    let start = html.find(from).unwrap_or_else(|| panic!("no {from} in {html}"));
    let rest = &html[start..];
    &rest[..rest.find(to).unwrap_or(rest.len())]
}

#[track_caller]
fn has(html: &str, expected: &[&str]) {
    for text in expected {
        assert!(html.contains(text), "no {text} in {html}");
    }
}

#[test]
fn every_page_has_the_frame() {
    for (name, html) in pages("Row 5") {
        assert!(html.starts_with("<!DOCTYPE html><html lang=\"en\""), "{name}");
        assert!(html.contains(r#"data-now="2026-12-23T04:26:40.123Z""#), "{name}: {html}");
        for text in [
            style_path(),
            script_path(Language::English),
            r#"name="viewport" content="width=device-width, initial-scale=1""#,
            r#"name="color-scheme" content="light dark""#,
            r##"href="#main""##,
            r#"id="main""#,
            "Sandbox",
            r#"href="/sell""#,
            "data-announce",
            r#"<a href="/pages/imprint">Imprint</a>"#,
            r#"<a href="/pages/terms">Terms</a>"#,
        ] {
            assert!(html.contains(text), "{name} has no {text}");
        }
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        // By that the script sees whether there is something new.
        let waits = html.contains("class=\"wait\"") || html.contains(" wait\"");
        assert!(!html.contains("data-again=") || waits, "{name} has nothing that it waits with");
    }
}

#[test]
fn what_users_typed_is_escaped() {
    for (name, html) in pages(HOSTILE) {
        assert!(html.contains("&lt;script&gt;"), "{name} does not show it");
        assert!(!html.contains("<script>"), "{name}: {html}");
        assert!(!html.contains(r#"alert(""#), "{name}: a quote got through: {html}");
    }
}

#[test]
fn nothing_is_inline() {
    for (name, html) in pages("Row 5") {
        for banned in [" style=", " onclick=", " onsubmit=", " onload=", "<style", "javascript:"] {
            assert!(!html.contains(banned), "{name} has {banned}");
        }
        let is_list = name.starts_with("home") || name.starts_with("event");
        let is_in_line = name.ends_with("-in-line");
        let is_live = is_list || name.starts_with("ticket-") || is_in_line;
        let has_own = [
            "security-passkey",
            "order-stripe",
            "sell",
            "sell-event",
            "sell-files",
            "sell-offer",
            "sell-refused",
        ]
        .contains(&name);
        let scripts = if is_live || has_own { 2 } else { 1 };
        let scripts = scripts + usize::from(is_in_line);
        assert_eq!(html.matches("<script src=\"/assets/").count(), scripts, "{name}");
        let data = html.matches("<script type=\"application/ld+json\">").count();
        assert_eq!(html.matches("<script").count() - data, scripts, "{name}");
    }
}

#[test]
fn assets_are_small_and_named_by_content() {
    for language in Language::ALL {
        assert_eq!(Language::ALL[language as usize], language);
        let served = assets_in(language).map(|asset| asset.content.len());
        assert!(served[..5].iter().sum::<usize>() < 48_000, "{served:?}");
        // Who stands in line has one more.
        assert!(served[5] < 3_000, "{served:?}");
        for of in assets_in(language) {
            let text = str::from_utf8(&of.content).unwrap();
            assert!(!text.contains("{words}"), "{}", of.path);
            assert_eq!(asset(&of.path).unwrap().content, of.content);
        }
    }
    let t = Language::English;
    let live = live_script_path(t);
    assert!(live.starts_with("/assets/live-") && live.ends_with(".js"));
    assert!(style_path().starts_with("/assets/style-") && style_path().ends_with(".css"));
    let stripe = stripe_script_path(t);
    assert!(stripe.starts_with("/assets/stripe-") && stripe.ends_with(".js"));
    assert!(script_path(t).starts_with("/assets/page-") && script_path(t).ends_with(".js"));
    assert_ne!(script_path(t), script_path(Language::German));
    assert_eq!(style_path().len(), "/assets/style-01234567.css".len());
}

#[test]
fn navigation() {
    let signed_out = page("home");
    has(&signed_out, &[r#"href="/signin""#, r#"href="/signup""#, r#"aria-current="page""#]);
    assert!(!signed_out.contains("/signout"));
    let signed_in = page("account");
    has(
        &signed_in,
        &[
            r#"href="/selling""#,
            r#"href="/orders""#,
            r#"href="/account""#,
            r#"<form method="post" action="/signout">"#,
        ],
    );
    assert!(!signed_in.contains("/signin"));
}

#[test]
fn tickets_carry_their_state() {
    let id = format!(r#"data-ticket-id="{}""#, ticket_id());
    let until = format!(r#"data-expires-at="{}""#, deadline().rfc3339());
    for (name, status, held) in [
        ("ticket-visitor", "available", false),
        ("ticket-held", "reserved", true),
        ("ticket-selling", "selling", true),
        ("ticket-sold", "sold", false),
        ("ticket-withdrawn", "withdrawn", false),
        ("ticket-seller-held", "reserved", true),
    ] {
        let html = page(name);
        let element = part(&html, "<article", ">");
        has(element, &[&id, &format!(r#"data-ticket-status="{status}""#)]);
        assert_eq!(element.contains(&until), held, "{name}: {element}");
    }
    for name in ["event", "selling"] {
        let html = page(name);
        assert_eq!(html.matches(&id).count(), 5, "{name}");
        assert_eq!(html.matches(&until).count(), 2, "{name}");
        for status in ["available", "reserved", "selling", "sold", "withdrawn"] {
            has(&html, &[&format!(r#"data-ticket-status="{status}""#)]);
        }
    }
    let home = page("home");
    let card = format!(r#"data-event-id="{}""#, event_id());
    for (available, says) in [(2, "2 tickets left"), (1, "1 ticket left"), (0, "Sold out")] {
        has(&home, &[&format!(r#"{card} data-available="{available}""#), says]);
    }
    assert_eq!(home.matches("<span class=\"from\">from ").count(), 2, "{home}");
}

#[test]
fn pages_about_tickets_say_where_to_hear_what_changes() {
    let ticket = format!("/tickets/{}/live", ticket_id());
    let event = format!("/events/{}/live?tickets=", event_id());
    let others = pages("Row 5").into_iter().filter(|(name, _)| !name.ends_with("-in-line"));
    for (name, html) in others {
        let path = match name {
            _ if name.starts_with("home") => Some("/live?events="),
            "event" | "event-filtered" | "event-nothing-fits" | "event-started"
            | "event-postponed" => Some(event.as_str()),
            _ if name.starts_with("ticket-") => Some(ticket.as_str()),
            _ => None,
        };
        match path {
            Some(path) => {
                has(
                    &html,
                    &[live_script_path(Language::English), &format!("data-live=\"{path}\"")],
                );
            }
            None => assert!(!html.contains("data-live"), "{name}"),
        }
        let is_mine = ["ticket-seller", "ticket-seller-held", "ticket-buyer"].contains(&name);
        assert_eq!(html.contains(" data-mine"), is_mine, "{name}");
    }
    has(&page("event"), &["data-count=\"available\"", "data-count=\"reserved\""]);
}

#[test]
fn orders_carry_their_state() {
    let id = format!(r#"data-order-id="{}""#, order_id());
    let until = format!(r#"data-expires-at="{}""#, deadline().rfc3339());
    for (name, status, reason) in [
        ("order", "created", None),
        ("order-settling", "awaiting_payment", None),
        ("order-completed", "completed", None),
        ("order-cancelled", "cancelled", Some("expired")),
    ] {
        let html = page(name);
        let element = part(&html, "<article", ">");
        has(element, &[&id, &format!(r#"data-order-status="{status}""#)]);
        let open = matches!(status, "created" | "awaiting_payment");
        assert_eq!(element.contains(&until), open, "{name}");
        assert_eq!(element.contains("data-order-reason"), reason.is_some(), "{name}");
    }
    let list = page("orders");
    assert_eq!(list.matches(&id).count(), 4);
    has(&list, &[r#"data-order-reason="expired""#, &until]);
}

#[test]
fn forms_have_the_contracts_fields() {
    let ticket = ticket_id();
    let order = order_id();
    for (name, action, fields) in [
        ("ticket-other", format!("/tickets/{ticket}/buy"), &["price"][..]),
        ("ticket-seller", format!("/tickets/{ticket}/withdraw"), &[]),
        ("selling", "/selling/price".into(), &["ticket", "price", "show", "after"]),
        (
            "sell",
            "/tickets".into(),
            &[
                "ticket_id",
                "then",
                "event_id",
                "event_name",
                "venue",
                "city",
                "starts_at",
                "ends_at",
                "time_zone",
                "category",
                "title",
                "price",
                "section",
                "row",
                "seat",
                "quantity",
                "seats_go",
                "face_value",
                "notes",
                "handover",
                "file_by",
            ],
        ),
        ("ticket-seller", format!("/tickets/{ticket}/attach"), &["file"]),
        ("ticket-seller", format!("/tickets/{ticket}/file/remove"), &[]),
        (
            "edit",
            format!("/tickets/{ticket}/edit"),
            &["title", "price", "section", "row", "seat", "face_value", "notes"],
        ),
        (
            "order",
            format!("/orders/{order}/pay"),
            &["attempt", "card_number", "card_expiry", "card_cvc"],
        ),
        ("order-stripe", format!("/orders/{order}/pay"), &["attempt"]),
        ("order", format!("/orders/{order}/cancel"), &[]),
        ("order-stripe", format!("/orders/{order}/cancel"), &[]),
        ("sign-in", "/signin".into(), &["email", "password", "next"]),
        ("sign-up", "/signup".into(), &["email", "password", "next"]),
    ] {
        let html = page(name);
        let form = part(&html, &format!(r#"method="post" action="{action}""#), "</form>");
        let named = form.matches(" name=\"").count();
        assert_eq!(named, fields.len(), "{name}: {form}");
        for field in fields {
            assert!(form.contains(&format!(r#" name="{field}""#)), "{name}: no {field} in {form}");
        }
        assert!(form.contains(r#"type="submit""#), "{name}");
    }
}

#[test]
fn a_buyer_sends_the_price_they_saw() {
    has(&page("ticket-other"), &[r#"name="price" value="49.50""#, "Buy for €49.50"]);
}

#[test]
fn only_who_may_buy_is_offered_to() {
    has(&page("ticket-visitor"), &[&format!("/signin?next=/tickets/{}", ticket_id())]);
    for name in ["ticket-visitor", "ticket-seller", "ticket-held", "ticket-sold", "ticket-buyer"] {
        assert!(!page(name).contains("/buy\""), "{name}");
    }
    has(&page("ticket-buyer"), &[&format!("href=\"/orders/{}\"", order_id())]);
    assert!(!page("ticket-seller-held").contains("/withdraw"));
    assert!(!page("event-started").contains("/sell?event_id="));
    has(&page("event"), &[&format!("/sell?event_id={}", event_id())]);
}

#[test]
fn who_may_not_hold_a_ticket_is_told_until_when_and_what_to_do() {
    let until = format!(r#"data-expires-at="{}""#, deadline().rfc3339());
    let reload = format!(r#"data-reload="/tickets/{}""#, ticket_id());
    let order = format!(r#"href="/orders/{}""#, order_id());
    let event = format!(r#"href="{}""#, event_line("Row 5").path());
    for (name, leads_to) in [("ticket-too-many", order), ("ticket-cooling-down", event)] {
        let html = page(name);
        let alert = part(&html, r#"<div class="alert""#, "</div>");
        let says = [
            r#"role="alert""#,
            ">05:41\u{a0}(UTC+1)</time>",
            "data-countdown",
            &until,
            &reload,
            &leads_to,
        ];
        has(alert, &says);
    }
}

#[test]
fn nothing_is_sold_once_the_event_has_started() {
    let page = TicketPage {
        details: TicketDetails::default(),
        listed_with: 0,
        seats_go: None,
        goes_with: None,
        listing: listing("Row 5", "available"),
        onlooker: Onlooker::Other,
        file: file_card("Row 5", Onlooker::Other, "available"),
        withdrawn: None,
        started: true,
        place: None,
        has_passed: false,
        refusal: None,
        history: None,
    };
    let html = shown(true, |context| ticket(context, &page));
    assert!(!html.contains("/buy\"") && html.contains("The event has started"), "{html}");
}

#[test]
fn deadlines_are_written_out_without_a_script() {
    // 05:41 in Berlin is 04:41 UTC.
    for name in ["ticket-held", "ticket-buyer", "order", "orders", "event"] {
        has(&page(name), &[">05:41\u{a0}(UTC+1)</time>", "data-countdown hidden"]);
    }
}

#[test]
fn waiting_pages_look_again_by_get() {
    let order = format!("/orders/{}", order_id());
    for (name, looks_at) in [
        ("order-settling", Some(order.clone())),
        ("order-setting-up", Some(order.clone())),
        ("order-asking", Some(format!("{order}/return"))),
        ("order-run-out", Some(order)),
        ("order", None),
        ("order-stripe", None),
        ("order-completed", None),
    ] {
        let html = page(name);
        match looks_at {
            Some(path) => {
                has(
                    &html,
                    &[&format!(r#"data-again="{path}""#), "<noscript><meta", "class=\"wait\""],
                );
                has(&html, &[&format!(r#"http-equiv="refresh" content="2;url={path}""#)]);
            }
            None => {
                assert!(!html.contains("http-equiv=\"refresh\""), "{name}");
                assert!(!html.contains("data-again"), "{name}");
            }
        }
    }
}

#[test]
fn who_waits_for_a_payment_is_told_the_truth() {
    // Nobody can have paid what the provider has not heard of.
    for name in ["order-setting-up", "order-setting-up-unanswered"] {
        has(&page(name), &["You have not been charged", "Held for you until"]);
    }
    // From then on nobody knows but the provider.
    for name in
        ["order-asking", "order-asking-unanswered", "order-settling", "order-settling-unanswered"]
    {
        assert!(!page(name).contains("You have not been charged"), "{name}");
    }
    for name in ["order-asking-unanswered", "order-settling-unanswered"] {
        has(&page(name), &["we do not know yet", "You will not be charged twice"]);
    }
    // A ticket that is being sold is held beyond its deadline.
    assert!(!page("order-settling").contains("Held for you until"));
    for (sandbox, who) in [(true, "The payment service does"), (false, "Stripe does")] {
        let step = SettlingStep::Taking;
        let stage = OrderStage::Settling { step, provider_answers: false };
        has(&shown_by(sandbox, stage), &[who]);
    }
}

#[test]
fn stripes_form_is_of_use_only_with_scripts() {
    let html = page("order-stripe");
    has(
        &html,
        &[
            stripe_script_path(Language::English),
            r#"data-stripe="pk_test_1""#,
            r#"data-js="https://js.stripe.com/v3/""#,
            r#"data-amount="4950""#,
            r#"data-currency="eur""#,
            &format!(r#"data-return="/orders/{}/return""#, order_id()),
            "2 tries left",
            "Cancel this order",
        ],
    );
    // Until the script has the form there, there is nothing to press.
    let form = part(&html, "data-stripe=", "</form>");
    assert_eq!(form.matches("<button").count(), 1);
    assert!(part(form, "<button", ">").contains(" hidden"), "{form}");
    assert!(part(form, "data-stripe-missing", ">").ends_with(" hidden"), "{form}");
    let without = part(form, "<noscript>", "</noscript>");
    has(without, &["JavaScript", "js.stripe.com", "You have not been charged", "05:41"]);
    // Stripe is loaded from where the configuration says, by no page but this one.
    let elsewhere = OrderStage::Payable(stripe_form("http://127.0.0.1:1234/js/v3/"));
    has(&shown_by(false, elsewhere), &["<strong>127.0.0.1:1234</strong>"]);
    for (name, html) in pages("Row 5") {
        assert_eq!(html.contains("stripe"), name == "order-stripe", "{name}: {html}");
    }
}

#[test]
fn what_is_bought_comes_before_what_it_is() {
    for (name, parts) in [
        ("order-completed", &["It is yours.", "/file\" download", "/calendar.ics", "/receipt"][..]),
        (
            "purchase-completed",
            &[
                "They are yours.",
                "Download ",
                ": Comes as a file, here: by",
                "/calendar.ics",
                "/receipt",
                "/sell?order=",
            ],
        ),
    ] {
        let html = page(name);
        let mut rest = part(&html, "<article", "</article>");
        for text in parts.iter().chain(&["<h1"]) {
            let at = rest.find(text).unwrap_or_else(|| panic!("{name}: no {text} in {rest}"));
            rest = &rest[at..];
        }
    }
}

/// An order's page on a site of this kind.
fn shown_by(sandbox: bool, stage: OrderStage) -> String {
    let page = OrderPage {
        event_reason: None,
        give_back_until: None,
        order: order_line("Row 5", "awaiting_payment", None),
        stage,
        notice: None,
        reader: OrderReader::Buyer,
        file: None,
        comes: HandoverView::default(),
        has_file: false,
        refund_reason: None,
        refund: None,
        is_disputed: false,
        bank: None,
        conversation: None,
        arrival: None,
        together: None,
    };
    shown(true, |context| order(&PageContext { sandbox, ..context.clone() }, &page))
}

#[test]
fn whose_turn_it_is_is_said_on_every_page() {
    let stop = format!(r#"action="/tickets/{}/line/stop""#, ticket_id());
    for name in ["account-in-line", "event-in-line", "ticket-in-line"] {
        let html = page(name);
        let notice = part(&html, "class=\"notice actions turn\"", "</div>");
        let order = format!("href=\"/orders/{}\"", order_id());
        has(notice, &["It is your turn: Row 5 for Row 5 is held for you", &order, "Go on and pay"]);
        has(notice, &[r#"data-line-status="yours""#, "data-countdown"]);
        has(&html, &[r#"role="status""#, r#"data-line-of=""#]);
    }
    let (ticket, event) = (ticket_id(), event_id());
    has(&page("event-in-line"), &[&format!("/live?line={ticket},{event}&amp;tickets=")]);
    let html = page("ticket-in-line");
    has(&html, &[&format!("/live?line={ticket},{event}\""), r#"data-line-place="3""#, &stop]);
    has(&page("orders"), &[&stop, r#"data-line-place="3""#, r#"data-line-status="waiting""#]);
    for (name, hidden) in
        [("ticket-held", false), ("ticket-selling", false), ("ticket-other", true)]
    {
        let html = page(name);
        let form = part(&html, r#"<form class="tell""#, ">");
        has(form, &[&format!(r#"action="/tickets/{ticket}/line""#)]);
        assert_eq!(form.ends_with(" hidden"), hidden, "{name}: {form}");
    }
    for name in ["ticket-sold", "ticket-withdrawn", "ticket-seller-held", "ticket-buyer"] {
        assert!(!page(name).contains("data-tell"), "{name}");
    }
}

#[test]
fn a_receipt_says_what_was_paid_and_what_went_back() {
    let (order, charge) = (order_id().to_string(), charge_id().to_string());
    let facts = [
        "Holdfast · https://tickets.example.org",
        "<h1>Receipt</h1>",
        &order,
        &charge,
        "€49.50",
        // The event's zone, and the site's.
        "Europe/Berlin",
        "23 Dec 2026, 05:26",
        "Made in the sandbox",
    ];
    for name in ["receipt", "receipt-refunded"] {
        has(&page(name), &facts);
        assert_eq!(page(name).contains("Refunded on"), name == "receipt-refunded", "{name}");
    }
    let asked = ReceiptRefund { at: None, reason: None, reference: None };
    has(&receipt_page("Row 5", Some(asked)), &["the money is on its way back"]);
    for name in ["order-completed", "order", "order-cancelled"] {
        let links = page(name).contains(&format!("href=\"/orders/{order}/receipt\""));
        assert_eq!(links, name == "order-completed", "{name}");
    }
}

#[test]
fn a_wrong_field_says_so_where_it_is() {
    let html = page("sell-refused");
    let input = part(&html, r#"<input id="price""#, ">");
    has(input, &[r#"aria-invalid="true""#, r#"aria-describedby="price-error""#]);
    has(&html, &[r#"id="price-error""#, r##"href="#venue""##, r#"role="alert""#]);
}

#[test]
fn secrets_are_not_sent_back() {
    for (name, field) in [
        ("sign-in", "password"),
        ("sign-up", "password"),
        ("order-declined", "card_number"),
        ("order-declined", "card_cvc"),
    ] {
        let html = page(name);
        let input = part(&html, &format!(r#"<input id="{field}""#), ">");
        assert!(!input.contains("value=\"R"), "{name}: {input}");
    }
}

#[test]
fn next_survives_as_one_query_value() {
    let form = SignForm { next: "/tickets/1?a=b&c=\"d\" é#".into(), ..SignForm::default() };
    let html = shown(false, |context| sign_in(context, &form));
    has(&html, &[r#"href="/signup?next=/tickets/1%3Fa%3Db%26c%3D%22d%22%20%C3%A9%23""#]);
}

#[test]
fn empty_lists_help() {
    let none = Paging { page: 1, pages: 1, ..Paging::default() };
    let empty = Home {
        search: SearchForm::default(),
        cards: Vec::new(),
        paging: none,
        events: 0,
        tickets: 0,
        on_sale: 0,
        listed: 0,
        without: Vec::new(),
        alone: Vec::new(),
        counted_to: 500,
        alerted: None,
    };
    has(&shown(false, |s| home(s, &empty)), &["be the first to sell", r#"href="/sell""#]);
    let none = Turning::default();
    let empty = OrdersPage {
        orders: Vec::new(),
        turning: none.clone(),
        line: Vec::new(),
        calendar: String::new(),
    };
    has(&shown(true, |s| orders(s, &empty)), &["no orders"]);
    let page = SellingPage {
        tab: SellingTab::All,
        rows: vec![],
        turning: none,
        sums: SellingSums::default(),
        price: String::new(),
        not_done: None,
    };
    has(&shown(true, |s| selling(s, &page)), &["nothing listed"]);
}

#[test]
fn lists_are_paged() {
    let search = "q=Row%205&amp;city=Row%205&amp;from=Row%205&amp;to=Row%205&amp;min_price=Row%205&amp;\
                  max_price=Row%205";
    has(
        &page("home"),
        &[
            &format!(r#"href="/?{search}&amp;page=1""#),
            "Page 2 of 3",
            &format!(r#"href="/?{search}&amp;page=3""#),
        ],
    );
    let next = format!(r#"href="/?{search}&amp;sort=cheapest&amp;page=3""#);
    has(&page("home-cheapest"), &[&next]);
    has(&page("event"), &[&format!(r#"href="{}?page=3""#, event_line("Row 5").path())]);
    let next = r#"href="/selling?show=held&amp;after=5""#;
    has(&page("selling"), &[next, r#"name="after" value="3""#]);
    has(&page("orders"), &[r#"href="/orders?before=4""#]);
}

/// Whoever has sent a form begins where it is wrong.
#[test]
fn the_first_that_is_wrong_has_the_focus() {
    let mut wrong = 0;
    for (name, html) in pages("Row 5") {
        let fields: Vec<_> = html.split('<').filter(|tag| tag.contains("aria-invalid")).collect();
        let focused: Vec<_> = html.split('<').filter(|tag| tag.contains(" autofocus")).collect();
        if let Some(first) = fields.first() {
            // Nothing but a refusal of the whole form goes before it.
            let of_fields = focused.iter().find(|tag| !tag.starts_with("p class=\"alert\""));
            assert_eq!(of_fields, Some(first), "{name}: {focused:?}");
            wrong += 1;
        }
    }
    assert!(wrong >= 5, "{wrong}");
}
