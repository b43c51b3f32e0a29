//! What was paid for an event's tickets lately, drawn.

use std::fmt::Write as _;

use maud::{Markup, html};

use super::{PageContext, PricePlot, parts::price_text};
use crate::types::Price;

/// How large the drawing is, in its own units, and what is left free at its edges.
const WIDTH: u32 = 400;
const HEIGHT: u32 = 120;
const EDGE: u32 = 6;

/// The plot: a dot for each sale, and a line for the least that was asked. What it shows is said in
/// words, too.
pub(super) fn price_plot(context: &PageContext<'_>, plot: &PricePlot) -> Markup {
    let t = context.language;
    let amount = |price| price_text(context, price);
    let (sales, median) = (plot.sales.len(), amount(plot.median));
    let told = match plot.from {
        Some(from) => t.prices_told(sales, &median, &amount(from)),
        None => t.prices_told_without(sales, &median),
    };
    let asked = plot.asked.iter().filter_map(|(_, price)| *price);
    let all = || plot.sales.iter().map(|(_, price)| *price).chain(asked.clone());
    let scale = Scale {
        lowest: all().min().unwrap_or(Price::MIN),
        highest: all().max().unwrap_or(Price::MAX),
    };
    let (lowest, highest) = (amount(scale.lowest), amount(scale.highest));
    let (first, last) = (t.day(plot.first, context.zone), t.day(plot.last, context.zone));
    let described = format!("{told} {}", t.prices_between(&lowest, &highest, &first));
    html! {
        section .prices data-sales=(sales) {
            h2 { (t.prices_paid()) }
            figure .card .plot {
                p .muted { (highest) }
                svg role="img" aria-label=(described) viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } {
                    path d=(line(&scale, &plot.asked)) {}
                    @for (at, price) in &plot.sales {
                        circle cx=(x(*at)) cy=(scale.y(*price)) r="3.5" {}
                    }
                }
                p .muted { (lowest) }
                p .muted .days {
                    span { (first) }
                    @if first != last { span { (last) } }
                }
                figcaption {
                    p { (told) }
                    p .muted .legend {
                        span { (t.prices_legend_paid()) }
                        span .least { (t.prices_legend_asked()) }
                    }
                }
            }
        }
    }
}

/// Between which prices the drawing is.
struct Scale {
    lowest: Price,
    highest: Price,
}

impl Scale {
    fn y(&self, price: Price) -> u64 {
        let height = u64::from(HEIGHT - 2 * EDGE);
        let span = u64::from(self.highest.minor() - self.lowest.minor());
        let below = u64::from(self.highest.minor().saturating_sub(price.minor()));
        let from_top = (below * height).checked_div(span).unwrap_or(height / 2);
        u64::from(EDGE) + from_top
    }
}

fn x(at: u32) -> u32 {
    EDGE + at.min(PricePlot::WHOLE) * (WIDTH - 2 * EDGE) / PricePlot::WHOLE
}

/// The line of what was asked: in steps, and broken where nothing was.
fn line(scale: &Scale, asked: &[(u32, Option<Price>)]) -> String {
    let mut path = String::new();
    let mut is_drawn = false;
    for (step, (at, price)) in asked.iter().enumerate() {
        let until = asked.get(step + 1).map_or(PricePlot::WHOLE, |(next, _)| *next);
        if let Some(price) = price {
            let (turn, y) = (if is_drawn { 'L' } else { 'M' }, scale.y(*price));
            // Writing to a string does not fail.
            let _ = write!(path, "{turn}{} {y}H{}", x(*at), x(until));
        }
        is_drawn = price.is_some();
    }
    path
}
