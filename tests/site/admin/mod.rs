//! What those who run the site see and do.

mod events;
mod interventions;
mod mail;
