//! What is right comes in as it is.

use super::{Bench, cc0, entry, glb_of};
use glam::DVec3;
use restage_assets::import::{ImportOptions, MassSource, Provenance, UpAxis};
use restage_assets::{ColliderPart, ColliderShape, Mesh, ObjectModel, ObjectShape};

/// Whether a point lies in one of the convex pieces, by its faces' planes through brute force: a point is outside
/// a hull when some direction among many separates it.
fn inside(parts: &[ColliderPart], point: DVec3, margin: f64) -> bool {
    parts.iter().any(|part| {
        let local = part.object_from_part.inverse().transform_point(point);
        match &part.shape {
            ColliderShape::Cuboid { half_extents } => (local.abs() - *half_extents).max_element() <= margin,
            ColliderShape::ConvexHull { points } => !separated(points, local, margin),
            other => panic!("{other:?}"),
        }
    })
}

fn separated(points: &[DVec3], point: DVec3, margin: f64) -> bool {
    let steps = 60;
    (0..steps * steps).any(|index| {
        let z = 1.0 - 2.0 * ((index / steps) as f64 + 0.5) / f64::from(steps);
        let around = f64::from(index % steps) * std::f64::consts::TAU / f64::from(steps);
        let radius = (1.0 - z * z).sqrt();
        let direction = DVec3::new(radius * around.cos(), radius * around.sin(), z);
        points.iter().all(|corner| corner.dot(direction) < point.dot(direction) - margin)
    })
}

fn triangles(model: &ObjectModel) -> usize {
    model.visual().iter().map(|part| part.mesh.indices.len() / 3).sum()
}

#[test]
fn a_mug_comes_back_with_its_size_triangles_and_hollow() {
    let (bench, mug) = (Bench::new(), entry("mug"));
    let path = bench.file("mug.glb", glb_of(mug));
    let options = ImportOptions { substance: Some("ceramic".into()), ..cc0() };
    let (asset, report) = bench.import(&path, &options).unwrap();
    assert_eq!((report.open_edges, report.triangles), (0, triangles(mug)), "{report:?}");
    assert!((DVec3::from(report.size_m) - mug.size()).abs().max_element() < 2e-3, "{report:?}");
    let volume: f64 = mug.visual().iter().map(|part| part.mesh.volume()).sum();
    assert!((report.mass_kg - 2300.0 * volume).abs() < 0.02 * report.mass_kg, "{report:?}");
    assert_eq!(report.mass_source, MassSource::Density);

    // The handle moves the centre of the box; the bowl of the mug is around x = -reach / 2.
    let ObjectShape::Mug { radius, height, handle_reach, wall } = mug.shape else { panic!("a mug") };
    let axis = DVec3::new(-handle_reach / 2.0, 0.0, 0.0);
    let colliders = asset.model().colliders();
    assert!(colliders.len() > 4 && colliders.len() <= 32, "{}", colliders.len());
    for lift in [-0.2, 0.0, 0.3, 0.49] {
        let point = axis + DVec3::Z * (lift * height);
        assert!(!inside(&colliders, point, -1e-4), "the hollow is filled at {lift}");
    }
    for turn in 0..8 {
        let angle = f64::from(turn) * std::f64::consts::FRAC_PI_4;
        let out = DVec3::new(angle.cos(), angle.sin(), 0.0) * (radius - wall / 2.0);
        assert!(inside(&colliders, axis + out, 1.5e-3), "no wall at {turn}");
    }
}

#[test]
fn an_asset_is_the_same_on_every_way_in() {
    let (bench, can) = (Bench::new(), entry("can"));
    let path = bench.file("tin.glb", glb_of(can));
    let options = ImportOptions { id: Some("shop/tin".into()), author: Some("A. Person".into()), ..cc0() };
    let (asset, report) = bench.import(&path, &options).unwrap();
    assert_eq!(bench.library().ids().unwrap(), ["shop/tin"]);
    let again = bench.library().load("shop/tin").unwrap();
    assert_eq!((again.hash(), again.visual()), (report.hash.as_str(), asset.visual()));
    let provenance =
        Provenance { licence: "CC0-1.0".into(), author: options.author.clone(), source: "tin.glb".into() };
    assert_eq!(again.description.provenance, provenance);

    // A scene stores id and hash; reading it back finds the same form.
    let text = serde_json::to_string(&asset.model()).unwrap();
    assert!(text.contains(&report.hash) && text.len() < 2000, "{text}");
    assert_eq!(serde_json::from_str::<ObjectModel>(&text).unwrap(), asset.model());
    let lost = text.replace(&report.hash, &"0".repeat(64)).replace("shop/tin", "shop/none");
    let error = serde_json::from_str::<ObjectModel>(&lost).unwrap_err().to_string();
    assert!(error.contains("no asset \"shop/none\"") && error.contains("assets import"), "{error}");

    // The same file into another library: the same content.
    let other = Bench::new();
    let path = other.file("tin.glb", glb_of(can));
    assert_eq!(other.import(&path, &options).unwrap().1.hash, report.hash);
    // A taken id stays as it is unless told otherwise.
    assert!(bench.import(&path, &options).unwrap_err().to_string().contains("--force"));
    assert!(bench.import(&path, &ImportOptions { replace: true, ..options }).is_ok());
}

#[test]
fn a_convex_thing_is_one_piece_and_weighs_what_its_density_says() {
    let bench = Bench::new();
    let size = DVec3::new(0.04, 0.06, 0.1);
    let path = bench.file("block.stl", stl(&restage_assets::primitives::rounded_box(size, 0.0), 1000.0));
    let options = ImportOptions { scale: Some(0.001), substance: Some("wood".into()), ..cc0() };
    let (asset, report) = bench.import(&path, &options).unwrap();
    assert_eq!((report.parts, report.open_edges), (1, 0));
    assert!((report.mass_kg - 0.144).abs() < 1e-5, "{report:?}");
    assert!((asset.description.size - size).abs().max_element() < 1e-7);
    assert_eq!(asset.model().size(), asset.description.size);
}

#[test]
fn axes_are_turned_upright() {
    let bench = Bench::new();
    let size = DVec3::new(0.04, 0.06, 0.1);
    let text = stl(&restage_assets::primitives::rounded_box(size, 0.0), 1.0);
    let path = bench.file("box.stl", text);
    let options = ImportOptions { up: Some(UpAxis::Y), ..cc0() };
    let (asset, _) = bench.import(&path, &options).unwrap();
    assert!((asset.description.size - DVec3::new(0.04, 0.1, 0.06)).abs().max_element() < 1e-7);
}

#[test]
fn a_urdf_prop_keeps_its_parts_collisions_and_mass() {
    let bench = Bench::new();
    let ball = restage_assets::primitives::sphere(0.02, 24, 12);
    bench.file("meshes/knob.stl", stl(&ball, 1000.0));
    let urdf = r#"<robot name="lid">
        <material name="red"><color rgba="1 0 0 1"/></material>
        <link name="disc">
          <inertial><mass value="0.12"/><inertia ixx="1" ixy="0" ixz="0" iyy="1" iyz="0" izz="1"/></inertial>
          <visual><geometry><cylinder radius="0.08" length="0.01"/></geometry><material name="red"/></visual>
          <collision><geometry><cylinder radius="0.08" length="0.01"/></geometry></collision>
        </link>
        <link name="knob">
          <visual><geometry><mesh filename="package://lid/meshes/knob.stl" scale="0.001 0.001 0.001"/></geometry></visual>
          <collision><geometry><sphere radius="0.02"/></geometry></collision>
        </link>
        <joint name="up" type="fixed"><parent link="disc"/><child link="knob"/><origin xyz="0 0 0.02"/></joint>
      </robot>"#;
    let path = bench.file("lid.urdf", urdf);
    let (asset, report) = bench.import(&path, &cc0()).unwrap();
    assert_eq!((report.parts, report.mass_kg, report.mass_source), (2, 0.12, MassSource::File));
    assert!((asset.description.size - DVec3::new(0.16, 0.16, 0.045)).abs().max_element() < 1e-4);
    assert_eq!(asset.materials[0].base_color, [1.0, 0.0, 0.0]);
    // The origin moved to the centre of the box, the pieces with it.
    assert!((asset.description.colliders[0].object_from_part.translation.z + 0.0175).abs() < 1e-4);
}

#[test]
fn an_obj_brings_its_materials_and_picture() {
    let bench = Bench::new();
    let png = super::pictures::png(2, 2, [10, 200, 30, 255]);
    bench.file("tex/label one.png", png);
    bench.file(
        "box.mtl",
        "newmtl side\nKd 0.5 0.5 0.5\nmap_Kd tex/label%20one.png\nnewmtl top\nKd 1 0 0\nNs 100\n",
    );
    let path = bench.file("box.obj", cube_obj());
    let (asset, report) = bench.import(&path, &cc0()).unwrap();
    assert_eq!((report.open_edges, report.triangles), (0, 12), "{report:?}");
    let textured: Vec<bool> = asset.materials.iter().map(|material| material.texture.is_some()).collect();
    assert_eq!(textured, [true, false]);
    let restage_assets::TextureKind::Picture(id) = asset.materials[0].texture.unwrap() else {
        panic!("picture")
    };
    assert_eq!(restage_assets::picture::picture(id).unwrap().rgba8[..4], [10, 200, 30, 255]);
    assert_eq!(asset.materials[1].base_color, [1.0, 0.0, 0.0]);
    assert!((asset.materials[1].roughness - 0.374).abs() < 1e-3);
}

/// A cube of 8 cm whose top has another material.
pub fn cube_obj() -> String {
    let mut text = String::from("mtllib box.mtl\nvt 0 0\nvt 1 0\nvt 1 1\nvt 0 1\n");
    for corner in 0..8 {
        let axis = |bit: u32| if (corner >> bit) & 1 == 1 { 0.04 } else { -0.04 };
        text += &format!("v {} {} {}\n", axis(0), axis(1), axis(2));
    }
    text += "usemtl side\nf 1/1 3/2 4/3 2/4\nf 5/1 6/2 8/3 7/4\nf 1/1 2/2 6/3 5/4\nf 1/1 5/2 7/3 3/4\n";
    text + "f 2/1 4/2 8/3 6/4\nusemtl top\nf 3/1 7/2 8/3 4/4\n"
}

/// A mesh as binary STL, in units of `per_metre` to the metre.
pub fn stl(mesh: &Mesh, per_metre: f64) -> Vec<u8> {
    let mut bytes = vec![0; 80];
    bytes.extend(((mesh.indices.len() / 3) as u32).to_le_bytes());
    for triangle in mesh.triangles() {
        bytes.extend([0; 12]);
        for corner in triangle {
            (corner * per_metre).as_vec3().to_array().iter().for_each(|x| bytes.extend(x.to_le_bytes()));
        }
        bytes.extend([0; 2]);
    }
    bytes
}
