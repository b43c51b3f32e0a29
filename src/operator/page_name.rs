/// The pages whose words are the operator's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PageName {
    /// Who runs the site.
    Imprint,
    /// By which terms.
    Terms,
    /// What becomes of what they know of people.
    Privacy,
    /// How it goes, and what to do when it does not.
    Help,
    /// How they are reached.
    Contact,
}

impl PageName {
    /// All of them, as they stand in the foot of every page.
    pub const ALL: [Self; 5] =
        [Self::Help, Self::Contact, Self::Terms, Self::Privacy, Self::Imprint];

    /// As it is in paths and in the names of files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Imprint => "imprint",
            Self::Terms => "terms",
            Self::Privacy => "privacy",
            Self::Help => "help",
            Self::Contact => "contact",
        }
    }

    /// The one of this word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.word() == word)
    }

    /// Where it is.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::Imprint => "/pages/imprint",
            Self::Terms => "/pages/terms",
            Self::Privacy => "/pages/privacy",
            Self::Help => "/pages/help",
            Self::Contact => "/pages/contact",
        }
    }
}
