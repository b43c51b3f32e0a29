//! The program as a whole: started as people start it, killed, and read about.

mod bank;
mod books;
mod bus;
mod command_line;
#[path = "../common/mod.rs"]
mod common;
mod docs;
mod full_disk;
mod kill_nine;
mod kill_together;
mod log;
mod releases;
mod webhooks;
