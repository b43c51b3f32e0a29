//! The texts to start with: good ones, to be finished by whoever knows who runs the site, and where.

use super::PageName;
use crate::types::Language;

/// All of them; what is between double brackets is to be filled in.
pub fn start_texts() -> impl Iterator<Item = (PageName, Language, &'static str)> {
    use Language::{English, German};
    use PageName::{Contact, Help, Imprint, Privacy, Terms};

    [
        (Imprint, English, include_str!("start/imprint.en.md")),
        (Imprint, German, include_str!("start/imprint.de.md")),
        (Terms, English, include_str!("start/terms.en.md")),
        (Terms, German, include_str!("start/terms.de.md")),
        (Privacy, English, include_str!("start/privacy.en.md")),
        (Privacy, German, include_str!("start/privacy.de.md")),
        (Help, English, include_str!("start/help.en.md")),
        (Help, German, include_str!("start/help.de.md")),
        (Contact, English, include_str!("start/contact.en.md")),
        (Contact, German, include_str!("start/contact.de.md")),
    ]
    .into_iter()
}
