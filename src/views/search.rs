use maud::{Markup, html};

use super::{
    Home, PageContext, SearchForm, TypedText,
    parts::{Field, described_by, field_error, query_value},
};
use crate::types::{Category, City, Language, name_key};

/// The fields of a search that are used, as its address has them, but for the page.
pub(super) fn fields(search: &SearchForm) -> impl Iterator<Item = (&'static str, &str)> {
    // What is so anyway need not be said.
    let sort = if search.sort == "soonest" { "" } else { search.sort };
    search.filters().into_iter().chain([("sort", sort)]).filter(|(_, value)| !value.is_empty())
}

/// Whether anything is left out.
pub(super) fn is_filtered(search: &SearchForm) -> bool {
    search.filters().iter().any(|(_, value)| !value.is_empty())
}

/// Whether what is left out are prices.
pub(super) fn is_priced(search: &SearchForm) -> bool {
    !search.min_price.is_empty() || !search.max_price.is_empty()
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
    let is_open = has_more(search) || !search.errors.is_empty();
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
                    (category(t, search))
                    (day("from", t.search_from(), &search.from))
                    (day("to", t.search_to(), &search.to))
                    (price("min_price", &t.price_from(currency), &search.min_price))
                    (price("max_price", &t.price_to(currency), &search.max_price))
                    (order(t, search))
                }
            }
        }
    }
}

/// Whether more is looked for than the line of words and the quick filters show.
fn has_more(search: &SearchForm) -> bool {
    let quick = &search.quick;
    let days = (&search.from, &search.to);
    let is_quick_day =
        days == (&quick.today, &quick.today) || days == (&quick.weekend.0, &quick.weekend.1);
    fields(search).any(|(name, value)| match name {
        "q" | "category" => false,
        "city" => !quick.cities.iter().any(|city| is_city(city, value)),
        "from" | "to" => !is_quick_day,
        _ => true,
    })
}

fn is_city(city: &City, typed: &str) -> bool {
    name_key(city.as_str()) == name_key(typed)
}

/// What is looked for by a single press, and by another is not any more.
pub(super) fn quick_filters(context: &PageContext<'_>, search: &SearchForm) -> Markup {
    let (t, quick) = (context.language, &search.quick);
    let days = |from: &str, to: &str| {
        let is_on = search.from == from && search.to == to;
        let (from, to) = if is_on { ("", "") } else { (from, to) };
        (is_on, SearchForm { from: from.into(), to: to.into(), ..search.clone() })
    };
    let city = |city: &City| {
        let is_on = is_city(city, &search.city);
        let city = if is_on { String::new() } else { city.to_string() };
        (is_on, SearchForm { city, ..search.clone() })
    };
    let category = |category: &Category| {
        let is_on = search.category == category.tag();
        let category = if is_on { String::new() } else { category.tag().into() };
        (is_on, SearchForm { category, ..search.clone() })
    };
    let chip = |name: Markup, (is_on, other): (bool, SearchForm)| {
        html! {
            li {
                a href=(search_path(context, &other)) aria-current=[is_on.then_some("true")] {
                    (name)
                    @if is_on { span .unseen { (t.press_to_undo()) } }
                }
            }
        }
    };
    html! {
        nav .chips aria-label=(t.quick_filters()) {
            ul {
                (chip(html! { (t.today()) }, days(&quick.today, &quick.today)))
                (chip(html! { (t.this_weekend()) }, days(&quick.weekend.0, &quick.weekend.1)))
                @for kind in &quick.categories { (chip(html! { (kind.name(t)) }, category(kind))) }
                @for place in &quick.cities {
                    (chip(html! { (TypedText::from(place)) }, city(place)))
                }
            }
        }
    }
}

fn category(t: Language, search: &SearchForm) -> Markup {
    let error = search.errors.get("category").map(String::as_str);
    html! {
        div .field {
            label for="category" { (t.category()) }
            select #category name="category" aria-describedby=[described_by("category", "", error)] {
                option value="" { (t.all_categories()) }
                @for category in Category::ALL {
                    option value=(category.tag()) selected[category.tag() == search.category] {
                        (category.name(t))
                    }
                }
            }
            (field_error("category", error))
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
        "category" => {
            let name = Category::of_tag(&search.category).map_or("", |category| category.name(t));
            (t.any_category(name), t.all_of_category(name))
        }
        "from" => (t.also_before(from), t.all_from(from)),
        "to" => (t.also_after(to), t.all_until(to)),
        "min_price" => (t.also_below(min), t.all_for_at_least(min)),
        _ => (t.also_above(max), t.all_for_at_most(max)),
    }
}
