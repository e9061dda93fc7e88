//! A scene as the numbers that the shader reads.

use crate::trees::Trees;
use glam::{DMat3, Vec3};
use restage_film::lighting::{DIELECTRIC_F0, emitted_luminance};
use restage_film::sampling::{BLOCK, MOST, Samples};
use restage_film::tonemap::exposure_factor;
use restage_film::{AmbientField, FilmScene, Lamps, Quality, Source, ambient};
use restage_geometry::Pose;

/// Directions per pixel in which `high` pictures look for what is near. Nothing filters them, unlike on the CPU.
const DIRECTIONS: u32 = 16;
/// The mean of a texture, as assets paints it.
const TEXTURE_MEAN: f32 = 0.85;
/// What a metal sends on as if it were diffuse, where it is met by a ray.
const METAL_SHARE: f32 = 0.6;

/// Four numbers.
pub(crate) type Row = [f32; 4];

/// What the shader reads of a scene.
pub(crate) struct Tables {
    /// Header, lamps, places of samples, ambient field, looks, samples.
    pub(crate) scene: Vec<Row>,
    pub(crate) trees: Trees,
}

impl Tables {
    /// The row of [`Self::scene`] whose last number says whether the picture is of high quality.
    pub(crate) const QUALITY_ROW: usize = 2;

    /// The tables of a scene.
    pub(crate) fn of(scene: &FilmScene, quality: Quality) -> Self {
        let trees = Trees::of(scene, quality);
        let lamps = Lamps::of(scene, quality);
        let field = AmbientField::of(scene, &lamps, &trees);
        let (count, bodies) = (lamps.direct.len(), trees.roots.len());
        let mut rows = vec![[0.0; 4]; 4];
        rows.extend(lamps.direct.iter().flat_map(lamp_rows));
        let places = rows.len();
        rows.push([0.0; 4]);
        let field_at = rows.len();
        rows.extend(
            field
                .points
                .iter()
                .flat_map(|point| [point.even, point.slope[0], point.slope[1], point.slope[2]].map(row)),
        );
        let looks_at = rows.len();
        rows.extend(scene.instances.iter().flat_map(look_rows));
        let samples = Samples::new(1);
        rows[places] = [rows.len() as f32, (rows.len() as u32 + BLOCK * MOST) as f32, DIRECTIONS as f32, 0.0];
        let pixels = |each: u32| (0..BLOCK).flat_map(move |place| (0..each).map(move |index| (place, index)));
        rows.extend(pixels(MOST).map(|(place, index)| {
            let point = samples.square(place, index);
            [point.x, point.y, 0.0, 0.0]
        }));
        rows.extend(
            (0..DIRECTIONS).flat_map(|index| (0..BLOCK).map(move |place| row(direction(place, index)))),
        );
        let high = f32::from(u8::from(quality == Quality::High));
        let lift = if field.is_uniform() { 0.0 } else { ambient::LIFT * field.cell.min_element() };
        let inverse = 1.0 / field.cell;
        rows[0] = [exposure_factor(scene.exposure_ev100), count as f32, field_at as f32, looks_at as f32];
        rows[1] = [field.origin.x, field.origin.y, field.origin.z, lift];
        rows[Self::QUALITY_ROW] = [inverse.x, inverse.y, inverse.z, high];
        let [x, y, z] = field.size.map(|size| size as f32);
        rows[3] = [x, y, z, bodies as f32];
        Self { scene: rows, trees }
    }

    /// Four rows per tree: the pose of its body inverted, then its root and whether it shines.
    pub(crate) fn bodies(&self, poses: &[Pose]) -> Vec<Row> {
        let rows = self.trees.roots.iter().flat_map(|root| {
            let pose =
                root.body.and_then(|body| poses.get(body)).copied().unwrap_or(Pose::IDENTITY).inverse();
            let matrix = DMat3::from_quat(pose.rotation);
            let line = |axis: usize| {
                let row = matrix.row(axis).as_vec3();
                [row.x, row.y, row.z, pose.translation[axis] as f32]
            };
            let about = [root.node as f32, f32::from(u8::from(root.shining)), 0.0, 0.0];
            [line(0), line(1), line(2), about]
        });
        rows.collect()
    }
}

/// Direction `index` of those of a pixel, about +z, distributed as the cosine: each pixel has a Hammersley set of its own,
/// turned and shifted by its place in the block, because nothing puts the samples of neighbours together here.
fn direction(place: u32, index: u32) -> Vec3 {
    let turn =
        f64::from(index.reverse_bits()) / 4_294_967_296.0 + f64::from(place) / f64::from(BLOCK * DIRECTIONS);
    let square = (f64::from(index) + (f64::from(place) + 0.5) / f64::from(BLOCK)) / f64::from(DIRECTIONS);
    let (sin, cos) = (std::f64::consts::TAU * turn).sin_cos();
    let radius = square.sqrt();
    Vec3::new((radius * cos) as f32, (radius * sin) as f32, (1.0 - square).sqrt() as f32)
}

fn row(v: Vec3) -> Row {
    [v.x, v.y, v.z, 0.0]
}

fn lamp_rows(lamp: &restage_film::Lamp) -> [Row; 4] {
    let (source, point) = match lamp.source {
        Source::Point(position) => (position, 1.0),
        Source::Directional(toward) => (toward, 0.0),
    };
    let shadows = f32::from(u8::from(lamp.shadows));
    let strength = lamp.strength;
    [
        [source.x, source.y, source.z, point],
        [strength.x, strength.y, strength.z, shadows],
        row(lamp.extent[0]),
        row(lamp.extent[1]),
    ]
}

/// Colour and roughness; own luminance; what a ray sees of it; scale of the texture, metallic, whether there is one, part of the light that
/// passes.
fn look_rows(instance: &restage_film::FilmInstance) -> [Row; 4] {
    let material = &instance.material;
    let [r, g, b] = material.base_color;
    let color = Vec3::new(r, g, b);
    let metallic = material.metallic.clamp(0.0, 1.0);
    let mean = if material.texture.is_some() { TEXTURE_MEAN } else { 1.0 };
    let through = material.transmission.clamp(0.0, 1.0);
    let matt = (1.0 - DIELECTRIC_F0) * (1.0 - (1.0 - METAL_SHARE) * metallic);
    [
        [r, g, b, material.roughness.clamp(0.0, 1.0)],
        row(emitted_luminance(color, material.emission_cd_m2.max(0.0))),
        row(color * (mean * matt)),
        [
            1.0 / material.tile_size.max(1e-4),
            metallic,
            f32::from(u8::from(material.texture.is_some())),
            through,
        ],
    ]
}
