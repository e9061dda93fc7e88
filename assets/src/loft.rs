//! Surfaces drawn over a row of parallel sections, and upright prisms, rings and gears.

use crate::Mesh;
use crate::facets::Facets;
use glam::{DVec2, DVec3};
use std::f64::consts::TAU;

/// Faces that meet at a sharper angle keep a crisp edge, radians.
const CREASE_RAD: f64 = 0.75;

/// The axis along which sections follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Along {
    /// Sections lie in planes across x; their first half axis is y, the second z.
    X,
    /// Sections lie in planes across z; their first half axis is x, the second y.
    Z,
}

impl Along {
    /// The axis, then the two axes of a section, right-handed.
    fn axes(self) -> [DVec3; 3] {
        match self {
            Self::X => [DVec3::X, DVec3::Y, DVec3::Z],
            Self::Z => [DVec3::Z, DVec3::X, DVec3::Y],
        }
    }
}

/// One section, metres: place along the axis, offsets of its centre along its two axes, its two half extents.
pub(crate) type Section = [f64; 5];

/// Outline of the sections of one loft.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Outline {
    /// A rectangle with sharp corners.
    Rectangle,
    /// A superellipse |a|^power + |b|^power = 1 of so many corners: 2 is an ellipse, 4 a rounded rectangle.
    Super(f64, usize),
}

/// Corners of a section, counter-clockwise about the axis.
pub(crate) fn corners(section: &Section, along: Along, outline: Outline) -> Vec<DVec3> {
    let [axis, first, second] = along.axes();
    let [place, a, b, half_a, half_b] = *section;
    let center = axis * place + first * a + second * b;
    let on = |p: DVec2| center + first * p.x * half_a + second * p.y * half_b;
    match outline {
        Outline::Rectangle => {
            [(1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0)].map(|p| on(DVec2::from(p))).to_vec()
        }
        Outline::Super(power, count) => {
            let bent = |x: f64| x.signum() * libm::pow(x.abs(), 2.0 / power);
            (0..count)
                .map(|k| {
                    let (sin, cos) = libm::sincos(TAU * (k as f64 + 0.5) / count as f64);
                    on(DVec2::new(bent(cos), bent(sin)))
                })
                .collect()
        }
    }
}

/// A closed surface over sections in ascending order; it may turn back to form the inside of a vessel. Both ends
/// are closed by flat caps. Texture: `u` around, `v` down along the axis.
pub(crate) fn loft(sections: &[Section], along: Along, outline: Outline) -> Mesh {
    let mut facets = Facets::default();
    let rows: Vec<Vec<DVec3>> = sections.iter().map(|s| corners(s, along, outline)).collect();
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Mesh::default() };
    let girth = rows.iter().map(|row| perimeter(row)).fold(0.0, f64::max);
    let length: f64 = sections.windows(2).map(|s| step(&s[0], &s[1])).sum();
    let mut walked = 0.0;
    let mut indices: Vec<Vec<u32>> = Vec::with_capacity(rows.len());
    for (k, row) in rows.iter().enumerate() {
        if k > 0 {
            walked += step(&sections[k - 1], &sections[k]);
        }
        let closed = row.iter().chain(row.first());
        let share = |j: usize| girth * j as f64 / row.len() as f64;
        indices
            .push(closed.enumerate().map(|(j, p)| facets.point(*p, [share(j), length - walked])).collect());
    }
    for pair in indices.windows(2) {
        for j in 0..first.len() {
            facets.quad([pair[0][j], pair[0][j + 1], pair[1][j + 1], pair[1][j]]);
        }
    }
    cap(&mut facets, first, along, true);
    cap(&mut facets, last, along, false);
    facets.shaded(CREASE_RAD)
}

/// Distance walked along the surface from one section to the next, roughly.
fn step(from: &Section, to: &Section) -> f64 {
    (to[0] - from[0]).abs().max((to[3] - from[3]).abs())
}

fn perimeter(row: &[DVec3]) -> f64 {
    (0..row.len()).map(|j| row[j].distance(row[(j + 1) % row.len()])).sum()
}

/// A fan over one end.
fn cap(facets: &mut Facets, row: &[DVec3], along: Along, start: bool) {
    let center = row.iter().sum::<DVec3>() / row.len() as f64;
    let [_, a, b] = along.axes();
    let uv = |p: DVec3| [(p - center).dot(a), -(p - center).dot(b)];
    let middle = facets.point(center, [0.0, 0.0]);
    let rim: Vec<u32> = row.iter().map(|p| facets.point(*p, uv(*p))).collect();
    for j in 0..rim.len() {
        let (a, b) = (rim[j], rim[(j + 1) % rim.len()]);
        facets.triangle(if start { [middle, b, a] } else { [middle, a, b] });
    }
}

/// An upright prism over an outline (x, y) in m whose middle sees every point of it; either way around.
pub(crate) fn prism(outline: &[DVec2], low: f64, high: f64) -> Mesh {
    let mut outline = outline.to_vec();
    let area: f64 = (0..outline.len()).map(|k| outline[k].perp_dot(outline[(k + 1) % outline.len()])).sum();
    if area < 0.0 {
        outline.reverse();
    }
    let mut facets = Facets::default();
    let rows = [low, high].map(|z| outline.iter().map(|p| p.extend(z)).collect::<Vec<_>>());
    wall(&mut facets, &rows[0], &rows[1]);
    cap(&mut facets, &rows[0], Along::Z, true);
    cap(&mut facets, &rows[1], Along::Z, false);
    facets.shaded(CREASE_RAD)
}

/// An upright ring between two outlines (x, y) in m with equally many corners, counter-clockwise from above.
pub(crate) fn ring_prism(outer: &[DVec2], inner: &[DVec2], low: f64, high: f64) -> Mesh {
    let mut facets = Facets::default();
    let row = |outline: &[DVec2], z: f64| outline.iter().map(|p| p.extend(z)).collect::<Vec<_>>();
    let (out_low, out_high) = (row(outer, low), row(outer, high));
    let (in_low, in_high) = (row(inner, low), row(inner, high));
    wall(&mut facets, &out_low, &out_high);
    wall(&mut facets, &out_high, &in_high);
    wall(&mut facets, &in_high, &in_low);
    wall(&mut facets, &in_low, &out_low);
    facets.shaded(CREASE_RAD)
}

/// A closed band of quads from one row of points to the next.
fn wall(facets: &mut Facets, from: &[DVec3], to: &[DVec3]) {
    let count = from.len();
    let mut walked = 0.0;
    for j in 0..count {
        let k = (j + 1) % count;
        let run = from[j].distance(from[k]);
        let height = from[j].distance(to[j]);
        let quad = [
            facets.point(from[j], [walked, height]),
            facets.point(from[k], [walked + run, height]),
            facets.point(to[k], [walked + run, 0.0]),
            facets.point(to[j], [walked, 0.0]),
        ];
        facets.quad(quad);
        walked += run;
    }
}

/// A circle of `count` corners, counter-clockwise, as an outline.
pub(crate) fn circle(radius: f64, count: usize) -> Vec<DVec2> {
    polar(count, |_| radius)
}

/// An outline given by its radius (m) over the corner number.
pub(crate) fn polar(count: usize, radius: impl Fn(usize) -> f64) -> Vec<DVec2> {
    (0..count)
        .map(|k| {
            let (sin, cos) = libm::sincos(TAU * (k as f64 + 0.5) / count as f64);
            DVec2::new(cos, sin) * radius(k)
        })
        .collect()
}
