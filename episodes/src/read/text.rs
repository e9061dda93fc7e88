//! Bounded reading of small text files.

use super::finding::Finding;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The text of a file of at most `max_bytes`; a byte order mark is dropped.
pub(crate) fn read_text(path: &Path, max_bytes: u64) -> Result<String, Finding> {
    let unreadable = |error: std::io::Error| Finding::io("a readable text file", &error);
    let length = std::fs::metadata(path).map_err(unreadable)?;
    if !length.is_file() {
        return Err(Finding::new("file", "a text file", "something that is not a file", "check the path"));
    }
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(max_bytes.saturating_add(1)).read_to_end(&mut bytes))
        .map_err(unreadable)?;
    if bytes.len() as u64 > max_bytes {
        let found = format!("{} bytes", length.len());
        return Err(Finding::new(
            "file",
            format!("at most {max_bytes} bytes"),
            found,
            "raise `max_text_bytes` if the file is right",
        ));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let found = format!("a byte that is not text at offset {}", error.utf8_error().valid_up_to());
        Finding::new("file", "UTF-8 text", found, "copy the file again; it is damaged")
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
