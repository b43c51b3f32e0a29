//! What whoever runs the site makes theirs without building anything: its pages in words of their own,
//! its face, and the address at which they are asked; read once, when the site starts, and checked in
//! full.
//!
//! **Invariant:** what is in here can be shown as it is: every text was read through, and is safe.

mod accents;
mod logo;
mod markdown;
mod page_name;
mod pages;
mod start_texts;

use crate::{
    config::{ConfigError, SiteConfig},
    types::Email,
};

pub use accents::Accents;
pub use logo::{Logo, LogoError};
pub use markdown::{Document, Unfit};
pub use page_name::PageName;
pub use pages::{PagesError, SitePage, SitePages, Terms};
pub use start_texts::start_texts;

/// What is theirs.
#[derive(Debug, Clone, Default)]
pub struct Operator {
    /// The pages in words of their own.
    pub pages: SitePages,
    /// Where they are asked, if they say so.
    pub contact: Option<Email>,
    /// The colour of links, buttons and mails.
    pub accents: Accents,
    /// What stands in the place of the site's name, if something does.
    pub logo: Option<Logo>,
    /// The same where the background is dark, if it is another there.
    pub logo_dark: Option<Logo>,
    /// What stands below the head of the home page; empty if nothing does.
    pub headline: String,
    /// A stylesheet with their colours, if they are not the site's own.
    pub style: Option<Style>,
}

/// A stylesheet.
#[derive(Debug, Clone)]
pub struct Style {
    /// Where it is served: the path names the content.
    pub path: String,
    /// What it says.
    pub content: String,
}

/// What is theirs cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum OperatorError {
    /// A page.
    #[error(transparent)]
    Pages(#[from] PagesError),
    /// A logo.
    #[error(transparent)]
    Logo(#[from] LogoError),
    /// A setting.
    #[error(transparent)]
    Config(#[from] ConfigError),
}

impl Operator {
    /// Reads what the configuration names.
    ///
    /// # Errors
    /// When some of it is not there or cannot be shown.
    pub fn open(config: &SiteConfig) -> Result<Self, OperatorError> {
        let pages = match config.pages.as_os_str().is_empty() {
            true => SitePages::default(),
            false => SitePages::read(&config.pages)?,
        };
        let accents = Accents::read(&config.accent, &config.accent_dark)?;
        Ok(Self {
            pages,
            contact: config.contact()?,
            accents,
            logo: Logo::read("site.logo", &config.logo)?,
            logo_dark: Logo::read("site.logo_dark", &config.logo_dark)?,
            headline: config.headline()?.to_owned(),
            style: accents.style().map(Style::of),
        })
    }

    /// The logo at this path.
    #[must_use]
    pub fn logo_at(&self, path: &str) -> Option<&Logo> {
        [&self.logo, &self.logo_dark].into_iter().flatten().find(|logo| logo.path == path)
    }
}

impl Style {
    fn of(content: String) -> Self {
        let path = format!("/assets/face-{:08x}.css", crc32c::crc32c(content.as_bytes()));
        Self { path, content }
    }
}
