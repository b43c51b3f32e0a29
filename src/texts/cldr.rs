//! Numbers and dates against the Unicode CLDR, as others read it: Babel, by `HOLDFAST_PYTHON`.

use std::{
    env,
    fmt::Write as _,
    io::Write as _,
    process::{Command, Stdio},
};

use super::Language;
use crate::types::{Currency, Timestamp, ZoneName};

const MISSING: &str =
    "is not here: name a Python that has tests/requirements.txt (docs/testing.md)";

/// Reads how something is written, and prints where the CLDR has it otherwise. German says "Uhr", and
/// French "1er", which the CLDR leaves out.
const CHECK: &str = r#"
import re, sys
from datetime import date, time
from decimal import Decimal
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_currency, format_percent

def expected(tag, kind, value):
    tag = {"en": "en_GB"}.get(tag, tag)
    if kind == "amount":
        number, code = value.split()
        return format_currency(Decimal(number), code, locale=tag)
    if kind == "percent":
        return format_percent(Decimal(value) / 100, locale=tag)
    if kind == "time":
        return format_time(time.fromisoformat(value), "short", locale=tag)
    day = date.fromisoformat(value)
    if kind == "weekday":
        return format_date(day, "EEE", locale=tag)
    if kind == "numbers":
        return format_skeleton("yMd", day, locale=tag)
    return format_date(day, "long", locale=tag)

def unpadded(shown):
    return re.sub(r"\b0", "", shown)

for line in sys.stdin.read().splitlines():
    tag, kind, value, shown = line.split("\t")
    wanted = expected(tag, kind, value)
    if kind == "numbers":
        shown, wanted = unpadded(shown), unpadded(wanted)
    shown = shown.removesuffix("\u00a0Uhr").replace("1er ", "1 ")
    if wanted != shown:
        print(tag, kind, value, ascii(shown), "is", ascii(wanted))
"#;

/// What each language makes of days, times and amounts.
fn written() -> String {
    let (zone, euro) = (ZoneName::utc(), Currency::EUR);
    let mut all = String::new();
    for t in Language::ALL {
        let mut add = |kind: &str, value: &str, shown: &str| {
            writeln!(all, "{}\t{kind}\t{value}\t{shown}", t.tag()).unwrap();
        };
        let first = Timestamp::parse_local("2028-01-01T09:05", &zone).unwrap();
        for day in 0..366 {
            let at = first + std::time::Duration::from_secs(day * 24 * 60 * 60);
            let value = at.format("%Y-%m-%d", &zone);
            add("day", &value, &t.day(at, &zone));
            let whole = t.date_and_time(at, &zone);
            let weekday = whole.split(' ').next().unwrap_or_default().trim_end_matches(',');
            add("weekday", &value, weekday);
            if t != Language::English {
                add("numbers", &value, &t.typed_day(&value));
            }
        }
        for minute in [0_u64, 545, 1439] {
            let at = first + std::time::Duration::from_secs(minute * 60);
            add("time", &at.format("%H:%M", &zone), &t.time(at, &zone));
        }
        for minor in [0, 7, 4950, 99_999, 124_950, 123_456_789] {
            add("amount", &format!("{} EUR", euro.decimal(minor)), &t.amount_of_minor(minor, euro));
        }
        // English has a space here that the CLDR has not.
        if t != Language::English {
            add("percent", "12", &t.percent(12));
            let franc: Currency = "CHF".parse().unwrap();
            add("amount", "20.00 CHF", &t.amount_of_minor(2000, franc));
        }
    }
    all
}

#[test]
fn numbers_and_dates_are_those_of_the_cldr() {
    let Some(python) = env::var_os("HOLDFAST_PYTHON") else {
        eprintln!("skipped: HOLDFAST_PYTHON {MISSING}");
        assert!(env::var_os("CI").is_none(), "HOLDFAST_PYTHON {MISSING}");
        return;
    };
    let mut command = Command::new(python);
    command.args(["-c", CHECK]).stdin(Stdio::piped()).stdout(Stdio::piped());
    command.env("PYTHONIOENCODING", "utf-8");
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(written().as_bytes()).unwrap();
    drop(stdin);
    let said = child.wait_with_output().unwrap();
    let differs = String::from_utf8(said.stdout).unwrap();
    assert!(said.status.success(), "Babel did not answer");
    assert!(differs.is_empty(), "{differs}");
}
