//! A folder of a bucket, with blocking calls.

use crate::credentials::profile_of_environment;
use crate::folder::files_below;
use crate::{Entry, StorageError, StoreUrl};
use futures_util::{StreamExt, TryStreamExt};
use object_store::aws::{AmazonS3, AmazonS3Builder, AmazonS3ConfigKey};
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload, RetryConfig, WriteMultipart};
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::runtime::Runtime;

/// Files above this size, and pieces of them, go in requests of this size, bytes.
const PIECE: usize = 8 << 20;
/// Requests under way at a time.
const PARALLEL: usize = 8;
/// Tries of a request, with pauses that grow from 0.1 s to 15 s.
const RETRIES: usize = 12;
/// Time after which a request is not tried again.
const RETRY_FOR: Duration = Duration::from_secs(180);
/// Tries of what the above leaves out: answers that break off, and uploads in pieces as a whole.
const RETRIES_OF_ANSWERS: u32 = 6;

/// A folder of a bucket. Calls block until the store has answered for good.
pub struct Store {
    url: StoreUrl,
    inner: AmazonS3,
    runtime: Runtime,
}

impl Store {
    /// Opens the folder at `url`. Nothing is sent yet.
    ///
    /// # Errors
    /// [`StorageError::Open`] when settings are missing or contradict each other.
    pub fn open(url: &StoreUrl) -> Result<Self, StorageError> {
        let fail = |cause: String| StorageError::Open { url: url.to_string(), cause };
        // An error means that a provider is installed already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(|error| fail(error.to_string()))?;
        let retry = RetryConfig { max_retries: RETRIES, retry_timeout: RETRY_FOR, ..RetryConfig::default() };
        let builder = AmazonS3Builder::from_env().with_bucket_name(&url.bucket).with_retry(retry);
        let inner = with_profile(builder).build().map_err(|error| fail(error.to_string()))?;
        Ok(Self { url: url.clone(), inner, runtime })
    }

    /// Where the store is.
    pub fn url(&self) -> &StoreUrl {
        &self.url
    }

    fn key(&self, name: &str) -> Key {
        Key::from(self.url.join(name).folder)
    }

    fn failed(&self, action: &'static str, name: &str) -> impl Fn(object_store::Error) -> StorageError {
        let object = self.url.join(name).to_string();
        move |error| {
            let hint = match &error {
                object_store::Error::NotFound { .. } => "check the bucket and the folder",
                object_store::Error::Unauthenticated { .. }
                | object_store::Error::PermissionDenied { .. } => "check the credentials and what they allow",
                _ => "the request was tried several times; run the same command again when the store answers",
            };
            StorageError::Request { action, object: object.clone(), cause: error.to_string(), hint }
        }
    }

    /// Waits for `work`; again when its answer broke off.
    fn wait<T>(&self, work: impl AsyncFn() -> object_store::Result<T>) -> object_store::Result<T> {
        self.runtime.block_on(async {
            for attempt in 0..RETRIES_OF_ANSWERS {
                match work().await {
                    Err(error) if broke_off(&error) => {
                        tracing::info!("trying again: {error}");
                        tokio::time::sleep(Duration::from_millis(100 << attempt)).await;
                    }
                    done => return done,
                }
            }
            work().await
        })
    }

    /// Writes an object as a whole.
    ///
    /// # Errors
    /// [`StorageError::Request`].
    pub fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), StorageError> {
        let (key, payload) = (self.key(name), PutPayload::from(bytes));
        let put = self.wait(async || self.inner.put(&key, payload.clone()).await);
        put.map(|_| ()).map_err(self.failed("write", name))
    }

    /// Reads an object as a whole; `None` when there is none.
    ///
    /// # Errors
    /// [`StorageError::Request`].
    pub fn get(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError> {
        match self.wait(async || self.inner.get(&self.key(name)).await?.bytes().await) {
            Ok(bytes) => Ok(Some(bytes.to_vec())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(self.failed("read", name)(error)),
        }
    }

    /// Whether there is an object of this name.
    ///
    /// # Errors
    /// [`StorageError::Request`].
    pub fn exists(&self, name: &str) -> Result<bool, StorageError> {
        match self.wait(async || self.inner.head(&self.key(name)).await) {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(self.failed("look at", name)(error)),
        }
    }

    /// Uploads a file; a large one in pieces, which appear as an object when the last one has arrived.
    ///
    /// # Errors
    /// [`StorageError::Request`]; [`StorageError::Io`] when the file cannot be read.
    pub fn upload(&self, file: &Path, name: &str) -> Result<(), StorageError> {
        let io = || StorageError::io("read", file);
        let size = fs::metadata(file).map_err(io())?.len();
        if size <= PIECE as u64 {
            return self.put(name, fs::read(file).map_err(io())?);
        }
        for _ in 0..RETRIES_OF_ANSWERS {
            match self.upload_pieces(file, name) {
                Err(StorageError::Request { action, cause, .. }) => {
                    tracing::info!("trying again to {action} {name}: {cause}");
                }
                done => return done,
            }
        }
        self.upload_pieces(file, name)
    }

    /// One try. Pieces of a try that failed do not become an object; stores are told to drop them.
    fn upload_pieces(&self, file: &Path, name: &str) -> Result<(), StorageError> {
        let io = || StorageError::io("read", file);
        let mut reader = File::open(file).map_err(io())?;
        let key = self.key(name);
        let upload = self.wait(async || self.inner.put_multipart(&key).await);
        let upload = upload.map_err(self.failed("start to write", name))?;
        let mut upload = WriteMultipart::new_with_chunk_size(upload, PIECE);
        let mut piece = vec![0; PIECE];
        loop {
            let length = fill(&mut reader, &mut piece).map_err(io())?;
            if length == 0 {
                break;
            }
            // Bounds the memory; `write` then starts a request for what it holds.
            let room = self.runtime.block_on(upload.wait_for_capacity(PARALLEL));
            room.map_err(self.failed("write", name))?;
            self.runtime.block_on(async { upload.write(&piece[..length]) });
        }
        self.runtime.block_on(upload.finish()).map(|_| ()).map_err(self.failed("complete", name))
    }

    /// Downloads an object in pieces; what an earlier call that was cut off has fetched is not fetched again. The
    /// file appears when it is complete.
    ///
    /// # Errors
    /// [`StorageError::Request`]; [`StorageError::Io`] when the file cannot be written.
    pub fn download(&self, name: &str, file: &Path) -> Result<(), StorageError> {
        let part = partial(file);
        let io = |action| StorageError::io(action, &part);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(StorageError::io("create the folder", folder))?;
        }
        let head = self.wait(async || self.inner.head(&self.key(name)).await);
        let size = head.map_err(self.failed("look at", name))?.size;
        let open = File::options().read(true).write(true).create(true).truncate(false).open(&part);
        let mut out = open.map_err(io("open"))?;
        let mut have = out.seek(SeekFrom::End(0)).map_err(io("open"))?;
        if have > size {
            out.set_len(0).map_err(io("start again"))?;
            have = out.seek(SeekFrom::Start(0)).map_err(io("start again"))?;
        }
        while have < size {
            let range = have..size.min(have + PIECE as u64);
            let piece = self.wait(async || self.inner.get_range(&self.key(name), range.clone()).await);
            let piece = piece.map_err(self.failed("read", name))?;
            out.write_all(&piece).map_err(io("write"))?;
            have += piece.len() as u64;
        }
        out.sync_all().map_err(io("flush"))?;
        fs::rename(&part, file).map_err(StorageError::io("complete", file))
    }

    /// Whether there is any object below the folder `folder`.
    ///
    /// # Errors
    /// [`StorageError::Request`].
    pub fn any(&self, folder: &str) -> Result<bool, StorageError> {
        let key = if folder.is_empty() { Key::from(self.url.folder.clone()) } else { self.key(folder) };
        let first = self.wait(async || self.inner.list(Some(&key)).try_next().await);
        first.map(|object| object.is_some()).map_err(self.failed("list", folder))
    }

    /// All objects whose names begin with the folder `folder` (all of the store when empty), in the order of names.
    ///
    /// # Errors
    /// [`StorageError::Request`].
    pub fn list(&self, folder: &str) -> Result<Vec<Entry>, StorageError> {
        let key = if folder.is_empty() { Key::from(self.url.folder.clone()) } else { self.key(folder) };
        let own = format!("{}/", self.url.folder);
        let found = self.wait(async || self.inner.list(Some(&key)).try_collect::<Vec<_>>().await);
        let found = found.map_err(self.failed("list", folder))?;
        let entry = |meta: object_store::ObjectMeta| Entry {
            name: meta.location.as_ref().strip_prefix(&own).unwrap_or(meta.location.as_ref()).to_owned(),
            size: meta.size,
        };
        let mut entries: Vec<Entry> = found.into_iter().map(entry).collect();
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    /// Removes one object.
    ///
    /// # Errors
    /// [`StorageError::Request`].
    pub fn remove_object(&self, name: &str) -> Result<(), StorageError> {
        self.wait(async || self.inner.delete(&self.key(name)).await).map_err(self.failed("remove", name))
    }

    /// Removes all objects below `folder`.
    ///
    /// # Errors
    /// [`StorageError::Request`].
    pub fn remove(&self, folder: &str) -> Result<(), StorageError> {
        let keys: Vec<Key> = self.list(folder)?.into_iter().map(|entry| self.key(&entry.name)).collect();
        let removed = self.wait(async || {
            let keys = futures_util::stream::iter(keys.clone()).map(Ok).boxed();
            self.inner.delete_stream(keys).try_collect::<Vec<_>>().await
        });
        removed.map(|_| ()).map_err(self.failed("remove", folder))
    }

    /// Uploads every file below `folder` to `name`.
    ///
    /// # Errors
    /// As [`Self::upload`].
    pub fn upload_folder(&self, folder: &Path, name: &str) -> Result<(), StorageError> {
        let mut files = files_below(folder)?;
        files.sort();
        files.iter().try_for_each(|file| self.upload(&folder.join(file), &format!("{name}/{file}")))
    }

    /// Downloads every object below `name` into `folder`. Files that are there with the right size stay.
    ///
    /// # Errors
    /// As [`Self::download`].
    pub fn download_folder(&self, name: &str, folder: &Path) -> Result<(), StorageError> {
        for entry in self.list(name)? {
            let Some(file) = entry.name.strip_prefix(&format!("{name}/")).and_then(inside) else { continue };
            let file = folder.join(file);
            if fs::metadata(&file).is_ok_and(|have| have.len() == entry.size) {
                continue;
            }
            self.download(&entry.name, &file)?;
        }
        Ok(())
    }
}

/// Whether an error is none that the client has tried again already, and none that another try would meet too.
fn broke_off(error: &object_store::Error) -> bool {
    matches!(error, object_store::Error::Generic { .. }) && !error.to_string().contains("max_retries")
}

/// Adds what a profile file knows and the environment does not.
fn with_profile(mut builder: AmazonS3Builder) -> AmazonS3Builder {
    let Some(profile) = profile_of_environment() else { return builder };
    // Half of a pair of keys from either place would be refused by every server.
    let keyless = builder.get_config_value(&AmazonS3ConfigKey::AccessKeyId).is_none();
    let values = [
        (AmazonS3ConfigKey::AccessKeyId, profile.access_key_id, keyless),
        (AmazonS3ConfigKey::SecretAccessKey, profile.secret_access_key, keyless),
        (AmazonS3ConfigKey::Token, profile.session_token, keyless),
        (AmazonS3ConfigKey::Region, profile.region, true),
        (AmazonS3ConfigKey::Endpoint, profile.endpoint, true),
    ];
    for (key, value, wanted) in values {
        if let (Some(value), true) = (value, wanted && builder.get_config_value(&key).is_none()) {
            builder = builder.with_config(key, value);
        }
    }
    builder
}

/// `<file>.part`, beside the file.
fn partial(file: &Path) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    file.with_file_name(name)
}

/// A name as a relative path, unless it would leave the folder.
fn inside(name: &str) -> Option<PathBuf> {
    let plain = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':']);
    name.split('/').all(plain).then(|| name.split('/').collect())
}

fn fill(reader: &mut File, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut length = 0;
    while length < buffer.len() {
        match reader.read(&mut buffer[length..])? {
            0 => break,
            read => length += read,
        }
    }
    Ok(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_leave_their_folder() {
        assert_eq!(inside("data/chunk-000/a.parquet"), Some("data/chunk-000/a.parquet".into()));
        for name in ["../a", "a/../../b", "/etc/passwd", "a//b", "c:\\a", "."] {
            assert_eq!(inside(name), None, "{name}");
        }
    }
}
