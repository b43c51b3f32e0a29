//! What whoever runs the site makes theirs without building anything: its pages in words of their own
//! and the address at which they are asked; read once, when the site starts, and checked in full.
//!
//! **Invariant:** what is in here can be shown as it is: every text was read through, and is safe.

mod markdown;
mod page_name;
mod pages;
mod start_texts;

use crate::{
    config::{ConfigError, SiteConfig},
    types::Email,
};

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
}

/// What is theirs cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum OperatorError {
    /// A page.
    #[error(transparent)]
    Pages(#[from] PagesError),
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
        Ok(Self { pages, contact: config.contact()? })
    }
}
