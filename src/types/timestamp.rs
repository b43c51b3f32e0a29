use std::{collections::BTreeMap, fmt, ops, time::Duration};

use jiff::{
    SignedDuration,
    civil::DateTime,
    fmt::temporal::DateTimePrinter,
    tz::{AmbiguousOffset, TimeZone},
};
use serde::{Deserialize, Serialize};

const RFC_3339: DateTimePrinter = DateTimePrinter::new().precision(Some(3));

/// A moment of wall-clock time: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The moment so many milliseconds after 1970 began in UTC.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970 began in UTC.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// How long from `earlier` to this; nothing if it is not earlier.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// Reads a local time as `<input type="datetime-local">` sends it (`2026-12-31T20:00`), in a
    /// zone. A time that comes twice, since clocks are put back, is the first.
    ///
    /// # Errors
    /// When it is no date and time, one out of range, or one over which clocks are put forward.
    pub fn parse_local(typed: &str, zone: &ZoneName) -> Result<Self, TimestampError> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(TimestampError::Empty);
        }
        if typed.contains(['Z', 'z', '+', '[']) {
            return Err(TimestampError::Malformed);
        }
        let civil: DateTime = typed.parse().map_err(|_| TimestampError::Malformed)?;
        if !(1970..=9000).contains(&civil.year()) {
            return Err(TimestampError::Malformed);
        }
        let local = zone.zone().to_ambiguous_timestamp(civil);
        if let AmbiguousOffset::Gap { .. } = local.offset() {
            return Err(TimestampError::Skipped);
        }
        let at = local.earlier().map_err(|_| TimestampError::Malformed)?;
        Ok(Self(at.as_millisecond()))
    }

    /// In a zone, by a `strftime` format.
    #[must_use]
    pub fn format(self, format: &str, zone: &ZoneName) -> String {
        self.jiff().to_zoned(zone.zone()).strftime(format).to_string()
    }

    /// RFC 3339 in UTC with milliseconds: `2026-12-31T20:00:00.000Z`.
    #[must_use]
    pub fn rfc3339(self) -> String {
        RFC_3339.timestamp_to_string(&self.jiff())
    }

    /// Reads a moment with its offset, as RFC 3339 has it: `2026-12-31T20:00:00Z`, `…+01:00`.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse_rfc3339(typed: &str) -> Result<Self, TimestampError> {
        let at: jiff::Timestamp = typed.trim().parse().map_err(|_| TimestampError::Malformed)?;
        Ok(Self(at.as_millisecond()))
    }

    pub(super) fn jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        })
    }
}

impl ops::Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)))
    }
}

impl ops::Sub<Duration> for Timestamp {
    type Output = Self;

    fn sub(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)))
    }
}

/// Why something typed is no date and time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TimestampError {
    /// Nothing was typed.
    #[error("no date and time")]
    Empty,
    /// Not of the form `2026-12-31T20:00`.
    #[error("not a date and time such as 2026-12-31T20:00")]
    Malformed,
    /// Clocks are put forward over it.
    #[error("clocks are put forward over this time")]
    Skipped,
}

/// The parts of the world by which the IANA database calls its zones.
const AREAS: &str = "Africa America Antarctica Asia Atlantic Australia Europe Indian Pacific";

/// The name of a time zone in the IANA database, such as `Europe/Berlin`, that is known here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneName(Box<str>);

impl ZoneName {
    /// Reads a name, in whatever case.
    ///
    /// # Errors
    /// When there is no zone of that name.
    pub fn parse(name: &str) -> Result<Self, ZoneNameError> {
        let zone = TimeZone::get(name).ok().filter(|zone| !zone.is_unknown());
        let zone = zone.ok_or(ZoneNameError)?;
        Ok(Self(zone.iana_name().unwrap_or(name).into()))
    }

    /// The names of all zones that are called by a place in a part of the world.
    pub fn of_places() -> impl Iterator<Item = String> {
        let is_area = |area: &str| AREAS.split(' ').any(|known| known == area);
        let is_place =
            move |name: &String| name.split_once('/').is_some_and(|(area, _)| is_area(area));
        jiff::tz::db().available().map(|name| name.to_string()).filter(is_place)
    }

    /// Coordinated universal time.
    #[must_use]
    pub fn utc() -> Self {
        Self("UTC".into())
    }

    /// The IANA name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How its clocks are changed before and after each of these times, the earliest first: enough
    /// to know what they show then.
    #[must_use]
    pub fn clock_changes(&self, times: &[Timestamp]) -> Vec<ClockChange> {
        let zone = self.zone();
        let mut changes = BTreeMap::new();
        for at in times.iter().map(|at| at.jiff()) {
            let around = [zone.preceding(at).next(), zone.following(at).next()];
            if around[0].is_none() {
                let offset = zone.to_offset_info(at);
                let seconds = offset.offset().seconds();
                changes.insert(
                    0,
                    ClockChange {
                        at: Timestamp::from_millis(0),
                        before_seconds: seconds,
                        after_seconds: seconds,
                        is_summer: offset.dst().is_dst(),
                        name: offset.abbreviation().to_owned(),
                    },
                );
            }
            for change in around.into_iter().flatten() {
                let at = change.timestamp();
                let before = at.checked_sub(SignedDuration::from_secs(1)).unwrap_or(at);
                changes.insert(
                    at.as_millisecond(),
                    ClockChange {
                        at: Timestamp::from_millis(at.as_millisecond()),
                        before_seconds: zone.to_offset(before).seconds(),
                        after_seconds: change.offset().seconds(),
                        is_summer: change.dst().is_dst(),
                        name: change.abbreviation().to_owned(),
                    },
                );
            }
        }
        changes.into_values().collect()
    }

    pub(super) fn zone(&self) -> TimeZone {
        TimeZone::get(&self.0).unwrap_or(TimeZone::UTC)
    }
}

impl std::str::FromStr for ZoneName {
    type Err = ZoneNameError;

    fn from_str(name: &str) -> Result<Self, ZoneNameError> {
        Self::parse(name)
    }
}

impl fmt::Display for ZoneName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A moment at which the clocks of a zone are changed; where they never were, 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockChange {
    /// When.
    pub at: Timestamp,
    /// How far they were ahead of UTC before, in seconds.
    pub before_seconds: i32,
    /// How far they are from then on.
    pub after_seconds: i32,
    /// Whether that is daylight-saving time.
    pub is_summer: bool,
    /// How people there call it, in short: `CEST`.
    pub name: String,
}

/// No such time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a time zone; use an IANA name, such as Europe/Berlin or UTC")]
pub struct ZoneNameError;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_times() {
        let berlin = ZoneName::parse("Europe/Berlin").unwrap();
        for (typed, expect) in [
            ("2026-12-31T20:00", Ok("2026-12-31T19:00:00.000Z")),
            ("2026-07-01T20:00:30", Ok("2026-07-01T18:00:30.000Z")),
            ("2026-03-29T01:59", Ok("2026-03-29T00:59:00.000Z")),
            ("2026-03-29T02:00", Err(TimestampError::Skipped)),
            ("2026-03-29T02:59:59", Err(TimestampError::Skipped)),
            ("2026-03-29T03:00", Ok("2026-03-29T01:00:00.000Z")),
            // Twice: the first.
            ("2026-10-25T02:30", Ok("2026-10-25T00:30:00.000Z")),
            ("2026-10-25T03:00", Ok("2026-10-25T02:00:00.000Z")),
            ("", Err(TimestampError::Empty)),
            ("tomorrow", Err(TimestampError::Malformed)),
            ("2026-02-30T20:00", Err(TimestampError::Malformed)),
            ("2026-12-31T20:00Z", Err(TimestampError::Malformed)),
            ("9999-12-31T23:59", Err(TimestampError::Malformed)),
        ] {
            let got = Timestamp::parse_local(typed, &berlin).map(Timestamp::rfc3339);
            assert_eq!(got, expect.map(str::to_owned), "{typed:?}");
        }
    }

    #[test]
    fn zones() {
        for (name, expect) in [
            ("UTC", Ok("UTC")),
            ("Europe/Berlin", Ok("Europe/Berlin")),
            ("america/new_york", Ok("America/New_York")),
            ("Mars/Olympus", Err(ZoneNameError)),
            ("../../etc/passwd", Err(ZoneNameError)),
            ("", Err(ZoneNameError)),
        ] {
            let got = ZoneName::parse(name).map(|zone| zone.to_string());
            assert_eq!(got, expect.map(str::to_owned), "{name:?}");
        }
        assert!(ZoneName::of_places().any(|name| name == "Asia/Tokyo"));
        assert!(ZoneName::of_places().all(|name| ZoneName::parse(&name).is_ok()));
    }
}
