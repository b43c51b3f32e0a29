use std::{collections::HashMap, time::Duration};

use super::{error::ApiError, form::ApiForm};
use crate::types::Timestamp;

/// How long a key is remembered: "keys … after they're at least 24 hours old" may be removed, and
/// "we generate a new request if a key is reused after the original is pruned"
/// (<https://docs.stripe.com/api/idempotent_requests>).
pub const KEY_LIFE: Duration = Duration::from_secs(24 * 3600);

/// What Stripe allows for a key.
const KEY_CHARS_MAX: usize = 255;

/// The keys that were used, and what was answered.
#[derive(Debug, Default)]
pub(super) struct Keys(HashMap<String, Used>);

#[derive(Debug)]
struct Used {
    at: Timestamp,
    path: String,
    form: ApiForm,
    /// `None` while its request is under way.
    answer: Option<Saved>,
}

/// An answer as it was given, to be given again.
#[derive(Debug, Clone)]
pub(super) struct Saved {
    pub(super) status: u16,
    pub(super) body: String,
}

/// What to do with a request.
#[derive(Debug)]
pub(super) enum Begun {
    /// It is new; its key is in use until [`Keys::end`].
    Do,
    /// It is done; say the same again.
    Replay(Saved),
}

impl Keys {
    /// A request comes with a key.
    pub(super) fn begin(
        &mut self,
        key: &str,
        path: &str,
        form: &ApiForm,
        now: Timestamp,
    ) -> Result<Begun, ApiError> {
        if key.chars().count() > KEY_CHARS_MAX {
            return Err(ApiError::key_too_long());
        }
        if let Some(used) = self.0.get(key)
            && (used.answer.is_none() || now.since(used.at) < KEY_LIFE)
        {
            if used.path != path || used.form != *form {
                return Err(ApiError::key_mismatch(key));
            }
            return match &used.answer {
                None => Err(ApiError::key_in_use(key)),
                Some(saved) => Ok(Begun::Replay(saved.clone())),
            };
        }
        let used = Used { at: now, path: path.to_owned(), form: form.clone(), answer: None };
        self.0.insert(key.to_owned(), used);
        Ok(Begun::Do)
    }

    /// Its request is done: "saving the resulting status code and body of the first request …,
    /// regardless of whether it succeeds or fails … including 500 errors".
    pub(super) fn end(&mut self, key: &str, answer: Saved) {
        if let Some(used) = self.0.get_mut(key) {
            used.answer = Some(answer);
        }
    }
}
