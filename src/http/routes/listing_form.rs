//! What the forms for a listing say of the ticket.

use std::fmt::Display;

use crate::{
    actors::ticket::PriceRefusal,
    config::Provider,
    domain::Details,
    gateway::stripe::least,
    http::{Edge, form::Form},
    types::{Currency, Notes, Percent, Price, Quantity, Seat, SeatRow, Section, parse_seats},
    views::{DetailsForm, FieldErrors},
};

/// What was read of a field, or its message among the errors.
pub(super) fn field<T, E: Display>(
    errors: &mut FieldErrors,
    name: &'static str,
    parsed: Result<T, E>,
) -> Option<T> {
    parsed.map_err(|error| errors.insert(name, error.to_string())).ok()
}

/// The price that was typed, if what its buyer pays can be paid here.
pub(super) fn price(edge: &Edge, form: &Form) -> Result<Price, String> {
    let (currency, fee) = (edge.config.site.currency, edge.fee());
    let written = |price: Price| format!("{} {currency}", price.decimal(currency));
    let price = Price::parse(form.get("price"), currency).map_err(|error| error.to_string())?;
    let total = fee.total(price).map_err(|_| {
        let (percent, highest) = (fee.percent(), written(fee.highest()));
        format!("With the fee of {percent} % this is more than can be charged: at most {highest}.")
    })?;
    let least = match edge.config.payments.provider {
        Provider::Sandbox => None,
        Provider::Stripe => least(currency),
    };
    match least.filter(|least| total < *least) {
        None => Ok(price),
        Some(least) => {
            let lowest = written(fee.lowest(least));
            Err(format!("The price must be at least {lowest}: less cannot be paid here."))
        }
    }
}

/// What is said of a ticket beside its title and price, and what was said `before` where a field
/// was not sent.
pub(super) fn details(
    form: &Form,
    currency: Currency,
    before: &Details,
    errors: &mut FieldErrors,
) -> Details {
    let mut details = alike(form, currency, before, errors);
    details.seat = said(form, errors, "seat", &before.seat, Seat::parse);
    details
}

/// The same for tickets that one form lists, less their seats.
pub(super) fn alike(
    form: &Form,
    currency: Currency,
    before: &Details,
    errors: &mut FieldErrors,
) -> Details {
    let face_value = |typed: &str| Price::parse(typed, currency);
    Details {
        section: said(form, errors, "section", &before.section, Section::parse),
        row: said(form, errors, "row", &before.row, SeatRow::parse),
        seat: None,
        face_value: said(form, errors, "face_value", &before.face_value, face_value),
        notes: said(form, errors, "notes", &before.notes, Notes::parse),
    }
}

/// The seats of the tickets to list, one for each.
pub(super) fn seats(form: &Form, errors: &mut FieldErrors) -> Option<Vec<Option<Seat>>> {
    let quantity = field(errors, "quantity", Quantity::parse(form.get("quantity")))?;
    field(errors, "seat", parse_seats(form.get("seat"), quantity))
}

/// All that the sell form says of a ticket and its event: what differs in it is another ticket.
pub(super) fn said_in_all(form: &Form) -> String {
    let event = ["event_id", "event_name", "venue", "city", "starts_at", "time_zone"];
    let ticket = ["title", "price", "section", "row", "seat", "face_value", "notes"];
    event.iter().chain(&ticket).flat_map(|name| [form.get(name), "\0"]).collect()
}

/// Whether a form says anything that [`details`] reads.
pub(super) fn has_details(form: &Form) -> bool {
    ["section", "row", "seat", "face_value", "notes"].iter().any(|name| form.sent(name).is_some())
}

fn said<T: Clone, E: Display>(
    form: &Form,
    errors: &mut FieldErrors,
    name: &'static str,
    before: &Option<T>,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Option<T> {
    match form.sent(name) {
        None => before.clone(),
        Some(typed) if typed.trim().is_empty() => None,
        Some(typed) => field(errors, name, parse(typed)),
    }
}

/// What the form showed as `before`, with what was typed over it.
pub(super) fn typed(form: &Form, before: DetailsForm) -> DetailsForm {
    let typed = |name, before| form.sent(name).map_or(before, str::to_owned);
    DetailsForm {
        section: typed("section", before.section),
        row: typed("row", before.row),
        seat: typed("seat", before.seat),
        face_value: typed("face_value", before.face_value),
        notes: typed("notes", before.notes),
        max_markup: before.max_markup,
    }
}

/// The form as it shows what is said of a ticket.
pub(super) fn shown(edge: &Edge, details: &Details) -> DetailsForm {
    let currency = edge.config.site.currency;
    let text = |said: Option<String>| said.unwrap_or_default();
    DetailsForm {
        section: text(details.section.as_ref().map(ToString::to_string)),
        row: text(details.row.as_ref().map(ToString::to_string)),
        seat: text(details.seat.as_ref().map(ToString::to_string)),
        face_value: text(details.face_value.map(|price| price.decimal(currency))),
        notes: text(details.notes.as_ref().map(ToString::to_string)),
        max_markup: edge.market.settings().prices.max_markup,
    }
}

/// Says at its field why a ticket may not cost so much, and what it may.
pub(super) fn refuse_price(edge: &Edge, refusal: PriceRefusal, errors: &mut FieldErrors) {
    let currency = edge.config.site.currency;
    let above = match edge.market.settings().prices.max_markup {
        None | Some(Percent::ZERO) => "the face value".into(),
        Some(percent) => format!("{percent} % above the face value"),
    };
    let (name, message) = match refusal {
        PriceRefusal::TooHigh => {
            ("price", "With the site’s fee this is more than can be charged. Ask for less.".into())
        }
        PriceRefusal::NoFaceValue => (
            "face_value",
            format!("Enter what is printed on the ticket: it may cost at most {above}."),
        ),
        PriceRefusal::OverCap { highest } => (
            "price",
            format!("At most {} {currency} is allowed here: {above}.", highest.decimal(currency)),
        ),
    };
    errors.insert(name, message);
}
