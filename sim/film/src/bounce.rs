//! The ambient field of a room: what its surfaces send back of its lights, and the sky in its windows.
//!
//! At each point of a grid rays go out evenly in all directions. What they meet is lit by the scene's lights (with
//! shadows) and by an even rest that stands for further bounces, or shines by itself (bodies of the scene's lights do not:
//! their light is counted as that of the lights); what they do not meet is the surroundings. A scene states how much ambient light its task gets ([`FilmScene::ambient_lux`], all bounces); the
//! field is scaled to that, so it says where ambient light comes from and how it varies, not how much there is. Lights
//! that are not shaded one by one are added to the field in their full strength.
//!
//! Only what stands still takes part, so a scene is gathered once.

use crate::ambient::{Ambient, AmbientField, luminance_of};
use crate::lamps::{Lamp, Lamps};
use crate::lighting::emitted_luminance;
use crate::{FilmScene, InstanceBody};
use glam::Vec3;
use std::collections::BTreeSet;
use std::f32::consts::PI;

/// Rays per point.
const RAYS: usize = 48;
/// About this many points at most; rooms that need more get larger cells.
const POINTS: f32 = 320.0;
/// Least distance of points, m.
const LEAST_CELL: f32 = 0.5;
/// Beyond this distance from the task the field stays as it is at the border, m.
const REACH: f32 = 9.0;
/// A point whose rays meet so many insides of things lies in one of them.
const BURIED: f32 = 0.25;
/// The mean of a texture, as assets paints it.
const TEXTURE_MEAN: f32 = 0.85;
/// Metals send light on as if this part of it were diffuse.
const METAL_SHARE: f32 = 0.6;
/// What shines by itself and is no light is taken as at most this many times as bright as white paper in ambient light.
const GLOW: f32 = 4.0;
/// Bounds of the factor that fits the field to the stated illuminance.
const FIT: [f32; 2] = [0.02, 50.0];

/// What a ray meets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Encounter {
    /// Ray parameter.
    pub distance: f32,
    /// Unit normal of the triangle, outwards.
    pub normal: Vec3,
    /// Instance of the scene.
    pub instance: usize,
}

/// Looks along rays through what stands still.
pub trait Tracer {
    /// The nearest triangle that a ray with unit direction meets, from either side.
    fn nearest(&self, origin: Vec3, direction: Vec3) -> Option<Encounter>;

    /// Whether nothing that casts shadows lies between `origin` and `origin + direction * length`.
    fn open(&self, origin: Vec3, direction: Vec3, length: f32) -> bool;
}

impl AmbientField {
    /// The field of a scene. Without a task point it is the even gradient of the surroundings.
    pub fn of(scene: &FilmScene, lamps: &Lamps, tracer: &impl Tracer) -> Self {
        let even = Ambient::gradient(scene.ambient_lux as f32);
        let (Some(task), Some(bounds)) = (scene.task, still_bounds(scene)) else {
            return Self::uniform(even);
        };
        let gatherer = Gatherer { scene, lamps, tracer, looks: looks(scene), rays: directions() };
        let mut field = grid(bounds, task);
        let mut direct = field.clone();
        let mut good = vec![true; field.points.len()];
        for (index, good) in good.iter_mut().enumerate() {
            let position = field.position(index);
            let (ambient, buried) = gatherer.around(position);
            field.points[index] = ambient;
            *good = buried < BURIED;
            direct.points[index] = gatherer.spread_at(position);
        }
        if good.iter().all(|good| !good) {
            return Self::uniform(even);
        }
        field.spread_out(&good);
        direct.spread_out(&good);
        field.fit(task, scene.ambient_lux as f32);
        let wanted = lamps.spread.iter().map(|lamp| gatherer.reaches(lamp, task, Vec3::Z)).sum::<Vec3>();
        direct.fit(task, luminance_of(wanted));
        for (point, direct) in field.points.iter_mut().zip(&direct.points) {
            *point = point.plus(direct, 1.0);
        }
        field
    }

    /// Scales the field so that an upward face at `task` gets `lux`.
    fn fit(&mut self, task: Vec3, lux: f32) {
        if lux <= 0.0 {
            return self.points.fill(Ambient::default());
        }
        let now = luminance_of(self.at(task, Vec3::Z).illuminance(Vec3::Z));
        let factor = lux / now;
        // A task in the dark or in the glare of something: light it evenly.
        if !(FIT[0]..=FIT[1]).contains(&factor) {
            return self.points.fill(Ambient::gradient(lux));
        }
        for point in &mut self.points {
            *point = Ambient::default().plus(point, factor);
        }
    }

    /// Gives points that are not good the mean of their good neighbours, ring by ring.
    fn spread_out(&mut self, good: &[bool]) {
        let mut known = good.to_vec();
        while known.iter().any(|known| !known) && known.iter().any(|known| *known) {
            let before = known.clone();
            for index in (0..self.points.len()).filter(|index| !before[*index]) {
                let around: Vec<usize> = self.neighbours(index).filter(|other| before[*other]).collect();
                if around.is_empty() {
                    continue;
                }
                let share = 1.0 / around.len() as f32;
                let sum = around
                    .iter()
                    .fold(Ambient::default(), |sum, other| sum.plus(&self.points[*other], share));
                self.points[index] = sum;
                known[index] = true;
            }
        }
    }

    /// The up to six grid points beside one.
    fn neighbours(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let place = [
            index % self.size[0],
            index / self.size[0] % self.size[1],
            index / (self.size[0] * self.size[1]),
        ];
        (0..6).filter_map(move |side: usize| {
            let (axis, up) = (side / 2, side % 2 == 1);
            let mut next = place;
            next[axis] = if up { place[axis] + 1 } else { place[axis].checked_sub(1)? };
            (next[axis] < self.size[axis]).then(|| self.index(next[0], next[1], next[2]))
        })
    }
}

/// Bounds of everything that stands still, world, m.
fn still_bounds(scene: &FilmScene) -> Option<[Vec3; 2]> {
    let still = scene.instances.iter().filter(|instance| instance.body == InstanceBody::Static);
    let corners = still.flat_map(|instance| {
        let [min, max] =
            instance.mesh.positions.iter().fold([Vec3::INFINITY, Vec3::NEG_INFINITY], |[min, max], p| {
                let p = Vec3::from_array(*p);
                [min.min(p), max.max(p)]
            });
        let pose = instance.body_from_instance;
        (0..8usize).map(move |corner| {
            let pick = |axis: usize| if corner >> axis & 1 == 1 { max[axis] } else { min[axis] };
            pose.transform_point(Vec3::new(pick(0), pick(1), pick(2)).as_dvec3()).as_vec3()
        })
    });
    let [min, max] = corners
        .filter(|p| p.is_finite())
        .fold([Vec3::INFINITY, Vec3::NEG_INFINITY], |[min, max], p| [min.min(p), max.max(p)]);
    (min.x < max.x).then_some([min, max])
}

/// An empty grid over the bounds, as far as they are near the task.
fn grid([min, max]: [Vec3; 2], task: Vec3) -> AmbientField {
    let (min, max) = (min.max(task - REACH).min(task), max.min(task + REACH).max(task));
    let extent = max - min;
    let wide = extent.max(Vec3::splat(LEAST_CELL));
    let cell = LEAST_CELL.max(libm::cbrtf(wide.x * wide.y * wide.z / POINTS));
    let size = extent.to_array().map(|length| ((length / cell) as usize).max(1));
    // Points sit in the middles of equal cells: none on an outer wall.
    let cells = Vec3::from(std::array::from_fn(|axis| (extent[axis] / size[axis] as f32).max(1e-3)));
    let count = size.iter().product();
    AmbientField { origin: min + cells * 0.5, cell: cells, size, points: vec![Ambient::default(); count] }
}

/// Diffuse reflectance and own luminance of every instance. The bodies of lights do not shine here: their light is that of
/// the lights, and few rays that happen to meet something small and bright would make the field patchy. For the same
/// reason nothing else shines brighter than [`GLOW`].
fn looks(scene: &FilmScene) -> Vec<(Vec3, Vec3)> {
    let bodies: BTreeSet<&str> = scene.lights.iter().filter_map(|it| it.light.fixture.as_deref()).collect();
    let most = GLOW * scene.ambient_lux as f32 / PI;
    let look = |instance: &crate::FilmInstance| {
        let material = &instance.material;
        let color = Vec3::from(material.base_color);
        let mean = if material.texture.is_some() { TEXTURE_MEAN } else { 1.0 };
        let diffuse = 1.0 - (1.0 - METAL_SHARE) * material.metallic.clamp(0.0, 1.0);
        let own = if bodies.contains(instance.name.as_str()) { 0.0 } else { material.emission_cd_m2 };
        (color * (mean * diffuse), emitted_luminance(color, own.clamp(0.0, most)))
    };
    scene.instances.iter().map(look).collect()
}

/// Even directions: a Fibonacci lattice on the sphere.
fn directions() -> Vec<Vec3> {
    let direction = |index: usize| {
        let z = 1.0 - (index as f64 + 0.5) * 2.0 / RAYS as f64;
        let (sin, cos) = libm::sincos(index as f64 * 2.399_963_229_728_653);
        let r = libm::sqrt(1.0 - z * z);
        Vec3::new((r * cos) as f32, (r * sin) as f32, z as f32)
    };
    (0..RAYS).map(direction).collect()
}

/// What gathering needs.
struct Gatherer<'a, T: Tracer> {
    scene: &'a FilmScene,
    lamps: &'a Lamps,
    tracer: &'a T,
    looks: Vec<(Vec3, Vec3)>,
    rays: Vec<Vec3>,
}

impl<T: Tracer> Gatherer<'_, T> {
    /// Light that arrives at a point in the open, and the part of its rays that meet things from inside.
    fn around(&self, position: Vec3) -> (Ambient, f32) {
        let steradian = 4.0 * PI / self.rays.len() as f32;
        let (mut ambient, mut inside) = (Ambient::default(), 0);
        for direction in &self.rays {
            let luminance = match self.tracer.nearest(position, *direction) {
                None => self.scene.surroundings(*direction),
                Some(met) if met.normal.dot(*direction) > 0.0 => {
                    inside += 1;
                    continue;
                }
                Some(met) => self.sent(position + *direction * met.distance, &met),
            };
            ambient.add(*direction, luminance, steradian);
        }
        (ambient, inside as f32 / self.rays.len() as f32)
    }

    /// Luminance of a surface that a ray met.
    fn sent(&self, position: Vec3, met: &Encounter) -> Vec3 {
        let (color, emission) = self.looks[met.instance];
        if emission != Vec3::ZERO {
            return emission;
        }
        let lamps = self.lamps.direct.iter().chain(&self.lamps.spread);
        let further = Vec3::splat(self.scene.ambient_lux as f32 * FURTHER);
        let reaches = |lamp: &Lamp| {
            let (toward, _) = lamp.source.toward(position);
            self.reaches(lamp, position, met.normal) * lamp.sent_to(toward)
        };
        let lux = lamps.map(reaches).sum::<Vec3>() + further;
        color * lux * (1.0 / PI)
    }

    /// Illuminance by one light of a face with unit normal `n`, shadow included.
    fn reaches(&self, lamp: &Lamp, position: Vec3, n: Vec3) -> Vec3 {
        let (toward, falloff) = lamp.source.toward(position);
        let lux = lamp.strength * (falloff * n.dot(toward));
        // What hardly counts needs no shadow.
        if luminance_of(lux) <= NEGLIGIBLE * self.scene.ambient_lux as f32 {
            return lux.max(Vec3::ZERO);
        }
        if self.tracer.open(position + n * START, toward, distance(lamp, position)) {
            lux
        } else {
            Vec3::ZERO
        }
    }

    /// Light of the lights that are not shaded one by one, at a point in the open.
    fn spread_at(&self, position: Vec3) -> Ambient {
        let mut ambient = Ambient::default();
        for lamp in &self.lamps.spread {
            let (toward, falloff) = lamp.source.toward(position);
            // A point next to a lamp must not speak for its whole cell.
            let lux =
                lamp.strength * (falloff.min(1.0 / (NEAREST_LAMP * NEAREST_LAMP)) * lamp.sent_to(toward));
            if self.tracer.open(position, toward, distance(lamp, position)) {
                ambient.add(toward, lux, 1.0);
            }
        }
        ambient
    }
}

/// Part of the stated ambient light that a surface gets before its first bounce is counted.
const FURTHER: f32 = 0.5;
/// Rays to lights start this far in front of a surface, m.
const START: f32 = 1e-3;
/// Part of the ambient illuminance below which a light is taken as unobstructed.
const NEGLIGIBLE: f32 = 0.02;
/// Lamps of the field are taken as no nearer than this, m.
const NEAREST_LAMP: f32 = 0.7;

/// How far the way to a lamp must be free, m: to just before its body.
fn distance(lamp: &Lamp, position: Vec3) -> f32 {
    match lamp.source {
        crate::lamps::Source::Point(at) => ((at - position).length() - crate::lighting::SHADOW_NEAR).max(0.0),
        crate::lamps::Source::Directional(_) => f32::MAX,
    }
}
