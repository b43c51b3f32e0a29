use super::*;
use crate::views::search::search_form;

#[test]
fn a_search_is_a_form_without_a_script() {
    let html = page("home");
    let form = part(&html, r#"<form class="search""#, "</form>");
    has(form, &[r#"role="search""#, r#"method="get""#, r#"action="/""#, r#"type="submit""#]);
    for field in ["q", "city", "category", "from", "to", "min_price", "max_price", "sort"] {
        has(
            form,
            &[
                &format!(r#"name="{field}""#),
                &format!(
                    r#"label{}for="{field}""#,
                    match field {
                        "q" => " class=\"unseen\" ",
                        _ => " ",
                    }
                ),
            ],
        );
        assert_eq!(html.matches(&format!(r#" id="{field}""#)).count(), 1, "{field}");
    }
    has(
        form,
        &[r#"list="cities""#, r#"<option value="Zürich">1 event</option>"#, "<details open>"],
    );
    has(form, &[r#"<option value="soonest" selected>"#]);
    assert_eq!(form.matches(" name=\"").count(), 8, "{form}");
    let mut plain = SearchForm { q: "jazz".into(), sort: "soonest", ..SearchForm::default() };
    let is_open = |search: &SearchForm| {
        shown(false, |context| search_form(context, search)).contains("<details open>")
    };
    assert!(!is_open(&plain), "folded away until it is used");
    plain.category = "sport".into();
    plain.quick.today = "2026-12-23".into();
    (plain.from, plain.to) = (plain.quick.today.clone(), plain.quick.today.clone());
    assert!(!is_open(&plain), "the quick filters show it");
    plain.to = "2026-12-24".into();
    assert!(is_open(&plain));
    (plain.from, plain.to, plain.sort) = (String::new(), String::new(), "newest");
    assert!(is_open(&plain));
}

#[test]
fn a_quick_filter_is_a_link_that_keeps_the_rest_and_one_that_is_on_takes_it_back() {
    let quick = || part_of_quick(&SearchForm { q: "jazz".into(), ..samples::search_form("", &[]) });
    has(
        &quick(),
        &[
            r#"<a href="/?q=jazz&amp;from=2026-12-23&amp;to=2026-12-23">Today</a>"#,
            r#"<a href="/?q=jazz&amp;from=2026-12-26&amp;to=2026-12-27">This weekend</a>"#,
            r#"<a href="/?q=jazz&amp;category=comedy">Comedy</a>"#,
            r#"<a href="/?q=jazz&amp;city=Z%C3%BCrich">Zürich</a>"#,
        ],
    );
    let city = SearchForm {
        city: "zurich".into(),
        category: "music".into(),
        ..samples::search_form("", &[])
    };
    has(
        &part_of_quick(&city),
        &[
            r#"<a href="/?city=zurich" aria-current="true">Music"#,
            r#"<a href="/?category=music" aria-current="true">Zürich"#,
            r#"<a href="/?city=Berlin&amp;category=music">Berlin</a>"#,
        ],
    );
}

fn part_of_quick(search: &SearchForm) -> String {
    shown(false, |context| crate::views::search::quick_filters(context, search))
}

#[test]
fn what_is_ignored_says_so_where_it_is() {
    let html = page("home-cheapest");
    for field in ["city", "category", "from", "to", "min_price", "max_price", "sort"] {
        has(&html, &[&format!(r#"id="{field}-error""#)]);
    }
    has(&html, &["cheapest first."]);
}

#[test]
fn who_finds_nothing_is_told_what_to_leave_out() {
    let html = page("home-nothing-found");
    let rest = "from=Row%205&amp;to=Row%205&amp;min_price=Row%205&amp;max_price=Row%205";
    has(
        &html,
        &[
            "No ticket fits this search",
            &format!(r#"<a href="/?city=Row%205&amp;{rest}">Any event, not only “Row 5”</a>"#),
            "2 tickets",
            "Show all 101 tickets",
        ],
    );
    assert!(!html.contains("Any city"), "that would not help");
    has(
        &page("home-nothing-alone"),
        &["Look for one of them alone", r#"<a href="/?q=Row%205">All with “Row 5”</a>"#],
    );
}
