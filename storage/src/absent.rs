//! The store of a program that was built without the client of S3-compatible stores: none can be opened.

use crate::{Entry, StorageError, StoreUrl};
use std::convert::Infallible;
use std::path::Path;

/// A folder of a bucket. This build has none.
pub struct Store {
    none: Infallible,
}

/// What a store can do, for nobody to call.
macro_rules! never {
    ($($name:ident($($argument:ty),*) -> $answer:ty;)*) => {
        #[expect(clippy::missing_errors_doc, reason = "there is no store to call these on")]
        impl Store {
            $(
                /// Never called: there is no store to call it on.
                pub fn $name(&self $(, _: $argument)*) -> $answer {
                    match self.none {}
                }
            )*
        }
    };
}

impl Store {
    /// Refuses.
    ///
    /// # Errors
    /// Always [`StorageError::NotBuilt`].
    pub fn open(url: &StoreUrl) -> Result<Self, StorageError> {
        Err(StorageError::NotBuilt { url: url.to_string() })
    }
}

never! {
    url() -> &StoreUrl;
    put(&str, Vec<u8>) -> Result<(), StorageError>;
    get(&str) -> Result<Option<Vec<u8>>, StorageError>;
    exists(&str) -> Result<bool, StorageError>;
    upload(&Path, &str) -> Result<(), StorageError>;
    download(&str, &Path) -> Result<(), StorageError>;
    any(&str) -> Result<bool, StorageError>;
    list(&str) -> Result<Vec<Entry>, StorageError>;
    remove_object(&str) -> Result<(), StorageError>;
    remove(&str) -> Result<(), StorageError>;
    upload_folder(&Path, &str) -> Result<(), StorageError>;
    download_folder(&str, &Path) -> Result<(), StorageError>;
}
