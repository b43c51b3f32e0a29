//! The tickets themselves, as their sellers attach them: one file each, in a folder of their own in
//! the data folder, under names that nobody chose. Beside them lie events' pictures: what was sent is
//! packed anew (`pictures.rs`), two files of one event, in the same way.
//!
//! A file comes in under `incoming/`, where it is checked once it is written, and has its place
//! only when it is whole and durable. Only then is it named by a committed event: so a record never
//! names what is not there, and what none names is rubbish, which the next start sweeps up.
//!
//! All of this waits for the disk: async code calls it through `spawn_blocking`.

mod check;
mod folder;
mod incoming;
mod pages;
mod pictures;
pub mod samples;

pub use check::Unfit;
pub use folder::{Files, fault_of, folder_in};
pub use incoming::{ApartError, Incoming, IncomingError, ReceivedFile};
pub use pages::NoPages;
pub use pictures::{LARGE, PictureError, ReceivedPicture};

/// How large a file can be: 10 MB.
pub const FILE_BYTES_MAX: u32 = 10 * 1024 * 1024;
