//! Builds equipment from parts in nested local frames.
//!
//! Every item stands in its own frame: origin on the floor in the middle of its footprint, z up, its front towards
//! -y, metres. A group carries the frame of its item into that of its parent, so that items are pure functions of
//! their measures and know nothing of where they stand.

use crate::FixtureShape;
use crate::furniture::{Piece, Touch};
use glam::{DMat3, DQuat, DVec3};
use restage_assets::Material;
use restage_geometry::Pose;
use std::f64::consts::FRAC_PI_2;

/// A piece of equipment under construction, and the frame of its innermost open group.
pub(crate) struct Kit {
    piece: Piece,
    piece_from_group: Pose,
    path: String,
    seen_only: bool,
}

/// `parent_from_item` of an item at `x`, `y`, `z`, turned by `yaw` about z (m, rad).
pub(crate) fn at(x: f64, y: f64, z: f64, yaw: f64) -> Pose {
    Pose::new(DVec3::new(x, y, z), DQuat::from_rotation_z(yaw))
}

/// Turns an extrusion so that its plan axes become y and z, and its height x.
fn side_view() -> DQuat {
    DQuat::from_mat3(&DMat3::from_cols(DVec3::Y, DVec3::Z, DVec3::X))
}

/// A piece of equipment that `build` puts together.
pub(crate) fn piece(kind: &str, build: impl FnOnce(&mut Kit)) -> Piece {
    let mut kit = Kit {
        piece: Piece::new(kind),
        piece_from_group: Pose::IDENTITY,
        path: String::new(),
        seen_only: false,
    };
    build(&mut kit);
    kit.piece
}

/// A piece of which nothing collides: what no finger can reach.
pub(crate) fn scenery(kind: &str, build: impl FnOnce(&mut Kit)) -> Piece {
    piece(kind, |k| {
        k.seen_only = true;
        build(k);
    })
}

impl Kit {
    /// Builds an item in its own frame, its parts named `name/…`.
    pub(crate) fn group(&mut self, name: &str, parent_from_item: Pose, build: impl FnOnce(&mut Self)) {
        let (frame, length) = (self.piece_from_group, self.path.len());
        self.piece_from_group = frame * parent_from_item;
        self.path.push_str(name);
        self.path.push('/');
        build(self);
        self.piece_from_group = frame;
        self.path.truncate(length);
    }

    /// Builds parts that only pictures see.
    pub(crate) fn unseen_by_hands(&mut self, build: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.seen_only, true);
        build(self);
        self.seen_only = before;
    }

    fn push(
        &mut self,
        name: &str,
        shape: FixtureShape,
        group_from_part: Pose,
        material: &Material,
        touch: Touch,
    ) {
        let touch = if self.seen_only { Touch::Seen } else { touch };
        let name = format!("{}{name}", self.path);
        self.piece.part(&name, shape, self.piece_from_group * group_from_part, material, touch);
    }

    fn between(&mut self, name: &str, [low, high]: [[f64; 3]; 2], material: &Material, touch: Touch) {
        let (low, high) = (DVec3::from_array(low), DVec3::from_array(high));
        let size = (high - low).max(DVec3::splat(2e-4));
        self.push(
            name,
            FixtureShape::Box { size },
            Pose::from_translation((low + high) / 2.0),
            material,
            touch,
        );
    }

    /// A solid box between two corners.
    pub(crate) fn block(&mut self, name: &str, low: [f64; 3], high: [f64; 3], material: &Material) {
        self.between(name, [low, high], material, Touch::Solid);
    }

    /// A box between two corners that only pictures see.
    pub(crate) fn trim(&mut self, name: &str, low: [f64; 3], high: [f64; 3], material: &Material) {
        self.between(name, [low, high], material, Touch::Seen);
    }

    /// A solid box between two corners whose edges are rounded by `radius`.
    pub(crate) fn soft(
        &mut self,
        name: &str,
        low: [f64; 3],
        high: [f64; 3],
        radius: f64,
        material: &Material,
    ) {
        let (low, high) = (DVec3::from_array(low), DVec3::from_array(high));
        let size = (high - low).max(DVec3::splat(2e-4));
        let shape = FixtureShape::RoundedBox { size, radius: radius.min(0.499 * size.min_element()) };
        self.push(name, shape, Pose::from_translation((low + high) / 2.0), material, Touch::Solid);
    }

    /// A box by its centre, full extents and rotation, that only pictures see.
    pub(crate) fn turned(
        &mut self,
        name: &str,
        center: [f64; 3],
        size: [f64; 3],
        turn: DQuat,
        material: &Material,
    ) {
        let shape = FixtureShape::Box { size: DVec3::from_array(size) };
        self.push(name, shape, Pose::new(DVec3::from_array(center), turn), material, Touch::Seen);
    }

    /// A box of section `width` x `height` from point to point; `width` stays level. Seen only.
    pub(crate) fn beam(
        &mut self,
        name: &str,
        from: [f64; 3],
        to: [f64; 3],
        [width, height]: [f64; 2],
        material: &Material,
    ) {
        let (from, to) = (DVec3::from_array(from), DVec3::from_array(to));
        let along = (to - from).normalize_or(DVec3::X);
        let side = DVec3::Z.cross(along).normalize_or(DVec3::Y);
        let pose = Pose::from_axes((from + to) / 2.0, along, side, along.cross(side));
        let size = DVec3::new(from.distance(to), width, height);
        self.push(name, FixtureShape::Box { size }, pose, material, Touch::Seen);
    }

    /// A solid upright cylinder over the heights `z` at `x`, `y`.
    pub(crate) fn post(
        &mut self,
        name: &str,
        [x, y]: [f64; 2],
        z: [f64; 2],
        radius: f64,
        material: &Material,
    ) {
        self.round(name, [[x, y, z[0]], [x, y, z[1]]], radius, material, Touch::Solid);
    }

    /// A cylinder from point to point that only pictures see.
    pub(crate) fn bar(&mut self, name: &str, from: [f64; 3], to: [f64; 3], radius: f64, material: &Material) {
        self.round(name, [from, to], radius, material, Touch::Seen);
    }

    fn round(
        &mut self,
        name: &str,
        [from, to]: [[f64; 3]; 2],
        radius: f64,
        material: &Material,
        touch: Touch,
    ) {
        let (from, to) = (DVec3::from_array(from), DVec3::from_array(to));
        let along = (to - from).normalize_or(DVec3::Z);
        let rotation = if along.x.abs() > 0.999_999 {
            DQuat::from_rotation_y(FRAC_PI_2)
        } else if along.y.abs() > 0.999_999 {
            DQuat::from_rotation_x(FRAC_PI_2)
        } else {
            DQuat::from_rotation_arc(DVec3::Z, along)
        };
        let shape = FixtureShape::Cylinder { radius, height: from.distance(to).max(2e-4) };
        self.push(name, shape, Pose::new((from + to) / 2.0, rotation), material, touch);
    }

    /// A bent bar or cable along points; seen only.
    pub(crate) fn tube(&mut self, name: &str, path: &[[f64; 3]], radius: f64, material: &Material) {
        let path = path.iter().copied().map(DVec3::from_array).collect();
        self.push(name, FixtureShape::Tube { path, radius }, Pose::IDENTITY, material, Touch::Seen);
    }

    /// A solid of revolution about the upright axis through `base`; `profile` holds (radius, height above `base`)
    /// from below to above; flat ends close it. Seen only.
    pub(crate) fn lathe(&mut self, name: &str, base: [f64; 3], profile: &[[f64; 2]], material: &Material) {
        let (Some(first), Some(last)) = (profile.first(), profile.last()) else { return };
        let mut closed = vec![[0.0, first[1]]];
        closed.extend(profile.iter().filter(|p| p[0] > 0.0));
        closed.push([0.0, last[1]]);
        let pose = Pose::from_translation(DVec3::from_array(base));
        self.push(name, FixtureShape::Lathe { profile: closed }, pose, material, Touch::Seen);
    }

    /// A tub over the heights `z` whose front and back lean inwards towards its foot: extents `top` at its rim, `taper`
    /// times the depth at its foot. Solid.
    pub(crate) fn tub(&mut self, name: &str, top: [f64; 2], z: [f64; 2], taper: f64, material: &Material) {
        let (x, y) = (top[0] / 2.0, top[1] / 2.0);
        let outline = vec![[-taper * y, z[0]], [taper * y, z[0]], [y, z[1]], [-y, z[1]]];
        let shape = FixtureShape::Extrusion { outline, height: 2.0 * x };
        self.push(name, shape, Pose::new(DVec3::NEG_X * x, side_view()), material, Touch::Solid);
    }

    /// A side view (y, z), counter-clockwise seen from +x, drawn out over `x`. Seen only.
    pub(crate) fn prism(&mut self, name: &str, outline: &[[f64; 2]], x: [f64; 2], material: &Material) {
        let shape = FixtureShape::Extrusion { outline: outline.to_vec(), height: x[1] - x[0] };
        self.push(name, shape, Pose::new(DVec3::X * x[0], side_view()), material, Touch::Seen);
    }

    /// A plan outline (x, y), counter-clockwise from above, over the heights `z`; solid.
    pub(crate) fn slab(&mut self, name: &str, outline: &[[f64; 2]], z: [f64; 2], material: &Material) {
        let shape = FixtureShape::Extrusion { outline: outline.to_vec(), height: z[1] - z[0] };
        self.push(name, shape, Pose::from_translation(DVec3::Z * z[0]), material, Touch::Solid);
    }

    /// An ellipsoid between two corners; seen only.
    pub(crate) fn egg(&mut self, name: &str, low: [f64; 3], high: [f64; 3], material: &Material) {
        let (low, high) = (DVec3::from_array(low), DVec3::from_array(high));
        let shape = FixtureShape::Ellipsoid { size: high - low };
        self.push(name, shape, Pose::from_translation((low + high) / 2.0), material, Touch::Seen);
    }

    /// A catalogue object, fixed in place, standing at `foot` and turned by `yaw` rad. Unknown ids add nothing.
    pub(crate) fn decor(&mut self, id: &str, foot: [f64; 3], yaw: f64) {
        let Some(model) = restage_assets::by_id(id) else { return };
        let [x, y, z] = foot;
        let pose = at(x, y, z + model.size().z / 2.0, yaw);
        let grey = Material::plain([0.18; 3], 0.6);
        self.push(id, FixtureShape::Asset { id: id.to_owned() }, pose, &grey, Touch::Solid);
    }

    /// A surface between two plan corners at height `z`, free up to `clear` m above it, for the classes of the object
    /// catalogue that such a place holds.
    pub(crate) fn support(
        &mut self,
        name: &str,
        [low, high]: [[f64; 2]; 2],
        z: f64,
        clear: f64,
        classes: &[&str],
    ) {
        let center = DVec3::new((low[0] + high[0]) / 2.0, (low[1] + high[1]) / 2.0, z);
        let turned = self.piece_from_group.transform_vector(DVec3::X);
        self.piece.supports.push(crate::SupportSurface {
            name: name.to_owned(),
            center: self.piece_from_group.transform_point(center),
            yaw: libm::atan2(turned.y, turned.x),
            size: [high[0] - low[0], high[1] - low[1]],
            clear_height: clear,
            classes: classes.iter().map(|class| (*class).to_owned()).collect(),
        });
    }

    /// A lamp that shines from `position`, inside or just below the part `part` of this group; `weight` is its flux
    /// relative to other lamps.
    pub(crate) fn lamp(&mut self, part: &str, position: [f64; 3], weight: f64) {
        let position = self.piece_from_group.transform_point(DVec3::from_array(position));
        let part = format!("{}{part}", self.path);
        self.piece.lamp(&part, position.to_array(), weight);
    }
}
