//! The store of a program that was built without the client of S3-compatible stores: none can be opened.

use crate::{Entry, StorageError, StoreUrl};
use std::convert::Infallible;
use std::path::Path;

/// A folder of a bucket. This build has none.
pub struct Store {
    none: Infallible,
}

impl Store {
    /// Refuses.
    ///
    /// # Errors
    /// Always [`StorageError::NotBuilt`].
    pub fn open(url: &StoreUrl) -> Result<Self, StorageError> {
        Err(StorageError::NotBuilt { url: url.to_string() })
    }

    /// Never called.
    pub fn url(&self) -> &StoreUrl {
        match self.none {}
    }

    /// Never called.
    ///
    /// # Errors
    /// None: there is no store to call it on.
    pub fn put(&self, _name: &str, _bytes: Vec<u8>) -> Result<(), StorageError> {
        match self.none {}
    }

    /// Never called.
    ///
    /// # Errors
    /// None: there is no store to call it on.
    pub fn get(&self, _name: &str) -> Result<Option<Vec<u8>>, StorageError> {
        match self.none {}
    }

    /// Never called.
    ///
    /// # Errors
    /// None: there is no store to call it on.
    pub fn exists(&self, _name: &str) -> Result<bool, StorageError> {
        match self.none {}
    }

    /// Never called.
    ///
    /// # Errors
    /// None: there is no store to call it on.
    pub fn upload(&self, _file: &Path, _name: &str) -> Result<(), StorageError> {
        match self.none {}
    }

    /// Never called.
    ///
    /// # Errors
    /// None: there is no store to call it on.
    pub fn download(&self, _name: &str, _file: &Path) -> Result<(), StorageError> {
        match self.none {}
    }

    /// Never called.
    ///
    /// # Errors
    /// None: there is no store to call it on.
    pub fn any(&self, _folder: &str) -> Result<bool, StorageError> {
        match self.none {}
    }

    /// Never called.
    ///
    /// # Errors
    /// None: there is no store to call it on.
    pub fn list(&self, _folder: &str) -> Result<Vec<Entry>, StorageError> {
        match self.none {}
    }

    /// Never called.
    ///
    /// # Errors
    /// None: there is no store to call it on.
    pub fn remove_object(&self, _name: &str) -> Result<(), StorageError> {
        match self.none {}
    }

    /// Never called.
    ///
    /// # Errors
    /// None: there is no store to call it on.
    pub fn remove(&self, _folder: &str) -> Result<(), StorageError> {
        match self.none {}
    }

    /// Never called.
    ///
    /// # Errors
    /// None: there is no store to call it on.
    pub fn upload_folder(&self, _folder: &Path, _name: &str) -> Result<(), StorageError> {
        match self.none {}
    }

    /// Never called.
    ///
    /// # Errors
    /// None: there is no store to call it on.
    pub fn download_folder(&self, _name: &str, _folder: &Path) -> Result<(), StorageError> {
        match self.none {}
    }
}
