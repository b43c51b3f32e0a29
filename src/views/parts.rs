//! What several pages are made of.

use maud::{Markup, Render, html};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{
    EventLine, FieldErrors, Listing, OrderLine, PageContext, Paging, StatusView, Turning,
    TypedText, live_script_path, site_page::questions,
};
use crate::{
    domain::CancelReason,
    types::{Language, Price, Timestamp, ZoneName},
};

/// One of the [texts](crate::texts), on a page as it is: none has anything to escape, which is
/// checked when they are compiled. Maud looks at every byte of what it escapes.
pub(super) struct Plain(pub &'static str);

impl Render for Plain {
    fn render_to(&self, page: &mut String) {
        page.push_str(self.0);
    }
}

/// A price with its currency, such as `€49.50`.
pub(super) fn price_text(context: &PageContext<'_>, price: Price) -> String {
    context.language.amount(price, context.currency)
}

/// A price, to be read at a glance.
pub(super) fn price(context: &PageContext<'_>, price: Price) -> Markup {
    html! {
        data .price value=(price.decimal(context.currency)) { (price_text(context, price)) }
    }
}

/// That so much of a price is the site's fee, if any of it is.
pub(super) fn of_which_fee(context: &PageContext<'_>, fee: Option<Price>) -> String {
    fee.map(|fee| context.language.of_which_fee(&price_text(context, fee))).unwrap_or_default()
}

/// A ticket's or an order's status by word and shape.
pub(super) fn status_badge(context: &PageContext<'_>, status: &'static str) -> Markup {
    let t = context.language;
    let word = match status {
        "available" => t.status_available(),
        "reserved" => t.status_reserved(),
        "selling" => t.status_selling(),
        "sold" => t.status_sold(),
        "withdrawn" => t.status_withdrawn(),
        "created" => t.status_created(),
        "awaiting_payment" => t.status_awaiting_payment(),
        "completed" => t.status_completed(),
        "cancelled" => t.status_cancelled(),
        other => other,
    };
    badge(status, word)
}

/// Where an order stands. To refund is to cancel what was paid, and said as what it is to people.
pub(super) fn order_badge(context: &PageContext<'_>, order: &OrderLine) -> Markup {
    let t = context.language;
    match (order.status, order.reason) {
        ("cancelled", Some(CancelReason::Refunded)) => badge("cancelled", t.fact_refunded()),
        // It waits for its buyer, and nothing turns.
        ("awaiting_payment", _) if !order.is_settling => status_badge(context, "created"),
        (status, _) => status_badge(context, status),
    }
}

pub(super) fn badge(status: &str, word: &str) -> Markup {
    html! { span class={ "badge " (status) } { (word) } }
}

/// When an event starts, by the clocks where it is.
pub(super) fn event_date(context: &PageContext<'_>, event: &EventLine) -> Markup {
    html! {
        time datetime=(event.starts_at.rfc3339()) {
            (context.language.date_and_time(event.starts_at, &event.zone))
        }
    }
}

/// Where an event is.
pub(super) fn place(event: &EventLine) -> Markup {
    html! { (event.venue) ", " (event.city) }
}

/// An event's picture, beside which its name stands: so its poster says nothing more. One that is far
/// down loads when it is near.
pub(super) fn poster_img(event: &EventLine, is_far_down: bool) -> Markup {
    let alt = if event.uploaded.is_some() { &*event.name } else { "" };
    html! {
        img .poster src=(event.picture()) alt=(alt) width="360" height="200" decoding="async"
            loading=[is_far_down.then_some("lazy")];
    }
}

/// When and where an event is, as on the ticket itself.
pub(super) fn event_facts(context: &PageContext<'_>, event: &EventLine) -> Markup {
    let t = context.language;
    html! {
        dl .facts {
            (fact(t.when(), event_times(context, event.starts_at, event.ends_at, &event.zone)))
            (fact(t.place(), place(event)))
        }
    }
}

/// From when on and, if that is known, until when something lasts, by the clocks where it is.
pub(super) fn event_times(
    context: &PageContext<'_>,
    starts_at: Timestamp,
    ends_at: Option<Timestamp>,
    zone: &ZoneName,
) -> Markup {
    let t = context.language;
    html! {
        time datetime=(starts_at.rfc3339()) { (t.date_and_time(starts_at, zone)) }
        @if let Some(ends_at) = ends_at {
            " – "
            time datetime=(ends_at.rfc3339()) { (t.date_and_time(ends_at, zone)) }
        }
        " " span .muted { (zone) }
    }
}

/// A fact in a list of such.
pub(super) fn fact(name: &str, what: impl Render) -> Markup {
    html! { div { dt { (name) } dd { (what) } } }
}

/// Lines below each other.
pub(super) fn lines(lines: &[TypedText]) -> Markup {
    html! {
        @for (n, line) in lines.iter().enumerate() {
            @if n > 0 { br; }
            (line)
        }
    }
}

/// Where there is nothing to list: what would be, and what to do about it.
pub(super) fn empty(title: &str, text: &str, remedy: Option<(&str, &str)>) -> Markup {
    html! {
        div .empty {
            h2 { (title) }
            p { (text) }
            @if let Some((path, name)) = remedy { p { a .button .primary href=(path) { (name) } } }
        }
    }
}

/// A deadline as a time, with its day if that is not today; the script shows it by the reader's own
/// clock.
pub(super) fn deadline(context: &PageContext<'_>, at: Timestamp) -> Markup {
    let shown = context.language.deadline(at, context.now, context.zone);
    html! { time datetime=(at.rfc3339()) data-deadline { (shown) } }
}

/// A moment that has passed, in full.
pub(super) fn moment(context: &PageContext<'_>, at: Timestamp) -> Markup {
    html! {
        time datetime=(at.rfc3339()) { (context.language.exact_moment(at, context.zone)) }
    }
}

/// A ticket's status in a row, with its deadline while it is reserved. While its money is being
/// captured no deadline ends that, so none is shown.
pub(super) fn row_state(context: &PageContext<'_>, status: StatusView) -> Markup {
    html! {
        p .row-state {
            (status_badge(context, status.word))
            @if let (Some(at), "reserved") = (status.expires_at, status.word) {
                (row_deadline(context, at))
            }
        }
    }
}

/// The deadline of what a row shows.
pub(super) fn row_deadline(context: &PageContext<'_>, at: Timestamp) -> Markup {
    html! { span { (context.language.until()) (deadline(context, at)) " " (countdown()) } }
}

/// A ticket in a list, with what it costs whoever looks, and what else is to be said of it.
pub(super) fn ticket_row(
    context: &PageContext<'_>,
    listing: &Listing,
    shown: Price,
    more: &Markup,
) -> Markup {
    html! {
        li .row
            data-ticket-id=(listing.id)
            data-ticket-status=(listing.status.word)
            data-expires-at=[listing.status.expires_at.map(|at| at.rfc3339())]
        {
            div {
                a .row-link href={ "/tickets/" (listing.id) } { (listing.title) }
                (place_line(listing.place.as_ref()))
                @if listing.is_disputed { p .row-state data-seat-disputed { (context.language.seat_disputed()) } }
                (more)
            }
            (price(context, shown))
        }
    }
}

/// Where in the venue something listed is, in one line.
pub(super) fn place_line(place: Option<&String>) -> Markup {
    html! { @if let Some(place) = place { p .muted { (place) } } }
}

/// That others offer the same seat, and what that means for who would buy or sells it.
pub(super) fn seat_disputed(context: &PageContext<'_>, is_seller: bool) -> Markup {
    let t = context.language;
    html! {
        p .notice role="note" data-seat-disputed {
            (t.seat_disputed()) " "
            (if is_seller { t.seat_disputed_for_seller() } else { t.seat_disputed_for_buyer() })
        }
        (questions(context))
    }
}

/// A deadline large enough to be watched.
pub(super) fn watched_deadline(
    context: &PageContext<'_>,
    until: &'static str,
    at: Option<Timestamp>,
) -> Markup {
    html! {
        @if let Some(at) = at {
            p .until { (Plain(until)) " " strong { (deadline(context, at)) } " " (countdown()) }
        }
    }
}

/// Where the script lets the time left tick; the deadline itself stands beside it in words.
pub(super) fn countdown() -> Markup {
    html! { span .countdown role="timer" data-countdown hidden {} }
}

/// Has the page show what this stream tells. One of a list is to be loaded anew when more tickets
/// than these have been listed, and its path is followed by the tickets that the page shows.
pub(super) fn live(context: &PageContext<'_>, path: &str, listed: Option<usize>) -> Markup {
    let script = Plain(live_script_path(context.language));
    html! { script src=(script) data-live=(path) data-listed=[listed] defer {} }
}

/// A message that must not be missed, such as a refusal: whoever has sent a form begins there.
pub(super) fn alert(message: Option<&str>) -> Markup {
    html! {
        @if let Some(message) = message {
            p .alert role="alert" tabindex="-1" autofocus { (message) }
        }
    }
}

/// What is wrong, in the order of the form.
fn in_order(errors: &FieldErrors) -> Vec<(&'static str, &str)> {
    let mut listed: Vec<_> = errors.iter().map(|(name, message)| (*name, &**message)).collect();
    listed.sort_by_key(|(name, _)| {
        FIELDS.iter().position(|(field, _)| field == name).unwrap_or(usize::MAX)
    });
    listed
}

/// Whether a field is the first of its form that is wrong: it gets the focus, and is seen.
pub(super) fn is_first_wrong(errors: &FieldErrors, name: &str) -> bool {
    in_order(errors).first().is_some_and(|(first, _)| *first == name)
}

/// All that is wrong with a form, in its order, each message leading to its field.
pub(super) fn error_summary(context: &PageContext<'_>, errors: &FieldErrors) -> Markup {
    html! {
        @if !errors.is_empty() {
            div .alert role="alert" {
                p { strong { (context.language.look_again()) } }
                ul {
                    @for (name, message) in in_order(errors) {
                        li { a href={ "#" (name) } { (label(context.language, name)) (context.language.colon()) (message) } }
                    }
                }
            }
        }
    }
}

/// What is said of something, in the reader's language.
pub(super) type Said = fn(Language) -> &'static str;

/// What a field is called.
fn label(t: Language, name: &'static str) -> &'static str {
    FIELDS.iter().find(|(field, _)| *field == name).map_or(name, |(_, label)| label(t))
}

/// What fields are called, in the order in which forms have them.
const FIELDS: &[(&str, Said)] = &[
    ("event_id", Language::field_event),
    ("event_name", Language::field_event_name),
    ("venue", Language::field_venue),
    ("city", Language::field_city),
    ("category", Language::category),
    ("starts_at", Language::field_starts_at),
    ("ends_at", Language::field_ends_at),
    ("time_zone", Language::field_time_zone),
    ("refund_until", Language::field_refund_until),
    ("title", Language::field_title),
    ("price", Language::field_price),
    ("section", Language::field_section),
    ("row", Language::field_row),
    ("seat", Language::field_seat),
    ("quantity", Language::field_quantity),
    ("face_value", Language::field_face_value),
    ("notes", Language::field_notes),
    ("handover", Language::field_handover),
    ("file_by", Language::field_file_by),
    ("text", Language::field_message),
    ("problem", Language::field_problem),
    ("file", Language::field_file),
    ("picture", Language::event_picture),
    ("card_number", Language::field_card_number),
    ("card_expiry", Language::field_card_expiry),
    ("card_cvc", Language::field_card_cvc),
    ("name", Language::field_token_name),
    ("scopes", Language::field_token_scopes),
    ("days", Language::field_token_days),
    ("url", Language::webhook_url),
    ("types", Language::webhook_types),
    ("email", Language::field_email),
    ("holder", Language::money_holder),
    ("iban", Language::money_iban),
    ("old_password", Language::field_old_password),
    ("password", Language::field_password),
    ("terms", Language::terms),
    ("code", Language::field_code),
    ("recovery_code", Language::field_recovery_code),
    ("passkey", Language::field_passkey),
    ("reason", Language::change_why),
    ("confirm", Language::cancel_event_tick),
];

/// One line of a form. What is empty is left out.
#[derive(Default)]
pub(super) struct Field<'a> {
    pub name: &'static str,
    pub label: &'a str,
    /// The input's type; text if empty.
    pub kind: &'static str,
    pub value: &'a str,
    pub hint: &'a str,
    pub autocomplete: Option<&'static str>,
    pub inputmode: Option<&'static str>,
    /// The id of a list of suggestions.
    pub list: Option<&'static str>,
    pub minlength: Option<usize>,
    pub maxlength: Option<usize>,
    /// What it must look like to be sent at all, and what is said of what does not: so it is not
    /// lost on the way.
    pub pattern: Option<(&'static str, &'static str)>,
    pub required: bool,
    pub short: bool,
}

impl<'a> Field<'a> {
    /// A field that is called what it is called everywhere, and holds this.
    pub fn new(t: Language, name: &'static str, value: &'a str) -> Self {
        Field { name, label: label(t, name), value, ..Field::default() }
    }

    /// The same for a number with decimals.
    pub fn decimal(t: Language, name: &'static str, value: &'a str) -> Self {
        let (inputmode, autocomplete) = (Some("decimal"), Some("off"));
        Field { inputmode, autocomplete, ..Field::new(t, name, value) }
    }

    /// Whether words are typed into it, in whatever direction they are written.
    fn is_words(&self) -> bool {
        self.kind.is_empty() && self.inputmode.is_none()
    }

    /// The field with what is wrong with it, if something is.
    pub fn render(&self, errors: &FieldErrors) -> Markup {
        let error = errors.get(self.name).map(String::as_str);
        html! {
            div .field .short[self.short] {
                label for=(self.name) { (self.label) }
                (hint(self.name, self.hint))
                input #(self.name) name=(self.name)
                    type=(if self.kind.is_empty() { "text" } else { self.kind })
                    value=[(self.kind != "password").then_some(self.value)]
                    dir=[self.is_words().then_some("auto")]
                    autocomplete=[self.autocomplete]
                    inputmode=[self.inputmode]
                    list=[self.list]
                    minlength=[self.minlength]
                    maxlength=[self.maxlength]
                    pattern=[self.pattern.map(|(pattern, _)| pattern)]
                    title=[self.pattern.map(|(_, advice)| advice)]
                    required[self.required]
                    autofocus[is_first_wrong(errors, self.name)]
                    aria-invalid=[error.map(|_| "true")]
                    aria-describedby=[described_by(self.name, self.hint, error)];
                (field_error(self.name, error))
            }
        }
    }
}

/// The hint above a field.
pub(super) fn hint(name: &str, hint: &str) -> Markup {
    html! {
        @if !hint.is_empty() {
            p .hint id={ (name) "-hint" } { (hint) }
        }
    }
}

/// What is wrong with a field, below it.
pub(super) fn field_error(name: &str, error: Option<&str>) -> Markup {
    html! {
        @if let Some(error) = error {
            p .field-error id={ (name) "-error" } { (error) }
        }
    }
}

/// The `aria-describedby` of a field with such a hint and error.
pub(super) fn described_by(name: &str, hint: &str, error: Option<&str>) -> Option<String> {
    match (hint.is_empty(), error) {
        (true, None) => None,
        (true, Some(_)) => Some(format!("{name}-error")),
        (false, None) => Some(format!("{name}-hint")),
        (false, Some(_)) => Some(format!("{name}-error {name}-hint")),
    }
}

/// A button that asks first, without a script: it unfolds, and the button inside does it.
pub(super) fn ask_first(summary: &str, question: &str, action: &str, button: &str) -> Markup {
    html! {
        details .ask {
            summary { (summary) }
            form method="post" action=(action) {
                p { (question) }
                button .danger type="submit" { (button) }
            }
        }
    }
}

/// Links to the neighbouring parts of a list at `path`, which may have a query, if it has any.
///
/// A link says from where it turns the page, since lists change meanwhile.
pub(super) fn paging(context: &PageContext<'_>, path: &str, paging: &Paging) -> Markup {
    let (t, page, pages) = (context.language, paging.page, paging.pages);
    let link = |page: usize, turn: &str, from: &Option<String>| {
        let from = from.as_ref().map(|from| format!("&{turn}={}", query_value(from)));
        format!("{path}{}page={page}{}", mark(path), from.unwrap_or_default())
    };
    let previous = (page > 1).then(|| link(page - 1, "before", &paging.first));
    let next = (page < pages).then(|| link(page + 1, "after", &paging.last));
    turns(t, previous, Some(t.page_of(page, pages)), next)
}

/// The same of a list of which nobody counts how much it has.
pub(super) fn turning(context: &PageContext<'_>, path: &str, turning: &Turning) -> Markup {
    let link = |turn: &str, from: &Option<String>| {
        let from = query_value(from.as_ref()?);
        Some(format!("{path}{}{turn}={from}", mark(path)))
    };
    let (previous, next) = (link("before", &turning.before), link("after", &turning.after));
    turns(context.language, previous, None, next)
}

/// What stands between a path, which may have a query, and more of that.
fn mark(path: &str) -> char {
    if path.contains('?') { '&' } else { '?' }
}

fn turns(
    t: Language,
    previous: Option<String>,
    here: Option<String>,
    next: Option<String>,
) -> Markup {
    html! {
        @if previous.is_some() || next.is_some() {
            nav .paging aria-label=(t.pages()) {
                @if let Some(previous) = previous {
                    a .button rel="prev" href=(previous) { (t.previous_page()) }
                } @else {
                    span {}
                }
                span { @if let Some(here) = here { (here) } }
                @if let Some(next) = next {
                    a .button rel="next" href=(next) { (t.next_page()) }
                } @else {
                    span {}
                }
            }
        }
    }
}

/// What is encoded in a query's value: all but RFC 3986's unreserved characters and `/`.
const RESERVED: AsciiSet =
    NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// Text for a query's value.
pub(super) fn query_value(text: &str) -> String {
    utf8_percent_encode(text, &RESERVED).to_string()
}
