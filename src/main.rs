//! The `holdfast` program.
#![forbid(unsafe_code)]

use std::process::ExitCode;

/// A request boxes many futures of a few hundred bytes to some KiB, where the system's allocator
/// (glibc's) is slow: with this one the site answers half as many again (docs/performance.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    holdfast::commands::cli::run()
}
