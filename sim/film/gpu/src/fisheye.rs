//! Fisheyes and distorted lenses on hardware that only knows pinholes: five pinhole faces of a cube around the optical
//! centre, and a table that says where on which face each pixel looks.

use crate::picture::Picture;
use glam::{DQuat, DVec2, DVec3, Vec3};
use restage_film::PosedCamera;
use restage_film::camera::unprojector;
use restage_geometry::Pose;
use restage_scenes::Lens;
use std::f64::consts::FRAC_PI_2;
use std::sync::Arc;

/// A face reaches a little beyond its quarter turn, so that neighbouring texels exist at the seams.
const OVERLAP: f64 = 1.02;

/// Where one pixel of the fisheye is found.
#[derive(Clone, Copy, Debug)]
struct Sample {
    face: usize,
    /// Position on the face, px (pixel centres at half-integers).
    u: f32,
    v: f32,
    /// Depth along the optical axis of the fisheye, per depth along the axis of the face.
    depth_ratio: f32,
}

/// The table of one lens and size. `None` beyond the valid image circle.
#[derive(Debug)]
pub(crate) struct FisheyeTable {
    lens: Lens,
    size: (u32, u32),
    face_size: u32,
    samples: Vec<Option<Sample>>,
}

/// `camera_from_face`: ahead, right, left, down, up (OpenCV axes).
fn face_rotations() -> [DQuat; 5] {
    [
        DQuat::IDENTITY,
        DQuat::from_rotation_y(FRAC_PI_2),
        DQuat::from_rotation_y(-FRAC_PI_2),
        DQuat::from_rotation_x(-FRAC_PI_2),
        DQuat::from_rotation_x(FRAC_PI_2),
    ]
}

impl FisheyeTable {
    /// The table for `camera`, or `None` when its lens is a pinhole.
    pub(crate) fn of(camera: &PosedCamera) -> Option<Self> {
        let focal = match camera.lens {
            Lens::Pinhole { .. } => return None,
            Lens::FisheyeKb4 { fx, fy, .. } | Lens::BrownConrady { fx, fy, .. } => fx.max(fy),
        };
        // As many pixels per radian at the centre of a face as at the centre of the fisheye.
        let face_size = (2.0 * focal * OVERLAP / 2.0).ceil() as u32 * 2;
        let unprojected = unprojector(&camera.lens);
        let sample = |index: u32| {
            let (x, y) = (index % camera.width, index / camera.width);
            let ray = unprojected(DVec2::new(f64::from(x) + 0.5, f64::from(y) + 0.5))?;
            Some(Self::sample(ray, face_size))
        };
        let samples = (0..camera.width * camera.height).map(sample).collect();
        Some(Self { lens: camera.lens, size: (camera.width, camera.height), face_size, samples })
    }

    /// Whether this table serves `camera`.
    pub(crate) fn fits(&self, camera: &PosedCamera) -> bool {
        self.lens == camera.lens && self.size == (camera.width, camera.height)
    }

    fn sample(ray: DVec3, face_size: u32) -> Sample {
        let on_faces = face_rotations().map(|camera_from_face| camera_from_face.inverse() * ray);
        let mut face = 0;
        for candidate in 1..on_faces.len() {
            if on_faces[candidate].z > on_faces[face].z {
                face = candidate;
            }
        }
        let direction = on_faces[face];
        let half = f64::from(face_size) / 2.0;
        let focal = half / OVERLAP;
        Sample {
            face,
            u: (focal * direction.x / direction.z + half) as f32,
            v: (focal * direction.y / direction.z + half) as f32,
            depth_ratio: (ray.z / direction.z) as f32,
        }
    }

    /// The pinhole cameras of the faces, in order.
    pub(crate) fn faces(&self, camera: &PosedCamera) -> Vec<PosedCamera> {
        let half = f64::from(self.face_size) / 2.0;
        let focal = half / OVERLAP;
        let lens = Lens::Pinhole { fx: focal, fy: focal, cx: half, cy: half };
        face_rotations()
            .map(|rotation| PosedCamera {
                name: camera.name.clone(),
                width: self.face_size,
                height: self.face_size,
                lens,
                world_from_camera: camera.world_from_camera * Pose::from_rotation(rotation),
                sensor: camera.sensor,
            })
            .to_vec()
    }

    /// Puts the pictures of the faces together: colour between texels, depth and ids from the nearest one.
    pub(crate) fn assemble(&self, faces: &[Picture]) -> Picture {
        let pixels = self.samples.len();
        let (depth, ids) = (!faces[0].depth_m.is_empty(), !faces[0].ids.is_empty());
        let mut image = Picture {
            width: self.size.0,
            height: self.size.1,
            color: vec![Vec3::ZERO; pixels],
            depth_m: if depth { vec![f32::INFINITY; pixels] } else { Vec::new() },
            ids: if ids { vec![0; pixels] } else { Vec::new() },
        };
        for (pixel, sample) in self.samples.iter().enumerate() {
            let Some(sample) = sample else { continue };
            let face = &faces[sample.face];
            image.color[pixel] = bilinear(face, sample.u, sample.v);
            let last = self.face_size - 1;
            let (x, y) = ((sample.u as u32).min(last), (sample.v as u32).min(last));
            let texel = (y * self.face_size + x) as usize;
            if depth {
                image.depth_m[pixel] = face.depth_m[texel] * sample.depth_ratio;
            }
            if ids {
                image.ids[pixel] = face.ids[texel];
            }
        }
        image
    }
}

fn bilinear(image: &Picture, u: f32, v: f32) -> Vec3 {
    let (x, y) = ((u - 0.5).max(0.0), (v - 0.5).max(0.0));
    let (x0, y0) = ((x as u32).min(image.width - 2), (y as u32).min(image.height - 2));
    let (fx, fy) = ((x - x0 as f32).min(1.0), (y - y0 as f32).min(1.0));
    let texel = |x: u32, y: u32| image.color[(y * image.width + x) as usize];
    let top = texel(x0, y0).lerp(texel(x0 + 1, y0), fx);
    top.lerp(texel(x0, y0 + 1).lerp(texel(x0 + 1, y0 + 1), fx), fy)
}

/// A camera as the pinholes that are rendered for it.
pub(crate) enum Views {
    Pinhole(PosedCamera),
    Fisheye(Arc<FisheyeTable>, Vec<PosedCamera>),
}

impl Views {
    pub(crate) fn cameras(&self) -> &[PosedCamera] {
        match self {
            Self::Pinhole(camera) => std::slice::from_ref(camera),
            Self::Fisheye(_, faces) => faces,
        }
    }

    /// Takes this camera's pictures from the front of `images`.
    pub(crate) fn take(&self, images: &mut impl Iterator<Item = Picture>) -> Picture {
        let own: Vec<Picture> = images.take(self.cameras().len()).collect();
        match self {
            Self::Pinhole(_) => own.into_iter().next().unwrap_or_default(),
            Self::Fisheye(table, _) => table.assemble(&own),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ray_lands_on_its_face() {
        let lens = Lens::umi_fisheye(224, 224);
        let camera = PosedCamera {
            name: "wrist".into(),
            width: 224,
            height: 224,
            lens,
            world_from_camera: Pose::IDENTITY,
            sensor: restage_scenes::SensorModel::default(),
        };
        let table = FisheyeTable::of(&camera).expect("a fisheye");
        let faces = table.faces(&camera);
        for (index, sample) in table.samples.iter().enumerate() {
            let Some(sample) = sample else { continue };
            let side = table.face_size as f32;
            assert!((0.0..=side).contains(&sample.u) && (0.0..=side).contains(&sample.v), "{sample:?}");
            let (x, y) = (index as u32 % 224, index as u32 / 224);
            let ray = camera.unproject(DVec2::new(f64::from(x) + 0.5, f64::from(y) + 0.5)).expect("valid");
            let face = &faces[sample.face];
            let on_face = DVec2::new(f64::from(sample.u), f64::from(sample.v));
            let back = face.unproject(on_face).expect("a pinhole");
            assert!(back.dot(ray) > 1.0 - 1e-9, "{sample:?}");
        }
    }
}
