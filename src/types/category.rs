use serde::{Deserialize, Serialize};

/// What kind of thing people attend.
///
/// It is stored by its place among these, and told by its [`tag`](Self::tag): a new one goes to the end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// Concerts, and whatever else is listened to.
    Music,
    /// Matches, races, fights.
    Sport,
    /// Plays, operas, ballets, musicals.
    Theatre,
    /// Stand-up, cabaret.
    Comedy,
    /// What goes on for days, or in the open.
    Festival,
    /// All else, and what nobody has said.
    #[default]
    Other,
}

impl Category {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::Music, Self::Sport, Self::Theatre, Self::Comedy, Self::Festival, Self::Other];

    /// Its name among programs and in forms. It never changes.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Music => "music",
            Self::Sport => "sport",
            Self::Theatre => "theatre",
            Self::Comedy => "comedy",
            Self::Festival => "festival",
            Self::Other => "other",
        }
    }

    /// The category of this tag.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.tag() == tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_by_its_tag_and_stored_by_its_place() {
        for (place, category) in (0..).zip(Category::ALL) {
            assert_eq!(Category::of_tag(category.tag()), Some(category));
            assert_eq!(serde_json::to_value(category).unwrap(), category.tag());
            let stored = bincode::serde::encode_to_vec(category, bincode::config::standard());
            assert_eq!(stored.unwrap(), [place]);
        }
        assert_eq!(Category::of_tag("Music"), None);
        assert_eq!(Category::default(), Category::Other);
    }
}
