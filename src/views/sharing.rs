//! What a page says of itself to those who find and share it: search engines, chats, networks.
//!
//! A page that says nothing here is not to be found: whoever adds one need not think of it. What is
//! said of events is in the words of [schema.org](https://schema.org/Event), as a block of data that
//! no browser runs, which is why the content policy lets it stand.

use maud::{Markup, PreEscaped, html};
use serde_json::{Value, json};

use super::{
    EventLine, EventPage, EventState, Home, PageContext, TicketPage,
    assets::{Icon, MANIFEST_PATH, icon_path},
    search::{is_filtered, search_path},
};
use crate::types::{Colour, Language, Timestamp};

/// What a page says of itself.
pub(super) struct About {
    /// What it is called where it is one of many.
    pub title: String,
    /// Where it is, whatever else leads there.
    path: String,
    description: String,
    /// Whether search engines are to show it.
    is_indexed: bool,
    /// Where its picture is, 1200 dots by 630.
    image: String,
    data: Option<Value>,
}

/// Of the home page, or of a search.
pub(super) fn of_home(context: &PageContext<'_>, page: &Home) -> About {
    let t = context.language;
    let is_whole = !is_filtered(&page.search) && page.search.sort == "soonest";
    About {
        title: t.tickets_for_sale().to_owned(),
        path: search_path(context, &page.search),
        description: t.home_description(context.site_name),
        is_indexed: is_whole && page.paging.skipped == 0,
        image: icon_path(Icon::Card).to_owned(),
        data: None,
    }
}

/// Of an event's page.
pub(super) fn of_event(context: &PageContext<'_>, page: &EventPage) -> About {
    let (t, event) = (context.language, &page.event);
    let prices = page.prices.filter(|_| !page.started);
    let tickets = match prices {
        Some((lowest, _)) => t.tickets_from(page.available, &t.amount(lowest, context.currency)),
        None => t.no_tickets_at_the_moment().to_owned(),
    };
    let url = absolute(context, &event.path());
    let offers = prices.map(|(lowest, highest)| {
        json!({
            "@type": "AggregateOffer",
            "lowPrice": lowest.decimal(context.currency),
            "highPrice": highest.decimal(context.currency),
            "priceCurrency": context.currency.code(),
            "offerCount": page.available,
            "availability": "https://schema.org/InStock",
            "url": url,
        })
    });
    let sold_out = || json!({ "@type": "Offer", "availability": SOLD_OUT, "url": url });
    let offers = offers.or_else(|| (!page.started).then(sold_out));
    About {
        title: format!("{}, {}, {}", event.name.isolated(), event.city.isolated(), day(t, event)),
        path: event.path(),
        description: t.event_description(&when(t, event), &place(event), &tickets),
        is_indexed: !page.started && event.state != EventState::Cancelled,
        image: event.shared_picture(),
        data: Some(event_data(context, event, offers)),
    }
}

/// Of a ticket's page.
pub(super) fn of_ticket(context: &PageContext<'_>, page: &TicketPage) -> About {
    let (t, listing) = (context.language, &page.listing);
    let event = &listing.event;
    let path = format!("/tickets/{}", listing.id);
    let availability = match listing.status.word {
        "available" if !page.started => "https://schema.org/InStock",
        "reserved" | "selling" if !page.started => "https://schema.org/Reserved",
        _ => SOLD_OUT,
    };
    let amount = t.amount(listing.price, context.currency);
    let offer = json!({
        "@type": "Offer",
        "name": *listing.title,
        "price": listing.price.decimal(context.currency),
        "priceCurrency": context.currency.code(),
        "availability": availability,
        "url": absolute(context, &path),
    });
    About {
        title: format!("{} · {}", listing.title.isolated(), event.name.isolated()),
        path,
        description: t.ticket_description(&amount, &event.name, &when(t, event), &place(event)),
        is_indexed: availability != SOLD_OUT,
        image: event.shared_picture(),
        data: Some(event_data(context, event, Some(offer))),
    }
}

/// A time by the clocks where an event is.
const ISO: &str = "%Y-%m-%dT%H:%M:%S%:z";

const SOLD_OUT: &str = "https://schema.org/SoldOut";

fn event_data(context: &PageContext<'_>, event: &EventLine, offers: Option<Value>) -> Value {
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "Event",
        "name": *event.name,
        "startDate": event.starts_at.format(ISO, &event.zone),
        "eventStatus": match event.state {
            EventState::Cancelled => "https://schema.org/EventCancelled",
            EventState::Postponed { has_date: false, .. } => "https://schema.org/EventPostponed",
            _ if event.started_before.is_some() => "https://schema.org/EventRescheduled",
            EventState::Scheduled | EventState::Postponed { .. } => {
                "https://schema.org/EventScheduled"
            }
        },
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": *event.venue,
            "address": { "@type": "PostalAddress", "addressLocality": *event.city },
        },
        "image": [absolute(context, &event.shared_picture())],
        "url": absolute(context, &event.path()),
    });
    let time = |at: Timestamp| json!(at.format(ISO, &event.zone));
    let more = [
        ("offers", offers),
        ("endDate", event.ends_at.map(time)),
        ("previousStartDate", event.started_before.map(time)),
    ];
    if let Some(fields) = data.as_object_mut() {
        fields.extend(more.into_iter().filter_map(|(name, it)| Some((name.to_owned(), it?))));
    }
    data
}

fn when(t: Language, event: &EventLine) -> String {
    t.date_and_time(event.starts_at, &event.zone)
}

fn day(t: Language, event: &EventLine) -> String {
    t.day(event.starts_at, &event.zone)
}

fn place(event: &EventLine) -> String {
    format!("{}, {}", event.venue.isolated(), event.city.isolated())
}

fn absolute(context: &PageContext<'_>, path: &str) -> String {
    format!("{}{path}", context.base_url)
}

/// What stands in the head of every page, for who is not its reader.
pub(super) fn head(context: &PageContext<'_>, about: Option<&About>) -> Markup {
    let t = context.language;
    html! {
        @if !context.is_indexed || about.is_none_or(|about| !about.is_indexed) {
            meta name="robots" content="noindex";
        }
        @if let Some(about) = about {
            @let url = absolute(context, &about.path);
            meta name="description" content=(about.description);
            link rel="canonical" href=(url);
            meta property="og:title" content=(about.title);
            meta property="og:description" content=(about.description);
            meta property="og:type" content="website";
            meta property="og:url" content=(url);
            meta property="og:site_name" content=(context.site_name);
            meta property="og:locale" content=(t.locale());
            @for other in Language::ALL.into_iter().filter(|other| *other != t) {
                meta property="og:locale:alternate" content=(other.locale());
            }
            meta property="og:image" content=(absolute(context, &about.image));
            meta property="og:image:width" content="1200";
            meta property="og:image:height" content="630";
            meta property="og:image:alt" content=(about.title);
            meta name="twitter:card" content="summary_large_image";
            @if let Some(data) = &about.data {
                script type="application/ld+json" { (PreEscaped(as_block(data))) }
            }
        }
        meta name="theme-color" content="#f7f6f3" media="(prefers-color-scheme: light)";
        meta name="theme-color" content="#131618" media="(prefers-color-scheme: dark)";
        link rel="manifest" href=(MANIFEST_PATH);
        link rel="apple-touch-icon" href=(icon_path(Icon::Touch180));
    }
}

/// As text in which nothing ends the block, whatever somebody typed.
fn as_block(data: &Value) -> String {
    data.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

/// `GET /manifest.webmanifest`: how the site looks as an app on a phone.
#[must_use]
pub fn manifest(site_name: &str, theme: Colour) -> String {
    let icon = |size: u16, path: &str, purpose: &str| {
        let sizes = format!("{size}x{size}");
        json!({ "src": path, "sizes": sizes, "type": "image/png", "purpose": purpose })
    };
    json!({
        "id": "/",
        "name": site_name,
        "short_name": site_name,
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#f7f6f3",
        "theme_color": theme.to_string(),
        "icons": [
            icon(192, icon_path(Icon::Small192), "any"),
            icon(512, icon_path(Icon::Large512), "any"),
            // Filled to its edges: the same that stands on the home screens of others.
            icon(512, icon_path(Icon::Maskable512), "maskable"),
        ],
    })
    .to_string()
}
