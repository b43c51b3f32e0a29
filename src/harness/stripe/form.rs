use percent_encoding::percent_decode_str;
use std::collections::BTreeMap;

use super::error::ApiError;

/// Parameters as Stripe takes them, in a form or a query: `metadata[order]=…`,
/// `payment_method_types[]=card`. Sorted by name, so that two forms are equal when they say the
/// same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ApiForm(Vec<(String, String)>);

impl ApiForm {
    /// Reads `a=1&b[c]=2`.
    pub(super) fn parse(text: &[u8]) -> Result<Self, ApiError> {
        let text = str::from_utf8(text).map_err(|_| ApiError::malformed())?;
        let mut pairs = Vec::new();
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            pairs.push((decode(name)?, decode(value)?));
        }
        // Stable: the elements of a list keep their order.
        pairs.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(Self(pairs))
    }

    /// Both, as when a request has a query and a body.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self.0.sort_by(|a, b| a.0.cmp(&b.0));
        self
    }

    /// The rest.
    pub(super) fn without(mut self, names: &[&str]) -> Self {
        self.0.retain(|(given, _)| !names.contains(&given.as_str()));
        self
    }

    /// A parameter that is there and not empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(given, _)| given == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// A parameter that has to be there.
    pub(super) fn need(&self, name: &'static str) -> Result<&str, ApiError> {
        self.get(name).ok_or_else(|| ApiError::missing(name))
    }

    /// A whole number.
    pub(super) fn number(&self, name: &'static str) -> Result<Option<u32>, ApiError> {
        let number = |value: &str| value.parse().map_err(|_| ApiError::no_integer(name, value));
        self.get(name).map(number).transpose()
    }

    /// A moment in seconds since 1970.
    pub(super) fn seconds(&self, name: &'static str) -> Result<Option<i64>, ApiError> {
        let number = |value: &str| value.parse().map_err(|_| ApiError::no_integer(name, value));
        self.get(name).map(number).transpose()
    }

    /// `true` or `false`.
    pub(super) fn flag(&self, name: &'static str) -> Result<bool, ApiError> {
        match self.get(name) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(other) => Err(ApiError::invalid(name, format!("Invalid boolean: {other}"))),
        }
    }

    /// The elements of `name[]` or `name[0]`, `name[1]`…
    pub(super) fn list(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(given, _)| base(given) == name).map(|(_, v)| v.clone()).collect()
    }

    /// What is in `name[key]`.
    pub(super) fn map(&self, name: &str) -> BTreeMap<String, String> {
        let key = |given: &str| {
            let rest = given.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']')?;
            (!rest.is_empty()).then(|| rest.to_owned())
        };
        self.0.iter().filter_map(|(given, value)| Some((key(given)?, value.clone()))).collect()
    }

    /// Stripe refuses what it does not know.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), ApiError> {
        match self.0.iter().find(|(given, _)| !known.contains(&base(given))) {
            None => Ok(()),
            Some((unknown, _)) => Err(ApiError::unknown_parameter(unknown)),
        }
    }
}

/// The name before any bracket.
fn base(name: &str) -> &str {
    name.split_once('[').map_or(name, |(base, _)| base)
}

fn decode(encoded: &str) -> Result<String, ApiError> {
    let spaced = encoded.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8().map(std::borrow::Cow::into_owned);
    decoded.map_err(|_| ApiError::malformed())
}
