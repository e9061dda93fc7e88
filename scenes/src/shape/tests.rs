use super::*;
use restage_assets::Material;
use std::f64::consts::PI;

fn shapes() -> Vec<(FixtureShape, f64)> {
    let l = vec![[0.0, 0.0], [2.0, 0.0], [2.0, 1.0], [1.0, 1.0], [1.0, 3.0], [0.0, 3.0]];
    let cone = vec![[0.0, 0.0], [0.3, 0.0], [0.0, 0.9]];
    vec![
        (FixtureShape::Box { size: DVec3::new(1.0, 2.0, 3.0) }, 6.0),
        (FixtureShape::RoundedBox { size: DVec3::new(1.0, 0.8, 0.6), radius: 0.0 }, 0.48),
        (FixtureShape::Cylinder { radius: 0.5, height: 2.0 }, PI * 0.5),
        (FixtureShape::Ellipsoid { size: DVec3::new(1.0, 1.2, 0.8) }, PI / 6.0 * 0.96),
        (FixtureShape::Lathe { profile: cone }, PI * 0.09 * 0.3),
        (FixtureShape::Extrusion { outline: l, height: 0.5 }, 2.0),
        (FixtureShape::Tube { path: vec![DVec3::ZERO, DVec3::X * 2.0], radius: 0.1 }, PI * 0.02),
    ]
}

#[test]
fn meshes_are_closed_and_enclose_the_right_volume() {
    for (shape, volume) in shapes() {
        let mesh = shape.mesh();
        assert_eq!(mesh.open_edges(), 0, "{shape:?}");
        assert!((mesh.volume() / volume - 1.0).abs() < 0.06, "{shape:?}: {} for {volume}", mesh.volume());
    }
}

#[test]
fn a_rounded_box_loses_its_edges_only() {
    let (size, radius) = (DVec3::new(1.0, 0.8, 0.6), 0.1);
    let mesh = FixtureShape::RoundedBox { size, radius }.mesh();
    assert_eq!(mesh.open_edges(), 0);
    let (low, high) = mesh.bounds().expect("vertices");
    assert!((high - low - size).abs().max_element() < 1e-6);
    // Steiner: inner box, slabs on its faces, quarter cylinders on its edges, an eighth of a ball on its corners.
    let inner = size - DVec3::splat(2.0 * radius);
    let faces = 2.0 * (inner.x * inner.y + inner.y * inner.z + inner.z * inner.x) * radius;
    let edges = PI * radius * radius * (inner.x + inner.y + inner.z);
    let whole = inner.x * inner.y * inner.z + faces + edges + 4.0 / 3.0 * PI * radius.powi(3);
    assert!((mesh.volume() / whole - 1.0).abs() < 0.01, "{} for {whole}", mesh.volume());
}

#[test]
fn bounds_hold_mesh_and_colliders() {
    for (shape, _) in shapes() {
        let (low, high) = shape.bounds();
        let (mesh_low, mesh_high) = shape.mesh().bounds().expect("vertices");
        let slack = DVec3::splat(1e-6);
        assert!((mesh_low + slack).cmpge(low).all() && (mesh_high - slack).cmple(high).all(), "{shape:?}");
        assert!(!shape.colliders().is_empty());
    }
}

#[test]
fn a_concave_outline_has_convex_colliders_of_its_own_area() {
    let (shape, volume) = shapes().swap_remove(5);
    let area = |points: &[DVec3]| {
        let ring: Vec<_> = points[..points.len() / 2].iter().map(|p| p.truncate()).collect();
        (0..ring.len()).map(|k| ring[k].perp_dot(ring[(k + 1) % ring.len()])).sum::<f64>() / 2.0
    };
    let colliders = shape.colliders();
    let total: f64 = colliders
        .iter()
        .map(|part| match &part.shape {
            ColliderShape::ConvexHull { points } => area(points) * 0.5,
            other => panic!("{other:?}"),
        })
        .sum();
    assert!(colliders.len() > 1 && (total - volume).abs() < 1e-9, "{total}");
}

#[test]
fn a_catalogue_entry_brings_its_own_materials() {
    let grey = Material::plain([0.2; 3], 0.5);
    let mug = FixtureShape::Asset { id: "coffee_mug".into() };
    let model = by_id("coffee_mug").expect("an entry");
    assert_eq!(mug.visual(&grey), model.visual());
    assert_eq!(mug.colliders(), model.colliders());
    assert_eq!(FixtureShape::Asset { id: "no such thing".into() }.visual(&grey), vec![]);
}
