//! What programs send: JSON, read strictly, and queries.

use std::str::FromStr;

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::{header::CONTENT_TYPE, request::Parts},
};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_path_to_error::{Path, Segment};

use super::{
    caller::ApiCaller,
    problem::{ApiError, EdgeCode, FieldProblem},
};
use crate::{
    http::{Edge, Form, HttpError, HttpResult},
    texts::Tell,
};

/// How many things a list gives at once, unless it is asked for another number.
pub(super) const LIMIT: usize = 50;
/// And at most.
pub(super) const LIMIT_MAX: usize = 100;

/// A JSON body, in which there is nothing that is not asked for.
pub(crate) struct JsonBody<T> {
    /// What it says.
    pub(super) said: T,
    /// As it came, to be told from another.
    pub(super) bytes: Bytes,
}

impl<T: DeserializeOwned> FromRequest<Edge> for JsonBody<T> {
    type Rejection = HttpError;

    async fn from_request(request: Request, edge: &Edge) -> HttpResult<Self> {
        let content_type = request.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok());
        let media_type = content_type.map(|v| v.split(';').next().unwrap_or(v).trim());
        let is_json = media_type.is_some_and(|media_type| {
            media_type.eq_ignore_ascii_case("application/json")
                || media_type.to_ascii_lowercase().ends_with("+json")
        });
        let has_none = media_type.is_none();
        let bytes = Bytes::from_request(request, edge).await.map_err(|_| HttpError::CutOff)?;
        if !(is_json || has_none && bytes.is_empty()) {
            return Err(EdgeCode::MediaType.into());
        }
        // What says nothing is an object in which nothing is said.
        let text: &[u8] = if bytes.is_empty() { b"{}" } else { &bytes };
        Ok(Self { said: read(text)?, bytes })
    }
}

/// Reads JSON; gives what is wrong where.
fn read<T: DeserializeOwned>(text: &[u8]) -> HttpResult<T> {
    let mut json = serde_json::Deserializer::from_slice(text);
    let wrong = |path: &Path, error: &serde_json::Error| {
        let problem = FieldProblem::at(pointer(path), said(error));
        let code = if error.is_data() { EdgeCode::Invalid } else { EdgeCode::NotJson };
        ApiError::with(code, vec![problem])
    };
    let value = serde_path_to_error::deserialize(&mut json)
        .map_err(|error| wrong(error.path(), error.inner()))?;
    json.end().map_err(|error| {
        ApiError::with(EdgeCode::NotJson, vec![FieldProblem::at("", said(&error))])
    })?;
    Ok(value)
}

/// An error without the line and column, which are the program's and not its user's.
fn said(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.as_str(), |(said, _)| said).to_owned()
}

/// A path as a JSON pointer (RFC 6901).
fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path.iter() {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => {
                pointer.push('/');
                pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}

/// A field that may be left out, which leaves it as it is, and may be null, which clears it.
pub(super) fn sent<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    field: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(field).map(Some)
}

/// A query. What a list does not know in it, it does not read.
pub(crate) struct ApiQuery(pub(super) Form);

impl<S: Send + Sync> FromRequestParts<S> for ApiQuery {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> HttpResult<Self> {
        Ok(Self(Form::of_query(parts)))
    }
}

impl ApiQuery {
    /// How much of a list is asked for.
    ///
    /// # Errors
    /// When it is no number from 1 to [`LIMIT_MAX`].
    pub(super) fn limit(&self) -> HttpResult<usize> {
        let Some(typed) = self.0.sent("limit") else { return Ok(LIMIT) };
        let limit = typed.parse().ok().filter(|limit| (1..=LIMIT_MAX).contains(limit));
        limit.ok_or_else(|| bad("limit", format!("A whole number from 1 to {LIMIT_MAX}.")))
    }

    /// Behind what a list is asked for.
    ///
    /// # Errors
    /// When it is none of a list's own cursors.
    pub(super) fn after<K: FromStr>(&self) -> HttpResult<Option<K>> {
        let Some(typed) = self.0.sent("after") else { return Ok(None) };
        let wrong = |_| bad("after", "This is not what `next` of this list was.");
        typed.parse().map(Some).map_err(wrong)
    }
}

/// A parameter that cannot be understood.
pub(super) fn bad(parameter: &str, detail: impl Into<String>) -> HttpError {
    ApiError::with(EdgeCode::BadQuery, vec![FieldProblem::of_query(parameter, detail)])
}

/// Notes what is wrong in a body that is what was asked for by its shape.
#[derive(Default)]
pub(super) struct Wrongs(Vec<FieldProblem>);

impl Wrongs {
    pub(super) fn add(&mut self, pointer: &str, detail: impl Into<String>) {
        self.0.push(FieldProblem::at(pointer, detail));
    }

    /// # Errors
    /// When something is wrong.
    pub(super) fn none(self) -> HttpResult<()> {
        if self.0.is_empty() { Ok(()) } else { Err(ApiError::with(EdgeCode::Invalid, self.0)) }
    }

    /// What is wrong.
    pub(super) fn refused(self) -> HttpError {
        ApiError::with(EdgeCode::Invalid, self.0)
    }
}

/// Reads what a program says, and notes what is wrong with it where it stands.
pub(super) struct Reader<'a> {
    pub(super) who: &'a ApiCaller,
    pub(super) wrongs: Wrongs,
}

impl<'a> Reader<'a> {
    pub(super) fn new(who: &'a ApiCaller) -> Self {
        Self { who, wrongs: Wrongs::default() }
    }

    pub(super) fn read<T, E: Tell>(&mut self, pointer: &str, read: Result<T, E>) -> Option<T> {
        read.map_err(|error| self.wrongs.add(pointer, error.tell(self.who.language))).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[allow(dead_code, reason = "it is only read")]
        inner: Vec<Inner>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[allow(dead_code, reason = "it is only read")]
        count: u8,
    }

    #[test]
    fn what_is_wrong_is_said_where_it_is() {
        for (text, code, pointer) in [
            (r#"{"inner":[{"count":1},{"count":"x"}]}"#, EdgeCode::Invalid, "/inner/1/count"),
            (r#"{"inner":[{"count":1},{"count":999}]}"#, EdgeCode::Invalid, "/inner/1/count"),
            (r#"{"inner":[{}]}"#, EdgeCode::Invalid, "/inner/0"),
            (r#"{"inner":[],"a/b":1}"#, EdgeCode::Invalid, "/a~1b"),
            (r#"[]"#, EdgeCode::Invalid, ""),
            (r#"{"inner":[{"count":1}]} x"#, EdgeCode::NotJson, ""),
            ("", EdgeCode::NotJson, ""),
            ("{", EdgeCode::NotJson, ""),
        ] {
            let Err(HttpError::Api(error)) = read::<Outer>(text.as_bytes()) else {
                panic!("{text} is taken")
            };
            let ApiError { code: got, errors } = error;
            assert_eq!((got, errors[0].pointer.as_deref()), (code, Some(pointer)), "{text}");
            assert!(!errors[0].detail.contains(" at line "), "{errors:?}");
        }
        assert!(read::<Outer>(br#"{"inner":[{"count":1}]}"#).is_ok());
    }
}
