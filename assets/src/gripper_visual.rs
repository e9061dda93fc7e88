//! What grippers look like. Drawn around the collider boxes, so that picture and physics agree where it matters:
//! pad faces, finger tips, front of the palm.

use crate::primitives::{cylinder, prism, rounded_box, sweep};
use crate::{GripperModel, Material, Mesh, TextureKind, VisualPart};
use glam::{DQuat, DVec2, DVec3};
use restage_geometry::Pose;
use std::f64::consts::FRAC_PI_2;

/// Thickness of the rubber layer on a finger, m.
const PAD_M: f64 = 0.002;

/// Colours of one make.
struct Look {
    housing: Material,
    finger: Material,
    pad: Material,
    accent: Material,
}

impl Look {
    fn of(name: &str) -> Self {
        let steel = Material::metal([0.62, 0.60, 0.57], 0.35).textured(TextureKind::BrushedMetal, 0.05, 3);
        let rubber = Material::srgb(0x2A2A2C, 0.85);
        match name {
            "umi" => Self {
                housing: Material::srgb(0xB9BAB8, 0.55),
                finger: Material::srgb(0xC9C7BF, 0.60),
                pad: Material::srgb(0xD9822B, 0.75),
                accent: steel,
            },
            "so100_jaw" => Self {
                housing: Material::srgb(0xE07A1F, 0.55),
                finger: Material::srgb(0xE07A1F, 0.55),
                pad: Material::srgb(0xE8954A, 0.65),
                accent: Material::srgb(0x1C1C1E, 0.45),
            },
            "franka_hand" => Self {
                housing: Material::srgb(0xECECEA, 0.35),
                finger: Material::metal([0.45, 0.45, 0.46], 0.45),
                pad: rubber,
                accent: Material::srgb(0x3A3A3D, 0.4),
            },
            _ => Self {
                housing: Material::srgb(0x2B2C2F, 0.40),
                finger: Material::metal([0.55, 0.55, 0.56], 0.40),
                pad: rubber,
                accent: steel,
            },
        }
    }
}

fn part(mesh: Mesh, material: &Material) -> VisualPart {
    VisualPart { mesh, material: material.clone() }
}

/// A rounded box between two corners, m.
fn block(low: DVec3, high: DVec3, bevel: f64) -> Mesh {
    rounded_box(high - low, bevel).translated((low + high) / 2.0)
}

/// One finger in its finger frame: a plate that tapers towards the tip, a pad, ribs behind it, a slide at the root.
pub(crate) fn finger(model: &GripperModel, left: bool) -> Vec<VisualPart> {
    let look = Look::of(&model.name);
    let DVec3 { x: thickness, y: breadth, z: length } = model.finger_size;
    let (tip, root) = (model.tip_beyond_tcp, model.tip_beyond_tcp - length);
    let pad_length = (0.55 * length).min(0.045);
    let inner = 0.75 * PAD_M;
    // Drawn for the left finger with distance from the pad as first coordinate; the right one is turned by pi.
    let outline = [
        DVec2::new(inner, root),
        DVec2::new(thickness, root),
        DVec2::new(thickness, root + 0.35 * length),
        DVec2::new(0.45 * thickness, tip - 0.001),
        DVec2::new(inner, tip - 0.001),
    ];
    let turn = Pose::from_rotation(DQuat::from_rotation_z(if left { FRAC_PI_2 } else { -FRAC_PI_2 }));
    let outward = if left { -1.0 } else { 1.0 };
    let across = |from: f64, to: f64, y: f64, low: f64, high: f64, bevel: f64| {
        let (a, b) = (outward * from, outward * to);
        block(DVec3::new(a.min(b), -y, low), DVec3::new(a.max(b), y, high), bevel)
    };
    let mut parts = vec![
        part(prism(&outline, 0.92 * breadth).transformed(&turn), &look.finger),
        part(across(0.0, PAD_M, breadth / 2.0, tip - pad_length, tip, 0.0006), &look.pad),
        part(
            across(-0.1 * thickness, 1.15 * thickness, 0.6 * breadth, root - 0.006, root + 0.012, 0.0015),
            &look.accent,
        ),
    ];
    for k in 0..4 {
        let z = root + length * (0.30 + 0.13 * f64::from(k));
        parts.push(part(
            across(
                0.5 * thickness,
                0.97 * thickness - 0.1 * thickness * f64::from(k),
                breadth / 2.0,
                z,
                z + 0.004,
                0.0008,
            ),
            &look.pad,
        ));
    }
    parts
}

/// Everything that moves with the TCP but the fingers, in the TCP frame.
pub(crate) fn palm(model: &GripperModel) -> Vec<VisualPart> {
    let look = Look::of(&model.name);
    let (low, high) = model.palm_box().bounds();
    let size = high - low;
    let dark = Material::srgb(0x1C1C1E, 0.5);
    let slot = block(
        DVec3::new(0.94 * low.x, -0.22 * size.y, high.z - 0.004),
        DVec3::new(0.94 * high.x, 0.22 * size.y, high.z + 0.0006),
        0.0003,
    );
    let rail = along_x(cylinder(0.0035, 0.92 * size.x, 0.0005, 16), DVec3::new(0.0, 0.0, high.z + 0.003));
    let mut parts = vec![
        part(block(low, high, 0.12 * size.min_element()), &look.housing),
        part(slot, &dark),
        part(rail, &look.accent),
    ];
    match model.name.as_str() {
        "umi" => {
            parts.extend(umi_body(low, &dark));
            parts.extend(umi_rail(low, high, &dark, &look));
        }
        "so100_jaw" => parts.extend(servo(low, high, &look)),
        _ => parts.extend(flange(low, size, &look)),
    }
    parts
}

/// A mesh built along z, laid along x and moved.
fn along_x(mesh: Mesh, center: DVec3) -> Mesh {
    mesh.transformed(&Pose::new(center, DQuat::from_rotation_y(FRAC_PI_2)))
}

/// The hand-held body: pistol grip below (+y), action camera above and behind (its lens 0.086 m above and 0.2197 m
/// behind the tip, as published with UMI).
fn umi_body(low: DVec3, dark: &Material) -> Vec<VisualPart> {
    let lens = DVec3::new(0.0, -0.086, -0.2197);
    let back = low.z;
    let neck = block(DVec3::new(-0.019, -0.016, back - 0.075), DVec3::new(0.019, 0.022, back + 0.004), 0.005);
    let grip_path = [
        DVec3::new(0.0, 0.012, back - 0.052),
        DVec3::new(0.0, 0.050, back - 0.062),
        DVec3::new(0.0, 0.105, back - 0.080),
    ];
    let grip = sweep(&grip_path, &[0.018, 0.017, 0.019], 20);
    let mount = block(
        DVec3::new(-0.012, lens.y + 0.020, lens.z - 0.020),
        DVec3::new(0.012, -0.010, back - 0.060),
        0.003,
    );
    let camera = block(
        DVec3::new(-0.036, lens.y - 0.028, lens.z - 0.034),
        DVec3::new(0.036, lens.y + 0.023, lens.z - 0.012),
        0.004,
    );
    let barrel = cylinder(0.017, 0.008, 0.001, 32).translated(lens - DVec3::Z * 0.0105);
    vec![
        part(neck, dark),
        part(grip, dark),
        part(mount, dark),
        part(camera, dark),
        part(barrel, &Material::srgb(0x101012, 0.15)),
    ]
}

/// What the wrist camera sees of the rail: a cover plate in the middle and screws at both ends, on its upper side.
fn umi_rail(low: DVec3, high: DVec3, dark: &Material, look: &Look) -> Vec<VisualPart> {
    let middle = (low.z + high.z) / 2.0;
    let plate = block(
        DVec3::new(-0.038, low.y - 0.0015, low.z + 0.006),
        DVec3::new(0.038, low.y + 0.002, high.z - 0.006),
        0.0007,
    );
    let upright = DQuat::from_rotation_x(FRAC_PI_2);
    let mut parts = vec![part(plate, dark)];
    for x in [-0.070, -0.050, 0.050, 0.070] {
        for z in [-0.014, 0.014] {
            let at = Pose::new(DVec3::new(x, low.y, middle + z), upright);
            parts.push(part(cylinder(0.0035, 0.002, 0.0004, 12).transformed(&at), &look.accent));
        }
    }
    parts
}

/// The servo of a hobby arm behind its printed bracket.
fn servo(low: DVec3, high: DVec3, look: &Look) -> Vec<VisualPart> {
    let body = block(
        DVec3::new(low.x * 0.55, low.y * 0.9, low.z - 0.035),
        DVec3::new(high.x * 0.55, high.y * 0.9, low.z + 0.002),
        0.002,
    );
    let horn =
        along_x(cylinder(0.012, 0.006, 0.001, 24), DVec3::new(high.x * 0.55 + 0.003, 0.0, low.z - 0.012));
    vec![part(body, &look.accent), part(horn, &Material::metal([0.6, 0.6, 0.6], 0.4))]
}

/// A round wrist flange behind an industrial gripper.
fn flange(low: DVec3, size: DVec3, look: &Look) -> Vec<VisualPart> {
    let radius = 0.5 * size.y.min(size.x);
    let at = |z: f64| DVec3::new(0.0, 0.0, z);
    let collar = cylinder(radius, 0.020, 0.002, 40).translated(at(low.z - 0.009));
    let wrist = cylinder(0.9 * radius, 0.060, 0.003, 40).translated(at(low.z - 0.047));
    vec![part(collar, &look.accent), part(wrist, &look.housing)]
}
