//! What those who run the site look at is noted before it is shown. What they do is noted in the entry
//! that does it (`domain/rules/policies.rs`).

use std::convert::Infallible;

use super::{
    CommandError, Market, Unavailable,
    transaction::{By, Decision, Reading},
};
use crate::{
    domain::{Act, DomainEvent, StaffActEvent},
    types::{StaffActId, UserId},
};

/// The same look within so long is one.
const LOOK_MILLIS: i64 = 3600 * 1000;

impl Market {
    /// Notes that somebody looks at a page, of something in particular if it is; done already if they
    /// have within the hour.
    ///
    /// # Errors
    /// When it cannot be noted: then it is not to be shown.
    pub async fn note_look(
        &self,
        by: UserId,
        page: &str,
        id: Option<[u8; 16]>,
    ) -> Result<(), Unavailable> {
        let hour = self.clock().now().as_millis() / LOOK_MILLIS;
        let what = [page.as_bytes(), &id.unwrap_or_default()].concat();
        let look = StaffActId::of(by, &what, hour);
        let decide = |reading: &mut Reading<'_>| {
            if reading.staff_act(look)?.is_some() {
                return Ok(Decision::default());
            }
            let noted = StaffActEvent::Noted(by, Act::Look { page: page.into(), id });
            Ok(vec![DomainEvent::StaffAct(look, noted)].into())
        };
        match self.transact::<Infallible>(By::Other, decide).await {
            Ok(_) => Ok(()),
            Err(CommandError::Unavailable(error)) => Err(error),
        }
    }
}
