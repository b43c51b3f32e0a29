//! What kinds of events there are.

use super::{Language, texts};
use crate::types::Category;

texts! {
    category() en: "Category", de: "Kategorie";
    category_optional() en: "Category (optional)", de: "Kategorie (freiwillig)";
    no_category_chosen() en: "Choose one, if it fits", de: "Wähle eine, wenn sie passt";
    not_of_the_list() en: "Choose one of the list.", de: "Wähle eine aus der Liste.";
    music() en: "Music", de: "Musik";
    sport() en: "Sport", de: "Sport";
    theatre() en: "Theatre", de: "Theater";
    comedy() en: "Comedy", de: "Comedy";
    festival() en: "Festival", de: "Festival";
    other_category() en: "Other", de: "Anderes";
}

impl Category {
    /// What it is called.
    #[must_use]
    pub fn name(self, t: Language) -> &'static str {
        match self {
            Self::Music => t.music(),
            Self::Sport => t.sport(),
            Self::Theatre => t.theatre(),
            Self::Comedy => t.comedy(),
            Self::Festival => t.festival(),
            Self::Other => t.other_category(),
        }
    }
}
