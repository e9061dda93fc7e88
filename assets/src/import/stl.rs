//! STL: triangles and nothing else. Binary and text. No unit is stated; metres are taken, as URDF does.

use super::error::Fault;
use super::folder::shortened;
use super::limits::MAX_ELEMENTS;
use super::model::{RawMaterial, RawModel, RawPart, UpAxis};
use std::collections::BTreeMap;

/// Bytes before the triangles of a binary file: a comment and their number.
const HEADER: usize = 84;
/// Bytes of one triangle: normal, three corners, a spare word.
const RECORD: usize = 50;

/// Reads an STL file from its bytes.
///
/// # Errors
/// The first fault.
pub fn read(bytes: &[u8]) -> Result<RawModel, Fault> {
    let corners = match binary_length(bytes) {
        Some(length) if length == bytes.len() as u64 => binary(bytes)?,
        _ if bytes.starts_with(b"solid") => text(bytes)?,
        Some(length) => {
            let found = format!("{} bytes", bytes.len());
            let expected = format!("{length} bytes as the number of triangles says");
            return Err(Fault::new("length", expected, found).hint("the file is cut short: copy it again"));
        }
        None => return Err(Fault::new("header", "an STL file", format!("{} bytes", bytes.len()))),
    };
    let mut part = RawPart {
        field: "facets".into(),
        material: RawMaterial { base_color: [0.5; 3], roughness: 0.6, ..RawMaterial::default() },
        ..RawPart::default()
    };
    // Equal corners become one vertex, so that the surface is one again.
    let mut known: BTreeMap<[u32; 3], u32> = BTreeMap::new();
    for corner in corners {
        let next = part.positions.len() as u32;
        let index = *known.entry(corner.map(f32::to_bits)).or_insert(next);
        if index == next {
            part.positions.push(corner);
        }
        part.indices.push(index);
    }
    let mut model = RawModel::new(UpAxis::Z);
    model.parts.push(part);
    Ok(model)
}

/// How long a binary file with this header must be.
fn binary_length(bytes: &[u8]) -> Option<u64> {
    let count = u32::from_le_bytes(bytes.get(HEADER - 4..HEADER)?.try_into().ok()?);
    Some(HEADER as u64 + RECORD as u64 * u64::from(count))
}

fn too_many() -> Fault {
    Fault::new("facets", format!("at most {MAX_ELEMENTS}"), "more").hint("reduce the mesh")
}

fn binary(bytes: &[u8]) -> Result<Vec<[f32; 3]>, Fault> {
    let records = bytes[HEADER..].chunks_exact(RECORD);
    if records.len() > MAX_ELEMENTS {
        return Err(too_many());
    }
    let number = |record: &[u8], at: usize| {
        f32::from_le_bytes([record[at], record[at + 1], record[at + 2], record[at + 3]])
    };
    let corner = |record: &[u8], at: usize| std::array::from_fn(|k| number(record, at + 4 * k));
    Ok(records.flat_map(|record| [12, 24, 36].map(|at| corner(record, at))).collect())
}

fn text(bytes: &[u8]) -> Result<Vec<[f32; 3]>, Fault> {
    let mut corners = Vec::new();
    for (number, line) in String::from_utf8_lossy(bytes).lines().enumerate() {
        let Some(numbers) = line.trim().strip_prefix("vertex") else { continue };
        let numbers: Vec<f32> = numbers.split_whitespace().map_while(|word| word.parse().ok()).collect();
        let Ok(corner) = <[f32; 3]>::try_from(numbers) else {
            let found = format!("{:?}", shortened(line));
            return Err(Fault::new(format!("line {}", number + 1), "`vertex` and three numbers", found));
        };
        corners.push(corner);
        if corners.len() > 3 * MAX_ELEMENTS {
            return Err(too_many());
        }
    }
    if !corners.len().is_multiple_of(3) {
        let found = format!("{} corners", corners.len());
        return Err(Fault::new("facets", "three corners each", found).hint("the file is cut short"));
    }
    Ok(corners)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FACET: &str = "solid a\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 1 0\n";

    #[test]
    fn text_and_binary_say_the_same() {
        let from_text = read(format!("{FACET}endloop\nendfacet\nendsolid a").as_bytes()).unwrap();
        let mut bytes = vec![b' '; 80];
        bytes.extend(1u32.to_le_bytes());
        for number in [0f32, 0., 1., 0., 0., 0., 1., 0., 0., 0., 1., 0.] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend([0; 2]);
        assert_eq!(read(&bytes).unwrap(), from_text);
        assert_eq!(from_text.parts[0].indices, [0, 1, 2]);
        bytes.pop();
        assert!(read(&bytes).unwrap_err().hint.contains("cut short"));
    }

    #[test]
    fn broken_text_names_its_line() {
        let fault = read(format!("{FACET}vertex 1 x 0").as_bytes()).unwrap_err();
        assert_eq!(fault.field, "line 7");
        assert!(read(b"solid").unwrap().parts[0].indices.is_empty());
        assert!(read(b"so").is_err());
    }
}
