//! Pictures: what is read, and what is refused before it is unpacked.

use restage_assets::import::{Fault, examine_picture};

/// A PNG of one colour.
pub fn png(width: u32, height: u32, texel: [u8; 4]) -> Vec<u8> {
    use image::ImageEncoder;
    let mut bytes = Vec::new();
    image::codecs::png::PngEncoder::new(&mut bytes)
        .write_image(&texel.repeat((width * height) as usize), width, height, image::ExtendedColorType::Rgba8)
        .unwrap();
    bytes
}

/// A PNG that claims another size than it has.
pub fn png_bomb(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = png(2, 2, [0; 4]);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let crc = crc32(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&crc.to_be_bytes());
    bytes
}

/// The check sum of PNG chunks (ISO 3309).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
    })
}

/// A KTX2 file of one level.
fn ktx2(format: u32, size: [u32; 2], scheme: u32, level: &[u8], unpacked: u64) -> Vec<u8> {
    let mut bytes = b"\xABKTX 20\xBB\r\n\x1A\n".to_vec();
    // A descriptor of the texels: total size, one basic block of 24 bytes and four samples.
    let samples = if format == 0 { 1u32 } else { 4 };
    let block = 24 + 16 * samples;
    let (dfd_at, dfd_length) = (104u32, 4 + block);
    for word in [format, 1, size[0], size[1], 0, 0, 1, 1, scheme, dfd_at, dfd_length, 0, 0] {
        bytes.extend(word.to_le_bytes());
    }
    bytes.extend([0; 16]);
    let data_at = u64::from(dfd_at + dfd_length).next_multiple_of(16);
    for number in [data_at, level.len() as u64, unpacked] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend(dfd_length.to_le_bytes());
    bytes.extend(0u32.to_le_bytes());
    bytes.extend((2 | (block << 16)).to_le_bytes());
    bytes.extend([if format == 0 { 166 } else { 1 }, 1, 2, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0]);
    for sample in 0..samples {
        bytes.extend(((sample * 8) | (7 << 16) | ([0, 1, 2, 15][sample as usize] << 24)).to_le_bytes());
        bytes.extend([0; 4]);
        bytes.extend(0u32.to_le_bytes());
        bytes.extend(255u32.to_le_bytes());
    }
    bytes.resize(data_at as usize, 0);
    bytes.extend(level);
    bytes
}

/// `VK_FORMAT_R8G8B8A8_SRGB`.
const RGBA8_SRGB: u32 = 43;

fn refused(bytes: &[u8]) -> Fault {
    examine_picture(bytes).expect_err("must be refused")
}

#[test]
fn plain_and_packed_ktx2_are_read() {
    let texels: Vec<u8> = (0..4 * 8 * 8).map(|i| i as u8).collect();
    examine_picture(&ktx2(RGBA8_SRGB, [8, 8], 0, &texels, 256)).unwrap();
    let packed = zstd::bulk::compress(&texels, 3).unwrap();
    examine_picture(&ktx2(RGBA8_SRGB, [8, 8], 2, &packed, 256)).unwrap();
}

#[test]
fn basis_universal_is_told_what_to_do() {
    let fault = refused(&ktx2(0, [8, 8], 0, &[0; 64], 64));
    assert!(fault.found.contains("Basis Universal") && fault.hint.contains("PNG"), "{fault}");
    let fault = refused(&ktx2(0, [8, 8], 1, &[0; 64], 0));
    assert!(fault.hint.contains("PNG"), "{fault}");
    // BC7.
    let fault = refused(&ktx2(146, [8, 8], 0, &[0; 64], 64));
    assert!(fault.hint.contains("PNG"), "{fault}");
}

#[test]
fn a_picture_may_not_unpack_to_more_than_it_says() {
    // 8 x 8 px claimed, 64 MiB of zeros inside.
    let packed = zstd::bulk::compress(&vec![0; 64 << 20], 3).unwrap();
    let fault = refused(&ktx2(RGBA8_SRGB, [8, 8], 2, &packed, 256));
    assert!(fault.expected.contains("256 bytes"), "{fault}");
    for bytes in [png_bomb(60_000, 60_000), png_bomb(8193, 1), ktx2(RGBA8_SRGB, [60_000; 2], 0, &[], 0)] {
        let fault = refused(&bytes);
        assert!(fault.expected.contains("at most 8192 px"), "{fault}");
    }
}

#[test]
fn broken_pictures_are_refused() {
    let whole = png(16, 16, [1, 2, 3, 255]);
    examine_picture(&whole).unwrap();
    assert!(refused(&whole[..whole.len() / 2]).expected.contains("whole picture"));
    assert!(refused(&[0xFF, 0xD8, 0xFF, 0xE0, 0, 4]).expected.contains("whole picture"));
    assert!(refused(b"GIF89a").hint.contains("PNG"));
    assert!(refused(b"").expected.contains("PNG"));
    assert!(refused(b"\xABKTX 20\xBB\r\n\x1A\n").expected.contains("KTX2"));
    // 256 bytes of texels expected, 10 there.
    assert!(refused(&ktx2(RGBA8_SRGB, [8, 8], 0, &[0; 10], 10)).expected.contains("256 bytes"));
}
