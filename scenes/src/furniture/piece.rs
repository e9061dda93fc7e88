//! The builder of a piece of furniture.

use crate::lighting::Lamp;
use crate::{Fixture, FixtureShape, SupportSurface};
use glam::{DQuat, DVec3};
use restage_assets::Material;
use restage_geometry::Pose;
use std::f64::consts::FRAC_PI_2;

/// Whether fingers, objects and walkers can meet a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touch {
    /// Physics and plausibility see it.
    Solid,
    /// Only pictures see it: flush details, and what lies inside of other parts.
    Seen,
}

/// Axis of a cylinder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// Along x.
    X,
    /// Along y.
    Y,
    /// Along z.
    Z,
}

impl Axis {
    /// `piece_from_cylinder` without translation: cylinders stand along z.
    fn rotation(self) -> DQuat {
        match self {
            Self::X => DQuat::from_rotation_y(FRAC_PI_2),
            Self::Y => DQuat::from_rotation_x(FRAC_PI_2),
            Self::Z => DQuat::IDENTITY,
        }
    }
}

/// A piece of furniture under construction, in its own frame (see the module). Lengths in m.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// What it is, such as `sofa`; names in the scene come from it.
    pub kind: String,
    /// Its parts, posed in its frame.
    pub parts: Vec<Fixture>,
    /// Its surfaces, centre and yaw in its frame.
    pub supports: Vec<SupportSurface>,
    /// Lamps in it: position in its frame, `fixture` the name of a part.
    pub lamps: Vec<Lamp>,
}

impl Piece {
    /// Nothing yet.
    pub fn new(kind: &str) -> Self {
        Self { kind: kind.to_owned(), parts: Vec::new(), supports: Vec::new(), lamps: Vec::new() }
    }

    /// Adds a part of any shape.
    pub fn part(&mut self, name: &str, shape: FixtureShape, pose: Pose, material: &Material, touch: Touch) {
        self.parts.push(Fixture {
            name: name.to_owned(),
            shape,
            world_from_fixture: pose,
            material: material.clone(),
            collides: touch == Touch::Solid,
            part_of: None,
        });
    }

    /// A box between two corners.
    pub fn block(&mut self, name: &str, low: [f64; 3], high: [f64; 3], material: &Material, touch: Touch) {
        let (center, size) = span(low, high);
        self.part(name, FixtureShape::Box { size }, Pose::from_translation(center), material, touch);
    }

    /// A box between two corners with edges of a radius.
    pub fn soft(
        &mut self,
        name: &str,
        low: [f64; 3],
        high: [f64; 3],
        radius: f64,
        material: &Material,
        touch: Touch,
    ) {
        let (center, size) = span(low, high);
        let shape = FixtureShape::RoundedBox { size, radius: radius.min(0.499 * size.min_element()) };
        self.part(name, shape, Pose::from_translation(center), material, touch);
    }

    /// A cylinder about its centre.
    pub fn rod(
        &mut self,
        name: &str,
        center: [f64; 3],
        axis: Axis,
        [radius, length]: [f64; 2],
        material: &Material,
        touch: Touch,
    ) {
        let shape = FixtureShape::Cylinder { radius, height: length };
        self.part(name, shape, Pose::new(DVec3::from_array(center), axis.rotation()), material, touch);
    }

    /// A surface of revolution about the vertical through `foot`; profile points (radius, height above the foot).
    pub fn lathe(
        &mut self,
        name: &str,
        foot: [f64; 3],
        profile: &[[f64; 2]],
        material: &Material,
        touch: Touch,
    ) {
        let shape = FixtureShape::Lathe { profile: profile.to_vec() };
        self.part(name, shape, Pose::from_translation(DVec3::from_array(foot)), material, touch);
    }

    /// A plan outline drawn up from `low` to `high`.
    pub fn slab(
        &mut self,
        name: &str,
        outline: &[[f64; 2]],
        [low, high]: [f64; 2],
        material: &Material,
        touch: Touch,
    ) {
        let shape = FixtureShape::Extrusion { outline: outline.to_vec(), height: high - low };
        self.part(name, shape, Pose::from_translation(DVec3::Z * low), material, touch);
    }

    /// A round bar along a path.
    pub fn tube(&mut self, name: &str, path: &[[f64; 3]], radius: f64, material: &Material, touch: Touch) {
        let shape =
            FixtureShape::Tube { path: path.iter().copied().map(DVec3::from_array).collect(), radius };
        self.part(name, shape, Pose::IDENTITY, material, touch);
    }

    /// An ellipsoid between two corners.
    pub fn egg(&mut self, name: &str, low: [f64; 3], high: [f64; 3], material: &Material, touch: Touch) {
        let (center, size) = span(low, high);
        self.part(name, FixtureShape::Ellipsoid { size }, Pose::from_translation(center), material, touch);
    }

    /// A catalogue object, fixed in place as decoration: standing at `foot`, turned by `yaw` rad. Unknown ids add
    /// nothing.
    pub fn decor(&mut self, name: &str, id: &str, foot: [f64; 3], yaw: f64) {
        let Some(model) = restage_assets::by_id(id) else { return };
        let center = DVec3::from_array(foot) + DVec3::Z * (model.size().z / 2.0);
        let pose = Pose::new(center, DQuat::from_rotation_z(yaw));
        let grey = Material::plain([0.18; 3], 0.6);
        self.part(name, FixtureShape::Asset { id: id.to_owned() }, pose, &grey, Touch::Solid);
    }

    /// A horizontal surface between two plan corners at a height, free up to `clear_height` above it. `classes` are
    /// the categories of the object catalogue that may stand on it.
    pub fn support(
        &mut self,
        name: &str,
        [low, high]: [[f64; 2]; 2],
        height: f64,
        clear_height: f64,
        classes: &[&str],
    ) {
        self.supports.push(SupportSurface {
            name: name.to_owned(),
            center: DVec3::new((low[0] + high[0]) / 2.0, (low[1] + high[1]) / 2.0, height),
            yaw: 0.0,
            size: [high[0] - low[0], high[1] - low[1]],
            clear_height,
            classes: classes.iter().map(|class| (*class).to_owned()).collect(),
        });
    }

    /// A lamp that shines from `position`, inside or just below the part `part`; `weight` is its flux relative to other
    /// lamps.
    pub fn lamp(&mut self, part: &str, position: [f64; 3], weight: f64) {
        self.lamps.push(Lamp {
            name: part.to_owned(),
            fixture: part.to_owned(),
            position: DVec3::from_array(position),
            weight,
        });
    }

    /// Takes another piece in, standing at `self_from_other`: books on a shelf, a lamp on a table. Its part names are
    /// prefixed with its kind.
    pub fn adopt(&mut self, other: Self, self_from_other: Pose) {
        let prefixed = |name: &str| format!("{}/{name}", other.kind);
        for part in &other.parts {
            let world_from_fixture = self_from_other * part.world_from_fixture;
            self.parts.push(Fixture { name: prefixed(&part.name), world_from_fixture, ..part.clone() });
        }
        let yaw = yaw_of(&self_from_other);
        for support in &other.supports {
            let center = self_from_other.transform_point(support.center);
            self.supports.push(SupportSurface { center, yaw: support.yaw + yaw, ..support.clone() });
        }
        for lamp in &other.lamps {
            let position = self_from_other.transform_point(lamp.position);
            let (name, fixture) = (prefixed(&lamp.name), prefixed(&lamp.fixture));
            self.lamps.push(Lamp { name, fixture, position, weight: lamp.weight });
        }
    }

    /// Corners of the box around all solid parts, in the frame of the piece, m; of all parts where none is solid.
    pub fn bounds(&self) -> (DVec3, DVec3) {
        let solid = self.parts.iter().any(|part| part.collides);
        self.parts
            .iter()
            .filter(|part| part.collides || !solid)
            .map(Fixture::world_bounds)
            .reduce(|(low, high), (l, h)| (low.min(l), high.max(h)))
            .unwrap_or((DVec3::ZERO, DVec3::ZERO))
    }
}

/// Centre and extents of the box between two corners; no extent is below 0.1 mm.
fn span(low: [f64; 3], high: [f64; 3]) -> (DVec3, DVec3) {
    let (low, high) = (DVec3::from_array(low), DVec3::from_array(high));
    ((low + high) / 2.0, (high - low).max(DVec3::splat(1e-4)))
}

/// Yaw of a pose that turns about the vertical only, rad.
fn yaw_of(pose: &Pose) -> f64 {
    let x = pose.transform_vector(DVec3::X);
    libm::atan2(x.y, x.x)
}

impl Fixture {
    /// Corners of its box along the world's axes (the axes of the piece while it is being built), m.
    pub fn world_bounds(&self) -> (DVec3, DVec3) {
        let (low, high) = self.shape.bounds();
        let center = self.world_from_fixture.transform_point((low + high) / 2.0);
        let half = (high - low) / 2.0;
        let axes = DVec3::AXES.map(|axis| self.world_from_fixture.transform_vector(axis).abs());
        let reach = axes[0] * half.x + axes[1] * half.y + axes[2] * half.z;
        (center - reach, center + reach)
    }
}
