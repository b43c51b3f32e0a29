//! The disk's own speed, measured in the same run as everything that rests on it.

use std::{
    fs::File,
    io::{Seek as _, SeekFrom, Write as _},
    path::Path,
    time::{Duration, Instant},
};

use super::{report::rate, scale};

const BLOCK: [u8; 4096] = [0x5A; 4096];
const BLOCKS: usize = 1024;

/// Says how fast the disk is: for the line above a table.
pub fn say_rate(folder: &Path) {
    println!("raw fdatasync, 4 KiB appended each: {}/s", append_rate(folder));
}

/// How often a second 4 KiB can be appended to a file and made durable.
pub fn append_rate(folder: &Path) -> String {
    let mut file = File::create(folder.join("appended")).expect("a file");
    repeat(|_| file.write_all(&BLOCK).and_then(|()| file.sync_data()))
}

/// The same over blocks that the file has already.
pub fn overwrite_rate(folder: &Path) -> String {
    let mut file = File::create(folder.join("overwritten")).expect("a file");
    for _ in 0..BLOCKS {
        file.write_all(&BLOCK).expect("it can be written");
    }
    file.sync_all().expect("it can be synced");
    repeat(|n| {
        let at = (n % BLOCKS * BLOCK.len()) as u64;
        file.seek(SeekFrom::Start(at))?;
        file.write_all(&BLOCK)?;
        file.sync_data()
    })
}

fn repeat(mut write: impl FnMut(usize) -> std::io::Result<()>) -> String {
    let span = scale(Duration::from_secs(1), Duration::from_millis(200));
    let started = Instant::now();
    let mut count = 0;
    while started.elapsed() < span {
        write(count).expect("it can be written");
        count += 1;
    }
    rate(count, started.elapsed())
}
