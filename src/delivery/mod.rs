//! What is brought to others after it was committed.

pub mod mail;
