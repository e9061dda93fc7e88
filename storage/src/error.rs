//! Why a store cannot be used.

use std::path::PathBuf;

/// Everything that can go wrong with a store. Messages name the object and never hold a credential.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// Not the address of a store.
    #[error("not the address of a store: expected s3://BUCKET/FOLDER, found {found:?}")]
    Address {
        /// What was given.
        found: String,
    },
    /// This program has no client of stores.
    #[error("cannot open {url}: this program was built without stores; hint: build it with --features s3")]
    NotBuilt {
        /// The store.
        url: String,
    },
    /// No usable credentials or settings.
    #[error(
        "cannot open {url}: {cause}; hint: set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION, or AWS_PROFILE \
         with a profile in ~/.aws/credentials; for a server of your own also AWS_ENDPOINT"
    )]
    Open {
        /// The store.
        url: String,
        /// What is missing or wrong.
        cause: String,
    },
    /// The store refused a request, or could not be reached, after all retries.
    #[error("{action} {object}: {cause}; hint: {hint}")]
    Request {
        /// What was attempted.
        action: &'static str,
        /// Address of the object.
        object: String,
        /// What the store or the network said.
        cause: String,
        /// What to do.
        hint: &'static str,
    },
    /// A local file cannot be read or written.
    #[error("{action} {path}: {source}", path = path.display())]
    Io {
        /// What was attempted.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
}

impl StorageError {
    pub(crate) fn io(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { action, path, source }
    }

    /// Whether the address or the credentials are at fault.
    pub fn is_bad_input(&self) -> bool {
        matches!(self, Self::Address { .. } | Self::NotBuilt { .. } | Self::Open { .. })
    }
}
