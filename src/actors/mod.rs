pub mod ticket { pub mod machine; pub use machine::*; }
pub mod order { pub mod machine; pub use machine::*; }
pub mod payment { pub mod machine; pub use machine::*; }
