//! Contract: UMI replay buffers, CSV and TUM files, device profiles, kinematics and quality gates do what their
//! documentation says, on small sets written here, on damaged ones, and on real recordings.

mod devices;
mod kinematics;
mod profiles;
mod quality;
#[path = "../recordings/mod.rs"]
mod recordings;
mod tracks;
mod umi;
mod umi_damage;
mod zarr;

use recordings::real_data;
use restage_episodes::raw::{Fault, ReadError};

/// The faults of a failed reading.
fn faults<T: std::fmt::Debug>(result: Result<T, ReadError>) -> Vec<Fault> {
    match result {
        Err(ReadError::Faults { faults }) => faults,
        other => panic!("expected faults, got {other:?}"),
    }
}
