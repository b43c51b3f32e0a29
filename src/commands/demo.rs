//! `holdfast demo`: a sample marketplace of our own making, with dates from today on.

use std::{
    error::Error, fmt::Display, fs, io, os::unix::fs::OpenOptionsExt as _, path::Path, sync::Arc,
    time::Duration,
};

use crate::{
    actors::Market,
    domain::{Details, EventEvent, SeatsGo, rules::ticket::NewListing},
    files::{IncomingError, ReceivedFile, samples},
    passwords::{Password, Passwords},
    payments::Card,
    types::{
        Category, City, Email, EventId, EventName, Language, Notes, OrderId, Price, Quantity, Seat,
        SeatRow, Section, TicketId, Timestamp, Title, UserId, Venue, ZoneName, parse_seats,
    },
};

/// Where the accounts' passwords are noted, for the next start.
const ACCOUNTS_FILE: &str = "demo-accounts.txt";

const PEOPLE: [&str; 3] = ["anna", "ben", "cleo"];

/// Who plays, for how much in minor units, and what kind of thing it is.
const SHOWS: [(&str, u32, Category); 20] = [
    ("The Paper Lanterns", 4500, Category::Music),
    ("The Winter Garden: a play", 4800, Category::Theatre),
    ("Harbour Town vs. River Athletic", 3000, Category::Sport),
    ("Marta Velde Quartet", 2800, Category::Music),
    ("Improv Under the Roof", 1800, Category::Comedy),
    ("Nachtlinie 8", 3200, Category::Music),
    ("Fjord Techno All Night", 2900, Category::Festival),
    ("Die Leisen Töne", 2500, Category::Music),
    ("Ballet: The Cartographer", 7200, Category::Theatre),
    ("Glass Harbour", 6900, Category::Music),
    ("Old Mill Rovers vs. Kestrel United", 2600, Category::Sport),
    ("Saltwater Sessions", 3300, Category::Festival),
    ("Northbound Choir", 3500, Category::Music),
    ("An Evening of Short Films", 1500, Category::Other),
    ("Low Tide Orchestra", 5400, Category::Music),
    ("Copper & Salt", 3900, Category::Music),
    ("Kites over Concrete", 3700, Category::Music),
    ("Violet Static", 4200, Category::Music),
    ("Readings by the River", 1200, Category::Other),
    ("The Slow Clockmakers", 4100, Category::Music),
];

const PLACES: [(&str, &str, &str); 8] = [
    ("Spree Hall", "Berlin", "Europe/Berlin"),
    ("Alte Schlosserei", "Hamburg", "Europe/Berlin"),
    ("Donau Arena", "Wien", "Europe/Vienna"),
    ("Limmat Theatre", "Zürich", "Europe/Zurich"),
    ("The Anchor Rooms", "London", "Europe/London"),
    ("Grachten Podium", "Amsterdam", "Europe/Amsterdam"),
    ("Teatro del Porto", "Genova", "Europe/Rome"),
    ("Sala Ribeira", "Lisboa", "Europe/Lisbon"),
];

const EVENTS: u64 = 40;
const SECTIONS: [&str; 4] = ["Stalls", "Balcony", "Gallery", "Standing"];
/// Of a seat, what it is called and what there is to say about it.
const SEATS: [(&str, &str); 5] = [
    ("Seat with a clear view", ""),
    ("Aisle seat", "Room for long legs."),
    ("Seat near the stage", ""),
    ("Seat, restricted view", "A pillar stands in the way of the left third of the stage."),
    ("Seat in the middle", "A paper ticket.\nI hand it over at the entrance, from an hour before."),
];

/// Why the sample cannot be made: in words for whoever wants one.
pub type DemoError = Box<dyn Error + Send + Sync>;

/// The folder has accounts, and none of a sample's.
const NO_SAMPLE: &str = "the data folder holds another marketplace; name a new one (--data)";

/// Fills a market; gives the text that names the accounts and their passwords. What is there
/// already stays as it is, so a start that was interrupted is made good by the next.
///
/// # Errors
/// When it cannot be saved, or the folder is no sample's.
pub async fn fill(market: &Arc<Market>, data: &Path) -> Result<String, DemoError> {
    let path = data.join(ACCOUNTS_FILE);
    let not_noted = |error: io::Error| format!("{}: {error}", path.display());
    let accounts = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if market.tables().catalog().users_count() > 0 {
                return Err(NO_SAMPLE.into());
            }
            note_accounts(&path).map_err(not_noted)?
        }
        Err(error) => return Err(not_noted(error).into()),
    };
    let passwords = Passwords::new(1)?;
    let mut users = vec![];
    for (email, password) in accounts.lines().filter_map(|line| line.split_once("  password: ")) {
        let email = Email::parse(email)?;
        let known = market.tables().catalog().user_by_email(&email);
        users.push(match known {
            Some(user) => user,
            None => {
                let hash = passwords.hash(Password::parse(password)?).await?;
                let user = market.sign_up(email, hash, Language::default()).await;
                user.map_err(unsaved)?
            }
        });
    }
    if users.is_empty() {
        return Err(NO_SAMPLE.into());
    }
    let now = market.clock().now();
    let filled = market.tables().catalog().events_count() as u64;
    for n in filled..EVENTS {
        event(market, &users, now, n).await?;
    }
    Ok(accounts)
}

/// Makes up passwords, and notes them before any account has one: whole, or not at all.
fn note_accounts(path: &Path) -> io::Result<String> {
    let mut text = String::from("Three accounts to try it with:\n");
    for name in PEOPLE {
        let password = format!("{name}-{}", &OrderId::new().to_string()[24..]);
        text.push_str(&format!("  {name}@demo.example  password: {password}\n"));
    }
    let new = path.with_extension("new");
    let mut file =
        fs::File::options().create(true).write(true).truncate(true).mode(0o600).open(&new)?;
    io::Write::write_all(&mut file, text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&new, path)?;
    Ok(text)
}

/// The n-th event, with five to twelve tickets, three of some of them side by side; one of some of
/// them is sold.
async fn event(
    market: &Arc<Market>,
    users: &[UserId],
    now: Timestamp,
    n: u64,
) -> Result<(), DemoError> {
    let (name, price, category) = *pick(&SHOWS, n);
    let (venue, city, zone) = pick(&PLACES, n / 2 + n % 5);
    let zone = ZoneName::parse(zone)?;
    let day = now + Duration::from_secs((2 + n * 3 + n % 4) * 24 * 3600);
    let hour = 18 + n % 4;
    let starts_at =
        Timestamp::parse_local(&format!("{}T{hour}:30", day.format("%Y-%m-%d", &zone)), &zone)?;
    let lasts = (category == Category::Festival).then_some(Duration::from_secs(46 * 3600));
    let event = EventId::new();
    let creator = pick(users, n);
    let mut new_event = Some(EventEvent::Created {
        name: EventName::parse(name)?,
        venue: Venue::parse(venue)?,
        city: City::parse(city)?,
        starts_at,
        zone,
        created_by: *creator,
    });
    for nth in 0..5 + n % 6 {
        let ticket = TicketId::new();
        let asked = price + u32::try_from((nth * 350 + n * 75) % 1800).unwrap_or(0);
        let price = Price::from_minor(asked)?;
        let (title, details) = said(n, nth, price)?;
        let listing = NewListing {
            event,
            new_event: new_event.take(),
            category,
            event_starts_at: starts_at,
            event_ends_at: lasts.map(|lasts| starts_at + lasts),
            seller: *pick(users, n + nth),
            title,
            price,
            details,
            file: None,
            group: None,
            handover: None,
        };
        let count = if nth == 1 && n % 4 == 1 { "3" } else { "1" };
        let first = listing.details.seat.as_ref().map_or("", Seat::as_str).to_owned();
        let seats = parse_seats(&first, Quantity::parse(count)?)?;
        let how = match n / 4 % 3 {
            0 => None,
            1 => Some(SeatsGo::NotOneAlone),
            _ => Some(SeatsGo::Together),
        };
        let file = match nth {
            0 => sample_file(market, name, venue, listing.title.as_str()).await?,
            _ => None,
        };
        match file {
            Some(file) => market.list_with(ticket, listing, file).await,
            None => market.list_seats(ticket, listing, seats, how).await,
        }
        .map_err(unsaved)?;
        if n % 7 == 3 && nth == 0 {
            let order = OrderId::new();
            let total = market.settings().prices.fees.buyer.total(price)?;
            let buyer = *pick(users, n + nth + 1);
            market.reserve(ticket, order, buyer, total).await.map_err(unsaved)?;
            let card = Card::parse("4242424242424242", "12/60", "123", now).ok();
            let paid = market.pay(order, crate::types::ChargeId::new(), card).await;
            paid.map_err(unsaved)?;
        }
    }
    Ok(())
}

/// What the seller of the n-th event's ticket says of it. It costs at most what is printed on it, so
/// that every site's rules allow it.
fn said(n: u64, nth: u64, price: Price) -> Result<(Title, Details), DemoError> {
    let section = *pick(&SECTIONS, nth + n);
    let face_value = Some(Price::from_minor(price.minor().div_ceil(500) * 500)?);
    let details =
        Details { section: Some(Section::parse(section)?), face_value, ..Details::default() };
    if section == "Standing" {
        return Ok((Title::parse("Standing, early entry")?, details));
    }
    let (title, notes) = *pick(&SEATS, nth + n / 2);
    let details = Details {
        row: Some(SeatRow::parse(&(1 + (n + nth) % 18).to_string())?),
        seat: Some(Seat::parse(&(1 + nth * 3).to_string())?),
        notes: Notes::parse(notes).ok(),
        ..details
    };
    Ok((Title::parse(title)?, details))
}

/// A small ticket to attach.
async fn sample_file(
    market: &Market,
    name: &str,
    venue: &str,
    title: &str,
) -> Result<Option<ReceivedFile>, DemoError> {
    let Some(files) = market.storage().files().cloned() else { return Ok(None) };
    let number = TicketId::new().to_string();
    let document = samples::pdf(&[name, venue, title, "A sample: it admits nobody.", &number]);
    let received = tokio::task::spawn_blocking(move || {
        let mut incoming = files.begin()?;
        incoming.write(&document)?;
        incoming.finish()
    });
    received.await.map_err(unsaved)?.map(Some).map_err(|error: IncomingError| unsaved(error))
}

fn unsaved(error: impl Display) -> DemoError {
    format!("it cannot be saved: {error}").into()
}

/// The n-th of some things, round and round.
fn pick<T>(of: &[T], n: u64) -> &T {
    let at = usize::try_from(n).unwrap_or(0) % of.len();
    &of[at]
}
