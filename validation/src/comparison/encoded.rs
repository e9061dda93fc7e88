//! The kernel inception distance of pictures, where the user has an encoder. It explains and never decides: what it
//! measures depends on the encoder.

use crate::ValidationError;
use crate::distances::kernel::kid;
use crate::distances::median;
use crate::distances::permutation::{group_labels, p_value, shuffle};
use crate::evidence::Thumbnail;
use crate::features::embedding::embed;
use crate::intervals::bootstrap::stream;
use serde::Serialize;
use std::path::Path;

/// Fewer pictures of a side than this give no distance.
const LEAST: usize = 6;
/// Relabellings of the permutation test.
const PERMUTATIONS: usize = 999;
/// Halvings behind the real-versus-real figure.
const HALVINGS: usize = 50;

/// Pictures of one view, one of each episode, as an encoder sees them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EncodedView {
    /// The camera view.
    pub view: String,
    /// Numbers per picture.
    pub dimension: usize,
    /// Real and generated pictures.
    pub n: [usize; 2],
    /// Kernel inception distance of generated and real pictures (unbiased, so that it may be negative).
    pub kid: f64,
    /// The same of real halves, median over halvings.
    pub kid_real: f64,
    /// Permutation p-value of `kid`: one picture per episode, real and generated exchanged.
    pub p_value: f64,
}

/// Encodes the middle frame of each episode, real ones and generated ones, and compares them. `None` with fewer than 6 of
/// either.
///
/// # Errors
/// When the encoder fails.
pub fn encoded(
    program: &Path,
    view: &str,
    [real, generated]: [Vec<&Thumbnail>; 2],
    seed: u64,
) -> Result<Option<EncodedView>, ValidationError> {
    let n = [real.len(), generated.len()];
    if n[0].min(n[1]) < LEAST {
        return Ok(None);
    }
    let pictures: Vec<&Thumbnail> = real.into_iter().chain(generated).collect();
    let points = embed(program, &pictures)?;
    let distance = |in_real: &[bool]| {
        let side = |wanted: bool| -> Vec<Vec<f64>> {
            points.iter().zip(in_real).filter(|(_, real)| **real == wanted).map(|(p, _)| p.clone()).collect()
        };
        kid(&side(true), &side(false))
    };
    let observed: Vec<bool> = (0..points.len()).map(|k| k < n[0]).collect();
    let kid_seen = distance(&observed);
    let groups: Vec<usize> = (0..points.len()).collect();
    let labels = group_labels(&observed, &groups, PERMUTATIONS, seed);
    let beyond = labels.iter().filter(|labels| distance(labels) >= kid_seen).count();
    let (mut order, mut rng) = (points[..n[0]].to_vec(), stream(seed, 11));
    let mut halves: Vec<f64> = (0..HALVINGS)
        .map(|_| {
            shuffle(&mut order, &mut rng);
            kid(&order[..n[0] / 2], &order[n[0] / 2..])
        })
        .collect();
    Ok(Some(EncodedView {
        view: view.to_owned(),
        dimension: points.first().map_or(0, Vec::len),
        n,
        kid: kid_seen,
        kid_real: median(&mut halves),
        p_value: p_value(beyond, PERMUTATIONS),
    }))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    /// An encoder that anybody has: the sizes of the files, a crude measure of what is in them.
    fn encoder(folder: &Path) -> std::path::PathBuf {
        let path = folder.join("encoder.sh");
        std::fs::write(
            &path,
            "#!/bin/sh\nfor f in \"$1\"/*.png; do wc -c < \"$f\" | awk '{ print $1 / 1000, 1 }'; done\n",
        )
        .expect("a script");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("executable");
        path
    }

    /// Pictures of stripes; `fine` ones compress less.
    fn pictures(count: u32, fine: bool) -> Vec<Thumbnail> {
        let pixel = |k: u32, i: u32| {
            if fine {
                (i.wrapping_mul(2_654_435_761).wrapping_add(k) >> 13) as u8
            } else {
                (i / 512 + k) as u8
            }
        };
        (0..count).map(|k| (32, (0..32 * 32 * 3).map(|i| pixel(k, i)).collect())).collect()
    }

    #[test]
    fn other_pictures_are_told_from_the_same() {
        let folder = tempfile::tempdir().expect("a folder");
        let program = encoder(folder.path());
        let (a, b, c) = (pictures(8, false), pictures(9, false), pictures(9, true));
        let run = |x: &[Thumbnail], y: &[Thumbnail]| {
            encoded(&program, "wrist", [x.iter().collect(), y.iter().collect()], 1)
                .expect("encoded")
                .expect("enough")
        };
        let (same, other) = (run(&a, &b), run(&a, &c));
        assert_eq!((other.n, other.dimension), ([8, 9], 2));
        assert!(same.p_value > 0.05 && other.p_value < 0.01, "{same:?} {other:?}");
        assert!(other.kid > same.kid.abs() * 10.0, "{same:?} {other:?}");
        let few =
            encoded(&program, "wrist", [a.iter().take(3).collect(), b.iter().collect()], 1).expect("encoded");
        assert_eq!(few, None);
    }
}
