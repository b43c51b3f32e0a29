//! What a request asks for: which page, and in which language.
//!
//! **A language** is the one that was chosen in the browser (a cookie, only once one was), else the
//! one that the browser likes best. An account's own choice (`LanguageChosen`) goes before both,
//! and is the language of its mails. A script is served once for each language, with its words in
//! it. What programs read (hidden fields, `data-` attributes, JSON, the log) is the same in every
//! language.

use axum::http::{
    HeaderMap, HeaderValue, Method, Uri,
    header::{ACCEPT_LANGUAGE, COOKIE},
    request::Parts,
};

use crate::{types::Language, views::Done};

/// The cookie that keeps the language that was chosen in a browser. By https no other site of the
/// same domain can set it.
const LANGUAGE: &str = "language";
const LANGUAGE_HTTPS: &str = "__Host-language";

/// What a request asks for.
#[derive(Clone)]
pub(super) struct RequestContext {
    method: Method,
    uri: Uri,
    /// The language that was chosen in this browser, else the one that the browser likes best of
    /// those that there are.
    pub(super) language: Language,
}

impl RequestContext {
    pub(super) fn of(method: &Method, uri: &Uri, headers: &HeaderMap) -> Self {
        Self { method: method.clone(), uri: uri.clone(), language: language(headers) }
    }

    /// The one that was read when the request came in: the middleware and the visitor share it.
    pub(super) fn of_parts(parts: &Parts) -> Self {
        let read = || Self::of(&parts.method, &parts.uri, &parts.headers);
        parts.extensions.get().cloned().unwrap_or_else(read)
    }

    /// What was done just now, and led to this page.
    pub(super) fn done(&self) -> Option<Done> {
        let pairs = self.uri.query().filter(|_| self.method == Method::GET)?.split('&');
        pairs.filter_map(|pair| pair.strip_prefix("done=")).find_map(Done::of_word)
    }

    /// The page to come back to: this one, or the one whose form was sent.
    pub(super) fn page(&self) -> String {
        match self.method {
            Method::GET => self.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
            _ => page_of_form(self.uri.path()),
        }
    }
}

fn language(headers: &HeaderMap) -> Language {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.split_once('='));
    let (mut plain, mut https) = (None, None);
    for (name, tag) in pairs {
        match name.trim() {
            LANGUAGE => plain = plain.or_else(|| Language::of_tag(tag)),
            LANGUAGE_HTTPS => https = https.or_else(|| Language::of_tag(tag)),
            _ => {}
        }
    }
    https.or(plain).unwrap_or_else(|| {
        let accepted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        accepted.and_then(Language::accepted).unwrap_or_default()
    })
}

/// The header that has a browser ask for a language for a year.
pub(super) fn language_cookie(language: Language, is_https: bool) -> Option<HeaderValue> {
    let tag = language.tag();
    let (name, secure) = if is_https { (LANGUAGE_HTTPS, "; Secure") } else { (LANGUAGE, "") };
    let cookie = format!("{name}={tag}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly{secure}");
    HeaderValue::from_str(&cookie).ok()
}

/// The page whose form posts to a path.
pub(super) fn page_of_form(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match parts[..] {
        ["signup" | "signin" | "forgot"]
        | ["signin", "code"]
        | ["signin", "openid", "new" | "known"]
        | ["lost", _]
        | ["account", "look"]
        | ["account", "security"]
        | ["account", "security", "totp" | "codes" | "passkeys"]
        | ["account", "security", "totp", "remove"]
        | ["account", "security", "openid", "link" | "remove"]
        | ["account", "security", "passkeys", _, "remove"]
        | ["reset" | "confirm", _]
        | ["alerts", "stop", _]
        | ["account", "payout", "forget"]
        | ["account", "email" | "password" | "delete" | "payout" | "invoices" | "terms"]
        | ["admin", "payouts"]
        | ["account", "sessions", "end"]
        | ["account", "sessions", _, "end"]
        | ["tickets", _, "edit"]
        | ["events", _, "change" | "postpone" | "cancel"]
        | ["orders", _, "messages"]
        | ["admin", "events", _, "merge"] => path.to_owned(),
        ["events", id, "picture", _] => format!("/events/{id}/change"),
        ["events", id, "refunds"] => format!("/events/{id}/cancel"),
        ["signin", "code", ..] => "/signin/code".to_owned(),
        ["signin", "passkey", ..] => "/signin".to_owned(),
        ["account", "look", ..] => "/account/look".to_owned(),
        ["account", "security", "passkeys", ..] => "/account/security/passkeys".to_owned(),
        ["orders", id, "messages" | "problem", ..] => format!("/orders/{id}/messages"),
        ["tickets"] => "/sell".to_owned(),
        ["tickets", id, "files" | "pages"] => format!("/tickets/{id}/files"),
        ["alerts", ..] => "/alerts".to_owned(),
        ["selling", ..] => "/selling".to_owned(),
        [kind @ ("tickets" | "orders" | "purchases" | "events"), id, ..] => format!("/{kind}/{id}"),
        ["account", "tokens", ..] => "/account/tokens".to_owned(),
        ["account", "webhooks"] | ["account", "webhooks", "deliveries", ..] => {
            "/account/webhooks".to_owned()
        }
        ["account", "webhooks", id, ..] => format!("/account/webhooks/{id}"),
        ["account", "payout", ..] => "/account/payout".to_owned(),
        ["account", ..] => "/account".to_owned(),
        ["admin", "payouts", "report" | "payments", ..] => "/admin/payouts".to_owned(),
        ["admin", list @ ("payouts" | "sellers"), id, ..] => format!("/admin/{list}/{id}"),
        ["admin", "money", ..] => "/admin/money".to_owned(),
        ["admin", "mail", ..] => "/admin/mail".to_owned(),
        ["admin", list, id, _] => format!("/admin/{list}?q={id}"),
        _ => "/".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages() {
        for (cookies, accepted, expect) in [
            (&[][..], "", Language::English),
            (&[], "de-DE,de;q=0.9,en;q=0.8", Language::German),
            (&["language=en"], "de", Language::English),
            (&["holdfast=x; language=de"], "en", Language::German),
            (&["holdfast=x", " language=de"], "en", Language::German),
            (&["language=fr"], "de", Language::French),
            (&["language=pl"], "de", Language::German),
            (&["language", "other=de"], "pl", Language::English),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static(accepted));
            for cookie in cookies {
                headers.append(COOKIE, HeaderValue::from_static(cookie));
            }
            assert_eq!(language(&headers), expect, "{cookies:?} {accepted:?}");
        }
    }

    #[test]
    fn pages_of_forms() {
        for (path, expect) in [
            ("/tickets/1/buy", "/tickets/1"),
            ("/orders/1/pay", "/orders/1"),
            ("/orders/1/messages", "/orders/1/messages"),
            ("/orders/1/messages/admins", "/orders/1/messages"),
            ("/orders/1/problem", "/orders/1/messages"),
            ("/admin/claims/1/decide", "/admin/claims?q=1"),
            ("/tickets/1/line", "/tickets/1"),
            ("/tickets/1/line/stop", "/tickets/1"),
            ("/tickets/1/file/remove", "/tickets/1"),
            ("/tickets/1/edit", "/tickets/1/edit"),
            ("/events/1/picture/attach", "/events/1/change"),
            ("/tickets", "/sell"),
            ("/selling/price", "/selling"),
            ("/tickets/1/pages", "/tickets/1/files"),
            ("/alerts/1/delete", "/alerts"),
            ("/alerts/stop/1", "/alerts/stop/1"),
            ("/signin", "/signin"),
            ("/account/sessions/end", "/account/sessions/end"),
            ("/account/sessions/1/end", "/account/sessions/1/end"),
            ("/account/confirm", "/account"),
            ("/account/email", "/account/email"),
            ("/account/tokens/1/revoke", "/account/tokens"),
            ("/admin/users/1/ban", "/admin/users?q=1"),
            ("/admin/mail/1/again", "/admin/mail"),
            ("/signout", "/"),
        ] {
            assert_eq!(page_of_form(path), expect, "{path}");
        }
    }
}
