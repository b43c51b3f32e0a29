use std::fmt;

use serde::{Deserialize, Serialize};

/// A seller's account at the payment provider, by the provider's name for it (`acct_…`). Whoever knows
/// it can do nothing with it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ProviderAccount(Box<str>);

/// The longest name that is taken.
const MAX: usize = 255;

impl ProviderAccount {
    /// The account of this name, if it can be one: it becomes part of addresses.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        (is_plain && (1..=MAX).contains(&name.len())).then(|| Self(name.into()))
    }

    /// The provider's name for it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ProviderAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
