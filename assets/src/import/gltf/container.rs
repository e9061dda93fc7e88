//! The two forms of a glTF file: JSON text, or the binary container (GLB) that holds the JSON and one buffer.

use crate::import::error::Fault;

/// JSON text and the buffer that came with it.
#[derive(Debug, PartialEq, Eq)]
pub struct Container<'a> {
    /// The document.
    pub json: &'a [u8],
    /// The buffer of a GLB.
    pub binary: Option<&'a [u8]>,
}

const MAGIC: &[u8] = b"glTF";
const JSON: u32 = u32::from_le_bytes(*b"JSON");
const BIN: u32 = u32::from_le_bytes(*b"BIN\0");

/// Splits a file.
///
/// # Errors
/// When a GLB is of another version than 2, cut short, or does not begin with its JSON.
pub fn split(bytes: &[u8]) -> Result<Container<'_>, Fault> {
    if !bytes.starts_with(MAGIC) {
        return Ok(Container { json: bytes, binary: None });
    }
    let word = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let (Some(version), Some(length)) = (word(4), word(8)) else {
        return Err(Fault::new("header", "12 bytes", format!("{} bytes", bytes.len())));
    };
    if version != 2 {
        return Err(Fault::new("header", "GLB version 2", format!("version {version}"))
            .hint("export the model again as glTF 2.0"));
    }
    if length as usize > bytes.len() {
        let found = format!("{} bytes", bytes.len());
        return Err(Fault::new("header", format!("{length} bytes as the header says"), found)
            .hint("the file is cut short: copy it again"));
    }
    let chunk = |at: usize, kind: u32, name: &str| {
        let (Some(size), Some(found)) = (word(at), word(at + 4)) else { return Ok(None) };
        let data = (at + 8).checked_add(size as usize).and_then(|end| bytes.get(at + 8..end));
        match data {
            None => Err(Fault::new(name, format!("{size} bytes"), "the end of the file")
                .hint("the file is cut short: copy it again")),
            Some(data) => Ok((found == kind).then_some(data)),
        }
    };
    let Some(json) = chunk(12, JSON, "chunks[0]")? else {
        return Err(Fault::new("chunks[0]", "a JSON chunk", "none"));
    };
    let binary = chunk(20 + json.len(), BIN, "chunks[1]")?;
    Ok(Container { json, binary })
}
