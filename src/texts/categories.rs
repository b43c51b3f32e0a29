//! What kinds of events there are.

use super::{Language, texts};
use crate::types::Category;

texts! {
    category()
        en: "Category",
        de: "Kategorie",
        fr: "Catégorie",
        es: "Categoría",
        nl: "Categorie",
        it: "Categoria";
    category_optional()
        en: "Category (optional)",
        de: "Kategorie (freiwillig)",
        fr: "Catégorie (facultatif)",
        es: "Categoría (opcional)",
        nl: "Categorie (optioneel)",
        it: "Categoria (facoltativa)";
    no_category_chosen()
        en: "Choose one, if it fits",
        de: "Wähle eine, wenn sie passt",
        fr: "Choisissez-en une, si elle convient",
        es: "Elige una, si encaja",
        nl: "Kies er een, als die past",
        it: "Scegline una, se è adatta";
    not_of_the_list()
        en: "Choose one of the list.",
        de: "Wähle eine aus der Liste.",
        fr: "Choisissez dans la liste.",
        es: "Elige una de la lista.",
        nl: "Kies er een uit de lijst.",
        it: "Scegline una dall’elenco.";
    music() en: "Music", de: "Musik", fr: "Musique", es: "Música", nl: "Muziek", it: "Musica";
    sport() en: "Sport", de: "Sport", fr: "Sport", es: "Deporte", nl: "Sport", it: "Sport";
    theatre()
        en: "Theatre",
        de: "Theater",
        fr: "Théâtre",
        es: "Teatro",
        nl: "Theater",
        it: "Teatro";
    comedy() en: "Comedy", de: "Comedy", fr: "Humour", es: "Comedia", nl: "Comedy", it: "Comicità";
    festival()
        en: "Festival",
        de: "Festival",
        fr: "Festival",
        es: "Festival",
        nl: "Festival",
        it: "Festival";
    other_category()
        en: "Other",
        de: "Anderes",
        fr: "Autre",
        es: "Otros",
        nl: "Overig",
        it: "Altro";
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
