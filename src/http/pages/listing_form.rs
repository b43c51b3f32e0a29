//! What the forms for a listing say of the ticket.

use crate::{
    domain::{Details, rules::prices::PriceRefusal},
    http::{Edge, form::Form},
    texts::Tell,
    types::{
        Currency, Language, Notes, Percent, Price, PriceError, Quantity, Seat, SeatRow, Section,
        parse_seats,
    },
    usecases::selling::{PriceBound, check_price},
    views::{DetailsForm, FieldErrors},
};

/// What is wrong with a form, in the language of who typed it.
pub(super) struct Mistakes {
    pub language: Language,
    pub by_field: FieldErrors,
}

impl Mistakes {
    /// None yet.
    pub(super) fn told_in(language: Language) -> Self {
        Self { language, by_field: FieldErrors::new() }
    }

    /// What was read of a field; else its message is here.
    pub(super) fn read<T>(
        &mut self,
        name: &'static str,
        parsed: Result<T, impl Tell>,
    ) -> Option<T> {
        parsed.map_err(|error| self.add(name, error.tell(self.language))).ok()
    }

    pub(super) fn add(&mut self, name: &'static str, message: impl Into<String>) {
        self.by_field.insert(name, message.into());
    }
}

/// A price as it was typed in this language.
fn typed_price(t: Language, typed: &str, currency: Currency) -> Result<Price, PriceError> {
    Price::parse(&t.typed_number(typed), currency)
}

/// The price that was typed, if what its buyer pays can be paid here.
pub(super) fn price(edge: &Edge, form: &Form, mistakes: &mut Mistakes) -> Option<Price> {
    let typed = typed_price(mistakes.language, form.get("price"), edge.config.site.currency);
    let price = mistakes.read("price", typed)?;
    match check_price(&edge.market, &edge.checkout, price) {
        Ok(()) => Some(price),
        Err(bound) => {
            out_of_bounds(edge, bound, mistakes);
            None
        }
    }
}

/// Says at its field why nobody could pay a price, and which they could.
pub(super) fn out_of_bounds(edge: &Edge, bound: PriceBound, mistakes: &mut Mistakes) {
    let (t, currency) = (mistakes.language, edge.config.site.currency);
    match bound {
        PriceBound::TooHigh(highest) => {
            let percent = t.number(edge.fee().percent().to_string());
            mistakes.add("price", t.price_at_most_with_fee(&percent, &t.amount(highest, currency)));
        }
        PriceBound::TooLow(lowest) => {
            mistakes.add("price", t.price_at_least(&t.amount(lowest, currency)));
        }
    }
}

/// What is said of a ticket beside its title and price, and what was said `before` where a field
/// was not sent.
pub(super) fn details(
    form: &Form,
    currency: Currency,
    before: &Details,
    mistakes: &mut Mistakes,
) -> Details {
    let mut details = alike(form, currency, before, mistakes);
    details.seat = said(form, mistakes, "seat", &before.seat, Seat::parse);
    details
}

/// The same for tickets that one form lists, less their seats.
pub(super) fn alike(
    form: &Form,
    currency: Currency,
    before: &Details,
    mistakes: &mut Mistakes,
) -> Details {
    let t = mistakes.language;
    let face_value = |typed: &str| typed_price(t, typed, currency);
    Details {
        section: said(form, mistakes, "section", &before.section, Section::parse),
        row: said(form, mistakes, "row", &before.row, SeatRow::parse),
        seat: None,
        face_value: said(form, mistakes, "face_value", &before.face_value, face_value),
        notes: said(form, mistakes, "notes", &before.notes, Notes::parse),
    }
}

/// The seats of the tickets to list, one for each.
pub(super) fn seats(form: &Form, mistakes: &mut Mistakes) -> Option<Vec<Option<Seat>>> {
    let quantity = mistakes.read("quantity", Quantity::parse(form.get("quantity")))?;
    mistakes.read("seat", parse_seats(form.get("seat"), quantity))
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

fn said<T: Clone, E: Tell>(
    form: &Form,
    mistakes: &mut Mistakes,
    name: &'static str,
    before: &Option<T>,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Option<T> {
    match form.sent(name) {
        None => before.clone(),
        Some(typed) if typed.trim().is_empty() => None,
        Some(typed) => mistakes.read(name, parse(typed)),
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
pub(super) fn shown(edge: &Edge, t: Language, details: &Details) -> DetailsForm {
    let currency = edge.config.site.currency;
    let text = |said: Option<String>| said.unwrap_or_default();
    DetailsForm {
        section: text(details.section.as_ref().map(ToString::to_string)),
        row: text(details.row.as_ref().map(ToString::to_string)),
        seat: text(details.seat.as_ref().map(ToString::to_string)),
        face_value: text(details.face_value.map(|price| t.decimal(price, currency))),
        notes: text(details.notes.as_ref().map(ToString::to_string)),
        max_markup: edge.market.settings().prices.max_markup,
    }
}

/// Says at its field why a ticket may not cost so much, and what it may.
pub(super) fn refuse_price(edge: &Edge, refusal: PriceRefusal, mistakes: &mut Mistakes) {
    let (t, currency) = (mistakes.language, edge.config.site.currency);
    let cap = match edge.market.settings().prices.max_markup {
        None | Some(Percent::ZERO) => t.cap_face_value().into(),
        Some(percent) => t.cap_above_face_value(&t.number(percent.to_string())),
    };
    match refusal {
        PriceRefusal::TooHigh => mistakes.add("price", t.ask_for_less()),
        PriceRefusal::NoFaceValue => mistakes.add("face_value", t.face_value_needed(&cap)),
        PriceRefusal::OverCap(highest) => {
            mistakes.add("price", t.price_over(&t.amount(highest, currency), &cap));
        }
    }
}
