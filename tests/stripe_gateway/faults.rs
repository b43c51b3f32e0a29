//! Every verb with every fault on every request that it makes.
