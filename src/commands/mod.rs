//! What the program does when it is called: one file for each command, beside serving itself.

mod admin;
pub mod backup;
mod books;
pub mod cli;
pub mod compact;
pub mod demo;
pub mod events;
mod health;
mod lost_factor;
mod pages;
mod report;
mod restore;
pub mod verify;
