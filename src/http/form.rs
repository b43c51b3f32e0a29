use std::{borrow::Cow, collections::HashMap, convert::Infallible, str::FromStr};

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, RawPathParams, Request},
    http::{header::CONTENT_TYPE, request::Parts},
};
use percent_encoding::{PercentDecode, percent_decode_str};

use super::{HttpError, HttpResult};

/// A form as a browser sends it (`application/x-www-form-urlencoded`), in UTF-8. Of a field that
/// comes twice the first counts; one that is missing is empty.
#[derive(Debug, Default)]
pub(super) struct Form {
    fields: HashMap<String, String>,
    /// What comes again, in the order in which it came.
    again: Vec<(String, String)>,
}

impl Form {
    /// What was typed into a field.
    pub(super) fn get(&self, field: &str) -> &str {
        self.sent(field).unwrap_or_default()
    }

    /// All that was sent by this name, such as what is chosen of a list.
    pub(super) fn all<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a str> {
        let again = self.again.iter().filter(move |(name, _)| name == field);
        self.sent(field).into_iter().chain(again.map(|(_, value)| value.as_str()))
    }

    /// The same, if the field came at all.
    pub(super) fn sent(&self, field: &str) -> Option<&str> {
        self.fields.get(field).map(String::as_str)
    }

    /// Takes in one more field.
    pub(super) fn add(&mut self, field: String, typed: String) {
        self.fields.entry(field).or_insert(typed);
    }

    /// The query string of a request, as forms send it by GET. What is not UTF-8 in it is shown as
    /// such rather than refused: it is only looked for.
    pub(super) fn of_query(parts: &Parts) -> Self {
        let lossy = |encoded: PercentDecode<'_>| Ok(encoded.decode_utf8_lossy().into_owned());
        let query = parts.uri.query().unwrap_or_default();
        let Ok(form) = Self::decode::<Infallible>(query, lossy);
        form
    }

    fn parse(body: &str) -> HttpResult<Self> {
        let strict = |encoded: PercentDecode<'_>| encoded.decode_utf8().map(Cow::into_owned);
        Self::decode(body, strict).map_err(|_| HttpError::NotUtf8)
    }

    fn decode<E>(
        form: &str,
        text: impl Fn(PercentDecode<'_>) -> Result<String, E>,
    ) -> Result<Self, E> {
        let (mut fields, mut again) = (HashMap::new(), vec![]);
        for pair in form.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let [name, value] = [name, value].map(|part| part.replace('+', " "));
            let name = text(percent_decode_str(&name))?;
            let value = text(percent_decode_str(&value))?;
            match fields.contains_key(&name) {
                true => again.push((name, value)),
                false => drop(fields.insert(name, value)),
            }
        }
        Ok(Self { fields, again })
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = HttpError;

    async fn from_request(request: Request, state: &S) -> HttpResult<Self> {
        let content_type = request.headers().get(CONTENT_TYPE).cloned();
        let is_form = content_type.as_ref().and_then(|v| v.to_str().ok()).is_some_and(|v| {
            let media_type = v.split(';').next().unwrap_or(v).trim();
            media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded")
        });
        let bytes = Bytes::from_request(request, state).await.map_err(|_| HttpError::NotAForm)?;
        // A button without fields may come without a type.
        let is_button = content_type.is_none() && bytes.is_empty();
        if !(is_form || is_button) {
            return Err(HttpError::NotAForm);
        }
        Self::parse(str::from_utf8(&bytes).map_err(|_| HttpError::NotUtf8)?)
    }
}

/// The id in the path, before all else that varies in it; a malformed one is an unknown one.
pub(super) struct Id<T>(pub(super) T);

impl<S: Send + Sync, T: FromStr + Send> FromRequestParts<S> for Id<T> {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> HttpResult<Self> {
        let names = RawPathParams::from_request_parts(parts, state).await;
        let names = names.map_err(|_| HttpError::NotFound)?;
        let id = names.iter().next().and_then(|(_, id)| id.parse().ok());
        id.map(Self).ok_or(HttpError::NotFound)
    }
}

/// The page asked for: by `?page=` from 1, anything else is 1; and what it is to begin behind
/// (`after`) or end before (`before`), since its number means something else once the list has
/// changed.
#[derive(Debug)]
pub(super) struct AskedPage {
    pub(super) number: usize,
    pub(super) anchor: Option<Anchor>,
}

/// Where a page stands in its list.
#[derive(Debug)]
pub(super) enum Anchor {
    /// Behind this.
    After(String),
    /// Before this.
    Before(String),
}

impl<S: Send + Sync> FromRequestParts<S> for AskedPage {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> HttpResult<Self> {
        Ok(Self::of(&Form::of_query(parts)))
    }
}

impl Default for AskedPage {
    /// The first.
    fn default() -> Self {
        Self { number: 1, anchor: None }
    }
}

impl AskedPage {
    /// Whether it is the first.
    pub(super) fn is_first(&self) -> bool {
        self.number == 1 && self.anchor.is_none()
    }

    /// What a query asks for.
    pub(super) fn of(query: &Form) -> Self {
        let number = query.get("page").parse().ok().filter(|page| *page > 0).unwrap_or(1);
        let anchor = match (query.get("after"), query.get("before")) {
            ("", "") => None,
            ("", before) => Some(Anchor::Before(before.to_owned())),
            (after, _) => Some(Anchor::After(after.to_owned())),
        };
        Self { number, anchor }
    }
}

/// The part of the query string called `name`.
pub(super) fn query(parts: &Parts, name: &str) -> Option<String> {
    let pairs = Form::parse(parts.uri.query()?).ok()?;
    pairs.sent(name).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parse() {
        let form =
            Form::parse("title=Row+5%2C+caf%C3%A9&price=49.50&title=again&empty=&bare").unwrap();
        assert_eq!(form.get("title"), "Row 5, café");
        assert_eq!(form.get("price"), "49.50");
        assert_eq!((form.get("empty"), form.get("bare"), form.get("none")), ("", "", ""));
        assert!(Form::parse("title=%FF%FE").is_err());
        assert_eq!(Form::parse("a=100%").unwrap().get("a"), "100%");
    }
}
