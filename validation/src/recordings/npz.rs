//! Numpy's `.npz`: a zip of `.npy` arrays. Two-dimensional arrays of doubles, which is what the recordings hold.

use super::RecordingError;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// Largest array that is read, bytes.
const LARGEST: u64 = 256 << 20;

/// A matrix, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Array {
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
    /// `values[row * columns + column]`.
    pub values: Vec<f64>,
}

impl Array {
    /// One row.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.columns..(row + 1) * self.columns]
    }
}

/// Every array of doubles in C order in an archive, by name; others are left out.
///
/// # Errors
/// When the file is no zip archive, or an array of doubles is cut short.
pub fn read_npz(path: &Path) -> Result<BTreeMap<String, Array>, RecordingError> {
    let file = File::open(path).map_err(RecordingError::io(path))?;
    let broken = |error: zip::result::ZipError| {
        RecordingError::content(path, "archive", "a zip of .npy arrays", error.to_string())
    };
    let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(broken)?;
    let mut arrays = BTreeMap::new();
    for index in 0..archive.len() {
        let member = archive.by_index(index).map_err(broken)?;
        let Ok(name) = member.name().map(|name| name.trim_end_matches(".npy").to_owned()) else { continue };
        // What unpacks counts, not the size that the archive declares.
        let mut bytes = Vec::new();
        member.take(LARGEST + 1).read_to_end(&mut bytes).map_err(RecordingError::io(path))?;
        if bytes.len() as u64 > LARGEST {
            let (limit, found) = (format!("at most {LARGEST} bytes"), "more".to_owned());
            return Err(RecordingError::content(path, name, limit, found));
        }
        if let Some(array) = parse(&bytes)
            .map_err(|(expected, found)| RecordingError::content(path, name.clone(), expected, found))?
        {
            arrays.insert(name, array);
        }
    }
    Ok(arrays)
}

/// One `.npy` file (numpy's format 1.0 and 2.0); `None` for another type or order.
fn parse(bytes: &[u8]) -> Result<Option<Array>, (String, String)> {
    let wrong = |expected: &str, found: String| Err((expected.to_owned(), found));
    if bytes.len() < 12 || &bytes[..6] != b"\x93NUMPY" {
        return wrong("numpy's magic bytes", "others".into());
    }
    let (start, length) = if bytes[6] == 1 {
        (10, usize::from(u16::from_le_bytes([bytes[8], bytes[9]])))
    } else {
        (12, u32::from_le_bytes([bytes[8], bytes[9], bytes[10], bytes[11]]) as usize)
    };
    let Some(header) = bytes.get(start..start + length) else {
        return wrong("a whole header", format!("{} bytes", bytes.len()));
    };
    let header = String::from_utf8_lossy(header);
    if !header.contains("'<f8'") || header.contains("'fortran_order': True") {
        return Ok(None);
    }
    let shape = header.split_once("'shape': (").and_then(|(_, rest)| rest.split_once(')'));
    let Some((shape, _)) = shape else { return wrong("a shape", header.into_owned()) };
    let sizes: Vec<usize> = shape.split(',').filter_map(|size| size.trim().parse().ok()).collect();
    let [rows, columns] = sizes[..] else { return Ok(None) };
    let data = &bytes[start + length..];
    if rows.checked_mul(columns).and_then(|n| n.checked_mul(8)) != Some(data.len()) {
        return wrong(&format!("{rows} x {columns} doubles"), format!("{} bytes", data.len()));
    }
    let values =
        data.chunks_exact(8).map(|b| f64::from_le_bytes([b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7]]));
    Ok(Some(Array { rows, columns, values: values.collect() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn npy(header: &str, values: &[f64]) -> Vec<u8> {
        let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
        bytes.extend((header.len() as u16).to_le_bytes());
        bytes.extend(header.as_bytes());
        bytes.extend(values.iter().flat_map(|value| value.to_le_bytes()));
        bytes
    }

    #[test]
    fn arrays_of_doubles() {
        let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }\n";
        let array = parse(&npy(header, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0])).expect("sound").expect("doubles");
        assert_eq!((array.rows, array.columns, array.row(1)), (2, 3, &[4.0, 5.0, 6.0][..]));
        let (_, found) = parse(&npy(header, &[1.0])).expect_err("cut short");
        assert_eq!(found, "8 bytes");
        assert!(parse(b"PK").is_err());
        let other = "{'descr': '<i8', 'fortran_order': False, 'shape': (1, 1), }\n";
        assert_eq!(parse(&npy(other, &[0.0])), Ok(None));
    }
}
