//! H.264 byte streams (ITU-T H.264 Annex B) cut into samples as mp4 stores them (ISO/IEC 14496-15).

/// Sequence and picture parameter sets: what a decoder must know before the first sample. Samples of different
/// parameter sets never share an mp4.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ParameterSets {
    pub(crate) sps: Vec<u8>,
    pub(crate) pps: Vec<u8>,
}

/// Encoded pictures of one camera over one episode.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct EncodedClip {
    pub(crate) parameter_sets: ParameterSets,
    /// All samples, one after the other; each a series of NAL units with 4-byte lengths.
    pub(crate) bytes: Vec<u8>,
    /// Bytes of each sample.
    pub(crate) sizes: Vec<u32>,
    /// Which samples decode without an earlier one.
    pub(crate) keys: Vec<bool>,
}

impl EncodedClip {
    /// Splits into clips of `frames` samples each.
    ///
    /// # Errors
    /// When the number of samples does not fit, or a clip would not start with a key frame.
    pub(crate) fn split(self, frames: usize, clips: usize) -> Result<Vec<Self>, String> {
        if self.sizes.len() != frames * clips {
            return Err(format!("expected {} encoded frames, found {}", frames * clips, self.sizes.len()));
        }
        let mut rest = self.bytes.as_slice();
        let mut parts = Vec::with_capacity(clips);
        for (sizes, keys) in self.sizes.chunks(frames).zip(self.keys.chunks(frames)) {
            if !keys[0] {
                return Err(format!("clip {} does not start with a key frame", parts.len()));
            }
            let (bytes, after) = rest.split_at(sizes.iter().map(|&size| size as usize).sum());
            rest = after;
            parts.push(Self {
                parameter_sets: self.parameter_sets.clone(),
                bytes: bytes.to_vec(),
                sizes: sizes.to_vec(),
                keys: keys.to_vec(),
            });
        }
        Ok(parts)
    }
}

// NAL unit types of ITU-T H.264 table 7-1.
const SLICE: u8 = 1;
const IDR_SLICE: u8 = 5;
const SPS: u8 = 7;
const PPS: u8 = 8;
const ACCESS_UNIT_DELIMITER: u8 = 9;

/// Cuts a byte stream into samples. Parameter sets move out of the samples; delimiters are dropped.
///
/// # Errors
/// A description of the fault when the stream is empty, changes its parameter sets or has none.
pub(crate) fn samples(stream: &[u8]) -> Result<EncodedClip, String> {
    let mut clip = EncodedClip::default();
    clip.bytes.reserve(stream.len());
    // Units before a picture (such as supplemental information) belong to it.
    let mut ahead: Vec<&[u8]> = Vec::new();
    for unit in nal_units(stream) {
        match unit[0] & 0x1f {
            SPS => keep_equal(&mut clip.parameter_sets.sps, unit, "sequence")?,
            PPS => keep_equal(&mut clip.parameter_sets.pps, unit, "picture")?,
            ACCESS_UNIT_DELIMITER => {}
            kind @ (SLICE | IDR_SLICE) => {
                // `first_mb_in_slice` is Exp-Golomb coded: a leading 1 bit is zero, the start of a picture.
                if unit.get(1).is_some_and(|byte| byte & 0x80 != 0) {
                    clip.sizes.push(0);
                    clip.keys.push(kind == IDR_SLICE);
                }
                let size = clip.sizes.last_mut().ok_or("the stream starts inside a picture")?;
                for unit in ahead.drain(..).chain([unit]) {
                    let length = u32::try_from(unit.len()).map_err(|_| "a NAL unit beyond 4 GiB")?;
                    clip.bytes.extend(length.to_be_bytes());
                    clip.bytes.extend(unit);
                    *size += 4 + length;
                }
            }
            _ => ahead.push(unit),
        }
    }
    if clip.sizes.is_empty() || clip.parameter_sets.sps.len() < 4 || clip.parameter_sets.pps.is_empty() {
        return Err(format!("no complete H.264 stream in {} bytes", stream.len()));
    }
    Ok(clip)
}

fn keep_equal(kept: &mut Vec<u8>, unit: &[u8], kind: &str) -> Result<(), String> {
    if kept.is_empty() {
        kept.extend(unit);
    } else if kept != unit {
        return Err(format!("the {kind} parameter set changes within the stream"));
    }
    Ok(())
}

/// The NAL units between start codes (`00 00 01`), without trailing zeros; never empty.
fn nal_units(stream: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut position = next_start(stream, 0);
    std::iter::from_fn(move || {
        loop {
            let start = position? + 3;
            position = next_start(stream, start);
            let unit = &stream[start..position.unwrap_or(stream.len())];
            let end = unit.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
            if end > 0 {
                return Some(&unit[..end]);
            }
        }
    })
}

fn next_start(stream: &[u8], from: usize) -> Option<usize> {
    let mut position = from;
    while position + 2 < stream.len() {
        match stream[position + 2] {
            0 => position += 1,
            1 if stream[position] == 0 && stream[position + 1] == 0 => return Some(position),
            _ => position += 3,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HEAD: &[u8] = &[0, 0, 0, 1, 0x67, 100, 0, 10, 0xac, 0, 0, 1, 0x68, 0xee];

    #[test]
    fn units_become_samples() {
        let mut stream = HEAD.to_vec();
        stream.extend([0, 0, 1, 6, 5, 0x80]); // supplemental information
        stream.extend([0, 0, 1, 0x65, 0x88, 1, 2]); // key picture
        stream.extend([0, 0, 0, 1, 9, 0xf0]); // delimiter
        stream.extend([0, 0, 1, 0x41, 0x9a, 3, 0, 0]); // picture, trailing zeros
        stream.extend([0, 0, 1, 0x41, 0x40, 4]); // a second slice of the same picture
        let clip = samples(&stream).unwrap();
        assert_eq!(clip.keys, [true, false]);
        assert_eq!(clip.sizes, [4 + 3 + 4 + 4, 4 + 3 + 4 + 3]);
        assert_eq!(clip.bytes[..7], [0, 0, 0, 3, 6, 5, 0x80]);
        assert_eq!(clip.parameter_sets.pps, [0x68, 0xee]);
        assert!(clip.clone().split(3, 1).is_err(), "a missing frame is noticed");
        assert!(clip.clone().split(1, 2).is_err(), "a clip without its own key frame is noticed");
        assert_eq!(clip.split(2, 1).unwrap().len(), 1);
    }

    #[test]
    fn incomplete_streams_are_refused() {
        assert!(samples(&[]).is_err());
        assert!(samples(HEAD).is_err());
        assert!(samples(&[0, 0, 1, 0x65, 0x88]).is_err(), "no parameter sets");
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(stream in prop::collection::vec(0u8..4, 0..200)) {
            let _ = samples(&stream);
        }

        #[test]
        fn units_come_back(units in prop::collection::vec(prop::collection::vec(2u8.., 1..20), 0..20)) {
            let mut stream = Vec::new();
            for unit in &units {
                stream.extend([0, 0, 1]);
                stream.extend(unit);
            }
            prop_assert_eq!(nal_units(&stream).map(<[u8]>::to_vec).collect::<Vec<_>>(), units);
        }
    }
}
