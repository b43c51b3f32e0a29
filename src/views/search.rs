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

/// Where a search is, less one of its fields.
pub(super) fn search_path(search: &SearchForm, less: Option<&str>) -> String {
    let used = fields(search).into_iter().filter(|(_, value)| !value.is_empty());
    let pairs = used
        .filter(|(name, _)| Some(*name) != less)
        .map(|(name, value)| format!("{name}={}", query_value(value)));
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
            input #q name="q" type="search" value=(search.q) placeholder="Event, venue or city"
                maxlength="100" autocomplete="off" enterkeyhint="search";
            button .primary type="submit" { "Search" }
            details open[is_open] {
                summary { "Filters and order" }
                div .pair {
                    (city(search))
                    (day("from", "From", &search.from).render(&search.errors))
                    (day("to", "To", &search.to).render(&search.errors))
                    @let label = format!("Lowest price ({})", shell.currency);
                    (price("min_price", &label, &search.min_price).render(&search.errors))
                    @let label = format!("Highest price ({})", shell.currency);
                    (price("max_price", &label, &search.max_price).render(&search.errors))
                    (order(search))
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

/// What to leave out when nothing was found, most helpful first.
pub(super) fn nothing_found(page: &Home) -> Markup {
    let search = &page.search;
    let mut helpful: Vec<_> = page.without.iter().filter(|(_, tickets)| *tickets > 0).collect();
    helpful.sort_by_key(|(_, tickets)| std::cmp::Reverse(*tickets));
    html! {
        div .empty {
            h2 { "No ticket fits this search" }
            @if helpful.is_empty() {
                p { "Nor would one if you left out any one part of it." }
                ul .links {
                    @for (name, _) in &page.without {
                        li { a href=(search_path(search, Some(name))) { (less(search, name)) } }
                    }
                }
            } @else {
                p { "Leave out one part of it:" }
                ul .links {
                    @for (name, tickets) in helpful {
                        li {
                            a href=(search_path(search, Some(name))) { (less(search, name)) }
                            span .muted { (count(*tickets, "ticket", "tickets")) }
                        }
                    }
                }
            }
            p { a .button href="/" { "Show all " (count(page.on_sale, "ticket", "tickets")) } }
        }
    }
}

/// A search less one of its fields, in words.
fn less(search: &SearchForm, name: &str) -> String {
    match name {
        "q" => format!("Any event, not only “{}”", search.q),
        "city" => format!("Any city, not only {}", search.city),
        "from" => format!("Also before {}", search.from),
        "to" => format!("Also after {}", search.to),
        "min_price" => format!("Also below {}", search.min_price),
        _ => format!("Also above {}", search.max_price),
    }
}
