use std::{
    fmt::{self, Write as _},
    ops::Deref,
};

use maud::{Escaper, Render};
use serde::Serialize;

use crate::types::{has_right_to_left, isolated};

/// What somebody typed for others to read. On a page it is put in order by itself, so that what is
/// written from right to left moves nothing around it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TypedText(String);

impl TypedText {
    /// The same where no element can stand, as in a page's title or an option.
    #[must_use]
    pub fn isolated(&self) -> String {
        isolated(&self.0).into_owned()
    }

    /// The `dir` of an element that has nothing else in it.
    #[must_use]
    pub fn dir(&self) -> Option<&'static str> {
        has_right_to_left(&self.0).then_some("auto")
    }
}

impl<T: fmt::Display> From<T> for TypedText {
    fn from(typed: T) -> Self {
        Self(typed.to_string())
    }
}

impl Deref for TypedText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Render for TypedText {
    fn render_to(&self, page: &mut String) {
        let is_isolated = has_right_to_left(&self.0);
        page.push_str(if is_isolated { "<bdi>" } else { "" });
        // Writing to a string does not fail.
        _ = Escaper::new(page).write_str(&self.0);
        page.push_str(if is_isolated { "</bdi>" } else { "" });
    }
}
