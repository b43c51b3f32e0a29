use maud::{Markup, html};

use super::{
    Home, PageContext, SearchForm,
    parts::{Field, described_by, field_error, query_value},
};
use crate::types::Language;

/// The fields of a search that are used, as its address has them, but for the page.
fn fields(search: &SearchForm) -> impl Iterator<Item = (&'static str, &str)> {
    // What is so anyway need not be said.
    let sort = if search.sort == "soonest" { "" } else { search.sort };
    search.filters().into_iter().chain([("sort", sort)]).filter(|(_, value)| !value.is_empty())
}

/// Whether anything is left out.
pub(super) fn is_filtered(search: &SearchForm) -> bool {
    search.filters().iter().any(|(_, value)| !value.is_empty())
}

/// Where a search is. Its prices have a point there, whoever is sent the link.
pub(super) fn search_path(context: &PageContext<'_>, search: &SearchForm) -> String {
    let is_plain = |typed: &str| typed.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let price = |typed: &str| match is_plain(typed) {
        true => None,
        false => context.language.typed_price(typed, context.currency).ok(),
    };
    let pairs = fields(search).map(|(name, value)| match (name, price(value)) {
        ("min_price" | "max_price", Some(price)) => {
            format!("{name}={}", price.decimal(context.currency))
        }
        _ => format!("{name}={}", query_value(value)),
    });
    match pairs.collect::<Vec<_>>().join("&") {
        query if query.is_empty() => "/".into(),
        query => format!("/?{query}"),
    }
}

/// The form to look for tickets. What narrows it down is folded away until it is used.
pub(super) fn search_form(context: &PageContext<'_>, search: &SearchForm) -> Markup {
    let t = context.language;
    let day = |name, label, value| {
        Field { label, kind: "date", ..Field::new(t, name, value) }.render(&search.errors)
    };
    let price = |name, label: &str, value| {
        Field { label, ..Field::decimal(t, name, value) }.render(&search.errors)
    };
    let currency = context.currency.code();
    let is_open = fields(search).any(|(name, _)| name != "q") || !search.errors.is_empty();
    html! {
        form .search role="search" method="get" action="/" {
            label .unseen for="q" { (t.search_label()) }
            input #q name="q" type="search" dir="auto" value=(search.q) placeholder=(t.search_placeholder())
                maxlength="100" autocomplete="off" enterkeyhint="search";
            button .primary type="submit" { (t.search_button()) }
            details open[is_open] {
                summary { (t.filters_and_order()) }
                div .pair {
                    (city(t, search))
                    (order(t, search))
                    (day("from", t.search_from(), &search.from))
                    (day("to", t.search_to(), &search.to))
                    (price("min_price", &t.price_from(currency), &search.min_price))
                    (price("max_price", &t.price_to(currency), &search.max_price))
                }
            }
        }
    }
}

fn city(t: Language, search: &SearchForm) -> Markup {
    let field = Field {
        autocomplete: Some("off"),
        list: Some("cities"),
        maxlength: Some(100),
        ..Field::new(t, "city", &search.city)
    };
    html! {
        (field.render(&search.errors))
        datalist #cities {
            @for (city, events) in search.cities.iter() {
                option value=(city) { (t.events_found(*events)) }
            }
        }
    }
}

fn order(t: Language, search: &SearchForm) -> Markup {
    let orders = [
        ("soonest", t.order_soonest()),
        ("cheapest", t.order_cheapest()),
        ("newest", t.order_newest()),
    ];
    let error = search.errors.get("sort").map(String::as_str);
    html! {
        div .field {
            label for="sort" { (t.search_order()) }
            select #sort name="sort" aria-describedby=[described_by("sort", "", error)] {
                @for (sort, name) in orders {
                    option value=(sort) selected[sort == search.sort] { (name) }
                }
            }
            (field_error("sort", error))
        }
    }
}

/// What to look for when nothing was found, most helpful first.
pub(super) fn nothing_found(context: &PageContext<'_>, page: &Home) -> Markup {
    let (t, search) = (context.language, &page.search);
    html! {
        div .empty {
            h2 { (t.nothing_found()) }
            @if !page.without.is_empty() {
                p { (t.leave_out_one()) }
                (ways_out(t, &page.without, page.counted_to, |name| {
                    let less = search.clone().without(|of| of == name);
                    (search_path(context, &less), in_words(t, search, name).0)
                }))
            } @else if !page.alone.is_empty() {
                p { (t.look_for_one_alone()) }
                (ways_out(t, &page.alone, page.counted_to, |name| {
                    let alone = search.clone().without(|of| of != name);
                    (search_path(context, &alone), in_words(t, search, name).1)
                }))
            }
            p { a .button href="/" { (t.show_all_tickets(page.on_sale)) } }
        }
    }
}

fn ways_out(
    t: Language,
    ways: &[(&str, usize)],
    counted_to: usize,
    way: impl Fn(&str) -> (String, String),
) -> Markup {
    let mut ways = ways.to_vec();
    ways.sort_by_key(|(_, tickets)| std::cmp::Reverse(*tickets));
    html! {
        ul .links {
            @for (name, tickets) in ways {
                @let (path, words) = way(name);
                li {
                    a href=(path) { (words) }
                    " "
                    span .muted {
                        @if tickets >= counted_to { (t.at_least()) }
                        (t.tickets(tickets))
                    }
                }
            }
        }
    }
}

/// How it is said that a field is left out, and that it is left alone.
fn in_words(t: Language, search: &SearchForm, name: &str) -> (String, String) {
    let (from, to) = (&t.typed_day(&search.from), &t.typed_day(&search.to));
    let (min, max) = (&search.min_price, &search.max_price);
    match name {
        "q" => (t.any_event(&search.q), t.all_with(&search.q)),
        "city" => (t.any_city(&search.city), t.all_in(&search.city)),
        "from" => (t.also_before(from), t.all_from(from)),
        "to" => (t.also_after(to), t.all_until(to)),
        "min_price" => (t.also_below(min), t.all_for_at_least(min)),
        _ => (t.also_above(max), t.all_for_at_most(max)),
    }
}
