use maud::{Markup, html};

use super::{
    Home, SearchForm, Shell,
    parts::{Field, count, described_by, field_error, query_value},
};

/// The fields of a search as its address has them, but for the page.
fn fields(search: &SearchForm) -> [(&'static str, &str); 7] {
    [
        ("q", &search.q),
        ("city", &search.city),
        ("from", &search.from),
        ("to", &search.to),
        ("min_price", &search.min_price),
        ("max_price", &search.max_price),
        // What is so anyway need not be said.
        ("sort", if search.sort == "soonest" { "" } else { search.sort }),
    ]
}

/// Whether anything is left out.
pub(super) fn is_filtered(search: &SearchForm) -> bool {
    fields(search).iter().any(|(name, value)| *name != "sort" && !value.is_empty())
}

/// Where a search is.
pub(super) fn search_path(search: &SearchForm) -> String {
    let used = fields(search).into_iter().filter(|(_, value)| !value.is_empty());
    let pairs = used.map(|(name, value)| format!("{name}={}", query_value(value)));
    match pairs.collect::<Vec<_>>().join("&") {
        query if query.is_empty() => "/".into(),
        query => format!("/?{query}"),
    }
}

/// The form to look for tickets. What narrows it down is folded away until it is used.
pub(super) fn search_form(shell: &Shell<'_>, search: &SearchForm) -> Markup {
    let is_open = fields(search).iter().any(|(name, value)| *name != "q" && !value.is_empty())
        || !search.errors.is_empty();
    html! {
        form .search role="search" method="get" action="/" {
            label .unseen for="q" { "Event, venue or city" }
            input #q name="q" type="search" value=(search.q) placeholder="Event, venue, city"
                maxlength="100" autocomplete="off" enterkeyhint="search";
            button .primary type="submit" { "Search" }
            details open[is_open] {
                summary { "Filters and order" }
                div .pair {
                    (city(search))
                    (order(search))
                    (day("from", "From", &search.from).render(&search.errors))
                    (day("to", "To", &search.to).render(&search.errors))
                    @let label = format!("Price from ({})", shell.currency);
                    (price("min_price", &label, &search.min_price).render(&search.errors))
                    @let label = format!("Price to ({})", shell.currency);
                    (price("max_price", &label, &search.max_price).render(&search.errors))
                }
            }
        }
    }
}

fn city(search: &SearchForm) -> Markup {
    let field = Field {
        name: "city",
        label: "City",
        value: &search.city,
        autocomplete: Some("off"),
        list: Some("cities"),
        maxlength: Some(100),
        ..Field::default()
    };
    html! {
        (field.render(&search.errors))
        datalist #cities {
            @for (city, events) in search.cities.iter() {
                option value=(city) { (count(*events, "event", "events")) }
            }
        }
    }
}

fn day<'a>(name: &'static str, label: &'a str, value: &'a str) -> Field<'a> {
    Field { name, label, value, kind: "date", ..Field::default() }
}

fn price<'a>(name: &'static str, label: &'a str, value: &'a str) -> Field<'a> {
    Field {
        name,
        label,
        value,
        inputmode: Some("decimal"),
        autocomplete: Some("off"),
        ..Field::default()
    }
}

fn order(search: &SearchForm) -> Markup {
    let error = search.errors.get("sort").map(String::as_str);
    html! {
        div .field {
            label for="sort" { "Order" }
            select #sort name="sort" aria-describedby=[described_by("sort", "", error)] {
                @for (sort, name) in
                    [("soonest", "Soonest"), ("cheapest", "Cheapest"), ("newest", "Newest")]
                {
                    option value=(sort) selected[sort == search.sort] { (name) }
                }
            }
            (field_error("sort", error))
        }
    }
}

/// What to look for when nothing was found, most helpful first.
pub(super) fn nothing_found(page: &Home) -> Markup {
    let search = &page.search;
    html! {
        div .empty {
            h2 { "No ticket fits this search" }
            @if !page.without.is_empty() {
                p { "Leave out one part of it:" }
                (ways_out(&page.without, page.counted_to, |name| {
                    (search_path(&less(search, name)), in_words_without(search, name))
                }))
            } @else if !page.alone.is_empty() {
                p { "Its parts exclude each other. Look for one of them alone:" }
                (ways_out(&page.alone, page.counted_to, |name| {
                    (search_path(&alone(search, name)), in_words_alone(search, name))
                }))
            }
            p { a .button href="/" { "Show all " (count(page.on_sale, "ticket", "tickets")) } }
        }
    }
}

fn ways_out(
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
                        @if tickets >= counted_to { "at least " }
                        (count(tickets, "ticket", "tickets"))
                    }
                }
            }
        }
    }
}

fn less(search: &SearchForm, name: &str) -> SearchForm {
    let mut search = search.clone();
    if let Some(value) = search.filter_mut(name) {
        value.clear();
    }
    search
}

fn alone(search: &SearchForm, name: &str) -> SearchForm {
    SearchForm::FILTERS
        .into_iter()
        .filter(|other| *other != name)
        .fold(search.clone(), |s, other| less(&s, other))
}

fn in_words_without(search: &SearchForm, name: &str) -> String {
    match name {
        "q" => format!("Any event, not only “{}”", search.q),
        "city" => format!("Any city, not only {}", search.city),
        "from" => format!("Also before {}", search.from),
        "to" => format!("Also after {}", search.to),
        "min_price" => format!("Also below {}", search.min_price),
        _ => format!("Also above {}", search.max_price),
    }
}

fn in_words_alone(search: &SearchForm, name: &str) -> String {
    match name {
        "q" => format!("All with “{}”", search.q),
        "city" => format!("All in {}", search.city),
        "from" => format!("All from {}", search.from),
        "to" => format!("All until {}", search.to),
        "min_price" => format!("All for {} or more", search.min_price),
        _ => format!("All for {} or less", search.max_price),
    }
}
