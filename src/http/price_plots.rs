//! The plots on events' pages: what was paid lately, and the least that was asked meanwhile.
//!
//! One rests on hundreds of records, and many look at the same event. So each is kept for a moment,
//! and until something more was sold or something else is the cheapest.

use std::{collections::HashMap, time::Duration};

use parking_lot::Mutex;

use crate::{
    domain::TicketStatus,
    reads::{
        catalog::TicketFilter,
        price_history::{self, ASKED_MAX, SALES_MAX, SALES_MIN},
        walk::Walk,
    },
    storage::{StorageError, Tables},
    types::{Day, EventId, Price, Timestamp},
    views::{PageContext, PricePlot},
};

/// How long one is shown at the most.
const KEPT: Duration = Duration::from_secs(10);

/// Of how many events one is kept.
const KEPT_MAX: usize = 256;

/// Plots that were drawn a moment ago.
#[derive(Debug, Default)]
pub(super) struct PricePlots(Mutex<HashMap<EventId, Kept>>);

#[derive(Debug)]
struct Kept {
    plot: Option<PricePlot>,
    of: Stand,
    until: Timestamp,
}

/// What one was drawn of: how many tickets were sold, and what the cheapest cost.
type Stand = (usize, Option<Price>);

impl PricePlots {
    /// What was paid for an event's tickets lately, once there are sales enough to say so.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub(super) fn of(
        &self,
        tables: &Tables,
        event: EventId,
        context: &PageContext<'_>,
    ) -> Result<Option<PricePlot>, StorageError> {
        let stand = {
            let catalog = tables.catalog();
            (catalog.counts_of(event).sold, catalog.least_price_of(event))
        };
        if stand.0 < SALES_MIN {
            return Ok(None);
        }
        if let Some(kept) = self.0.lock().get(&event)
            && kept.of == stand
            && context.now < kept.until
        {
            return Ok(kept.plot.clone());
        }
        let plot = draw(tables, event, context)?;
        let mut kept = self.0.lock();
        kept.remove(&event);
        if kept.len() >= KEPT_MAX {
            kept.retain(|_, kept| context.now < kept.until);
        }
        if kept.len() < KEPT_MAX {
            let (plot, until) = (plot.clone(), context.now + KEPT);
            kept.insert(event, Kept { plot, of: stand, until });
        }
        Ok(plot)
    }
}

/// What it looks at is bounded by [`SALES_MAX`] and [`ASKED_MAX`] records.
fn draw(
    tables: &Tables,
    event: EventId,
    context: &PageContext<'_>,
) -> Result<Option<PricePlot>, StorageError> {
    let mut tickets = tables.latest_sales(event, SALES_MAX)?;
    tickets.reverse();
    let mut sales = vec![];
    for ticket in &tickets {
        if let TicketStatus::Sold { order, at, .. } = ticket.status {
            sales
                .extend(tables.order(order)?.map(|order| (Day::of(at, context.zone), order.price)));
        }
    }
    let median = price_history::median(sales.iter().map(|(_, paid)| *paid));
    let (Some((first, _)), Some(median)) = (sales.first(), median) else { return Ok(None) };
    if sales.len() < SALES_MIN {
        return Ok(None);
    }
    let begins = first.begins(context.zone);
    let on_sale = {
        let catalog = tables.catalog();
        let cheapest =
            catalog.tickets_like(event, &TicketFilter::default(), Walk::up(None), ASKED_MAX);
        cheapest.found
    };
    for (_, id) in on_sale {
        tickets.extend(tables.ticket(id)?);
    }
    let asked = price_history::least_asked(tickets.iter().map(AsRef::as_ref), begins);
    let scale = DayScale::new(begins, context.now);
    let mut steps: Vec<(u32, Option<Price>)> = vec![];
    for (at, least) in asked {
        let day = scale.part(Day::of(at, context.zone).begins(context.zone), (0, 1));
        // Of a day, what it ends with.
        steps.pop_if(|(last, _)| *last == day);
        steps.push((day, least.map(|least| context.fee.shown(least))));
    }
    let of_day = sales.chunk_by(|(one, _), (next, _)| one == next).flat_map(|sales| {
        let among = sales.len();
        sales.iter().enumerate().map(move |(n, (day, paid))| (*day, (2 * n + 1, 2 * among), *paid))
    });
    Ok(Some(PricePlot {
        sales: of_day
            .map(|(day, within, paid)| (scale.part(day.begins(context.zone), within), paid))
            .collect(),
        asked: steps,
        median,
        from: tables.catalog().least_price_of(event).map(|least| context.fee.shown(least)),
        first: begins,
        last: context.now,
    }))
}

/// The days from one on until now, which are all as wide.
struct DayScale {
    begins: Timestamp,
    days: u64,
}

impl DayScale {
    const DAY_SECONDS: u64 = 24 * 60 * 60;

    fn new(begins: Timestamp, now: Timestamp) -> Self {
        Self { begins, days: now.since(begins).as_secs() / Self::DAY_SECONDS + 1 }
    }

    /// Where a day that begins then stands, and where within it: a part of so many.
    fn part(&self, day_begins: Timestamp, (within, of): (usize, usize)) -> u32 {
        // A day on which clocks change is an hour off.
        let hours = day_begins.since(self.begins).as_secs() / 3600;
        let day = ((hours + 12) / 24).min(self.days - 1);
        let (within, of) = (within as u64, of as u64);
        let part = u64::from(PricePlot::WHOLE) * (day * of + within) / (self.days * of);
        u32::try_from(part).unwrap_or(PricePlot::WHOLE)
    }
}
