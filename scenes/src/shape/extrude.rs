//! Plan outlines: triangles by ear clipping (Meisters 1975), joined into convex pieces.

use glam::DVec2;

/// Twice the signed area of a triangle; positive when counter-clockwise.
fn turn(a: DVec2, b: DVec2, c: DVec2) -> f64 {
    (b - a).perp_dot(c - a)
}

/// Triangles (indices, counter-clockwise) that fill a simple polygon. A polygon that crosses itself gives what could
/// be clipped.
pub(super) fn triangulate(outline: &[[f64; 2]]) -> Vec<[usize; 3]> {
    let at = |k: usize| DVec2::from_array(outline[k]);
    let area: f64 = (0..outline.len()).map(|k| at(k).perp_dot(at((k + 1) % outline.len()))).sum();
    let mut ring: Vec<usize> = (0..outline.len()).collect();
    if area < 0.0 {
        ring.reverse();
    }
    let mut triangles = Vec::new();
    while ring.len() > 3 {
        let count = ring.len();
        let ear = (0..count).find(|&k| {
            let [a, b, c] = [ring[(k + count - 1) % count], ring[k], ring[(k + 1) % count]].map(at);
            let inside = |p: DVec2| turn(a, b, p) > 0.0 && turn(b, c, p) > 0.0 && turn(c, a, p) > 0.0;
            turn(a, b, c) > 0.0 && !ring.iter().any(|&other| inside(at(other)))
        });
        let Some(k) = ear else { return triangles };
        triangles.push([ring[(k + count - 1) % count], ring[k], ring[(k + 1) % count]]);
        ring.remove(k);
    }
    if ring.len() == 3 {
        triangles.push([ring[0], ring[1], ring[2]]);
    }
    triangles
}

/// The polygon itself when it is convex, else its triangles.
pub(super) fn convex_pieces(outline: &[[f64; 2]]) -> Vec<Vec<[f64; 2]>> {
    let at = |k: usize| DVec2::from_array(outline[k % outline.len()]);
    let turns: Vec<f64> = (0..outline.len()).map(|k| turn(at(k), at(k + 1), at(k + 2))).collect();
    if turns.iter().all(|t| *t >= 0.0) || turns.iter().all(|t| *t <= 0.0) {
        return vec![outline.to_vec()];
    }
    triangulate(outline).into_iter().map(|corners| corners.map(|k| outline[k]).to_vec()).collect()
}
