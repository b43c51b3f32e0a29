use any_ascii::any_ascii_char;

/// How long a slug is at the most, in bytes.
const SLUG_BYTES_MAX: usize = 80;

/// What stands behind an event's id in addresses and is no name.
const TAKEN: [&str; 10] = [
    "alerts", "buy", "calendar", "cancel", "change", "line", "live", "picture", "postpone",
    "refunds",
];

/// A name as it stands in an address: lower-case letters and digits of ASCII, with single hyphens
/// between words, at most 80 bytes. None if nothing is left of it.
#[must_use]
pub fn slug(name: &str) -> Option<String> {
    let mut slug = String::with_capacity(name.len());
    let ascii = name.chars().flat_map(|c| any_ascii_char(c).chars());
    for c in ascii.take(4 * SLUG_BYTES_MAX) {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') && c != '\'' {
            slug.push('-');
        }
    }
    if slug.len() > SLUG_BYTES_MAX {
        let whole_words = slug[..=SLUG_BYTES_MAX].rfind('-').unwrap_or(SLUG_BYTES_MAX);
        slug.truncate(whole_words);
    }
    let slug = slug.trim_end_matches('-');
    if TAKEN.contains(&slug) {
        return Some(format!("{slug}-event"));
    }
    (!slug.is_empty()).then(|| slug.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_read_in_addresses() {
        for (name, expect) in [
            ("Night of Lanterns", "night-of-lanterns"),
            ("Die Leisen Töne", "die-leisen-tone"),
            ("Mrs O'Brien's R.E.M.", "mrs-obriens-r-e-m"),
            ("  Harbour Town vs. River Athletic! ", "harbour-town-vs-river-athletic"),
            ("Łódź 2026 — “live”", "lodz-2026-live"),
            ("Live", "live-event"),
            ("Ночь", "noch"),
        ] {
            assert_eq!(slug(name).as_deref(), Some(expect));
        }
        assert_eq!(slug("!!!"), None);
        let long = slug(&"lantern ".repeat(20)).unwrap();
        assert_eq!(long, ["lantern"; 10].join("-"));
        assert_eq!(slug(&"x".repeat(120)).unwrap().len(), SLUG_BYTES_MAX);
    }

    proptest! {
        #[test]
        fn any_name_gives_what_needs_no_escaping(name in any::<String>()) {
            if let Some(slug) = slug(&name) {
                let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
                prop_assert!(slug.chars().all(is_plain), "{slug}");
                prop_assert!(!slug.contains("--") && !slug.starts_with('-') && !slug.ends_with('-'));
                prop_assert!(slug.len() <= SLUG_BYTES_MAX && !TAKEN.contains(&slug.as_str()));
            }
        }
    }
}
