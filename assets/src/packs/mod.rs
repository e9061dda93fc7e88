//! Packs: sets of files from the registries of package managers, installed by those managers' ordinary clients.
//! Each is described by a manifest that comes with the program, names the exact version, pins the hash of the
//! archive, takes only the files whose licence is stated, and records licence and author in the library. Nothing
//! in the program needs a pack.

mod archive;
mod client;
mod dwa;
mod environment;
mod furniture;
mod install;
mod manifest;

pub use archive::{Entry, visit};
pub use environment::{Panorama, decode_exr, environments, load_environment};
pub use install::{InstallReport, InstalledPack, InstalledSet, install, install_archive, installed};
pub use manifest::{Client, PackManifest, PackSet, SetKind, manifest, manifests};
