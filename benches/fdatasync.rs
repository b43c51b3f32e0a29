//! The disk's own speed: what every durable answer rests on.
mod support;

use support::{disk, folder, report::Table};

fn main() {
    support::main(async {
        let folder = folder();
        let mut table = Table::new("Writes of 4 KiB, each made durable", &["how", "a second"]);
        let appended = disk::append_rate(folder.path());
        table.row(&["append, fdatasync".into(), appended]);
        let overwritten = disk::overwrite_rate(folder.path());
        table.row(&["overwrite, fdatasync".into(), overwritten]);
    });
}
