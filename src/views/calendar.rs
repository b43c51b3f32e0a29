//! Tickets as calendar programs read them: iCalendar,
//! [RFC 5545](https://www.rfc-editor.org/rfc/rfc5545).
//!
//! **Times** are by the clocks where the event is: `DTSTART;TZID=Europe/Berlin`, with a `VTIMEZONE`
//! of the clock changes around it. Google and Apple know the zone by that name, Outlook reads the
//! changes; UTC would be right everywhere, too, but show who travels there the wrong hour once the
//! zone's rules change, and no zone at all. An event whose end is not known is shown to last three
//! hours, which `DESCRIPTION` says, since programs draw what has none as a line, or as a whole day.

use std::{collections::BTreeMap, fmt::Write as _, time::Duration};

use super::{Calendar, CalendarTicket, EventLine, EventState};
use crate::types::{ClockChange, Timestamp, ZoneName};

/// For how long an event is shown.
const SHOWN_FOR: Duration = Duration::from_secs(3 * 3600);

/// Lines are folded so that none is longer, in octets.
const LINE_BYTES_MAX: usize = 75;

/// A calendar with a day and time for each ticket.
pub fn calendar(calendar: &Calendar<'_>) -> String {
    let mut lines = Lines::default();
    lines.add("BEGIN", "VCALENDAR");
    lines.add("VERSION", "2.0");
    lines.add("PRODID", "-//Holdfast//Tickets//EN");
    lines.add("CALSCALE", "GREGORIAN");
    lines.add("METHOD", "PUBLISH");
    if let Some(name) = &calendar.name {
        lines.add("X-WR-CALNAME", &escaped(name));
        lines.add("REFRESH-INTERVAL;VALUE=DURATION", "PT6H");
        lines.add("X-PUBLISHED-TTL", "PT6H");
    }
    let mut zones: BTreeMap<&str, (&ZoneName, Vec<Timestamp>)> = BTreeMap::new();
    for ticket in &calendar.tickets {
        let (zone, starts_at) = (&ticket.event.zone, ticket.event.starts_at);
        let (_, times) = zones.entry(zone.as_str()).or_insert((zone, vec![]));
        times.extend([starts_at, end_of(&ticket.event)]);
    }
    for (zone, times) in zones.into_values().filter(|(zone, _)| !is_utc(zone)) {
        time_zone(&mut lines, zone, &times);
    }
    for ticket in &calendar.tickets {
        event(&mut lines, calendar, ticket);
    }
    lines.add("END", "VCALENDAR");
    lines.0
}

fn event(lines: &mut Lines, calendar: &Calendar<'_>, ticket: &CalendarTicket) {
    let (t, event) = (calendar.language, &ticket.event);
    let page = format!("{}/orders/{}", calendar.base_url, ticket.order);
    let mut about = vec![ticket.title.to_string()];
    about.extend(ticket.place.clone());
    about.push(page.clone());
    about.extend(event.ends_at.is_none().then(|| t.calendar_end_unknown().to_owned()));
    if let EventState::Postponed { has_date: false, .. } = event.state {
        about.extend([t.event_is_postponed().to_owned(), t.event_no_date_yet().to_owned()]);
    }
    lines.add("BEGIN", "VEVENT");
    lines.add("UID", &format!("{}@{}", ticket.order, calendar.host));
    lines.add("DTSTAMP", &calendar.now.format(UTC, &ZoneName::utc()));
    lines.add_time("DTSTART", event.starts_at, &event.zone);
    lines.add_time("DTEND", end_of(event), &event.zone);
    lines.add("SUMMARY", &escaped(&event.name));
    lines.add("LOCATION", &escaped(&format!("{}, {}", &*event.venue, &*event.city)));
    lines.add("DESCRIPTION", &escaped(&about.join("\n")));
    lines.add("URL", &page);
    let status = match event.state {
        EventState::Cancelled => "CANCELLED",
        EventState::Postponed { has_date: false, .. } => "TENTATIVE",
        EventState::Scheduled | EventState::Postponed { .. } => "CONFIRMED",
    };
    lines.add("STATUS", status);
    lines.add("END", "VEVENT");
}

fn end_of(event: &EventLine) -> Timestamp {
    event.ends_at.unwrap_or(event.starts_at + SHOWN_FOR)
}

/// What the clocks of a zone show around these times.
fn time_zone(lines: &mut Lines, zone: &ZoneName, times: &[Timestamp]) {
    lines.add("BEGIN", "VTIMEZONE");
    lines.add("TZID", zone.as_str());
    for change in zone.clock_changes(times) {
        let ClockChange { at, before_seconds, after_seconds, is_summer, name } = change;
        let kind = if is_summer { "DAYLIGHT" } else { "STANDARD" };
        lines.add("BEGIN", kind);
        // By the clocks that are changed then.
        let local = at.as_millis() + i64::from(before_seconds) * 1000;
        let local = Timestamp::from_millis(local).format(LOCAL, &ZoneName::utc());
        lines.add("DTSTART", &local);
        lines.add("TZOFFSETFROM", &offset(before_seconds));
        lines.add("TZOFFSETTO", &offset(after_seconds));
        lines.add("TZNAME", &escaped(&name));
        lines.add("END", kind);
    }
    lines.add("END", "VTIMEZONE");
}

/// `strftime` formats of times.
const LOCAL: &str = "%Y%m%dT%H%M%S";
const UTC: &str = "%Y%m%dT%H%M%SZ";

fn is_utc(zone: &ZoneName) -> bool {
    zone.as_str() == "UTC"
}

/// `+0545`; with seconds, if there are any.
fn offset(seconds: i32) -> String {
    let (sign, all) = (if seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs());
    let (hours, minutes, seconds) = (all / 3600, all / 60 % 60, all % 60);
    match seconds {
        0 => format!("{sign}{hours:02}{minutes:02}"),
        _ => format!("{sign}{hours:02}{minutes:02}{seconds:02}"),
    }
}

/// A text, in which some characters mean something else.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => safe.extend(['\\', c]),
            '\n' => safe.push_str("\\n"),
            c if c.is_control() => {}
            c => safe.push(c),
        }
    }
    safe
}

#[derive(Default)]
struct Lines(String);

impl Lines {
    /// Adds a property, folded where it is too long: between characters.
    fn add(&mut self, name: &str, value: &str) {
        let mut length = 0;
        for c in name.chars().chain([':']).chain(value.chars()) {
            if length + c.len_utf8() > LINE_BYTES_MAX {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(c);
            length += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    fn add_time(&mut self, name: &str, at: Timestamp, zone: &ZoneName) {
        let mut name = name.to_owned();
        match is_utc(zone) {
            true => self.add(&name, &at.format(UTC, zone)),
            false => {
                // Writing to a string does not fail.
                _ = write!(name, ";TZID={zone}");
                self.add(&name, &at.format(LOCAL, zone));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::types::{EventId, Language, OrderId};

    fn written(name: &str, zone: &str, starts_at: &str) -> String {
        let zone = ZoneName::parse(zone).unwrap();
        let ticket = CalendarTicket {
            order: OrderId::new(),
            title: "Row 5".into(),
            place: None,
            event: EventLine {
                id: EventId::new(),
                name: name.into(),
                venue: "Town Hall".into(),
                city: "Köln".into(),
                starts_at: Timestamp::parse_local(starts_at, &zone).unwrap(),
                category: crate::types::Category::Other,
                version: 1,
                ends_at: None,
                state: EventState::Scheduled,
                started_before: None,
                uploaded: None,
                zone,
            },
        };
        calendar(&Calendar {
            language: Language::English,
            name: None,
            base_url: "https://tickets.example.org",
            host: "tickets.example.org",
            now: Timestamp::from_millis(0),
            tickets: vec![ticket],
        })
    }

    #[test]
    fn a_zone_comes_with_its_clock_changes() {
        let berlin = written("Jazz", "Europe/Berlin", "2027-05-01T20:00");
        for line in [
            "DTSTART;TZID=Europe/Berlin:20270501T200000\r\n",
            "DTEND;TZID=Europe/Berlin:20270501T230000\r\n",
            "BEGIN:DAYLIGHT\r\nDTSTART:20270328T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n\
             TZNAME:CEST\r\n",
            "BEGIN:STANDARD\r\nDTSTART:20271031T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n\
             TZNAME:CET\r\n",
        ] {
            assert!(berlin.contains(line), "{line}\n{berlin}");
        }
        let utc = written("Jazz", "UTC", "2027-05-01T20:00");
        assert!(utc.contains("DTSTART:20270501T200000Z\r\n") && !utc.contains("VTIMEZONE"));
        let kathmandu = written("Jazz", "Asia/Kathmandu", "2027-05-01T20:00");
        assert!(kathmandu.contains("TZOFFSETTO:+0545\r\n"), "{kathmandu}");
        assert!(!kathmandu.contains("DAYLIGHT"), "{kathmandu}");
    }

    #[test]
    fn every_zone_has_the_offset_of_its_time() {
        for zone in ZoneName::of_places() {
            let written = written("Jazz", &zone, "2027-05-01T20:00");
            assert!(written.contains("TZOFFSETTO:") && written.contains("\r\nTZNAME:"), "{zone}");
        }
    }

    proptest! {
        #[test]
        fn no_name_breaks_out_of_its_line(name in "[ -~ä€🎷\n\r;:,\\\\]{1,120}") {
            let written = written(&name, "Europe/Berlin", "2027-05-01T20:00");
            prop_assert!(written.split("\r\n").all(|line| line.len() <= LINE_BYTES_MAX));
            prop_assert!(!written.replace("\r\n", "").contains(['\r', '\n']));
            let unfolded = written.replace("\r\n ", "");
            let summaries: Vec<_> =
                unfolded.lines().filter_map(|line| line.strip_prefix("SUMMARY:")).collect();
            prop_assert_eq!(summaries, [escaped(&name)]);
        }
    }
}
