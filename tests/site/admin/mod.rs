//! What those who run the site see and do.

mod audit;
mod desk;
mod events;
mod interventions;
mod mail;
