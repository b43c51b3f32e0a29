//! The operator's colour, as it is in light and in dark, and what goes with it. Text in it, and on it,
//! must be legible: that is measured when the site starts, against what the stylesheet has behind it.

use crate::{config::ConfigError, types::Colour};

/// The least contrast at which text can be read (WCAG 2.2, 1.4.3).
const CONTRAST_MIN: f64 = 4.5;

/// What stands behind text in `src/views/style.css`: `--bg`, `--surface`, `--sunk`, `--bad-bg` and
/// `--warn-bg`. A test holds these to it.
const BEHIND_LIGHT: [Colour; 5] = [
    Colour([0xf7, 0xf6, 0xf3]),
    Colour::WHITE,
    Colour([0xef, 0xed, 0xe8]),
    Colour([0xfd, 0xf0, 0xee]),
    Colour([0xfd, 0xf3, 0xdc]),
];
const BEHIND_DARK: [Colour; 5] = [
    Colour([0x13, 0x16, 0x18]),
    Colour([0x1b, 0x1f, 0x22]),
    Colour([0x24, 0x29, 0x2d]),
    Colour([0x35, 0x20, 0x1e]),
    Colour([0x32, 0x28, 0x16]),
];

/// What the site's own colour is, in light and in dark.
const OWN_LIGHT: Colour = Colour([0x0b, 0x5f, 0x59]);
const OWN_DARK: Colour = Colour([0x74, 0xcf, 0xc4]);

/// The colour of links and buttons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accents {
    /// Where the background is light.
    pub light: Colour,
    /// Where it is dark.
    pub dark: Colour,
}

impl Default for Accents {
    fn default() -> Self {
        Self { light: OWN_LIGHT, dark: OWN_DARK }
    }
}

impl Accents {
    /// What `site.accent` and `site.accent_dark` say; where they say nothing, the site's own. Who says
    /// only the first has the same in dark as far as it can be read there.
    ///
    /// # Errors
    /// When one is no colour, or text in it cannot be read.
    pub(super) fn read(light: &str, dark: &str) -> Result<Self, ConfigError> {
        let parse = |key: &str, typed: &str| {
            let wrong = |error| ConfigError::value(key, format!("{typed:?}: {error}"));
            Colour::parse(typed).map_err(wrong)
        };
        let own = Self::default();
        let light = match light.trim() {
            "" => None,
            typed => Some(legible("site.accent", parse("site.accent", typed)?, IN_LIGHT)?),
        };
        let dark = match (dark.trim(), light) {
            ("", None) => own.dark,
            ("", Some(light)) => nearest(light, IN_DARK),
            (typed, _) => legible("site.accent_dark", parse("site.accent_dark", typed)?, IN_DARK)?,
        };
        Ok(Self { light: light.unwrap_or(own.light), dark })
    }

    /// A stylesheet that has them, if they are not the site's own. Paper has its own.
    pub(super) fn style(self) -> Option<String> {
        (self != Self::default()).then(|| {
            let (light, dark) = (self.light, self.dark);
            format!(
                "@media screen {{\n:root {{ {} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {} }} }}\n\
                 .hero {{ --muted: {}; --accent-strong: {}; }}\n}}\n",
                declared(light, light.mixed(Colour::BLACK, 25), deep(light)),
                declared(dark, dark.mixed(Colour::WHITE, 35), deep(dark)),
                Colour::WHITE.mixed(light, 15),
                Colour::WHITE.mixed(light, 10),
            )
        })
    }

    /// What is written on it, in light.
    #[must_use]
    pub fn on_light(self) -> Colour {
        on(self.light)
    }
}

fn declared(accent: Colour, strong: Colour, deep: Colour) -> String {
    let on = on(accent);
    format!("--accent: {accent}; --accent-strong: {strong}; --on-accent: {on}; --deep: {deep};")
}

/// What can be read on it: white or black.
fn on(colour: Colour) -> Colour {
    let ratio = |it: &Colour| it.contrast(colour);
    if ratio(&Colour::WHITE) >= ratio(&Colour::BLACK) { Colour::WHITE } else { Colour::BLACK }
}

/// The strip behind the head of a page: white text, and paler, is read on it.
fn deep(accent: Colour) -> Colour {
    let is_deep = |colour: &Colour| colour.contrast(Colour::WHITE) >= 9.0;
    let darker = (0..=100).map(|percent| accent.mixed(Colour::BLACK, percent));
    darker.into_iter().find(is_deep).unwrap_or(Colour::BLACK)
}

/// What a colour is before, and what makes it legible there.
#[derive(Clone, Copy)]
struct Surroundings {
    behind: [Colour; 5],
    towards: Colour,
    name: &'static str,
}

const IN_LIGHT: Surroundings =
    Surroundings { behind: BEHIND_LIGHT, towards: Colour::BLACK, name: "light" };
const IN_DARK: Surroundings =
    Surroundings { behind: BEHIND_DARK, towards: Colour::WHITE, name: "dark" };

/// Where it is hardest to read.
fn worst(colour: Colour, at: Surroundings) -> (Colour, f64) {
    let ratios = at.behind.map(|behind| (behind, colour.contrast(behind)));
    let worse =
        |one: (Colour, f64), other: (Colour, f64)| if other.1 < one.1 { other } else { one };
    ratios.into_iter().reduce(worse).unwrap_or((colour, 1.0))
}

/// The colour, or the first on the way to black or white that can be read everywhere.
fn nearest(colour: Colour, at: Surroundings) -> Colour {
    let on_the_way = (0..=100).map(|percent| colour.mixed(at.towards, percent));
    on_the_way.into_iter().find(|it| worst(*it, at).1 >= CONTRAST_MIN).unwrap_or(at.towards)
}

fn legible(key: &str, colour: Colour, at: Surroundings) -> Result<Colour, ConfigError> {
    match worst(colour, at) {
        (_, ratio) if ratio >= CONTRAST_MIN => Ok(colour),
        (behind, ratio) => {
            let (name, nearest) = (at.name, nearest(colour, at));
            let what = format!(
                "{colour} cannot be read on the {name} {behind}: its contrast is {ratio:.2}, and \
                 {CONTRAST_MIN} is the least; the nearest that would do is {nearest}"
            );
            Err(ConfigError::value(key, what))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_that_cannot_be_read_is_refused_with_one_that_can() {
        for (light, dark, key, says) in [
            ("#ffcc00", "", "site.accent", "1.29"),
            ("", "#0b5f59", "site.accent_dark", "on the dark"),
            ("blue", "", "site.accent", "no colour"),
            ("#0b5f59", "blue", "site.accent_dark", "no colour"),
        ] {
            let error = Accents::read(light, dark).unwrap_err().to_string();
            assert!(error.starts_with(&format!("{key}: ")) && error.contains(says), "{error}");
            if let Some((_, nearest)) = error.split_once("that would do is ") {
                let (light, dark) =
                    if key == "site.accent" { (nearest, "") } else { ("", nearest) };
                Accents::read(light, dark).expect(nearest);
            }
        }
    }

    /// Every accent that is let through can be read in every place where it, or text on it, stands.
    #[test]
    fn what_is_let_through_can_be_read_everywhere() {
        assert_eq!(Accents::read("", "").unwrap(), Accents::default());
        assert_eq!(Accents::default().style(), None);
        // The 216 of which each part is one of six.
        let colours =
            (0..216).map(|n: u8| Colour([n / 36, n / 6 % 6, n % 6].map(|part| part * 51)));
        let (mut taken, mut refused) = (0, 0);
        for colour in colours {
            let Ok(accents) = Accents::read(&colour.to_string(), "") else {
                refused += 1;
                continue;
            };
            taken += 1;
            assert_eq!(accents.light, colour);
            for (accent, strong, at) in [
                (accents.light, accents.light.mixed(Colour::BLACK, 25), IN_LIGHT),
                (accents.dark, accents.dark.mixed(Colour::WHITE, 35), IN_DARK),
            ] {
                for shown in [accent, strong] {
                    assert!(worst(shown, at).1 >= CONTRAST_MIN, "{shown} of {colour}");
                    assert!(on(accent).contrast(shown) >= CONTRAST_MIN, "on {shown} of {colour}");
                }
                let deep = deep(accent);
                for text in [Colour::WHITE, Colour::WHITE.mixed(accents.light, 15)] {
                    assert!(text.contrast(deep) >= CONTRAST_MIN, "{text} on {deep} of {colour}");
                }
            }
        }
        assert!(taken > 50 && refused > 50, "{taken} taken, {refused} refused");
    }

    #[test]
    fn what_stands_behind_is_what_the_stylesheet_has() {
        let style = include_str!("../views/style.css");
        let (light, dark) = style.split_once("@media (prefers-color-scheme: dark)").unwrap();
        let names = ["bg", "surface", "sunk", "bad-bg", "warn-bg", "accent"];
        let of = |css: &str, name: &str| {
            let rest = css.split(&format!("--{name}: ")).nth(1).unwrap();
            let value = rest.split(';').next().unwrap();
            let value = if value == "#fff" { "#ffffff" } else { value };
            Colour::parse(value).unwrap()
        };
        let light_here = [&BEHIND_LIGHT[..], &[OWN_LIGHT]].concat();
        let dark_here = [&BEHIND_DARK[..], &[OWN_DARK]].concat();
        for (n, name) in names.into_iter().enumerate() {
            assert_eq!(of(light, name), light_here[n], "--{name} in light");
            assert_eq!(of(dark, name), dark_here[n], "--{name} in dark");
        }
        for (colour, at) in [(OWN_LIGHT, IN_LIGHT), (OWN_DARK, IN_DARK)] {
            assert!(worst(colour, at).1 >= CONTRAST_MIN, "{colour}");
        }
    }
}
