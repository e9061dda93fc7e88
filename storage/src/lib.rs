//! S3-compatible object stores as the pipeline needs them: whole files and folders, blocking, every request
//! retried. Credentials come from the environment or a profile file (see [`credentials`]) and are never logged.

pub mod credentials;
mod error;
mod publish;
mod store;
mod url;

pub use error::StorageError;
pub use publish::Seal;
pub use store::{Entry, Store};
pub use url::StoreUrl;
