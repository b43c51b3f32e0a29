//! How long answers took, day by day, for those who run the site: a histogram a day in one small file of the
//! data folder, `response-times`.
//!
//! It is written once a minute and when the site stops. A crash loses what was counted since, a minute at
//! the most, and nothing else rests on it: it is of this machine, and in no journal and no backup.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use parking_lot::Mutex;

use crate::{
    reads::histogram::Histogram,
    storage::write_private,
    types::{Day, Timestamp, ZoneName},
};

/// Its file in the data folder.
const FILE: &str = "response-times";

/// How many days are kept.
const DAYS_MAX: usize = 62;

/// How often it is written.
pub(super) const WRITTEN_EVERY: Duration = Duration::from_secs(60);

/// See above.
#[derive(Debug)]
pub(super) struct ResponseTimes {
    path: PathBuf,
    zone: ZoneName,
    counted: Mutex<Counted>,
}

#[derive(Debug, Default)]
struct Counted {
    days: BTreeMap<Day, Histogram>,
    /// The day that it is, and until when: nobody asks a calendar for each answer.
    today: Option<(Day, Timestamp)>,
    has_changed: bool,
}

impl ResponseTimes {
    /// What the data folder has of it; what cannot be read is counted anew.
    pub(super) fn of(folder: &Path, zone: &ZoneName) -> Self {
        let read = fs::read(folder.join(FILE)).ok();
        let days = read.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        let counted = Counted { days, ..Counted::default() };
        Self { path: folder.into(), zone: zone.clone(), counted: counted.into() }
    }

    /// Counts an answer.
    pub(super) fn add(&self, now: Timestamp, took: Duration) {
        let mut counted = self.counted.lock();
        let today = match counted.today {
            // A clock that is set back goes on with the day that it is.
            Some((day, ends)) if now < ends => day,
            _ => {
                let day = Day::of(now, &self.zone);
                counted.today = Some((day, day.ends(&self.zone)));
                day
            }
        };
        counted.days.entry(today).or_default().add(took);
        counted.has_changed = true;
        while counted.days.len() > DAYS_MAX {
            counted.days.pop_first();
        }
    }

    /// That of a day.
    pub(super) fn on(&self, day: Day) -> Histogram {
        self.counted.lock().days.get(&day).copied().unwrap_or_default()
    }

    /// Writes down what has changed.
    ///
    /// # Errors
    /// When the disk says no; it is tried again with the next.
    pub(super) fn write(&self) -> io::Result<()> {
        let bytes = {
            let mut counted = self.counted.lock();
            if !std::mem::take(&mut counted.has_changed) {
                return Ok(());
            }
            serde_json::to_vec(&counted.days)?
        };
        let written = write_private(&self.path, FILE, &bytes);
        if written.is_err() {
            self.counted.lock().has_changed = true;
        }
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, zone: &ZoneName) -> Timestamp {
        Timestamp::parse_local(text, zone).unwrap()
    }

    #[test]
    fn days_end_by_the_clocks_of_the_site_and_a_start_goes_on_with_what_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let zone = ZoneName::parse("Europe/Berlin").unwrap();
        let times = ResponseTimes::of(folder.path(), &zone);
        // The day on which clocks are set back has 25 hours.
        for hour in ["2026-10-25T00:00", "2026-10-25T23:59", "2026-10-26T00:00"] {
            times.add(at(hour, &zone), Duration::from_millis(3));
        }
        let [day, next] = ["2026-10-25", "2026-10-26"].map(|day| Day::parse(day).unwrap());
        assert_eq!([times.on(day).count(), times.on(next).count()], [2, 1]);
        times.write().unwrap();
        // What a crash loses.
        times.add(at("2026-10-26T00:01", &zone), Duration::from_millis(3));
        let again = ResponseTimes::of(folder.path(), &zone);
        assert_eq!([again.on(day).count(), again.on(next).count()], [2, 1]);
        // It stays as small as it is.
        for day in 0..1000 {
            let noon = at("2027-01-01T12:00", &zone).as_millis() + day * 86_400_000;
            again.add(Timestamp::from_millis(noon), Duration::from_millis(3));
        }
        again.write().unwrap();
        let bytes = fs::metadata(folder.path().join(FILE)).unwrap().len();
        assert!(bytes < 8 * 1024, "{bytes}");
        assert_eq!(again.on(day).count(), 0);
        fs::write(folder.path().join(FILE), "{").unwrap();
        assert_eq!(ResponseTimes::of(folder.path(), &zone).on(next).count(), 0);
    }
}
