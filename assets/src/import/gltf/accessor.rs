//! Numbers of a glTF document: accessors into views of buffers, every offset and length checked before use.

use crate::import::error::{Fault, ImportError};
use crate::import::folder::{Folder, shortened};
use crate::import::limits::MAX_ELEMENTS;
use base64::Engine;
use gltf_json::accessor::{ComponentType, Type};
use gltf_json::validation::Checked;
use gltf_json::{Accessor, Index, Root};

/// A document with its buffers read.
pub struct Document<'a> {
    /// The JSON.
    pub root: &'a Root,
    /// Files beside it.
    pub folder: &'a Folder,
    buffers: Vec<Vec<u8>>,
}

/// The bytes of one accessor, known to hold all of its elements.
struct Elements<'a> {
    bytes: &'a [u8],
    stride: usize,
    count: usize,
    component: ComponentType,
    normalized: bool,
}

/// An entry of a list of the document.
///
/// # Errors
/// A fault when the index is beyond the list.
pub fn entry<'a, T>(list: &'a [T], index: &Index<T>, name: &str, field: &str) -> Result<&'a T, Fault> {
    list.get(index.value()).ok_or_else(|| {
        Fault::new(field, format!("an index below {} ({name})", list.len()), index.value().to_string())
    })
}

impl<'a> Document<'a> {
    /// Reads all buffers.
    ///
    /// # Errors
    /// A fault for the first buffer that is missing, broken or shorter than it says.
    pub fn new(root: &'a Root, folder: &'a Folder, binary: Option<&[u8]>) -> Result<Self, Fault> {
        let mut buffers = Vec::with_capacity(root.buffers.len());
        for (number, buffer) in root.buffers.iter().enumerate() {
            let field = format!("buffers[{number}]");
            let bytes = match &buffer.uri {
                Some(uri) => read_uri(folder, &format!("{field}.uri"), uri)?,
                None if number == 0 => binary
                    .ok_or_else(|| Fault::new(&field, "a uri, or the binary chunk of a GLB", "neither"))?
                    .to_vec(),
                None => return Err(Fault::new(format!("{field}.uri"), "a uri", "none")),
            };
            if (bytes.len() as u64) < buffer.byte_length.0 {
                let expected = format!("{} bytes", buffer.byte_length.0);
                return Err(Fault::new(format!("{field}.byteLength"), expected, bytes.len().to_string())
                    .hint("the buffer is cut short: copy it again"));
            }
            buffers.push(bytes);
        }
        Ok(Self { root, folder, buffers })
    }

    /// The bytes of a buffer view.
    ///
    /// # Errors
    /// When it reaches beyond its buffer.
    pub fn view(&self, index: &Index<gltf_json::buffer::View>, field: &str) -> Result<&[u8], Fault> {
        let view = entry(&self.root.buffer_views, index, "bufferViews", field)?;
        let buffer = entry(&self.buffers, &Index::new(view.buffer.value() as u32), "buffers", field)?;
        let start = view.byte_offset.map_or(0, |offset| offset.0);
        slice(buffer, start, view.byte_length.0).ok_or_else(|| {
            let expected = format!("a view inside the {} bytes of its buffer", buffer.len());
            Fault::new(
                format!("bufferViews[{}]", index.value()),
                expected,
                format!("{} bytes at {start}", view.byte_length.0),
            )
        })
    }

    /// Vectors of `N` floats; integers are taken as they are, or as fractions when they are normalised.
    ///
    /// # Errors
    /// When the accessor is of another type or reaches beyond its view.
    pub fn vectors<const N: usize>(
        &self,
        index: &Index<Accessor>,
        field: &str,
    ) -> Result<Vec<[f32; N]>, Fault> {
        let expected = [Type::Scalar, Type::Vec2, Type::Vec3, Type::Vec4][N - 1];
        let elements = self.elements(index, expected, field)?;
        let size = elements.component.size();
        let read =
            |element: usize| std::array::from_fn(|k| number(&elements, element * elements.stride + k * size));
        Ok((0..elements.count).map(read).collect())
    }

    /// Whole numbers without sign.
    ///
    /// # Errors
    /// When the accessor holds others or reaches beyond its view.
    pub fn integers(&self, index: &Index<Accessor>, field: &str) -> Result<Vec<u32>, Fault> {
        let elements = self.elements(index, Type::Scalar, field)?;
        let at = |element: usize| &elements.bytes[element * elements.stride..];
        let read: fn(&[u8]) -> u32 = match elements.component {
            ComponentType::U8 => |b| u32::from(b[0]),
            ComponentType::U16 => |b| u32::from(u16::from_le_bytes([b[0], b[1]])),
            ComponentType::U32 => |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]),
            other => return Err(Fault::new(field, "unsigned integers", format!("{other:?}"))),
        };
        Ok((0..elements.count).map(|element| read(at(element))).collect())
    }

    fn elements(&self, index: &Index<Accessor>, expected: Type, field: &str) -> Result<Elements<'_>, Fault> {
        let accessor = entry(&self.root.accessors, index, "accessors", field)?;
        let place = format!("{field} (accessors[{}])", index.value());
        let (Checked::Valid(type_), Checked::Valid(component)) = (&accessor.type_, &accessor.component_type)
        else {
            return Err(Fault::new(place, "a type and component type of glTF 2.0", "another"));
        };
        if *type_ != expected {
            return Err(Fault::new(place, format!("{expected:?}"), format!("{type_:?}")));
        }
        if accessor.sparse.is_some() {
            return Err(Fault::new(place, "a dense accessor", "a sparse one")
                .hint("export the model without sparse accessors"));
        }
        let Some(view_index) = &accessor.buffer_view else {
            return Err(Fault::new(place, "a bufferView", "none"));
        };
        let count = accessor.count.0;
        if count == 0 || count > MAX_ELEMENTS as u64 {
            let found = format!("{count} elements");
            return Err(Fault::new(place, format!("1 to {MAX_ELEMENTS} elements"), found)
                .hint("reduce the mesh (Blender: Decimate)"));
        }
        let bytes = self.view(view_index, &place)?;
        let size = component.0.size() * type_.multiplicity();
        let view = entry(&self.root.buffer_views, view_index, "bufferViews", field)?;
        let stride = view.byte_stride.map_or(size, |stride| stride.0);
        let start = accessor.byte_offset.map_or(0, |offset| offset.0);
        let length = (stride as u64).checked_mul(count - 1).and_then(|n| n.checked_add(size as u64));
        let bytes = length.filter(|_| stride >= size).and_then(|length| slice(bytes, start, length));
        let Some(bytes) = bytes else {
            let found = format!("{count} elements, {stride} bytes apart, from byte {start}");
            return Err(Fault::new(place, "elements inside their bufferView", found));
        };
        let normalized = accessor.normalized;
        Ok(Elements { bytes, stride, count: count as usize, component: component.0, normalized })
    }
}

fn slice(bytes: &[u8], start: u64, length: u64) -> Option<&[u8]> {
    let end = start.checked_add(length)?;
    bytes.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
}

/// One component at a byte offset (which lies inside: `elements` checked it).
fn number(elements: &Elements<'_>, at: usize) -> f32 {
    let b = &elements.bytes[at..];
    let (value, full) = match elements.component {
        ComponentType::F32 => return f32::from_le_bytes([b[0], b[1], b[2], b[3]]),
        ComponentType::I8 => (f32::from(b[0] as i8), 127.0),
        ComponentType::U8 => (f32::from(b[0]), 255.0),
        ComponentType::I16 => (f32::from(i16::from_le_bytes([b[0], b[1]])), 32767.0),
        ComponentType::U16 => (f32::from(u16::from_le_bytes([b[0], b[1]])), 65535.0),
        ComponentType::U32 => (u32::from_le_bytes([b[0], b[1], b[2], b[3]]) as f32, u32::MAX as f32),
    };
    if elements.normalized { (value / full).max(-1.0) } else { value }
}

/// Bytes of a `uri`: embedded base64, or a file beside the document.
///
/// # Errors
/// When it is neither.
pub fn read_uri(folder: &Folder, field: &str, uri: &str) -> Result<Vec<u8>, Fault> {
    let Some(data) = uri.strip_prefix("data:") else {
        return folder.read(field, uri);
    };
    let Some((_, text)) = data.split_once(";base64,") else {
        return Err(Fault::new(field, "embedded data in base64", format!("{:?}", shortened(uri))));
    };
    base64::engine::general_purpose::STANDARD
        .decode(text)
        .map_err(|error| Fault::new(field, "embedded data in base64", error.to_string()))
}

impl From<Fault> for ImportError {
    /// A fault of a file that the caller names later.
    fn from(fault: Fault) -> Self {
        Self::refused("", fault)
    }
}
