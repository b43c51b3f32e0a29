//! From the query string of `GET /` to what is looked for, and to the form that shows it again.
//!
//! **A search.** What cannot be understood is ignored and says so at its field. A query is split
//! into words and folded; each must begin a word of the event's name, venue or city
//! ([`crate::reads::search`]). Words, cities and categories lead to events in order of their start,
//! so that what is past is not even looked at; with each event stands how many tickets are for sale
//! and what the cheapest costs (`reads/catalog/offers.rs`), so that the home page, which shows
//! events, looks at tickets only where prices are bounded. Programs are shown tickets: those of an
//! event are in order of their prices, and the cheapest and newest are picked from the keys of all
//! that was found. The catalog is held meanwhile, never while HTML is written. Each event's start is
//! compared again when a ticket is listed, held or bought: that a page was old changes nothing.

use super::form::Form;
use crate::{
    domain::SearchTopic,
    reads::catalog::{Filter, Sort},
    reads::search::{QUERY_CHARS_MAX, Query, name_keys},
    texts::Tell,
    types::{BuyerFee, Category, Currency, Day, Language, Price, SearchText, legible},
    views::{FieldErrors, PageContext, SearchForm},
};

/// What a visitor looks for. A field that cannot be understood is ignored, and says so.
pub(super) struct Search {
    pub(super) form: SearchForm,
    reader: SearchReader,
    pub(super) filter: Filter,
    pub(super) sort: Sort,
}

/// How a price is read that a visitor would pay, and what they are told of it.
#[derive(Clone, Copy)]
struct SearchReader {
    language: Language,
    currency: Currency,
    fee: BuyerFee,
}

impl Search {
    pub(super) fn read(typed: &Form, context: &PageContext<'_>) -> Self {
        let t = context.language;
        let reader = SearchReader { language: t, currency: context.currency, fee: context.fee };
        let field = |name| legible(typed.get(name), QUERY_CHARS_MAX);
        let form = SearchForm {
            q: field("q"),
            city: field("city"),
            category: field("category"),
            from: field("from"),
            to: field("to"),
            min_price: field("min_price"),
            max_price: field("max_price"),
            sort: typed_sort(&field("sort")).0,
            ..SearchForm::default()
        };
        let mut errors = FieldErrors::new();
        let filter = Filter { query: Query::parse(&form.q), ..filter(&form, reader, &mut errors) };
        let (_, sort) = typed_sort(form.sort);
        let sort_typed = field("sort");
        if !sort_typed.is_empty() && sort_typed != form.sort {
            errors.insert("sort", t.is_ignored(&sort_typed, t.soonest_first_is_shown()));
        }
        Self { form: SearchForm { errors, ..form }, reader, filter, sort }
    }

    /// What is looked for, less what was not understood.
    pub(super) fn topic(&self) -> SearchTopic {
        let SearchReader { language, currency, .. } = self.reader;
        let is_read = |name: &str| !self.form.errors.contains_key(name);
        let text = |typed: &str| SearchText::parse(typed).ok();
        let price = |name, typed: &str| {
            language.typed_price(typed, currency).ok().filter(|_| is_read(name))
        };
        let Filter { category, from, to, ref query, ref city, .. } = self.filter;
        SearchTopic {
            words: text(&self.form.q).filter(|_| !query.is_empty()),
            city: text(&self.form.city).filter(|_| city.is_some()),
            category,
            from,
            to,
            min_price: price("min_price", &self.form.min_price),
            max_price: price("max_price", &self.form.max_price),
        }
    }

    /// Each field without which `count` finds something, and how much.
    pub(super) fn without_each(
        &self,
        count: impl Fn(&Filter) -> usize,
    ) -> Vec<(&'static str, usize)> {
        self.counts(|name, field| field == name, count)
    }

    /// Each field by which alone `count` finds something, and how much.
    pub(super) fn each_alone(
        &self,
        count: impl Fn(&Filter) -> usize,
    ) -> Vec<(&'static str, usize)> {
        self.counts(|name, field| field != name, count)
    }

    fn counts(
        &self,
        is_cleared: impl Fn(&str, &str) -> bool,
        count: impl Fn(&Filter) -> usize,
    ) -> Vec<(&'static str, usize)> {
        let mut counts = vec![];
        for (name, typed) in self.form.filters() {
            if typed.is_empty() || self.form.errors.contains_key(name) {
                continue;
            }
            let form = self.form.clone().without(|field| is_cleared(name, field));
            let mut other = filter(&form, self.reader, &mut FieldErrors::new());
            if !form.q.is_empty() {
                other.query = self.filter.query.clone();
                other.with_words = self.filter.with_words.clone();
            }
            let found = count(&other);
            counts.extend((found > 0).then_some((name, found)));
        }
        counts
    }
}

fn typed_sort(word: &str) -> (&'static str, Sort) {
    match word {
        "cheapest" => ("cheapest", Sort::Cheapest),
        "newest" => ("newest", Sort::Newest),
        _ => ("soonest", Sort::Soonest),
    }
}

/// All but the words.
fn filter(form: &SearchForm, reader: SearchReader, errors: &mut FieldErrors) -> Filter {
    let t = reader.language;
    let city = name_keys(&form.city);
    if city.is_empty() && !form.city.is_empty() {
        errors.insert("city", t.is_ignored(&form.city, t.enter_a_city()));
    }
    let category = Category::of_tag(&form.category);
    if category.is_none() && !form.category.is_empty() {
        errors.insert("category", t.is_ignored(&form.category, t.not_of_the_list()));
    }
    let (min_price, max_price) = reader.asked(form, errors);
    let mut filter = Filter {
        city: Some(city).filter(|city| !city.is_empty()),
        category,
        from: reader.field("from", &form.from, Day::parse, errors),
        to: reader.field("to", &form.to, Day::parse, errors),
        min_price,
        max_price,
        ..Filter::default()
    };
    if filter.from.zip(filter.to).is_some_and(|(from, to)| to < from) {
        errors.insert("to", t.is_ignored(&form.to, t.before_the_first_day()));
        filter.to = None;
    }
    filter
}

impl SearchReader {
    /// Between what prices tickets are whose totals, which are what everyone sees, are within the
    /// bounds.
    fn asked(self, form: &SearchForm, errors: &mut FieldErrors) -> (Option<Price>, Option<Price>) {
        let t = self.language;
        let price = |typed: &str| t.typed_price(typed, self.currency);
        let least = self.field("min_price", &form.min_price, price, errors);
        let most = self.field("max_price", &form.max_price, price, errors);
        let highest = most.and_then(|most| self.fee.highest_for(most));
        let why = match (least, most) {
            (Some(least), Some(most)) if most < least => t.less_than_the_lowest(),
            (_, Some(_)) if highest.is_none() => t.no_ticket_costs_so_little(),
            _ => return (least.map(|least| self.fee.lowest_for(least)), highest),
        };
        errors.insert("max_price", t.is_ignored(&form.max_price, why));
        (least.map(|least| self.fee.lowest_for(least)), None)
    }

    fn field<T, E: Tell>(
        self,
        name: &'static str,
        typed: &str,
        parse: impl Fn(&str) -> Result<T, E>,
        errors: &mut FieldErrors,
    ) -> Option<T> {
        if typed.is_empty() {
            return None;
        }
        let t = self.language;
        // A date field does not show what is no date, so that the message does.
        let ignored = |error: E| t.is_ignored(typed, &error.tell(t));
        parse(typed).map_err(|error| errors.insert(name, ignored(error))).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        operator::Operator,
        types::{Timestamp, ZoneName},
    };

    fn read(query: &str) -> Search {
        read_in(Language::English, query)
    }

    fn read_in(language: Language, query: &str) -> Search {
        let uri = format!("/?{query}").parse::<axum::http::Uri>().unwrap();
        let (parts, ()) = axum::http::Request::get(uri).body(()).unwrap().into_parts();
        let (zone, currency) = (ZoneName::utc(), Currency::EUR);
        let operator = Operator::default();
        let context = PageContext {
            language,
            page: "/".into(),
            site_name: "Holdfast",
            operator: &operator,
            base_url: "https://tickets.example.org",
            is_indexed: true,
            currency,
            fee: BuyerFee::NONE,
            sandbox: true,
            viewer: None,
            runs_the_site: false,
            now: Timestamp::from_millis(0),
            zone: &zone,
            line: &[],
            turn_minutes: 5,
            mails: false,
            unconfirmed: false,
            terms_due: false,
            is_staff: false,
            has_passkeys: false,
            openid: None,
            provider: "",
            is_linked: false,
            has_password: true,
            has_looked: false,
            done: None,
        };
        Search::read(&Form::of_query(&parts), &context)
    }

    #[test]
    fn what_cannot_be_understood_is_ignored_and_says_so() {
        for (query, fields) in [
            ("", &[][..]),
            ("q=&city=&from=&to=&min_price=&max_price=&sort=&page=", &[]),
            ("q=%00%FF&sort=newest", &[]),
            ("from=2026-12-31&to=2026-12-31&min_price=10&max_price=10.00", &[]),
            ("category=sport", &[]),
            ("category=Sport", &["category"]),
            ("city=!!!", &[]),
            ("city=%CC%81", &["city"]),
            ("from=tomorrow", &["from"]),
            ("to=2026-02-30", &["to"]),
            ("from=2026-12-31&to=2026-12-30", &["to"]),
            ("min_price=free&max_price=1.234", &["max_price", "min_price"]),
            ("min_price=0&max_price=-5", &["max_price", "min_price"]),
            ("min_price=10&max_price=9.99", &["max_price"]),
            ("sort=random", &["sort"]),
        ] {
            let search = read(query);
            let wrong: Vec<_> = search.form.errors.keys().copied().collect();
            assert_eq!(wrong, fields, "{query}: {:?}", search.form.errors);
            let filter = search.filter;
            assert!(!fields.contains(&"from") || filter.from.is_none());
            assert!(!fields.contains(&"to") || filter.to.is_none());
            assert!(!fields.contains(&"min_price") || filter.min_price.is_none());
            assert!(!fields.contains(&"max_price") || filter.max_price.is_none());
            assert!(!fields.contains(&"city") || filter.city.is_none());
        }
    }

    #[test]
    fn prices_are_read_as_the_reader_writes_them() {
        let comma = "min_price=10,50&max_price=12,5";
        let search = read_in(Language::German, comma);
        let bounds = (Price::from_minor(1050).ok(), Price::from_minor(1250).ok());
        assert_eq!((search.filter.min_price, search.filter.max_price), bounds);
        assert_eq!(search.form.min_price, "10,50", "as it was typed");
        let point = "min_price=10.50&max_price=12.5";
        for (language, query) in
            [(Language::German, point), (Language::English, point), (Language::English, comma)]
        {
            let search = read_in(language, query);
            assert_eq!((search.filter.min_price, search.filter.max_price), bounds);
        }
        let wrong = read_in(Language::German, "min_price=1.234&from=morgen");
        let messages: Vec<_> = wrong.form.errors.values().collect();
        assert!(messages[0].contains("„morgen“ bleibt unbeachtet."), "{messages:?}");
        assert!(messages[1].contains("„1.234“ bleibt unbeachtet."), "{messages:?}");
    }

    #[test]
    fn only_what_leaves_something_out_can_be_left_out() {
        let search = read("q=paper&city=Berlin&from=x&to=2026-12-31&sort=newest");
        let has_query = |filter: &Filter| usize::from(!filter.query.is_empty());
        assert_eq!(search.without_each(has_query), [("city", 1), ("to", 1)]);
        assert_eq!(search.each_alone(has_query), [("q", 1)]);
    }

    /// Exactly the tickets whose totals are within the bounds, by asking each.
    #[test]
    fn bounds_are_of_what_one_pays() {
        let price = |minor| Price::from_minor(minor).unwrap();
        for percent in ["0", "0.01", "2.5", "7.77", "33.33", "50", "100", "1000"] {
            let fee = BuyerFee::new(percent.parse().unwrap(), Currency::EUR);
            for (least, most) in [(1, 1), (2, 3), (10, 30), (49, 50), (50, 151), (151, 1000)] {
                let form = SearchForm {
                    min_price: price(least).decimal(Currency::EUR),
                    max_price: price(most).decimal(Currency::EUR),
                    ..SearchForm::default()
                };
                let mut errors = FieldErrors::new();
                let (language, currency) = (Language::English, Currency::EUR);
                let filter = filter(&form, SearchReader { language, currency, fee }, &mut errors);
                let highest = if errors.is_empty() { most } else { u32::MAX };
                let (from, to) =
                    (filter.min_price.unwrap(), filter.max_price.unwrap_or(Price::MAX));
                for minor in 1..=1001 {
                    let total = fee.total(price(minor)).unwrap().minor();
                    let expect = (least..=highest).contains(&total);
                    let got = (from..=to).contains(&price(minor));
                    assert_eq!(got, expect, "{percent} % of {minor} in {least}..={most}");
                }
                let none_is_so_cheap = fee.total(Price::MIN).unwrap() > price(most);
                assert_eq!(errors.contains_key("max_price"), none_is_so_cheap, "{errors:?}");
            }
        }
    }
}
