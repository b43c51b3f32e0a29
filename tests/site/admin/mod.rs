//! What those who run the site see and do.

mod audit;
mod events;
mod interventions;
mod mail;
