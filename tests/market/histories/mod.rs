//! Random histories against the invariants: the pure machines by themselves, and the whole market.
//!
//! Ten thousand steps each by default; with `HOLDFAST_LONG=1` a million (then in release). A
//! failure prints its seed, and `HOLDFAST_SEED=n` runs that one history again.

mod machines;
mod market;
mod world;
