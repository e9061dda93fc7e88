//! Addresses: `s3://bucket/folder`.

use crate::StorageError;
use std::fmt;
use std::str::FromStr;

/// A folder in a bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreUrl {
    /// The bucket.
    pub bucket: String,
    /// Folder in it, without slashes at its ends; empty for the whole bucket.
    pub folder: String,
}

impl StoreUrl {
    /// Whether a text is meant to be the address of a store rather than a path.
    pub fn is_url(text: &str) -> bool {
        text.contains("://")
    }

    /// A folder or object below this one.
    pub fn join(&self, name: &str) -> Self {
        let folder = if self.folder.is_empty() { name.to_owned() } else { format!("{}/{name}", self.folder) };
        Self { bucket: self.bucket.clone(), folder }
    }

    /// A folder beside this one.
    pub fn sibling(&self, name: &str) -> Self {
        let parent = self.folder.rsplit_once('/').map_or("", |(parent, _)| parent).to_owned();
        Self { bucket: self.bucket.clone(), folder: parent }.join(name)
    }

    /// The last part of the folder.
    pub fn name(&self) -> &str {
        self.folder.rsplit('/').next().unwrap_or_default()
    }
}

impl FromStr for StoreUrl {
    type Err = StorageError;

    fn from_str(text: &str) -> Result<Self, StorageError> {
        let address = || StorageError::Address { found: text.to_owned() };
        let rest = text.strip_prefix("s3://").ok_or_else(address)?;
        let (bucket, folder) = rest.split_once('/').unwrap_or((rest, ""));
        let folder = folder.trim_matches('/');
        let plain = |part: &str| !matches!(part, "" | "." | "..");
        if bucket.is_empty() || (!folder.is_empty() && !folder.split('/').all(plain)) {
            return Err(address());
        }
        Ok(Self { bucket: bucket.to_owned(), folder: folder.to_owned() })
    }
}

impl fmt::Display for StoreUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}/{}", self.bucket, self.folder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_written() {
        let url: StoreUrl = "s3://robots/kitchen/picks/".parse().expect("an address");
        assert_eq!(
            (url.bucket.as_str(), url.folder.as_str(), url.name()),
            ("robots", "kitchen/picks", "picks")
        );
        assert_eq!(url.join("meta").to_string(), "s3://robots/kitchen/picks/meta");
        assert_eq!(url.sibling("picks.run").to_string(), "s3://robots/kitchen/picks.run");
        let root: StoreUrl = "s3://robots".parse().expect("a bucket");
        assert_eq!(root.join("a").to_string(), "s3://robots/a");
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["robots/kitchen", "http://robots", "s3://", "s3:///a", "s3://b/../c", "s3://b/a//c"] {
            assert!(text.parse::<StoreUrl>().is_err(), "{text}");
        }
    }
}
