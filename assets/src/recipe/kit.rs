//! What composed things are built from: each step adds a mesh and the convex pieces that stand for it.

use super::Recipe;
use super::profile::{ring, turned_hull};
use super::solid::cuboid_collider;
use crate::loft::{self, Along, Outline, Section, circle, polar, ring_prism};
use crate::primitives::{revolve, rounded_box, sweep};
use crate::{ColliderPart, ColliderShape};
use glam::{DMat3, DQuat, DVec2, DVec3};
use restage_geometry::Pose;
use std::f64::consts::{FRAC_PI_2, TAU};

/// A point or an extent, metres.
pub(super) const fn at(x: f64, y: f64, z: f64) -> DVec3 {
    DVec3::new(x, y, z)
}

/// `object_from_part` of a thing turned about z whose axis stands up, its origin at a point.
pub(super) fn upright(origin: DVec3) -> Pose {
    Pose::from_translation(origin)
}

/// `object_from_part` of a thing turned about z that lies along +x, its origin at a point.
pub(super) fn lying(origin: DVec3) -> Pose {
    Pose::new(origin, DQuat::from_rotation_y(FRAC_PI_2))
}

/// The same along +y.
pub(super) fn across(origin: DVec3) -> Pose {
    Pose::new(origin, DQuat::from_rotation_x(-FRAC_PI_2))
}

/// Outline of rounded handles and bodies.
pub(super) const ROUND: Outline = Outline::Super(2.0, 20);
/// Outline of things with rounded corners.
pub(super) const SOFT: Outline = Outline::Super(4.0, 20);
/// Outline of boxes with small round edges.
pub(super) const BOXY: Outline = Outline::Super(8.0, 20);
/// Outline of sheet and bar stock.
pub(super) const FLAT: Outline = Outline::Rectangle;

/// Corners kept of a section for hulls.
const HULL_CORNERS: usize = 12;
/// Scale that gives a polygon of so many corners the area of the ellipse.
const HULL_SCALE: f64 = 1.0233;

impl Recipe {
    /// A box of full extents `size` around `center`.
    pub(super) fn block(self, slot: usize, center: DVec3, size: DVec3, bevel: f64) -> Self {
        self.trim(slot, center, size, bevel).collider(center, cuboid_collider(size))
    }

    /// A box that is seen but too slight to be felt.
    pub(super) fn trim(self, slot: usize, center: DVec3, size: DVec3, bevel: f64) -> Self {
        self.piece(rounded_box(size, bevel).translated(center), slot)
    }

    /// A box that is felt but not seen: what stands for bristles, wires and other fine things.
    pub(super) fn touch(self, center: DVec3, size: DVec3) -> Self {
        self.collider(center, cuboid_collider(size))
    }

    /// A straight round bar from point to point whose radius changes evenly.
    pub(super) fn rod(self, slot: usize, from: DVec3, to: DVec3, radii: [f64; 2]) -> Self {
        let corners = if radii[0].max(radii[1]) > 0.012 { 24 } else { 14 };
        let frame = Pose::new(from, DQuat::from_rotation_arc(DVec3::Z, (to - from).normalize_or(DVec3::Z)));
        let length = from.distance(to);
        let points = ring(radii[0], 0.0).chain(ring(radii[1], length));
        let hull = points.map(|p| frame.transform_point(p)).collect();
        self.piece(sweep(&[from, to], &radii, corners), slot).hull(hull)
    }

    /// A bent tube of even radius; one straight piece to touch between each pair of `joints` (indices of the path).
    pub(super) fn tube(self, slot: usize, path: &[DVec3], radius: f64, joints: &[usize]) -> Self {
        self.horn(slot, path, &vec![radius; path.len()], joints)
    }

    /// A bent tube whose radius changes along the path.
    pub(super) fn horn(self, slot: usize, path: &[DVec3], radii: &[f64], joints: &[usize]) -> Self {
        let widest = radii.iter().fold(0.0, |a: f64, b| a.max(*b));
        let corners = if widest > 0.008 { 16 } else { 8 };
        self.piece(sweep(path, radii, corners), slot).felt_horn(path, radii, joints)
    }

    /// The convex pieces of a bent tube alone.
    pub(super) fn felt_horn(mut self, path: &[DVec3], radii: &[f64], joints: &[usize]) -> Self {
        let last = path.len() - 1;
        let section = |k: usize| {
            let along = (path[(k + 1).min(last)] - path[k.saturating_sub(1)]).normalize_or(DVec3::Z);
            let turn = DQuat::from_rotation_arc(DVec3::Z, along);
            circle(1.06 * radii[k], 8).into_iter().map(move |p| path[k] + turn * p.extend(0.0))
        };
        for pair in joints.windows(2) {
            self = self.hull(section(pair[0]).chain(section(pair[1])).collect());
        }
        self
    }

    /// A solid of revolution about local z, `profile` as (radius, z) from the lower to the upper pole; one hull
    /// between each pair of `breaks` (indices of the profile).
    pub(super) fn lathe(
        self,
        slot: usize,
        object_from_part: Pose,
        profile: &[[f64; 2]],
        breaks: &[usize],
    ) -> Self {
        let profile: Vec<DVec2> = profile.iter().map(|p| DVec2::from_array(*p)).collect();
        let widest = profile.iter().map(|p| p.x).fold(0.0, f64::max);
        let mesh = revolve(&profile, around(widest), false).transformed(&object_from_part);
        self.piece(mesh, slot).hulls(&object_from_part, &profile, breaks)
    }

    /// The convex pieces of a solid of revolution alone.
    pub(super) fn felt_lathe(self, object_from_part: Pose, profile: &[[f64; 2]], breaks: &[usize]) -> Self {
        let profile: Vec<DVec2> = profile.iter().map(|p| DVec2::from_array(*p)).collect();
        self.hulls(&object_from_part, &profile, breaks)
    }

    fn hulls(mut self, object_from_part: &Pose, profile: &[DVec2], breaks: &[usize]) -> Self {
        for pair in breaks.windows(2) {
            let points = turned_hull(&thinned(&profile[pair[0]..=pair[1]]));
            self = self.hull(points.into_iter().map(|p| object_from_part.transform_point(p)).collect());
        }
        self
    }

    /// A surface over sections; one hull between each pair of `breaks` (indices of the sections).
    pub(super) fn loft(
        self,
        slot: usize,
        along: Along,
        outline: Outline,
        sections: &[Section],
        breaks: &[usize],
    ) -> Self {
        self.skin(slot, along, outline, sections).felt_loft(along, outline, sections, breaks)
    }

    /// The convex pieces of a loft alone.
    pub(super) fn felt_loft(
        mut self,
        along: Along,
        outline: Outline,
        sections: &[Section],
        breaks: &[usize],
    ) -> Self {
        for pair in breaks.windows(2) {
            let coarse = match outline {
                Outline::Super(power, _) => Outline::Super(power, HULL_CORNERS),
                Outline::Rectangle => Outline::Rectangle,
            };
            let scale = match outline {
                Outline::Super(power, _) if power < 3.0 => HULL_SCALE,
                _ => 1.0,
            };
            let widened = |s: &Section| [s[0], s[1], s[2], s[3] * scale, s[4] * scale];
            let rows = sections[pair[0]..=pair[1]].iter().map(widened);
            self = self.hull(rows.flat_map(|s| loft::corners(&s, along, coarse)).collect());
        }
        self
    }

    /// A loft that is seen but not felt.
    pub(super) fn skin(self, slot: usize, along: Along, outline: Outline, sections: &[Section]) -> Self {
        self.piece(loft::loft(sections, along, outline), slot)
    }

    /// A ring about local z between two radii and two heights, hollow to the touch.
    pub(super) fn ring(
        self,
        slot: usize,
        object_from_part: Pose,
        radii: [f64; 2],
        heights: [f64; 2],
    ) -> Self {
        let bevel = (0.15 * (radii[1] - radii[0])).min(0.1 * (heights[1] - heights[0])).min(0.001);
        let [inner, outer] = radii;
        let [low, high] = heights;
        let profile = [
            [inner + bevel, low],
            [outer - bevel, low],
            [outer, low + bevel],
            [outer, high - bevel],
            [outer - bevel, high],
            [inner + bevel, high],
            [inner, high - bevel],
            [inner, low + bevel],
        ]
        .map(DVec2::from_array);
        let mesh = revolve(&profile, around(outer), true).transformed(&object_from_part);
        self.piece(mesh, slot).ring_wedges(object_from_part, radii, heights)
    }

    /// The convex pieces of a ring.
    pub(super) fn ring_wedges(mut self, object_from_part: Pose, radii: [f64; 2], heights: [f64; 2]) -> Self {
        const PIECES: usize = 12;
        let corner = |k: usize, radius: f64, z: f64| {
            let (sin, cos) = libm::sincos(TAU * (k % PIECES) as f64 / PIECES as f64);
            // Polygons of the area of the circle.
            let scale = 1.0234;
            object_from_part.transform_point(at(radius * cos * scale, radius * sin * scale, z))
        };
        for piece in 0..PIECES {
            let mut points = Vec::with_capacity(8);
            for k in [piece, piece + 1] {
                for radius in radii {
                    points.extend(heights.map(|z| corner(k, radius, z)));
                }
            }
            self = self.hull(points);
        }
        self
    }

    /// An open box about z that may widen upwards: half extents below and above, heights of bottom and rim,
    /// thickness of floor and walls.
    pub(super) fn open_box(
        self,
        slot: usize,
        below: DVec2,
        above: DVec2,
        heights: [f64; 2],
        wall: f64,
        outline: Outline,
    ) -> Self {
        let [low, high] = heights;
        let floor = low + wall;
        let share = wall / (high - low);
        let inside = below + (above - below) * share - wall;
        let lip = 0.4 * wall;
        let sections = [
            [low, 0.0, 0.0, below.x - lip, below.y - lip],
            [low + lip, 0.0, 0.0, below.x, below.y],
            [high, 0.0, 0.0, above.x, above.y],
            [high, 0.0, 0.0, above.x - wall, above.y - wall],
            [floor, 0.0, 0.0, inside.x, inside.y],
        ];
        let mut recipe = self
            .piece(loft::loft(&sections, Along::Z, outline), slot)
            .collider(at(0.0, 0.0, low + wall / 2.0), cuboid_collider((2.0 * below).extend(wall)));
        for (x, y) in [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)] {
            let side = DVec2::new(x, y);
            let mut points = Vec::with_capacity(8);
            for (half, z) in [(below, low), (above, high)] {
                let along = side.perp().abs() * half;
                for depth in [0.0, wall] {
                    let middle = side * (half - depth);
                    points.extend([middle + along, middle - along].map(|p| p.extend(z)));
                }
            }
            recipe = recipe.hull(points);
        }
        recipe
    }

    /// A flat rim around the upper edge of an open box of half extents `inside`, `wide` m outwards, its upper side
    /// at height `top`.
    pub(super) fn flange(mut self, slot: usize, inside: DVec2, wide: f64, top: f64, thickness: f64) -> Self {
        let middle = inside + wide / 2.0;
        for sign in [-1.0, 1.0] {
            let z = top - thickness / 2.0;
            let long = at(2.0 * (inside.x + wide), wide, thickness);
            let short = at(wide, 2.0 * inside.y, thickness);
            self = self.block(slot, at(0.0, sign * middle.y, z), long, 0.0);
            self = self.block(slot, at(sign * middle.x, 0.0, z), short, 0.0);
        }
        self
    }

    /// A prism along z with an outline seen from its middle; felt as its hull.
    pub(super) fn slab(self, slot: usize, object_from_part: Pose, outline: &[DVec2], z: [f64; 2]) -> Self {
        let points = z.iter().flat_map(|z| outline.iter().map(|p| p.extend(*z)));
        let hull = points.map(|p| object_from_part.transform_point(p)).collect();
        self.piece(loft::prism(outline, z[0], z[1]).transformed(&object_from_part), slot).hull(hull)
    }

    /// A prism along local z that is seen but not felt.
    pub(super) fn sheet(self, slot: usize, object_from_part: Pose, outline: &[DVec2], z: [f64; 2]) -> Self {
        self.piece(loft::prism(outline, z[0], z[1]).transformed(&object_from_part), slot)
    }

    /// A regular polygon with a round bore, such as a nut, about local z; `flats` is its width across flats.
    pub(super) fn nut(self, slot: usize, object_from_part: Pose, flats: f64, bore: f64, z: [f64; 2]) -> Self {
        let corner_radius = flats / 2.0 / libm::cos(TAU / 12.0);
        // Two points per side besides the corners keep the bore round.
        let outer = polar(18, |k| if k % 3 == 1 { corner_radius } else { 0.918 * corner_radius });
        let mesh = ring_prism(&outer, &circle(bore, 18), z[0], z[1]).transformed(&object_from_part);
        self.piece(mesh, slot).ring_wedges(object_from_part, [bore, 0.93 * corner_radius], z)
    }

    /// A torus about local z.
    pub(super) fn torus(self, slot: usize, object_from_part: Pose, radius: f64, thickness: f64) -> Self {
        let profile: Vec<DVec2> = circle(thickness, 10).into_iter().map(|p| p + DVec2::X * radius).collect();
        let mesh = revolve(&profile, 28, true).transformed(&object_from_part);
        let half = 0.88 * thickness;
        self.piece(mesh, slot).ring_wedges(object_from_part, [radius - half, radius + half], [-half, half])
    }

    /// A ball, stretched to full extents `size`; felt as its hull.
    pub(super) fn blob(self, slot: usize, center: DVec3, size: DVec3) -> Self {
        let rings: Vec<DVec2> = (0..=6)
            .map(|k| {
                let (sin, cos) = libm::sincos(std::f64::consts::PI * f64::from(k) / 6.0);
                DVec2::new(if k % 6 == 0 { 0.0 } else { 0.5 * sin }, -0.5 * cos)
            })
            .collect();
        let hull = turned_hull(&rings).into_iter().map(|p| p * size + center).collect();
        self.piece(crate::primitives::sphere(0.5, 20, 12).scaled(size).translated(center), slot).hull(hull)
    }

    /// Adds everything of another recipe, placed.
    pub(super) fn joined(mut self, other: Self, object_from_other: &Pose) -> Self {
        for mut piece in other.pieces {
            piece.mesh = piece.mesh.transformed(object_from_other);
            self.pieces.push(piece);
        }
        for mut part in other.colliders {
            part.object_from_part = *object_from_other * part.object_from_part;
            self.colliders.push(part);
        }
        self
    }

    /// Least and greatest coordinates of the meshes, m; nothing without any.
    pub(super) fn bounds(&self) -> Option<(DVec3, DVec3)> {
        let bounds = self.pieces.iter().filter_map(|piece| piece.mesh.bounds());
        bounds.reduce(|(a, b), (c, d)| (a.min(c), b.max(d)))
    }

    /// Centred at the origin and stretched along the axes so that the meshes measure `size`.
    pub(super) fn fitted(mut self, size: DVec3) -> Self {
        let Some((low, high)) = self.bounds() else { return self };
        let factors = size / (high - low).max(DVec3::splat(1e-9));
        let middle = (low + high) / 2.0;
        for piece in &mut self.pieces {
            let centered = std::mem::take(&mut piece.mesh).translated(-middle);
            piece.mesh =
                if (factors - 1.0).abs().max_element() > 1e-9 { centered.scaled(factors) } else { centered };
        }
        for part in &mut self.colliders {
            part.object_from_part.translation -= middle;
            stretch(part, factors);
        }
        self
    }

    /// The last mesh gets texture coordinates that show a label `repeats` times around and once from top to bottom,
    /// shifted around by a share of one label.
    pub(super) fn labelled(mut self, repeats: f64, shift: f64) -> Self {
        if let Some(piece) = self.pieces.last_mut() {
            let mut mesh = super::packaged::fit_label(std::mem::take(&mut piece.mesh), repeats);
            for uv in &mut mesh.uvs {
                uv[0] += (shift * super::LABEL_TILE_M) as f32;
            }
            piece.mesh = mesh;
        }
        self
    }
}

/// At most nine points of a profile, its ends among them.
fn thinned(profile: &[DVec2]) -> Vec<DVec2> {
    let last = profile.len() - 1;
    let steps = last.clamp(1, 8);
    (0..=steps).map(|k| profile[k * last / steps]).collect()
}

/// Corners around a turned surface of a radius, m.
fn around(radius: f64) -> usize {
    match radius {
        r if r > 0.025 => 36,
        r if r > 0.008 => 24,
        _ => 16,
    }
}

/// Stretches a convex piece along the axes of the object; round pieces keep their volume in proportion.
fn stretch(part: &mut ColliderPart, factors: DVec3) {
    let pose = &mut part.object_from_part;
    let rotation = DMat3::from_quat(pose.rotation);
    let (axis, length) = {
        let axis = rotation.z_axis * factors;
        (axis.normalize_or(DVec3::Z), axis.length())
    };
    let sideways = libm::sqrt(factors.element_product() / length.max(1e-12));
    match &mut part.shape {
        ColliderShape::ConvexHull { points } => {
            for point in points.iter_mut() {
                *point = pose.transform_point(*point) * factors;
            }
            *pose = Pose::IDENTITY;
            return;
        }
        // Boxes of recipes stand along the axes.
        ColliderShape::Cuboid { half_extents } => *half_extents *= factors,
        ColliderShape::Cylinder { radius, half_height } | ColliderShape::Capsule { radius, half_height } => {
            *radius *= sideways;
            *half_height *= length;
            pose.rotation = DQuat::from_rotation_arc(DVec3::Z, axis);
        }
        ColliderShape::Ball { radius } => *radius *= libm::cbrt(factors.element_product()),
    }
    pose.translation *= factors;
}
