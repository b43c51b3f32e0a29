//! What a program says of tickets that it lists or changes.

use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    body::{Reader, sent},
    caller::ApiCaller,
    model::{CategoryJson, HandoverJson, MoneyJson, SeatsGoJson},
};
use crate::{
    domain::{
        Details, EventEvent, Handover, SeatsGo, Ticket,
        rules::{
            event::{EventRefusal, may_end},
            handover::by_file,
            prices::PriceRefusal,
            ticket::TicketRefusal,
        },
    },
    http::{HttpError, HttpResult, presenters},
    texts::Tell,
    types::{
        City, EventId, EventName, Notes, Percent, Price, Quantity, Seat, SeatRow, Section,
        Timestamp, Title, Venue, ZoneName, parse_seats,
    },
    usecases::{
        RefusalCode as _,
        selling::{ChosenEvent, PriceBound, SellingRefusal, check_price},
    },
};

/// Tickets to be listed, all alike but for their seats.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct NewTickets {
    /// The event that they are for; either this or `event`.
    #[schema(format = Uuid)]
    event_id: Option<String>,
    event: Option<NewEvent>,
    #[schema(min_length = 1, max_length = 120)]
    title: String,
    /// What their seller asks for each.
    price: MoneyJson,
    #[schema(max_length = 40)]
    section: Option<String>,
    #[schema(max_length = 20)]
    row: Option<String>,
    /// The seat; of several the first of them, or all with commas between.
    #[schema(max_length = 240)]
    seat: Option<String>,
    /// What is printed on each.
    face_value: Option<MoneyJson>,
    #[schema(max_length = 500)]
    notes: Option<String>,
    /// How many, 1 unless said.
    #[schema(minimum = 1, maximum = 10)]
    quantity: Option<u8>,
    /// How they go, if there are several.
    #[serde(default)]
    seats_go: SeatsGoJson,
    /// How each comes to its buyer.
    #[serde(default)]
    handover: HandoverJson,
    /// By when their files are there, if they come by these: by the clocks where the event is,
    /// `2026-12-30T20:00`.
    #[schema(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$")]
    file_by: Option<String>,
}

/// An event that is not there yet.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct NewEvent {
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    #[schema(min_length = 1, max_length = 120)]
    venue: String,
    #[schema(min_length = 1, max_length = 80)]
    city: String,
    /// By the clocks where it is: `2026-12-31T20:00`.
    #[schema(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$")]
    starts_at: String,
    /// By the same clocks, if it is known.
    #[schema(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$")]
    ends_at: Option<String>,
    /// Of these clocks, such as `Europe/Berlin`; the venue's or else the site's unless said.
    #[schema(max_length = 64)]
    time_zone: Option<String>,
    /// What kind of thing it is, `other` unless said.
    #[serde(default)]
    category: CategoryJson,
}

/// What is to be changed of a ticket.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct ChangedTicket {
    #[schema(min_length = 1, max_length = 120)]
    title: Option<String>,
    /// What its seller asks for.
    price: Option<MoneyJson>,
    #[serde(default, deserialize_with = "sent")]
    #[schema(value_type = Option<String>, max_length = 40)]
    section: Option<Option<String>>,
    #[serde(default, deserialize_with = "sent")]
    #[schema(value_type = Option<String>, max_length = 20)]
    row: Option<Option<String>>,
    #[serde(default, deserialize_with = "sent")]
    #[schema(value_type = Option<String>, max_length = 20)]
    seat: Option<Option<String>>,
    /// What is printed on it.
    #[serde(default, deserialize_with = "sent")]
    #[schema(value_type = Option<MoneyJson>)]
    face_value: Option<Option<MoneyJson>>,
    #[serde(default, deserialize_with = "sent")]
    #[schema(value_type = Option<String>, max_length = 500)]
    notes: Option<Option<String>>,
}

/// [`NewTickets`], read.
pub(super) struct OfferedTickets {
    pub(super) event: ChosenEvent,
    pub(super) title: Title,
    pub(super) price: Price,
    pub(super) details: Details,
    pub(super) seats: Vec<Option<Seat>>,
    pub(super) how: Option<SeatsGo>,
    pub(super) handover: Handover,
}

impl Reader<'_> {
    /// A text that may be left out, and is if it is empty.
    fn said<T, E: Tell>(
        &mut self,
        pointer: &str,
        said: Option<&str>,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Option<T> {
        let said = said.filter(|said| !said.trim().is_empty())?;
        self.read(pointer, parse(said))
    }

    fn money(&mut self, pointer: &str, money: &MoneyJson) -> Option<Price> {
        let currency = self.who.edge.config.site.currency;
        if money.currency != currency.code() {
            let detail = format!("The currency of this site is {}.", currency.code());
            self.wrongs.add(&format!("{pointer}/currency"), detail);
            return None;
        }
        self.read(&format!("{pointer}/minor"), money.price(currency))
    }

    /// A price that can be paid here.
    fn price(&mut self, money: &MoneyJson) -> Option<Price> {
        let price = self.money("/price", money)?;
        match check_price(&self.who.edge.market, &self.who.edge.checkout, price) {
            Ok(()) => Some(price),
            Err(bound) => {
                self.wrongs.add("/price", price_problem(self.who, bound));
                None
            }
        }
    }
}

impl NewTickets {
    /// How many are asked for.
    pub(super) fn quantity_or_one(&self) -> usize {
        usize::from(self.quantity.unwrap_or(1)).clamp(1, Quantity::MAX.get())
    }

    /// # Errors
    /// With all that is wrong.
    pub(super) fn read(&self, who: &ApiCaller, now: Timestamp) -> HttpResult<OfferedTickets> {
        let mut reader = Reader::new(who);
        let title = reader.read("/title", Title::parse(&self.title));
        let price = reader.price(&self.price);
        let details = Details {
            section: reader.said("/section", self.section.as_deref(), Section::parse),
            row: reader.said("/row", self.row.as_deref(), SeatRow::parse),
            seat: None,
            face_value: self.face_value.as_ref().and_then(|it| reader.money("/faceValue", it)),
            notes: reader.said("/notes", self.notes.as_deref(), Notes::parse),
        };
        let quantity = self.quantity.unwrap_or(1).to_string();
        let seats = reader.read("/quantity", Quantity::parse(&quantity)).and_then(|quantity| {
            let seat = self.seat.as_deref().unwrap_or_default();
            reader.read("/seat", parse_seats(seat, quantity))
        });
        let event = match (&self.event_id, &self.event) {
            (Some(id), None) => chosen(&mut reader, id, now),
            (None, Some(event)) => event.read(&mut reader, now),
            _ => {
                reader.wrongs.add("/eventId", "Either `eventId` or `event`.");
                None
            }
        };
        let handover = event.as_ref().and_then(|event| self.handover(&mut reader, event, now));
        let read = (event, title, price, seats, handover);
        let (Some(event), Some(title), Some(price), Some(seats), Some(handover)) = read else {
            return Err(reader.wrongs.refused());
        };
        reader.wrongs.none()?;
        let how = self.seats_go.into();
        Ok(OfferedTickets { event, title, price, details, seats, how, handover })
    }
}

impl NewTickets {
    fn handover(
        &self,
        reader: &mut Reader<'_>,
        event: &ChosenEvent,
        now: Timestamp,
    ) -> Option<Handover> {
        match self.handover {
            HandoverJson::Transfer => return Some(Handover::Transfer),
            HandoverJson::ByHand => return Some(Handover::ByHand),
            HandoverJson::ByPost => return Some(Handover::ByPost),
            HandoverJson::File => {}
        }
        let market = &reader.who.edge.market;
        let zone = match &event.new {
            Some(EventEvent::Created { zone, .. }) => Some(zone.clone()),
            _ => market.tables().catalog().event(event.id).map(|event| event.zone.clone()),
        };
        let (zone, hours_before) =
            (zone.unwrap_or_else(ZoneName::utc), market.settings().deliver_hours_before);
        let by = match self.file_by.as_deref() {
            None => None,
            Some(by) => Some(reader.read("/fileBy", Timestamp::parse_local(by, &zone))?),
        };
        let by_file = by_file(by, hours_before, event.starts_at, now);
        reader.read("/fileBy", by_file.map_err(|why| (why, &zone)))
    }
}

/// An event that is there and has not started.
fn chosen(reader: &mut Reader<'_>, id: &str, now: Timestamp) -> Option<ChosenEvent> {
    let t = reader.who.language;
    let catalog = reader.who.edge.market.tables().catalog();
    let event = id.parse().ok().and_then(|id| catalog.event_that_stays(id)).cloned();
    drop(catalog);
    let wrong = match event {
        Some(event) if event.starts_at > now => {
            return Some(ChosenEvent::known(&event));
        }
        Some(_) => t.event_has_started(),
        None => t.no_such_event(),
    };
    reader.wrongs.add("/eventId", wrong);
    None
}

impl NewEvent {
    fn read(&self, reader: &mut Reader<'_>, now: Timestamp) -> Option<ChosenEvent> {
        let (who, t) = (reader.who, reader.who.language);
        let name = reader.read("/event/name", EventName::parse(&self.name));
        let venue = reader.read("/event/venue", Venue::parse(&self.venue));
        let city = reader.read("/event/city", City::parse(&self.city));
        let zone = match self.time_zone.as_deref() {
            Some(zone) => reader.read("/event/timeZone", ZoneName::parse(zone)),
            None => {
                let catalog = who.edge.market.tables().catalog();
                let place = venue.as_ref().zip(city.as_ref());
                let known = place.and_then(|(venue, city)| catalog.zone_of(venue, city));
                Some(known.unwrap_or(&who.edge.config.site.time_zone).clone())
            }
        };
        let local = zone.clone().unwrap_or_else(ZoneName::utc);
        let starts_at = Timestamp::parse_local(&self.starts_at, &local);
        let starts_at = reader.read("/event/startsAt", starts_at)?;
        if starts_at <= now {
            reader.wrongs.add("/event/startsAt", t.start_is_past());
            return None;
        }
        let ends_at = match self.ends_at.as_deref() {
            None => Some(None),
            Some(typed) => {
                let read = reader.read("/event/endsAt", Timestamp::parse_local(typed, &local));
                let fits = read.filter(|ends_at| may_end(starts_at, Some(*ends_at)).is_ok());
                if read.is_some() && fits.is_none() {
                    let why = t.event_not_changed(&EventRefusal::EndUnfit);
                    reader.wrongs.add("/event/endsAt", why);
                }
                fits.map(Some)
            }
        };
        let (created_by, category) = (policy_user(who)?, self.category.into());
        let new = EventEvent::Created {
            name: name?,
            venue: venue?,
            city: city?,
            starts_at,
            zone: zone?,
            created_by,
        };
        let (id, ends_at) = (EventId::new(), ends_at?);
        Some(ChosenEvent { id, starts_at, new: Some(new), category, ends_at })
    }
}

fn policy_user(who: &ApiCaller) -> Option<crate::types::UserId> {
    let caller = crate::usecases::policy::scoped(who.caller(), crate::domain::Scope::Sell).ok()?;
    caller.id()
}

impl ChangedTicket {
    /// Title and price as they are to be, and what else is, if any of that is said.
    ///
    /// # Errors
    /// With all that is wrong.
    pub(super) fn read(
        &self,
        who: &ApiCaller,
        ticket: &Ticket,
    ) -> HttpResult<(Title, Price, Option<Details>)> {
        let mut reader = Reader::new(who);
        let title = match &self.title {
            Some(title) => reader.read("/title", Title::parse(title)),
            None => Some(ticket.title.clone()),
        };
        let price = match &self.price {
            Some(price) => reader.price(price),
            None => Some(ticket.price),
        };
        let before = &ticket.details;
        let mut details = before.clone();
        let text = |said: &Option<Option<String>>| said.clone().map(Option::unwrap_or_default);
        if let Some(said) = text(&self.section) {
            details.section = reader.said("/section", Some(&said), Section::parse);
        }
        if let Some(said) = text(&self.row) {
            details.row = reader.said("/row", Some(&said), SeatRow::parse);
        }
        if let Some(said) = text(&self.seat) {
            details.seat = reader.said("/seat", Some(&said), Seat::parse);
        }
        if let Some(said) = text(&self.notes) {
            details.notes = reader.said("/notes", Some(&said), Notes::parse);
        }
        if let Some(said) = &self.face_value {
            let money = said.as_ref();
            details.face_value = money.and_then(|money| reader.money("/faceValue", money));
        }
        let (Some(title), Some(price)) = (title, price) else {
            return Err(reader.wrongs.refused());
        };
        reader.wrongs.none()?;
        let changed = details != *before;
        Ok((title, price, changed.then_some(details)))
    }
}

/// Why nobody could pay a price, and which they could.
pub(super) fn price_problem(who: &ApiCaller, bound: PriceBound) -> String {
    let (t, currency) = (who.language, who.edge.config.site.currency);
    match bound {
        PriceBound::TooHigh(highest) => {
            let percent = t.number(who.edge.fee().percent().to_string());
            t.price_at_most_with_fee(&percent, &t.amount(highest, currency))
        }
        PriceBound::TooLow(lowest) => t.price_at_least(&t.amount(lowest, currency)),
    }
}

/// Why tickets are not listed or changed, as things are.
pub(super) fn refuse_listing(who: &ApiCaller, why: &SellingRefusal) -> HttpError {
    let (t, currency) = (who.language, who.edge.config.site.currency);
    let message = match why {
        SellingRefusal::Price(bound) => price_problem(who, *bound),
        SellingRefusal::Ticket(TicketRefusal::Price(PriceRefusal::OverCap(highest))) => {
            let cap = match who.edge.market.settings().prices.max_markup {
                None | Some(Percent::ZERO) => t.cap_face_value().into(),
                Some(percent) => t.cap_above_face_value(&t.number(percent.to_string())),
            };
            t.price_over(&t.amount(*highest, currency), &cap)
        }
        SellingRefusal::Ticket(TicketRefusal::Price(refusal)) => {
            t.cannot_be_sold_now(&refusal.tell(t))
        }
        SellingRefusal::Ticket(why) => presenters::not_editable(why, &who.context()),
    };
    HttpError::Refused(why.code(), message)
}
