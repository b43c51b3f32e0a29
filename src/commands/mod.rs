//! What the program does when it is called: one file for each command, beside serving itself.

mod admin;
pub mod backup;
pub mod cli;
pub mod compact;
pub mod demo;
pub mod events;
pub mod verify;
