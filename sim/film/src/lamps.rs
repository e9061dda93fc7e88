//! Lights in the form in which both renderers shade them, and which of many are shaded one by one.

use crate::lighting::{DIRECTIONAL_SPREAD, MIN_LIGHT_DISTANCE, POINT_LIGHT_RADIUS};
use crate::{FilmLight, FilmScene, Quality};
use glam::Vec3;
use restage_scenes::LightKind;
use std::f32::consts::PI;

/// Where light comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Source {
    /// From a position, world, m.
    Point(Vec3),
    /// From a direction: unit vector towards the light.
    Directional(Vec3),
}

impl Source {
    /// The unit vector from a point to the light, and the illuminance there relative to [`Lamp::strength`].
    pub fn toward(&self, point: Vec3) -> (Vec3, f32) {
        match *self {
            Self::Directional(toward) => (toward, 1.0),
            Self::Point(position) => {
                let to = position - point;
                let square = to.length_squared().max(MIN_LIGHT_DISTANCE * MIN_LIGHT_DISTANCE);
                (to.normalize_or(Vec3::Z), 1.0 / square)
            }
        }
    }
}

/// A light prepared for shading.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lamp {
    /// Where it shines from.
    pub source: Source,
    /// Illuminance per channel on a perpendicular face: of a directional light in lux, of a point light in lux at one
    /// metre.
    pub strength: Vec3,
    /// Whether it casts shadows.
    pub shadows: bool,
    /// Half axes of the shining surface, m (directional: tangents of half angles); zero for a round one that always
    /// faces the point, of the radius that [`Lamp::half_axes`] gives it.
    pub extent: [Vec3; 2],
    /// Unit normal of a pane that shines to one side; zero for what shines all around.
    pub facing: Vec3,
}

impl Lamp {
    /// Part of the light that leaves towards a point, given the unit vector from the point to the lamp: a pane sends by the
    /// cosine to its normal (Lambert), anything else the same all around.
    pub fn sent_to(&self, toward: Vec3) -> f32 {
        if self.facing == Vec3::ZERO { 1.0 } else { (-toward.dot(self.facing)).max(0.0) }
    }

    /// Illuminance of an upward face at `point` when nothing is in between, luminance weighted, lux. What comes from
    /// below counts as on a face turned to it, at a tenth.
    pub fn lux_at(&self, point: Vec3) -> f32 {
        let (toward, falloff) = self.source.toward(point);
        crate::ambient::luminance_of(self.strength) * falloff * toward.z.max(0.1)
    }

    /// Two vectors that span the shining surface as seen from about `point`: a sample at `(s, t)` in the square from
    /// -1 to 1 lies at the source plus `s` times the first plus `t` times the second.
    pub fn half_axes(&self, point: Vec3) -> [Vec3; 2] {
        if self.extent[0] != Vec3::ZERO {
            return self.extent;
        }
        let (toward, _) = self.source.toward(point);
        let radius = match self.source {
            Source::Point(_) => POINT_LIGHT_RADIUS,
            Source::Directional(_) => DIRECTIONAL_SPREAD,
        };
        tangents(toward).map(|axis| axis * radius)
    }

    /// Radius of a ball (m, or a cone by its tangent) that holds the shining surface.
    pub fn reach(&self) -> f32 {
        let round = match self.source {
            Source::Point(_) => POINT_LIGHT_RADIUS,
            Source::Directional(_) => DIRECTIONAL_SPREAD,
        };
        let [a, b] = self.extent;
        if a == Vec3::ZERO { round * std::f32::consts::SQRT_2 } else { a.length() + b.length() }
    }
}

/// Two unit vectors perpendicular to the unit vector `n` (Duff et al., "Building an orthonormal basis, revisited",
/// 2017).
#[inline]
pub fn tangents(n: Vec3) -> [Vec3; 2] {
    let sign = f32::copysign(1.0, n.z);
    let a = -1.0 / (sign + n.z);
    let b = n.x * n.y * a;
    [Vec3::new(1.0 + sign * n.x * n.x * a, sign * b, -sign * n.x), Vec3::new(b, sign + n.y * n.y * a, -n.y)]
}

/// The lights of a scene, sorted by what is done with them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lamps {
    /// Shaded one by one, the strongest at the task first. In `fast` pictures only the first may cast shadows.
    pub direct: Vec<Lamp>,
    /// The others: their light is part of the ambient field.
    pub spread: Vec<Lamp>,
}

/// How many lights are shaded one by one.
pub const fn direct_lights(quality: Quality) -> usize {
    match quality {
        Quality::Fast => 3,
        Quality::High => 4,
    }
}

impl Lamps {
    /// The lights of a scene. Without a task point, and so without a field to spread light in, all are shaded one by one.
    pub fn of(scene: &FilmScene, quality: Quality) -> Self {
        let mut lamps: Vec<Lamp> = scene.lights.iter().map(lamp).collect();
        lamps.retain(|lamp| lamp.strength.is_finite() && lamp.strength.max_element() > 0.0);
        let Some(task) = scene.task else {
            // The first that casts shadows leads.
            if let Some(key) = lamps.iter().position(|lamp| lamp.shadows) {
                lamps[..=key].rotate_right(1);
            }
            return Self { direct: lamps, spread: Vec::new() };
        };
        // One that casts shadows goes before one that does not; of these the brighter at the task.
        lamps.sort_by(|a, b| {
            b.shadows.cmp(&a.shadows).then_with(|| b.lux_at(task).total_cmp(&a.lux_at(task)))
        });
        // The broad light of a window has no place where it could glint; only as a key light it is shaded as a point.
        let (mut spread, mut direct): (Vec<Lamp>, Vec<Lamp>) =
            lamps.into_iter().partition(|lamp| lamp.facing != Vec3::ZERO && !lamp.shadows);
        spread.extend(direct.split_off(direct.len().min(direct_lights(quality))));
        Self { direct, spread }
    }
}

fn lamp(FilmLight { light, extent, facing }: &FilmLight) -> Lamp {
    let (source, strength) = match light.kind {
        LightKind::Directional { direction, illuminance_lux } => {
            (Source::Directional(-direction.as_vec3().normalize_or(Vec3::NEG_Z)), illuminance_lux as f32)
        }
        LightKind::Point { position, flux_lumen } => {
            (Source::Point(position.as_vec3()), flux_lumen as f32 / (4.0 * PI))
        }
    };
    let strength = Vec3::from(light.color) * strength;
    Lamp { source, strength, shadows: light.shadows, extent: *extent, facing: *facing }
}
