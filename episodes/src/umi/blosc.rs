//! Blosc 1 chunks, after the "Blosc chunk format" that comes with C-Blosc: a header, the places of the blocks, and
//! per block one or more streams of an inner codec, shuffled by byte or bit.
//!
//! Written here because the crates for it build a C library or an encoder along; the inner codecs are crates.

use flate2::read::ZlibDecoder;
use std::io::Read;

/// Version, codec version, flags, element size; then content, block and chunk size as little-endian `u32`.
const HEADER_BYTES: usize = 16;
const SHUFFLED: u8 = 1;
const STORED: u8 = 1 << 1;
const BIT_SHUFFLED: u8 = 1 << 2;
const NOT_SPLIT: u8 = 1 << 4;

/// A checked header.
struct Header {
    flags: u8,
    element_bytes: usize,
    content_bytes: usize,
    block_bytes: usize,
}

/// Unpacks a chunk that must have exactly `expected` bytes.
///
/// # Errors
/// With a phrase when the chunk is damaged, of another size, or packed by a codec that is not supported.
pub(super) fn unpack(chunk: &[u8], expected: usize) -> Result<Vec<u8>, String> {
    let header = Header::read(chunk)?;
    if header.content_bytes != expected {
        return Err(format!("a Blosc chunk of {} bytes instead of {expected}", header.content_bytes));
    }
    let body = &chunk[HEADER_BYTES..];
    if header.flags & STORED != 0 {
        let stored = body.get(..expected).ok_or("a Blosc chunk that is cut off")?;
        return Ok(stored.to_vec());
    }
    if header.element_bytes == 0 || (header.block_bytes == 0 && expected > 0) {
        return Err("a Blosc header of zero sizes".to_owned());
    }
    let mut content = vec![0; expected];
    let mut packed_order = Vec::new();
    for (number, block) in content.chunks_mut(header.block_bytes.max(1)).enumerate() {
        let place = word(body, 4 * number).ok_or("a Blosc chunk that is cut off")? as usize;
        let streams = chunk.get(place..).ok_or("a Blosc block outside its chunk")?;
        packed_order.clear();
        packed_order.resize(block.len(), 0);
        header.unpack_block(streams, &mut packed_order)?;
        if header.flags & SHUFFLED != 0 {
            unshuffle(&packed_order, block, header.element_bytes);
        } else if header.flags & BIT_SHUFFLED != 0 {
            unshuffle_bits(&packed_order, block, header.element_bytes);
        } else {
            block.copy_from_slice(&packed_order);
        }
    }
    Ok(content)
}

impl Header {
    fn read(chunk: &[u8]) -> Result<Self, String> {
        let sizes = [word(chunk, 4), word(chunk, 8), word(chunk, 12)];
        let [Some(content), Some(block), Some(whole)] = sizes else {
            return Err(format!("{} bytes, too few for a Blosc header", chunk.len()));
        };
        if whole as usize != chunk.len() {
            return Err(format!("a Blosc chunk of {} bytes that should have {whole}", chunk.len()));
        }
        Ok(Self {
            flags: chunk[2],
            element_bytes: usize::from(chunk[3]),
            content_bytes: content as usize,
            block_bytes: block as usize,
        })
    }

    /// Unpacks the streams of one block one after the other into `target`, still shuffled.
    fn unpack_block(&self, mut streams: &[u8], target: &mut [u8]) -> Result<(), String> {
        // Whole blocks are split into one stream per byte of an element, unless the flag says otherwise.
        let split = self.flags & NOT_SPLIT == 0 && target.len() == self.block_bytes;
        let parts = if split { self.element_bytes } else { 1 };
        if !target.len().is_multiple_of(parts) {
            return Err("a Blosc block that does not hold whole elements".to_owned());
        }
        let part_bytes = (target.len() / parts).max(1);
        for part in target.chunks_exact_mut(part_bytes) {
            let size = word(streams, 0).ok_or("a Blosc block that is cut off")? as usize;
            let packed = streams.get(4..).and_then(|rest| rest.get(..size));
            let packed = packed.ok_or("a Blosc block that is cut off")?;
            streams = &streams[4 + size..];
            if size == part.len() {
                part.copy_from_slice(packed);
            } else {
                self.unpack_stream(packed, part)?;
            }
        }
        Ok(())
    }

    /// Unpacks one stream of the inner codec, which must fill `target`.
    fn unpack_stream(&self, packed: &[u8], target: &mut [u8]) -> Result<(), String> {
        let filled = match self.flags >> 5 {
            0 => blosclz(packed, target),
            1 => lz4_flex::block::decompress_into(packed, target).ok(),
            3 => fill(ZlibDecoder::new(packed), target),
            4 => zstd::stream::read::Decoder::new(packed).ok().and_then(|decoder| fill(decoder, target)),
            codec => return Err(format!("Blosc codec {codec} (supported: blosclz, lz4, zlib, zstd)")),
        };
        if filled == Some(target.len()) { Ok(()) } else { Err("damaged Blosc data".to_owned()) }
    }
}

/// Fills `target` from a reader that must end there.
fn fill(mut reader: impl Read, target: &mut [u8]) -> Option<usize> {
    reader.read_exact(target).ok()?;
    (reader.read(&mut [0]).ok()? == 0).then_some(target.len())
}

/// The little-endian word at a place.
fn word(bytes: &[u8], place: usize) -> Option<u32> {
    let word = bytes.get(place..)?.first_chunk::<4>()?;
    Some(u32::from_le_bytes(*word))
}

/// `BloscLZ`, which is `FastLZ` with a longer reach. A control byte below 32 announces that many literals and one
/// more; any other holds a length (upper three bits) and the upper five bits of a distance to copy from.
fn blosclz(packed: &[u8], target: &mut [u8]) -> Option<usize> {
    const SHORT_REACH: usize = 8191;
    let mut input = packed.iter().copied();
    let mut written = 0_usize;
    // The first control byte is a literal run whatever its upper bits say: they hold the level.
    let mut control = Some(input.next()? & 31);
    while let Some(code) = control {
        if code < 32 {
            for _ in 0..=code {
                *target.get_mut(written)? = input.next()?;
                written += 1;
            }
        } else {
            let mut length = usize::from(code >> 5) - 1;
            if length == 6 {
                loop {
                    let more = input.next()?;
                    length += usize::from(more);
                    if more != 255 {
                        break;
                    }
                }
            }
            let high = usize::from(code & 31) << 8;
            let mut distance = high + usize::from(input.next()?);
            if distance == SHORT_REACH {
                distance += (usize::from(input.next()?) << 8) + usize::from(input.next()?);
            }
            // Source and target may overlap: a short pattern repeats itself.
            for _ in 0..length + 3 {
                *target.get_mut(written)? = *target.get(written.checked_sub(distance + 1)?)?;
                written += 1;
            }
        }
        control = input.next();
    }
    Some(written)
}

/// First bytes of all elements, then second bytes, and so on; what is no whole element stays in place.
fn unshuffle(packed_order: &[u8], target: &mut [u8], element_bytes: usize) {
    let elements = target.len() / element_bytes;
    for (place, byte) in target.iter_mut().enumerate() {
        let (element, part) = (place / element_bytes, place % element_bytes);
        *byte = packed_order[if element < elements { part * elements + element } else { place }];
    }
}

/// First bits of all elements, then second bits, and so on, for multiples of eight elements.
fn unshuffle_bits(packed_order: &[u8], target: &mut [u8], element_bytes: usize) {
    let elements = target.len() / element_bytes;
    target.copy_from_slice(packed_order);
    if !elements.is_multiple_of(8) {
        return;
    }
    let row_bytes = elements / 8;
    for (place, byte) in target[..elements * element_bytes].iter_mut().enumerate() {
        let (element, part) = (place / element_bytes, place % element_bytes);
        *byte = (0..8).fold(0, |bits, bit| {
            let row = packed_order[(part * 8 + bit) * row_bytes + element / 8];
            bits | ((row >> (element % 8)) & 1) << bit
        });
    }
}
