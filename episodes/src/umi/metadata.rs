//! The `.zarray` metadata of a zarr v2 array ("Zarr storage specification version 2").

use super::codec::Compressor;
use super::store::Store;
use serde::Deserialize;
use serde_json::Value;

/// Bytes that a metadata file may have.
const MAX_METADATA_BYTES: u64 = 1 << 20;
/// Bytes that one decoded chunk may have.
pub(super) const MAX_CHUNK_BYTES: usize = 1 << 28;
/// Dimensions that an array may have.
const MAX_DIMENSIONS: usize = 6;
/// Longest side of a picture, pixels.
const MAX_PICTURE_SIDE: usize = 8192;

/// How one element is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ElementType {
    /// `f` float, `i` signed, `u` unsigned, `b` boolean.
    pub(super) kind: u8,
    /// Bytes per element.
    pub(super) size: usize,
    pub(super) big_endian: bool,
}

/// A checked `.zarray`.
#[derive(Clone, Debug)]
pub(super) struct ArrayMetadata {
    pub(super) shape: Vec<usize>,
    pub(super) chunks: Vec<usize>,
    pub(super) element: ElementType,
    pub(super) compressor: Compressor,
    /// Value of chunks that are not stored; `None` where the array declares none.
    pub(super) fill: Option<f64>,
    /// Last dimension first, as Fortran lays arrays out.
    pub(super) column_major: bool,
    separator: char,
}

#[derive(Deserialize)]
struct Zarray {
    zarr_format: u64,
    shape: Vec<u64>,
    chunks: Vec<u64>,
    dtype: Value,
    compressor: Option<Value>,
    #[serde(default)]
    fill_value: Value,
    #[serde(default)]
    order: Option<String>,
    #[serde(default)]
    filters: Option<Vec<Value>>,
    #[serde(default)]
    dimension_separator: Option<String>,
}

impl ArrayMetadata {
    /// Reads and checks `<key>/.zarray`; nothing when there is none.
    ///
    /// # Errors
    /// With a phrase that says what is wrong.
    pub(super) fn load(store: &mut Store, key: &str) -> Result<Option<Self>, String> {
        let Some(bytes) = store.read(&format!("{key}/.zarray"), MAX_METADATA_BYTES)? else {
            return Ok(None);
        };
        let raw: Zarray = serde_json::from_slice(&bytes).map_err(|error| format!("`.zarray`: {error}"))?;
        Self::check(raw).map(Some)
    }

    fn check(raw: Zarray) -> Result<Self, String> {
        if raw.zarr_format != 2 {
            return Err(format!("zarr format {}, not 2", raw.zarr_format));
        }
        if raw.filters.is_some_and(|filters| !filters.is_empty()) {
            return Err("filters, which are not supported".to_owned());
        }
        let element = ElementType::parse(&raw.dtype)?;
        let dimensions = raw.shape.len();
        if dimensions == 0 || dimensions > MAX_DIMENSIONS || raw.chunks.len() != dimensions {
            return Err(format!("shape {:?} in chunks of {:?}", raw.shape, raw.chunks));
        }
        let sizes = |list: &[u64]| -> Option<Vec<usize>> {
            list.iter().map(|size| usize::try_from(*size).ok().filter(|size| *size < 1 << 40)).collect()
        };
        let absurd = || format!("shape {:?} in chunks of {:?}", raw.shape, raw.chunks);
        let shape = sizes(&raw.shape).ok_or_else(absurd)?;
        let chunks = sizes(&raw.chunks).ok_or_else(absurd)?;
        let chunk_bytes = product(&chunks).and_then(|count| count.checked_mul(element.size));
        if chunks.contains(&0) || chunk_bytes.is_none_or(|bytes| bytes > MAX_CHUNK_BYTES) {
            return Err(format!("chunks of {chunks:?}: empty, or over {MAX_CHUNK_BYTES} bytes"));
        }
        if product(&shape).is_none() {
            return Err(absurd());
        }
        let separator = match raw.dimension_separator.as_deref() {
            None | Some(".") => '.',
            Some("/") => '/',
            Some(other) => return Err(format!("dimension separator `{other}`")),
        };
        Ok(Self {
            shape,
            chunks,
            element,
            compressor: Compressor::parse(raw.compressor.as_ref())?,
            fill: fill_value(&raw.fill_value)?,
            column_major: raw.order.as_deref() == Some("F"),
            separator,
        })
    }

    /// Number of elements of the whole array.
    pub(super) fn elements(&self) -> usize {
        product(&self.shape).unwrap_or(usize::MAX)
    }

    /// Bytes of one decoded chunk. Chunks at the border have full size too.
    pub(super) fn chunk_bytes(&self) -> usize {
        product(&self.chunks).map_or(0, |count| count * self.element.size)
    }

    /// The key of a chunk below the array, such as `0.0`.
    pub(super) fn chunk_key(&self, index: &[usize]) -> String {
        let parts: Vec<String> = index.iter().map(ToString::to_string).collect();
        parts.join(&self.separator.to_string())
    }

    /// Height and width, when this is an array of RGB pictures: `u8`, frames x height x width x 3.
    pub(super) fn picture_size(&self) -> Option<(u32, u32)> {
        let [_, height, width, 3] = self.shape[..] else { return None };
        let sides = 1..=MAX_PICTURE_SIDE;
        let rgb = self.element.kind == b'u' && self.element.size == 1;
        (rgb && sides.contains(&height) && sides.contains(&width)).then_some((height as u32, width as u32))
    }
}

impl ElementType {
    /// Parses a NumPy type string such as `<f4`.
    fn parse(dtype: &Value) -> Result<Self, String> {
        let unsupported = || format!("element type {dtype}");
        let text = dtype.as_str().ok_or_else(unsupported)?;
        let [order, kind, size] = text.as_bytes() else { return Err(unsupported()) };
        let size = usize::from(size.wrapping_sub(b'0'));
        let known = match kind {
            b'f' => matches!(size, 2 | 4 | 8),
            b'i' | b'u' => matches!(size, 1 | 2 | 4 | 8),
            b'b' => size == 1,
            _ => false,
        };
        if !known || !matches!(order, b'<' | b'>' | b'|') {
            return Err(unsupported());
        }
        Ok(Self { kind: *kind, size, big_endian: *order == b'>' })
    }
}

fn fill_value(value: &Value) -> Result<Option<f64>, String> {
    match value {
        Value::Null => Ok(None),
        Value::Bool(flag) => Ok(Some(f64::from(u8::from(*flag)))),
        Value::Number(number) => Ok(number.as_f64()),
        Value::String(text) => match text.as_str() {
            "NaN" => Ok(Some(f64::NAN)),
            "Infinity" => Ok(Some(f64::INFINITY)),
            "-Infinity" => Ok(Some(f64::NEG_INFINITY)),
            other => Err(format!("fill value `{other}`")),
        },
        other => Err(format!("fill value {other}")),
    }
}

/// The product of all sizes, `None` on overflow.
fn product(sizes: &[usize]) -> Option<usize> {
    sizes.iter().try_fold(1_usize, |product, size| product.checked_mul(*size))
}
