//! What the forms for a listing say of the ticket.

use crate::{
    domain::{
        Details, Handover, SeatsGo,
        rules::{handover::by_file, prices::PriceRefusal, ticket::TicketRefusal},
    },
    http::{Edge, Form, SignedIn},
    texts::Tell,
    types::{
        Currency, Language, Notes, Percent, Price, Quantity, Seat, SeatRow, Section, TicketId,
        Timestamp, ZoneName, parse_seats,
    },
    usecases::selling::{PriceBound, check_price},
    views::{DetailsForm, EventLine, FieldErrors, NewEventForm, Proceeds},
};

/// A form for a listing as somebody has typed it, and what is wrong with it, in their language.
pub(super) struct TypedListing<'a> {
    pub edge: &'a Edge,
    pub language: Language,
    pub form: &'a Form,
    pub errors: FieldErrors,
    /// The seller's listing that is for the same seat.
    pub same_seat: Option<TicketId>,
    /// The event that was chosen or typed, once [`Self::event`] has found it.
    pub event: Option<EventLine>,
}

impl<'a> TypedListing<'a> {
    /// Nothing is wrong yet.
    pub(super) fn by(user: &'a SignedIn, form: &'a Form) -> Self {
        let (edge, language, errors) = (&user.edge, user.language(), FieldErrors::new());
        Self { edge, language, form, errors, same_seat: None, event: None }
    }

    /// What is read of a field; else what is wrong with it is noted.
    pub(super) fn read<T, E: Tell>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        parse(self.form.get(name)).map_err(|error| self.add(name, error.tell(self.language))).ok()
    }

    pub(super) fn add(&mut self, name: &'static str, message: impl Into<String>) {
        self.errors.insert(name, message.into());
    }

    fn currency(&self) -> Currency {
        self.edge.config.site.currency
    }

    /// The price that was typed, if what its buyer pays can be paid here.
    pub(super) fn price(&mut self) -> Option<Price> {
        let (t, currency) = (self.language, self.currency());
        let price = self.read("price", |typed| t.typed_price(typed, currency))?;
        let checked = check_price(&self.edge.market, &self.edge.checkout, price);
        checked.map_err(|bound| self.out_of_bounds(bound)).ok().map(|()| price)
    }

    /// Says at its field why nobody could pay a price, and which they could.
    pub(super) fn out_of_bounds(&mut self, bound: PriceBound) {
        let (t, currency) = (self.language, self.currency());
        let message = match bound {
            PriceBound::TooHigh(highest) => {
                let percent = t.number(self.edge.fee().percent().to_string());
                t.price_at_most_with_fee(&percent, &t.amount(highest, currency))
            }
            PriceBound::TooLow(lowest) => t.price_at_least(&t.amount(lowest, currency)),
        };
        self.add("price", message);
    }

    /// Says at its field why a ticket may not cost so much, and what it may.
    pub(super) fn refuse_price(&mut self, refusal: PriceRefusal) {
        let (t, currency) = (self.language, self.currency());
        let cap = match self.edge.market.settings().prices.max_markup {
            None | Some(Percent::ZERO) => t.cap_face_value().into(),
            Some(percent) => t.cap_above_face_value(&t.number(percent.to_string())),
        };
        match refusal {
            PriceRefusal::TooHigh => self.add("price", t.ask_for_less()),
            PriceRefusal::NoFaceValue => self.add("face_value", t.face_value_needed(&cap)),
            PriceRefusal::OverCap(highest) => {
                self.add("price", t.price_over(&t.amount(highest, currency), &cap));
            }
        }
    }

    /// Says at its field why tickets may not be for these seats, or go so, if that is why they are
    /// refused.
    pub(super) fn refuse_seats(&mut self, refusal: &TicketRefusal) -> bool {
        let message = match refusal {
            TicketRefusal::SeatListed(listed) => {
                self.same_seat = Some(*listed);
                self.language.seat_listed()
            }
            TicketRefusal::SeatCrowded => self.language.seat_crowded(),
            TicketRefusal::TooManySeats(most) => {
                self.add("seats_go", self.language.seats_go_too_many(*most));
                return true;
            }
            _ => return false,
        };
        self.add("seat", message);
        true
    }

    /// What is said of a ticket beside its title and price, and what was said `before` where a
    /// field was not sent.
    pub(super) fn details(&mut self, before: &Details) -> Details {
        let seat = self.said("seat", &before.seat, Seat::parse);
        Details { seat, ..self.alike(before) }
    }

    /// The same for tickets that one form lists, less their seats.
    pub(super) fn alike(&mut self, before: &Details) -> Details {
        let (t, currency) = (self.language, self.currency());
        let face_value = |typed: &str| t.typed_price(typed, currency);
        Details {
            section: self.said("section", &before.section, Section::parse),
            row: self.said("row", &before.row, SeatRow::parse),
            seat: None,
            face_value: self.said("face_value", &before.face_value, face_value),
            notes: self.said("notes", &before.notes, Notes::parse),
        }
    }

    fn said<T: Clone, E: Tell>(
        &mut self,
        name: &'static str,
        before: &Option<T>,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Option<T> {
        match self.form.sent(name) {
            None => before.clone(),
            Some(typed) if typed.trim().is_empty() => None,
            Some(_) => self.read(name, parse),
        }
    }

    /// What comes of the price that was typed, if one was.
    pub(super) fn proceeds(&mut self) -> Option<Proceeds> {
        if self.form.get("price").trim().is_empty() {
            return None;
        }
        let price = self.price();
        let face_value = self.alike(&Details::default()).face_value;
        if let Some(price) = price
            && let Err(refusal) = self.edge.market.settings().prices.check(price, face_value)
        {
            self.refuse_price(refusal);
        }
        let tickets = Quantity::parse(self.form.get("quantity")).map_or(1, Quantity::get);
        let wrong = ["price", "face_value"].map(|field| self.errors.remove(field));
        match (price, wrong.into_iter().flatten().next()) {
            (Some(each), None) => Some(Proceeds::Of { each, tickets }),
            (_, wrong) => wrong.map(Proceeds::None),
        }
    }

    /// What the form said of a new event.
    pub(super) fn new_event(&self) -> NewEventForm {
        let field = |name| self.form.get(name).to_owned();
        NewEventForm {
            event_name: field("event_name"),
            venue: field("venue"),
            city: field("city"),
            starts_at: field("starts_at"),
            ends_at: field("ends_at"),
            time_zone: field("time_zone"),
            category: field("category"),
            zone: self.edge.config.site.time_zone.to_string(),
        }
    }

    /// The seats of the tickets to list, one for each.
    pub(super) fn seats(&mut self) -> Option<Vec<Option<Seat>>> {
        let quantity = self.read("quantity", Quantity::parse)?;
        self.read("seat", |typed| parse_seats(typed, quantity))
    }

    /// How the tickets to list go, if not singly.
    pub(super) fn seats_go(&mut self) -> Option<Option<SeatsGo>> {
        let typed = self.form.get("seats_go").trim();
        if matches!(typed, "" | "singly") {
            return Some(None);
        }
        let how = SeatsGo::ALL.into_iter().find(|how| how.word() == typed);
        if how.is_none() {
            self.add("seats_go", self.language.not_of_the_list());
        }
        how.map(Some)
    }

    /// How the tickets come to their buyers: by files, unless something else is said.
    pub(super) fn handover(&mut self, starts_at: Timestamp, now: Timestamp) -> Option<Handover> {
        let typed = self.form.get("handover").trim();
        if !matches!(typed, "" | "file") {
            let other = Handover::OTHERS.into_iter().find(|other| other.word() == typed);
            if other.is_none() {
                self.add("handover", self.language.not_of_the_list());
            }
            return other;
        }
        let zone = self.event.as_ref().map_or_else(ZoneName::utc, |event| event.zone.clone());
        let by = match self.form.get("file_by").trim() {
            "" => None,
            _ => Some(self.read("file_by", |typed| Timestamp::parse_local(typed, &zone))?),
        };
        let hours_before = self.edge.market.settings().deliver_hours_before;
        let by_file = by_file(by, hours_before, starts_at, now);
        let refused = by_file.map_err(|why| self.add("file_by", (why, &zone).tell(self.language)));
        refused.ok()
    }

    /// What the form showed of a ticket `before`, with what was typed over it.
    pub(super) fn details_shown(&self, before: &Details) -> DetailsForm {
        let before = shown(self.edge, self.language, before);
        let typed = |name, before| self.form.sent(name).map_or(before, str::to_owned);
        DetailsForm {
            section: typed("section", before.section),
            row: typed("row", before.row),
            seat: typed("seat", before.seat),
            face_value: typed("face_value", before.face_value),
            notes: typed("notes", before.notes),
            max_markup: before.max_markup,
            same_seat: self.same_seat,
        }
    }
}

/// All that the sell form says of a ticket and its event: what differs in it is another ticket.
pub(super) fn said_in_all(form: &Form) -> String {
    let event = ["event_id", "event_name", "venue", "city", "starts_at", "ends_at", "time_zone"];
    let ticket = ["title", "price", "section", "row", "seat", "seats_go", "face_value", "notes"];
    let handover = ["handover", "file_by"];
    event.iter().chain(&ticket).chain(&handover).flat_map(|name| [form.get(name), "\0"]).collect()
}

/// Whether a form says anything that [`TypedListing::details`] reads.
pub(super) fn has_details(form: &Form) -> bool {
    ["section", "row", "seat", "face_value", "notes"].iter().any(|name| form.sent(name).is_some())
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
        same_seat: None,
    }
}
