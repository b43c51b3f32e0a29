//! Cookies that carry something from one page to another for some minutes.

use axum::http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{COOKIE, SET_COOKIE},
};

use super::Edge;

/// One, by its name. By https no other site of the same domain can set it.
#[derive(Debug, Clone, Copy)]
pub(super) struct BriefCookie {
    pub(super) http: &'static str,
    pub(super) https: &'static str,
}

impl BriefCookie {
    /// The header that sets it for so long.
    pub(super) fn set(
        self,
        edge: &Edge,
        value: &str,
        seconds: u64,
    ) -> [(HeaderName, HeaderValue); 1] {
        let (name, secure) = match edge.config.is_https() {
            true => (self.https, "; Secure"),
            false => (self.http, ""),
        };
        let cookie =
            format!("{name}={value}; Path=/; Max-Age={seconds}; SameSite=Lax; HttpOnly{secure}");
        let none = HeaderValue::from_static("");
        [(SET_COOKIE, HeaderValue::try_from(cookie).unwrap_or(none))]
    }

    /// The header that has a browser forget it.
    pub(super) fn unset(self, edge: &Edge) -> [(HeaderName, HeaderValue); 1] {
        self.set(edge, "", 0)
    }

    /// What it holds, if it was sent.
    pub(super) fn read<'a>(self, headers: &'a HeaderMap, edge: &Edge) -> Option<&'a str> {
        let name = if edge.config.is_https() { self.https } else { self.http };
        let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs =
            cookies.flat_map(|value| value.split(';')).filter_map(|it| it.split_once('='));
        pairs.find(|(called, _)| called.trim() == name).map(|(_, value)| value)
    }
}
