//! What the targets share: a scratch folder in memory, and a good folder of files of which one at a time is replaced.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;

/// A folder that lives as long as the process, in memory where the system has a place for that.
pub fn scratch() -> &'static Path {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let memory = Path::new("/dev/shm");
    let make = || if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
    FOLDER.get_or_init(|| make().expect("a scratch folder")).path()
}

/// Writes a file into the scratch folder, for readers that want a path.
pub fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = scratch().join(name);
    fs::write(&path, bytes).expect("a scratch file");
    path
}

/// A good folder. The first byte of an input chooses which of its files the rest replaces.
pub struct Base {
    folder: PathBuf,
    /// Relative names in order, with their good content.
    files: Vec<(PathBuf, Vec<u8>)>,
}

impl Base {
    /// A copy of the folder that `RESTAGE_FUZZ_BASE` names: `scripts/fuzz.sh` makes it.
    pub fn of_environment() -> Self {
        let from = std::env::var_os("RESTAGE_FUZZ_BASE").map(PathBuf::from);
        Self::copy(&from.expect("RESTAGE_FUZZ_BASE names a folder; scripts/fuzz.sh makes it and runs this target"))
    }

    fn copy(from: &Path) -> Self {
        let (folder, mut files, mut open) = (scratch().join("base"), Vec::new(), vec![from.to_owned()]);
        while let Some(next) = open.pop() {
            for entry in fs::read_dir(&next).expect("a folder of the base") {
                let path = entry.expect("an entry of the base").path();
                if path.is_dir() {
                    open.push(path);
                    continue;
                }
                let name = path.strip_prefix(from).expect("inside").to_owned();
                let bytes = fs::read(&path).expect("a file of the base");
                let copy = folder.join(&name);
                fs::create_dir_all(copy.parent().expect("a folder")).expect("a scratch folder");
                fs::write(&copy, &bytes).expect("a scratch file");
                files.push((name, bytes));
            }
        }
        files.sort();
        Self { folder, files }
    }

    /// Calls `work` with the folder and the name of the file that is replaced, then mends it.
    pub fn with_input(&self, input: &[u8], work: impl FnOnce(&Path, &Path)) {
        let Some((first, rest)) = input.split_first() else { return };
        let (name, good) = &self.files[usize::from(*first) % self.files.len()];
        let path = self.folder.join(name);
        fs::write(&path, rest).expect("a scratch file");
        work(&self.folder, name);
        fs::write(&path, good).expect("a scratch file");
    }
}

/// Splits an input at its first line with nothing but `%`: two files in one.
pub fn halves(input: &[u8]) -> (&[u8], &[u8]) {
    match input.windows(3).position(|three| three == b"\n%\n") {
        Some(at) => (&input[..=at], &input[at + 3..]),
        None => (input, &[]),
    }
}
