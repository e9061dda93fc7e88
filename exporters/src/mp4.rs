//! One video track in an mp4 (ISO/IEC 14496-12): index first, then the samples of all its episodes.
//!
//! Frame `k` is shown at exactly `k / fps` seconds: the clock divides every frame and there are no B-frames.
//! Writing the boxes ourselves, instead of joining files with ffmpeg, keeps an append a plain append, makes the
//! time stamps exact by construction and needs no second pass over the pictures.

use crate::h264::ParameterSets;
use mp4_atom::{
    Avc1, Avcc, Codec, Dinf, Dref, DrefEntry, Encode, FixedPoint, Ftyp, Hdlr, Header, Mdat, Mdhd, Mdia, Minf,
    Moov, Mvhd, ReadAtom, ReadFrom, Stbl, Stco, Stsc, StscEntry, Stsd, Stss, Stsz, StszSamples, Stts,
    SttsEntry, Tkhd, Trak, Url, Visual, Vmhd,
};
use std::io::{Read, Seek, SeekFrom, Write};

/// What the index of an mp4 says about its samples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Track {
    pub(crate) fps: u32,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) parameter_sets: ParameterSets,
    pub(crate) sizes: Vec<u32>,
    pub(crate) keys: Vec<bool>,
}

/// Bytes of the header of the sample box.
const MDAT_HEADER: u32 = 8;
const TRACK_ID: u32 = 1;
const SIXTEEN_BITS: &str = "pictures up to 65535 px wide and high";

/// Ticks of the clock per frame: the smallest power of two that gives 10000 ticks per second or more. That is the
/// rule of ffmpeg's mp4 writer. lerobot joins files by copying and needs equal clocks in what it has written
/// before and what it adds.
fn ticks_per_frame(fps: u32) -> u32 {
    10_000u32.div_ceil(fps.max(1)).next_power_of_two()
}

/// Writes the whole file; `samples` yields the bytes that `track` describes.
pub(crate) fn write(track: &Track, samples: &mut impl Read, out: &mut impl Write) -> std::io::Result<()> {
    let total: u64 = track.sizes.iter().map(|&size| u64::from(size)).sum();
    let too_large = |_| std::io::Error::other("the samples of one mp4 exceed 4 GiB");
    let mdat = u32::try_from(total + u64::from(MDAT_HEADER)).map_err(too_large)?;
    // The size of the index does not depend on the offset that it holds.
    let index = header(track, 0)?;
    let offset = u32::try_from(index.len()).map_err(too_large)? + MDAT_HEADER;
    out.write_all(&header(track, offset)?)?;
    out.write_all(&mdat.to_be_bytes())?;
    out.write_all(b"mdat")?;
    let copied = std::io::copy(samples, out)?;
    if copied == total { Ok(()) } else { Err(std::io::Error::other("fewer samples than indexed")) }
}

fn header(track: &Track, offset: u32) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let brands = [b"isom", b"iso2", b"avc1", b"mp41"].map(|brand| brand.into());
    let ftyp = Ftyp { major_brand: b"isom".into(), minor_version: 512, compatible_brands: brands.to_vec() };
    let encode = |error: mp4_atom::Error| std::io::Error::other(error.to_string());
    ftyp.encode(&mut bytes).map_err(encode)?;
    moov(track, offset)?.encode(&mut bytes).map_err(encode)?;
    Ok(bytes)
}

fn moov(track: &Track, offset: u32) -> std::io::Result<Moov> {
    let ticks = ticks_per_frame(track.fps);
    let timescale = track.fps * ticks;
    let duration = track.sizes.len() as u64 * u64::from(ticks);
    let side = |pixels: u32| u16::try_from(pixels).map_err(|_| std::io::Error::other(SIXTEEN_BITS));
    let (width, height) = (side(track.width)?, side(track.height)?);
    let tkhd = Tkhd {
        track_id: TRACK_ID,
        duration,
        enabled: true,
        in_movie: true,
        width: FixedPoint::new(width, 0),
        height: FixedPoint::new(height, 0),
        ..Tkhd::default()
    };
    let minf = Minf {
        vmhd: Some(Vmhd::default()),
        dinf: Dinf { dref: Dref { entries: vec![DrefEntry::Url(Url::default())] } },
        stbl: stbl(track, width, height, offset)?,
        ..Minf::default()
    };
    let mdia = Mdia {
        mdhd: Mdhd { timescale, duration, language: "und".into(), ..Mdhd::default() },
        hdlr: Hdlr { handler: b"vide".into(), name: "VideoHandler".into() },
        minf,
    };
    Ok(Moov {
        mvhd: Mvhd {
            timescale,
            duration,
            rate: FixedPoint::new(1, 0),
            volume: FixedPoint::new(1, 0),
            next_track_id: TRACK_ID + 1,
            ..Mvhd::default()
        },
        trak: vec![Trak { tkhd, mdia, ..Trak::default() }],
        ..Moov::default()
    })
}

fn stbl(track: &Track, width: u16, height: u16, offset: u32) -> std::io::Result<Stbl> {
    let count = u32::try_from(track.sizes.len()).map_err(std::io::Error::other)?;
    let keys = (1u32..).zip(&track.keys).filter(|(_, key)| **key).map(|(number, _)| number).collect();
    let ParameterSets { sps, pps } = &track.parameter_sets;
    let avcc = Avcc::new(sps, pps).map_err(|error| std::io::Error::other(error.to_string()))?;
    let visual = Visual { data_reference_index: 1, width, height, ..Visual::default() };
    Ok(Stbl {
        stsd: Stsd { codecs: vec![Codec::Avc1(Avc1 { visual, avcc, ..Avc1::default() })] },
        stts: Stts {
            entries: vec![SttsEntry { sample_count: count, sample_delta: ticks_per_frame(track.fps) }],
        },
        stss: Some(Stss { entries: keys }),
        stsc: Stsc {
            entries: vec![StscEntry {
                first_chunk: 1,
                samples_per_chunk: count,
                sample_description_index: 1,
            }],
        },
        stsz: Stsz { samples: StszSamples::Different { sizes: track.sizes.clone() } },
        stco: Some(Stco { entries: vec![offset] }),
        ..Stbl::default()
    })
}

/// Reads the index of a file that [`write`] made, and leaves `file` at the first sample.
///
/// # Errors
/// A description of what differs from such a file.
pub(crate) fn read_index(file: &mut (impl Read + Seek)) -> Result<Track, String> {
    let mut moov = None;
    loop {
        let header = Header::read_from(file).map_err(|error| error.to_string())?;
        if header.kind == <Mdat as mp4_atom::Atom>::KIND {
            break;
        }
        if header.kind == <Moov as mp4_atom::Atom>::KIND {
            moov = Some(Moov::read_atom(&header, file).map_err(|error| error.to_string())?);
        } else {
            let size = header.size.ok_or("a box without a size before the samples")?;
            // A size beyond what a file can have would turn into a step back.
            let size = i64::try_from(size).map_err(|_| format!("a box of {size} bytes"))?;
            file.seek(SeekFrom::Current(size)).map_err(|error| error.to_string())?;
        }
    }
    let moov = moov.ok_or("no index before the samples")?;
    let [trak] = moov.trak.as_slice() else {
        return Err(format!("expected one track, found {}", moov.trak.len()));
    };
    let stbl = &trak.mdia.minf.stbl;
    let Some(Codec::Avc1(avc1)) = stbl.stsd.codecs.first() else { return Err("expected H.264".into()) };
    let StszSamples::Different { sizes } = &stbl.stsz.samples else {
        return Err("expected a size table".into());
    };
    let position = file.stream_position().map_err(|error| error.to_string())?;
    if stbl.stco.as_ref().is_none_or(|stco| stco.entries.iter().map(|&entry| u64::from(entry)).ne([position]))
    {
        return Err("expected all samples in one chunk at the start of the sample box".into());
    }
    let mut keys = vec![false; sizes.len()];
    for &number in stbl.stss.as_ref().map_or(&[][..], |stss| &stss.entries) {
        *keys.get_mut((number as usize).wrapping_sub(1)).ok_or("a key frame number beyond the end")? = true;
    }
    let [SttsEntry { sample_delta, .. }] = stbl.stts.entries[..] else {
        return Err("expected even times".into());
    };
    let set = |sets: &[Vec<u8>]| sets.first().cloned().ok_or("no parameter sets");
    Ok(Track {
        fps: trak.mdia.mdhd.timescale / sample_delta.max(1),
        width: avc1.visual.width.into(),
        height: avc1.visual.height.into(),
        parameter_sets: ParameterSets {
            sps: set(&avc1.avcc.sequence_parameter_sets)?,
            pps: set(&avc1.avcc.picture_parameter_sets)?,
        },
        sizes: sizes.clone(),
        keys,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_is_that_of_ffmpeg() {
        assert_eq!(
            [1, 7, 10, 20, 30, 60, 1000].map(|fps| fps * ticks_per_frame(fps)),
            [16384, 14336, 10240, 10240, 15360, 15360, 16000]
        );
    }

    #[test]
    fn an_index_comes_back() {
        let track = Track {
            fps: 10,
            width: 64,
            height: 48,
            parameter_sets: ParameterSets {
                // A baseline 64x48 sequence parameter set, as x264 writes it.
                sps: vec![
                    0x67, 0x42, 0xc0, 0x0a, 0xd9, 0x04, 0x26, 0x84, 0, 0, 3, 0, 4, 0, 0, 3, 0, 0x52, 0x3c,
                    0x48, 0x99, 0x20,
                ],
                pps: vec![0x68, 0xcb, 0x83, 0xcb, 0x20],
            },
            sizes: vec![3, 4, 5],
            keys: vec![true, false, true],
        };
        let mut file = Vec::new();
        write(&track, &mut &b"aaabbbbccccc"[..], &mut file).unwrap();
        let mut cursor = std::io::Cursor::new(&file);
        assert_eq!(read_index(&mut cursor).unwrap(), track);
        assert_eq!(&file[cursor.position() as usize..], b"aaabbbbccccc");
        assert!(write(&track, &mut &b"aaabbbb"[..], &mut Vec::new()).is_err(), "missing samples are noticed");
        for cut in 0..file.len() - 12 {
            assert!(read_index(&mut std::io::Cursor::new(&file[..cut])).is_err(), "cut at {cut}");
        }
    }
}
