//! What `GET /admin` begins with: what needs a person, and how the site has done day by day.

use maud::{Markup, html};

use super::{AdminPage, DayFigures, PageContext, parts::moment};
use crate::{
    reads::statistics::Tally,
    types::{Day, Language},
    usecases::needs::{COUNTED_MAX, Need, NeedKind},
};

/// How large a drawing is, in its own units, and what is left free above its highest bar.
const BAR: usize = 12;
const HEIGHT: u64 = 88;
const EDGE: u64 = 4;

/// What needs a person, the most urgent first.
pub(super) fn needs(context: &PageContext<'_>, page: &AdminPage) -> Markup {
    let t = context.language;
    html! {
        section .prices data-needs=(page.needs.len()) {
            h2 { (t.admin_needs()) }
            @if page.needs.is_empty() {
                p { (t.admin_needs_nothing()) }
            } @else {
                ul .rows .card { @for it in &page.needs { (need(context, it)) } }
            }
        }
    }
}

fn need(context: &PageContext<'_>, need: &Need) -> Markup {
    let t = context.language;
    let text = t.admin_need(need);
    let is_counted = matches!(need.kind, NeedKind::Payouts | NeedKind::SellersDue);
    html! {
        li .row data-need=(need.kind.word()) data-count=(need.count) {
            div {
                @match need.kind.path() {
                    Some(path) => a .row-link href=(path) { (text) },
                    None => strong { (text) },
                }
                @if is_counted && need.count == COUNTED_MAX as u64 {
                    p .muted { (t.or_more(COUNTED_MAX)) }
                }
                @if let Some(at) = need.since {
                    p .muted {
                        @match need.kind {
                            NeedKind::Evidence => (t.admin_need_until()),
                            _ => (t.admin_need_since()),
                        }
                        (moment(context, at))
                    }
                }
                @if let Some(remedy) = t.admin_need_remedy(need.kind) { p .muted { (remedy) } }
            }
        }
    }
}

/// Something that is counted, as it is shown.
struct Figure {
    word: &'static str,
    name: &'static str,
    /// What it is today.
    today: String,
    /// How that stands to the days before.
    change: Vec<String>,
    /// Of each day, as it is drawn and as it is read.
    days: Vec<(Day, u64, String)>,
    /// What the greatest is.
    most: String,
    told: String,
}

/// Tiles with today's figures, and beneath each how it was on the days before.
pub(super) fn days(context: &PageContext<'_>, page: &AdminPage) -> Markup {
    let t = context.language;
    html! {
        h2 { (t.admin_today(&t.day(context.now, context.zone))) }
        p .hint { (t.admin_since_midnight(context.zone.as_str())) }
        div .tiles {
            @for figure in figures(context, page) { (tile(t, context, &figure)) }
        }
        p { a href="/admin/days.csv" download { (t.admin_as_csv()) } }
    }
}

/// How a number is shown, and how so many tenths are.
type Shown<'a> = (&'a dyn Fn(u64) -> String, &'a dyn Fn(u64) -> String);

fn figures(context: &PageContext<'_>, page: &AdminPage) -> Vec<Figure> {
    let t = context.language;
    let amount = |minor| t.amount_of_minor(minor, context.currency);
    let count = |n: u64| n.to_string();
    // Few a day are told apart by what comes behind the point.
    let tenths = |n: u64| t.number(format!("{}.{}", n / 10, n % 10));
    let counts: Shown<'_> = (&count, &tenths);
    let whole = |n: u64| amount(n / 10);
    let of = |word, name, of: fn(&Tally) -> u64| counted(t, page, (word, name), of, counts);
    vec![
        of("listings", t.admin_listings_a_day(), |it| it.listings),
        of("sales", t.admin_sales_a_day(), |it| it.sales),
        counted(t, page, ("sold", t.admin_sold_a_day()), |it| it.sold_minor, (&amount, &whole)),
        of("sign_ups", t.admin_sign_ups_a_day(), |it| it.sign_ups),
        of("run_outs", t.admin_run_outs_a_day(), |it| it.run_outs),
        response_times(t, page),
    ]
}

fn counted(
    t: Language,
    page: &AdminPage,
    (word, name): (&'static str, &'static str),
    of: fn(&Tally) -> u64,
    (shown, shown_tenths): Shown<'_>,
) -> Figure {
    let values: Vec<u64> = page.days.iter().map(|it| of(&it.tally)).collect();
    let (today, before) = values.split_last().map_or((0, &[][..]), |(last, rest)| (*last, rest));
    let then = of(&page.until_now_yesterday);
    let change = match today.checked_sub(then) {
        Some(more) => format!("+{}", shown(more)),
        None => format!("\u{2212}{}", shown(then - today)),
    };
    let sum: u64 = before.iter().sum();
    let average = sum * 10 / (before.len() as u64).max(1);
    let most = values.iter().copied().max().unwrap_or(0);
    let drawn = page.days.iter().zip(&values);
    Figure {
        word,
        name,
        today: shown(today),
        change: vec![
            t.admin_than_yesterday(&change, &shown(then)),
            t.admin_a_day_before(&shown_tenths(average), before.len()),
        ],
        days: drawn.map(|(day, value)| (day.day, *value, shown(*value))).collect(),
        most: shown(most),
        told: t.admin_days_told(values.len(), &shown(sum + today), &shown(most)),
    }
}

/// Of these there is no sum: within how long 95 in a hundred answers came, and half of them.
fn response_times(t: Language, page: &AdminPage) -> Figure {
    let within = |it: &DayFigures, percent| it.times.within_ms(percent);
    let ms = |ms: Option<u32>| ms.map_or_else(|| "–".to_owned(), |ms| t.admin_ms(ms));
    let shown = |it: &DayFigures| match within(it, 50) {
        Some(half) => t.admin_times_of(&ms(within(it, 95)), &t.admin_ms(half), it.times.count()),
        None => "–".to_owned(),
    };
    let most = page.days.iter().filter_map(|it| within(it, 95)).max();
    let last = page.days.last();
    Figure {
        word: "response_times",
        name: t.admin_times_a_day(),
        today: ms(last.and_then(|it| within(it, 95))),
        change: last.map(shown).filter(|shown| shown != "–").into_iter().collect(),
        days: page
            .days
            .iter()
            .map(|it| (it.day, within(it, 95).unwrap_or(0).into(), shown(it)))
            .collect(),
        most: ms(most),
        told: t.admin_times_told(&ms(most)),
    }
}

fn tile(t: Language, context: &PageContext<'_>, figure: &Figure) -> Markup {
    let Figure { word, name, today, change, days, most, told } = figure;
    let greatest = days.iter().map(|(_, value, _)| *value).max().unwrap_or(0).max(1);
    let width = days.len() * BAR;
    let title = format!("{word}-title");
    let described = format!("{word}-described");
    let shown = |day: Day| t.day(day.begins(context.zone), context.zone);
    let last = days.len().saturating_sub(1);
    html! {
        section .card .tile data-figure=(word) {
            h3 { (name) }
            p .big data-today { (today) }
            @for line in change { p .muted { (line) } }
            figure .plot {
                p .muted { (most) }
                svg role="img" aria-labelledby=(title) aria-describedby=(described)
                    viewBox={ "0 0 " (width) " " (HEIGHT + EDGE) }
                {
                    title id=(title) { (name) }
                    desc id=(described) { (told) }
                    @for (n, (_, value, _)) in days.iter().enumerate() {
                        // What is not nothing is seen.
                        @let height = (value * HEIGHT / greatest).max(u64::from(*value > 0) * 2);
                        rect .so-far[n == last] x=(n * BAR + 1) y=(HEIGHT + EDGE - height)
                            width=(BAR - 2) height=(height) {}
                    }
                }
                @if let [(first, ..), .., (last, ..)] = &days[..] {
                    p .muted .days { span { (shown(*first)) } span { (shown(*last)) } }
                }
            }
            details {
                summary { (t.admin_day_by_day()) }
                table .figures {
                    caption .unseen { (name) }
                    tbody {
                        @for (day, _, text) in days.iter().rev() {
                            tr { th scope="row" { (shown(*day)) } td { (text) } }
                        }
                    }
                }
            }
        }
    }
}
