//! Numeric arrays: chunks put together into row-major `f64` values.

use super::metadata::{ArrayMetadata, ElementType, MAX_CHUNK_BYTES};
use super::store::Store;
use half::f16;
use std::ops::Range;

/// Chunks that one numeric array may have.
const MAX_CHUNKS: usize = 1 << 20;
/// Values that one row of a numeric array may have.
const MAX_ROW_VALUES: usize = 1 << 14;
/// A compressed chunk can be a little larger than its content.
const PACKED_SLACK: u64 = 1 << 16;

/// A whole array in memory, one row per frame; further dimensions are flattened.
pub(super) struct NumericArray {
    /// Elements per row.
    pub(super) width: usize,
    /// Row-major values.
    pub(super) values: Vec<f64>,
    /// Rows that could not be read, each with the reason.
    pub(super) damage: Vec<(Range<usize>, String)>,
}

impl NumericArray {
    /// Reads all chunks. A chunk that cannot be read is noted in `damage`.
    ///
    /// # Errors
    /// With a phrase when the array as a whole is too large to be one of numbers per frame.
    pub(super) fn read(store: &mut Store, key: &str, metadata: &ArrayMetadata) -> Result<Self, String> {
        let row = &metadata.shape[1..];
        let width = row.iter().try_fold(1_usize, |product, size| product.checked_mul(*size)).unwrap_or(0);
        if width == 0 || width > MAX_ROW_VALUES {
            return Err(format!("rows of {row:?} values (1 to {MAX_ROW_VALUES} in all are read)"));
        }
        let grid: Vec<usize> =
            metadata.shape.iter().zip(&metadata.chunks).map(|(size, chunk)| size.div_ceil(*chunk)).collect();
        let count = grid.iter().try_fold(1_usize, |product, size| product.checked_mul(*size));
        let Some(count) = count.filter(|count| *count <= MAX_CHUNKS) else {
            return Err(format!("a grid of {grid:?} chunks (at most {MAX_CHUNKS} are read)"));
        };
        let mut array = Self { width, values: vec![0.0; metadata.elements()], damage: Vec::new() };
        for number in 0..count {
            let index = unravel(number, &grid);
            if let Err(reason) = array.read_chunk(store, key, metadata, &index) {
                let first = index[0] * metadata.chunks[0];
                let rows = first..(first + metadata.chunks[0]).min(metadata.shape[0]);
                array.damage.push((rows, format!("chunk {}: {reason}", metadata.chunk_key(&index))));
            }
        }
        Ok(array)
    }

    fn read_chunk(
        &mut self,
        store: &mut Store,
        key: &str,
        metadata: &ArrayMetadata,
        index: &[usize],
    ) -> Result<(), String> {
        let limit = MAX_CHUNK_BYTES as u64 + PACKED_SLACK;
        let packed = store.read(&format!("{key}/{}", metadata.chunk_key(index)), limit)?;
        let chunk = match packed {
            Some(packed) => Some(metadata.compressor.unpack(packed, metadata.chunk_bytes())?),
            None if metadata.fill.is_some() => None,
            None => return Err("missing, and the array has no fill value".to_owned()),
        };
        let fill = metadata.fill.unwrap_or(0.0);
        let size = metadata.element.size;
        for_each_element(metadata, index, |in_chunk, in_array| {
            self.values[in_array] = chunk.as_ref().map_or(fill, |bytes| {
                decode(metadata.element, &bytes[in_chunk * size..(in_chunk + 1) * size])
            });
        });
        Ok(())
    }

    /// Row-major values of a range of rows.
    ///
    /// # Errors
    /// With a phrase when rows are missing or damaged.
    pub(super) fn slice(&self, rows: &Range<usize>) -> Result<Vec<f64>, String> {
        let present = self.values.len() / self.width;
        if rows.end > present {
            return Err(format!("{present} rows in all"));
        }
        let damaged = self.damage.iter().find(|(range, _)| range.start < rows.end && rows.start < range.end);
        match damaged {
            Some((_, reason)) => Err(reason.clone()),
            None => Ok(self.values[rows.start * self.width..rows.end * self.width].to_vec()),
        }
    }
}

/// Calls `visit(offset in the chunk, offset in the array)` for every element of a chunk that lies in the array.
fn for_each_element(metadata: &ArrayMetadata, index: &[usize], mut visit: impl FnMut(usize, usize)) {
    let origin: Vec<usize> = index.iter().zip(&metadata.chunks).map(|(i, chunk)| i * chunk).collect();
    let inside: Vec<usize> = origin
        .iter()
        .zip(&metadata.chunks)
        .zip(&metadata.shape)
        .map(|((start, chunk), size)| (*chunk).min(size - start))
        .collect();
    let chunk_strides = strides(&metadata.chunks, metadata.column_major);
    let array_strides = strides(&metadata.shape, false);
    let mut in_chunk = 0;
    let mut in_array: usize = origin.iter().zip(&array_strides).map(|(start, stride)| start * stride).sum();
    let mut place = vec![0; inside.len()];
    for _ in 0..inside.iter().product() {
        visit(in_chunk, in_array);
        // The next place, as an odometer counts: the last dimension first.
        for dimension in (0..inside.len()).rev() {
            place[dimension] += 1;
            in_chunk += chunk_strides[dimension];
            in_array += array_strides[dimension];
            if place[dimension] < inside[dimension] {
                break;
            }
            in_chunk -= chunk_strides[dimension] * inside[dimension];
            in_array -= array_strides[dimension] * inside[dimension];
            place[dimension] = 0;
        }
    }
}

/// Elements between neighbours along each dimension.
fn strides(sizes: &[usize], column_major: bool) -> Vec<usize> {
    let mut strides = vec![1; sizes.len()];
    if column_major {
        for i in 1..sizes.len() {
            strides[i] = strides[i - 1] * sizes[i - 1];
        }
    } else {
        for i in (1..sizes.len()).rev() {
            strides[i - 1] = strides[i] * sizes[i];
        }
    }
    strides
}

/// The place with a row-major number in a box of the given sizes.
fn unravel(mut number: usize, sizes: &[usize]) -> Vec<usize> {
    let mut place = vec![0; sizes.len()];
    for (coordinate, size) in place.iter_mut().zip(sizes).rev() {
        *coordinate = number % size;
        number /= size;
    }
    place
}

/// One element as a number.
fn decode(element: ElementType, bytes: &[u8]) -> f64 {
    let mut raw = [0_u8; 8];
    // The bytes as a little-endian integer, whatever the order on disk.
    for (i, byte) in bytes.iter().enumerate() {
        raw[if element.big_endian { bytes.len() - 1 - i } else { i }] = *byte;
    }
    let bits = u64::from_le_bytes(raw);
    let unused = 64 - 8 * element.size as u32;
    match (element.kind, element.size) {
        (b'f', 2) => f16::from_bits(bits as u16).to_f64(),
        (b'f', 4) => f64::from(f32::from_bits(bits as u32)),
        (b'f', _) => f64::from_bits(bits),
        // Shifting up and down again extends the sign.
        (b'i', _) => (((bits << unused) as i64) >> unused) as f64,
        (b'b', _) => f64::from(u8::from(bits != 0)),
        _ => bits as f64,
    }
}
