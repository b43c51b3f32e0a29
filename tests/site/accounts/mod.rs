//! An account from its beginning to its end.

mod confirm;
mod deletion;
mod forgotten;
mod openid;
mod openid_lies;
mod profile;
mod second_factor;
mod second_look;
mod signing_in;
mod tokens;
