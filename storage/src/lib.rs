//! S3-compatible object stores as the pipeline needs them: whole files and folders, blocking, every request
//! retried. Credentials come from the environment or a profile file (see [`credentials`]) and are never logged.
//!
//! The client comes with the feature `s3`; a build without it says so when a store is opened.

pub mod credentials;
mod error;
mod folder;
mod publish;
#[cfg_attr(not(feature = "s3"), path = "absent.rs")]
mod store;
mod url;

pub use error::StorageError;
pub use folder::Entry;
pub use publish::Seal;
pub use store::Store;
pub use url::StoreUrl;
