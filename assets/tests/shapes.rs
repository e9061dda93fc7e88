//! What every recipe promises: closed meshes that face outwards, normals that fit them, colliders that fill the
//! same space as the mesh and leave hollow things hollow.

use glam::{DVec3, Vec3};
use proptest::prelude::*;
use restage_assets::{
    ColliderPart, ColliderShape, GripperModel, Mesh, ObjectModel, ObjectShape, ShapePrior, VisualPart,
    catalogue, hypothesis_object,
};

/// Convex pieces prepared for the question whether a point is inside.
struct Solid(Vec<(ColliderPart, Vec<(DVec3, f64)>)>);

impl Solid {
    fn new(parts: Vec<ColliderPart>) -> Self {
        let planes = |part: &ColliderPart| match &part.shape {
            ColliderShape::ConvexHull { points } => hull_planes(points),
            _ => Vec::new(),
        };
        Self(parts.into_iter().map(|part| (part.clone(), planes(&part))).collect())
    }

    fn contains(&self, point: DVec3) -> bool {
        self.0.iter().any(|(part, planes)| {
            let p = part.object_from_part.inverse().transform_point(point);
            let ring = (p.x * p.x + p.y * p.y).sqrt();
            match &part.shape {
                ColliderShape::Cuboid { half_extents } => p.abs().cmple(*half_extents).all(),
                ColliderShape::Cylinder { radius, half_height } => {
                    ring <= *radius && p.z.abs() <= *half_height
                }
                ColliderShape::Capsule { radius, half_height } => {
                    let z = (p.z.abs() - half_height).max(0.0);
                    (ring * ring + z * z).sqrt() <= *radius
                }
                ColliderShape::Ball { radius } => p.length() <= *radius,
                ColliderShape::ConvexHull { .. } => planes.iter().all(|(n, d)| n.dot(p) <= *d),
            }
        })
    }
}

/// Face planes of a convex hull by brute force: every triple of points with all others on one side.
fn hull_planes(points: &[DVec3]) -> Vec<(DVec3, f64)> {
    let mut planes = Vec::new();
    for i in 0..points.len() {
        for j in i + 1..points.len() {
            for k in j + 1..points.len() {
                let normal = (points[j] - points[i]).cross(points[k] - points[i]);
                if normal.length() < 1e-12 {
                    continue;
                }
                let normal = normal.normalize();
                let d = normal.dot(points[i]);
                let sides = points.iter().map(|p| normal.dot(*p) - d);
                let (low, high) = sides.fold((0.0f64, 0.0f64), |(l, h), s| (l.min(s), h.max(s)));
                if high < 1e-9 {
                    planes.push((normal, d + 1e-9));
                } else if low > -1e-9 {
                    planes.push((-normal, 1e-9 - d));
                }
            }
        }
    }
    planes
}

/// Whether a point is inside a closed mesh: parity of crossings of a slanted ray.
fn mesh_contains(mesh: &Mesh, point: DVec3) -> bool {
    let direction = DVec3::new(0.3217, 0.1973, 0.9261);
    let crossings = mesh.triangles().filter(|[a, b, c]| {
        let (e1, e2) = (*b - *a, *c - *a);
        let h = direction.cross(e2);
        let det = e1.dot(h);
        if det.abs() < 1e-18 {
            return false;
        }
        let s = (point - *a) / det;
        let (u, q) = (s.dot(h), s.cross(e1));
        let v = direction.dot(q);
        u >= 0.0 && v >= 0.0 && u + v <= 1.0 && e2.dot(q) > 0.0
    });
    crossings.count() % 2 == 1
}

fn total_bounds(parts: &[VisualPart]) -> (DVec3, DVec3) {
    parts
        .iter()
        .filter_map(|part| part.mesh.bounds())
        .reduce(|(a, b), (c, d)| (a.min(c), b.max(d)))
        .expect("every object has a mesh")
}

fn check_mesh(name: &str, mesh: &Mesh) {
    assert_eq!(mesh.positions.len(), mesh.normals.len(), "{name}");
    assert_eq!(mesh.positions.len(), mesh.uvs.len(), "{name}");
    assert!(mesh.indices.iter().all(|i| (*i as usize) < mesh.positions.len()), "{name}");
    assert_eq!(mesh.open_edges(), 0, "{name}: open edges");
    assert!(mesh.volume() > 0.0, "{name}: faces inwards, {}", mesh.volume());
    for normal in &mesh.normals {
        assert!((Vec3::from_array(*normal).length() - 1.0).abs() < 1e-4, "{name}: {normal:?}");
    }
    for corners in mesh.indices.chunks_exact(3) {
        let [a, b, c] = [0, 1, 2].map(|k| Vec3::from_array(mesh.positions[corners[k] as usize]));
        let face = (b - a).cross(c - a);
        for k in corners {
            let normal = Vec3::from_array(mesh.normals[*k as usize]);
            // Slivers have no reliable face normal.
            if face.length() > 1e-9 {
                assert!(
                    normal.dot(face.normalize()) > 0.3,
                    "{name}: normal {normal} on face {}",
                    face.normalize()
                );
            }
        }
    }
}

#[test]
fn catalogue_meshes_are_closed_and_face_outwards() {
    for model in catalogue() {
        let parts = model.visual();
        for (k, part) in parts.iter().enumerate() {
            check_mesh(&format!("{} part {k}", model.id), &part.mesh);
        }
        let triangles: usize = parts.iter().map(|part| part.mesh.indices.len() / 3).sum();
        assert!((40..=6000).contains(&triangles), "{}: {triangles} triangles", model.id);
    }
}

#[test]
fn grippers_have_closed_meshes_around_their_collider_boxes() {
    for name in GripperModel::NAMES {
        let gripper = GripperModel::by_name(name).unwrap();
        for left in [true, false] {
            let parts = gripper.finger_visual(left);
            parts.iter().for_each(|part| check_mesh(name, &part.mesh));
            let (low, high) = total_bounds(&parts);
            // The pad face is x = 0 and nothing but the slide at the root lies on the other side of it.
            let inner = if left { high.x } else { -low.x };
            assert!((0.0..=0.1 * gripper.finger_size.x + 1e-6).contains(&inner), "{name}: {inner}");
            assert!((high.z - gripper.tip_beyond_tcp).abs() < 1e-6, "{name}: tip at {}", high.z);
        }
        let palm = gripper.palm_visual();
        palm.iter().for_each(|part| check_mesh(name, &part.mesh));
        let (_, front) = gripper.palm_box().bounds();
        let (_, high) = total_bounds(&palm);
        assert!((0.0..0.008).contains(&(high.z - front.z)), "{name}: front {front}, mesh {high}");
    }
    assert!(GripperModel::by_name("tongs").is_none());
}

/// Compares mesh and colliders on a grid: share of the volume that only one of them claims.
fn disagreement(model: &ObjectModel) -> (f64, f64) {
    let solid = Solid::new(model.colliders());
    let meshes: Vec<Mesh> = model.visual().into_iter().map(|part| part.mesh).collect();
    let size = model.size();
    let steps = 18;
    let (mut only_mesh, mut only_solid, mut both) = (0u32, 0u32, 0u32);
    for index in 0..steps * steps * steps {
        let cell = DVec3::new(
            f64::from(index % steps),
            f64::from(index / steps % steps),
            f64::from(index / (steps * steps)),
        );
        let point = ((cell + 0.5) / f64::from(steps) - 0.5) * size;
        match (meshes.iter().any(|mesh| mesh_contains(mesh, point)), solid.contains(point)) {
            (true, true) => both += 1,
            (true, false) => only_mesh += 1,
            (false, true) => only_solid += 1,
            (false, false) => {}
        }
    }
    let total = f64::from(both + only_mesh);
    (f64::from(only_mesh) / total, f64::from(only_solid) / total)
}

#[test]
fn colliders_fill_the_space_of_the_mesh() {
    for model in catalogue() {
        let (missing, extra) = disagreement(model);
        // Thin walls fall between the cells of the grid and are approximated by flat pieces.
        let thin = matches!(
            model.shape,
            ObjectShape::Mug { .. }
                | ObjectShape::Cup { .. }
                | ObjectShape::Bowl { .. }
                | ObjectShape::Plate { .. }
        );
        // A tin stands on its rims: its ends are sunk and its body is narrower than what is touched.
        let limit = match model.shape {
            _ if thin => 0.35,
            ObjectShape::Can { .. } => 0.12,
            _ => 0.10,
        };
        assert!(missing < limit && extra < limit, "{}: {missing:.3} missing, {extra:.3} too much", model.id);
    }
}

#[test]
fn hollow_things_are_hollow_to_the_touch() {
    for model in catalogue() {
        let center = match model.shape {
            ObjectShape::Mug { handle_reach, .. } => DVec3::X * (-handle_reach / 2.0),
            ObjectShape::Cup { .. } | ObjectShape::Bowl { .. } | ObjectShape::Plate { .. } => DVec3::ZERO,
            _ => continue,
        };
        let solid = Solid::new(model.colliders());
        let top = center + DVec3::Z * (model.size().z / 2.0 - 0.002);
        assert!(!solid.contains(top), "{}: closed at the top", model.id);
        let floor = center - DVec3::Z * (model.size().z / 2.0 - 0.001);
        assert!(solid.contains(floor), "{}: no floor", model.id);
    }
}

#[test]
fn meshes_fill_the_stated_size() {
    for model in catalogue() {
        let (low, high) = total_bounds(&model.visual());
        let (size, stated) = (high - low, model.size());
        // Stems stand out of the box, labels by a fraction of a millimetre.
        let stem = if matches!(model.shape, ObjectShape::Apple { .. } | ObjectShape::Pear { .. }) {
            0.02
        } else {
            0.0
        };
        let slack = DVec3::new(0.0007, 0.0007, 0.0007 + stem) + stated * 0.02;
        assert!((size - stated).abs().cmple(slack).all(), "{}: {size} instead of {stated}", model.id);
    }
}

#[test]
fn catalogue_is_sane() {
    assert!(catalogue().len() >= 25);
    let mut ids: Vec<&str> = catalogue().iter().map(|model| model.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), catalogue().len(), "ids are unique");
    for model in catalogue() {
        let size = model.size();
        assert!(size.min_element() >= 0.01 && size.max_element() <= 0.4, "{}: {size}", model.id);
        assert!((0.005..2.0).contains(&model.mass_kg), "{}", model.id);
        // Nothing is denser than stone or lighter than styrofoam within its bounding box.
        let density = model.mass_kg / size.element_product();
        assert!((20.0..2700.0).contains(&density), "{}: {density} kg/m3", model.id);
        assert!((0.3..1.1).contains(&model.pad_friction), "{}", model.id);
        assert!((0.15..0.8).contains(&model.support_friction), "{}", model.id);
    }
}

#[test]
fn an_object_survives_storage() {
    for model in catalogue() {
        let text = serde_json::to_string(model).unwrap();
        assert_eq!(&serde_json::from_str::<ObjectModel>(&text).unwrap(), model);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever grounding asks for: closed meshes of the asked width, and the same volume to see and to touch.
    #[test]
    fn hypothesis_objects_hold(
        prior in prop::sample::select(vec![
            ShapePrior::Box, ShapePrior::Block, ShapePrior::Cylinder, ShapePrior::Ball, ShapePrior::Banana,
        ]),
        width in 0.012..0.085f64,
        depth in 0.012..0.2f64,
        height in 0.015..0.2f64,
    ) {
        let model = hypothesis_object(prior, width, depth, height, "thing");
        for part in model.visual() {
            check_mesh(&model.id, &part.mesh);
        }
        let closing = if prior == ShapePrior::Banana { model.size().z } else { model.size().x };
        prop_assert!((closing - width).abs() < 1e-9);
        prop_assert!(model.mass_kg >= 0.005 && model.mass_kg < 5.0);
    }

    #[test]
    fn vessels_of_any_size_are_closed(
        radius in 0.02..0.08f64, height in 0.03..0.15f64, wall in 0.002..0.006f64, reach in 0.015..0.04f64,
    ) {
        for shape in [
            ObjectShape::Mug { radius, height, wall, handle_reach: reach },
            ObjectShape::Bowl { radius: 2.0 * radius, foot_radius: radius, height, wall },
            ObjectShape::Bottle {
                size: DVec3::new(2.0 * radius, 2.6 * radius, 2.0 * height),
                neck_radius: 0.4 * radius,
                neck_height: 0.3 * height,
            },
        ] {
            let mut model = catalogue()[0].clone();
            model.shape = shape;
            for part in model.visual() {
                check_mesh("vessel", &part.mesh);
            }
        }
    }
}
