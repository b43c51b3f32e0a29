//! Who is told of tickets that come on sale.

use super::TypedText;
use crate::{
    domain::AlertPace,
    types::{AlertId, Timestamp},
};

/// An alert in its owner's list.
#[derive(Debug, Clone)]
pub struct AlertLine {
    pub id: AlertId,
    /// Of what they are told.
    pub what: TypedText,
    /// Where that is.
    pub path: String,
    pub pace: AlertPace,
    /// When they were told last.
    pub told_at: Option<Timestamp>,
}
