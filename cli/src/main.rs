//! The program `restage`.
fn main() {}
