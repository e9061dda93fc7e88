//! Files that a model refers to: only those beside it or below, whatever the reference says.

use super::error::{Fault, ImportError};
use super::limits::MAX_FILE_BYTES;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

/// Where a model lives. References are relative to the file that holds them and may not leave `root`.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
    /// Folder of the referring file, relative to the root.
    base: PathBuf,
}

impl Folder {
    /// The folder of a file; references may not leave it, or `root` where one is given that holds the file.
    pub fn of_file(file: &Path, root: Option<&Path>) -> Self {
        let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        match root.and_then(|root| Some((root, parent.strip_prefix(root).ok()?))) {
            Some((root, base)) => Self { root: root.to_owned(), base: base.to_owned() },
            None => Self::at(parent),
        }
    }

    /// A folder by itself.
    pub fn at(root: &Path) -> Self {
        Self { root: root.to_owned(), base: PathBuf::new() }
    }

    /// The folder of a file that this one referred to, with the same root.
    #[must_use]
    pub fn of_reference(&self, file: &Path) -> Self {
        Self::of_file(file, Some(&self.root))
    }

    /// The whole that references may reach.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The path that a reference means, below the root. `%20` and its kind are decoded; backslashes are slashes.
    ///
    /// # Errors
    /// A fault when the reference is absolute, is an address of the network, climbs out of the folder by `..` or
    /// by a symbolic link.
    pub fn resolve(&self, field: &str, reference: &str) -> Result<PathBuf, Fault> {
        let leaving = |found: String| {
            Fault::new(field, "a path inside the folder of the model", found)
                .hint("copy the file beside the model and refer to it by its name")
        };
        let decoded = percent_decoded(reference).replace('\\', "/");
        if decoded.contains("://") || decoded.contains('\0') || decoded.len() > 4096 {
            return Err(leaving(format!("{:?}", shortened(&decoded))));
        }
        let drive = decoded.as_bytes().get(1) == Some(&b':');
        let mut inside = self.base.clone();
        for part in Path::new(&decoded).components() {
            match part {
                Component::Normal(name) => inside.push(name),
                Component::CurDir => {}
                Component::ParentDir if inside.pop() => {}
                _ => return Err(leaving(format!("{decoded:?}"))),
            }
        }
        if drive || inside == self.base {
            return Err(leaving(format!("{decoded:?}")));
        }
        let path = self.root.join(&inside);
        // A link may lead anywhere: what exists is judged by where it really is.
        if let (Ok(real), Ok(root)) = (path.canonicalize(), self.root.canonicalize())
            && !real.starts_with(&root)
        {
            return Err(leaving(format!("{decoded:?}, a link to {}", real.display())));
        }
        Ok(path)
    }

    /// Reads a referenced file.
    ///
    /// # Errors
    /// As [`Self::resolve`]; also when the file is missing or larger than [`MAX_FILE_BYTES`].
    pub fn read(&self, field: &str, reference: &str) -> Result<Vec<u8>, Fault> {
        let path = self.resolve(field, reference)?;
        read_bounded(&path).map_err(|error| match error {
            ImportError::Refused { mut faults, .. } => {
                let mut fault = faults.remove(0);
                fault.field = format!("{field} ({})", path.display());
                fault
            }
            other => Fault::new(field, "a file that can be read", other.to_string())
                .hint("copy the files that the model refers to along with it"),
        })
    }
}

/// Reads a whole file of at most [`MAX_FILE_BYTES`].
///
/// # Errors
/// When it cannot be read or is larger.
pub fn read_bounded(path: &Path) -> Result<Vec<u8>, ImportError> {
    let io = |source| ImportError::Io { action: "read", path: path.to_owned(), source };
    let file = std::fs::File::open(path).map_err(io)?;
    let length = file.metadata().map_err(io)?.len();
    let mut bytes = Vec::new();
    // A device or a growing file may give more than it says.
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        let found = format!("{} bytes", length.max(bytes.len() as u64));
        return Err(ImportError::refused(
            path,
            Fault::new("size of the file", format!("at most {MAX_FILE_BYTES} bytes"), found),
        ));
    }
    Ok(bytes)
}

/// Text with `%XX` replaced by the byte it stands for, as URIs spell file names. What is no such mark stays.
fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let code = (byte == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(decoded) => {
                out.push(decoded);
                at += 3;
            }
            None => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

/// The beginning of a text, for messages.
pub fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(80).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_stay_inside() {
        let folder = Folder::at(Path::new("/models/mug"));
        let good = |reference: &str| folder.resolve("uri", reference).unwrap();
        assert_eq!(good("a%20b.bin"), Path::new("/models/mug/a b.bin"));
        assert_eq!(good("./textures\\x.png"), Path::new("/models/mug/textures/x.png"));
        assert_eq!(good("a/../b.png"), Path::new("/models/mug/b.png"));
        let deep = Folder::of_file(Path::new("/models/mug/urdf/mug.urdf"), Some(Path::new("/models/mug")));
        assert_eq!(deep.resolve("", "../meshes/a.stl").unwrap(), Path::new("/models/mug/meshes/a.stl"));
        assert!(deep.resolve("", "../../x").is_err());
        for bad in
            ["../x.png", "a/../../x", "/etc/passwd", "C:\\x.png", "http://x/y", "", ".", "%2e%2e/x", "a\0b"]
        {
            let fault = folder.resolve("images[0].uri", bad).unwrap_err();
            assert_eq!(fault.field, "images[0].uri", "{bad}");
            assert!(fault.expected.contains("inside the folder"), "{bad}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_do_not_lead_out() {
        let outside = tempfile::tempdir().unwrap();
        let inside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret"), "x").unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret"), inside.path().join("map.png")).unwrap();
        let folder = Folder::at(inside.path());
        assert!(folder.read("map_Kd", "map.png").unwrap_err().found.contains("a link to"));
    }
}
