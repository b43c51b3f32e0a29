//! What the benches share. Each is a program of its own: `cargo bench --bench reserve_http`.
//! `HOLDFAST_BENCH=short` makes all of them short, to see that they run; `long` adds what takes
//! minutes.
#![allow(dead_code, reason = "each bench uses a part of it")]

pub mod beside;
pub mod disk;
pub mod load;
pub mod report;
pub mod seed;
pub mod site;

use std::time::Duration;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Runs a bench, or the part of one that needs a process of its own.
pub fn main(bench: impl Future<Output = ()>) {
    let arguments: Vec<String> = std::env::args().collect();
    if seed::is_child(&arguments) {
        return runtime(2).block_on(seed::child(&arguments));
    }
    bench_runtime().block_on(bench);
}

/// Whether this is the short form.
pub fn is_short() -> bool {
    std::env::var("HOLDFAST_BENCH").is_ok_and(|form| form == "short")
}

/// Whether the parts are wanted that take minutes.
pub fn long() -> bool {
    std::env::var("HOLDFAST_BENCH").is_ok_and(|form| form == "long")
}

/// One of two numbers: the bench's own, or the short form's.
pub fn scale<T>(whole: T, short: T) -> T {
    if is_short() { short } else { whole }
}

/// How long one figure is measured.
pub fn span() -> Duration {
    scale(Duration::from_secs(3), Duration::from_millis(300))
}

/// A temporary folder on the disk that `target/` is on: `/tmp` may be memory.
pub fn folder() -> tempfile::TempDir {
    let target = env!("CARGO_TARGET_TMPDIR");
    tempfile::TempDir::new_in(target).expect("target/tmp can be written")
}

fn bench_runtime() -> tokio::runtime::Runtime {
    runtime(std::thread::available_parallelism().map_or(2, usize::from))
}

fn runtime(threads: usize) -> tokio::runtime::Runtime {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.worker_threads(threads).enable_all().build().expect("a runtime")
}
