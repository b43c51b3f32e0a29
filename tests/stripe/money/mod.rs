//! Real money through Stripe, with all that can go wrong on the way: what our data folder says and
//! what the ledger of the scripted Stripe says must be the same, to the cent.
//!
//! `HOLDFAST_LONG=1` runs the long forms; `HOLDFAST_SEED=n` begins with another seed.

mod deadline;
mod killed;
mod lost;
mod plans;
mod shop;
