//! Files that are wrong on purpose: each is refused with its place, and nothing of it stays.

use super::good::{cube_obj, stl};
use super::pictures::png_bomb;
use super::{Bench, cc0, entry, glb_of};
use proptest::prelude::*;
use restage_assets::import::{Format, ImportOptions, MassSource, examine};
use restage_assets::primitives::{rounded_box, sphere};
use serde_json::{Value, json};
use std::path::Path;

/// The JSON and the buffer of a GLB.
fn taken_apart(glb: &[u8]) -> (Value, Vec<u8>) {
    let length = u32::from_le_bytes(glb[12..16].try_into().unwrap()) as usize;
    (serde_json::from_slice(&glb[20..20 + length]).unwrap(), glb[28 + length..].to_vec())
}

fn put_together(document: &Value, buffer: &[u8]) -> Vec<u8> {
    let mut text = document.to_string().into_bytes();
    text.resize(text.len().next_multiple_of(4), b' ');
    let mut glb = b"glTF".to_vec();
    glb.extend(2u32.to_le_bytes());
    glb.extend(((28 + text.len() + buffer.len()) as u32).to_le_bytes());
    for (kind, data) in [(b"JSON", &text[..]), (b"BIN\0", buffer)] {
        glb.extend((data.len() as u32).to_le_bytes());
        glb.extend(kind);
        glb.extend(data);
    }
    glb
}

/// A good box as a GLB, changed.
fn changed(change: impl Fn(&mut Value, &mut Vec<u8>)) -> Vec<u8> {
    let (mut document, mut buffer) = taken_apart(&glb_of(entry("sugar_box")));
    change(&mut document, &mut buffer);
    put_together(&document, &buffer)
}

#[test]
fn documents_that_lie_are_refused() {
    type Change = fn(&mut Value, &mut Vec<u8>);
    let cases: [(&str, Change); 22] = [
        ("accessors[0]", |d, _| d["accessors"][0]["count"] = json!(1_000_000)),
        ("elements", |d, _| d["accessors"][0]["count"] = json!(u64::MAX)),
        ("elements", |d, _| d["accessors"][0]["count"] = json!(0)),
        ("accessors[0]", |d, _| d["accessors"][0]["byteOffset"] = json!(u64::MAX)),
        ("Vec3", |d, _| d["accessors"][0]["type"] = json!("VEC2")),
        ("unsigned", |d, _| d["accessors"][3]["componentType"] = json!(5126)),
        ("bufferViews[0]", |d, _| d["bufferViews"][0]["byteLength"] = json!(1u64 << 40)),
        ("bufferViews[0]", |d, _| d["bufferViews"][0]["byteOffset"] = json!(u64::MAX)),
        ("accessors", |d, _| d["meshes"][0]["primitives"][0]["attributes"]["POSITION"] = json!(99)),
        ("POSITION", |d, _| d["meshes"][0]["primitives"][0]["attributes"] = json!({ "NORMAL": 1 })),
        ("materials", |d, _| d["meshes"][0]["primitives"][0]["material"] = json!(7)),
        ("meshes", |d, _| d["nodes"][0]["mesh"] = json!(44)),
        ("nodes", |d, _| d["scenes"][0]["nodes"] = json!([123])),
        ("a circle", |d, _| d["nodes"][0]["children"] = json!([0])),
        ("finite", |d, _| d["nodes"][0]["scale"] = json!([1e30, 1, 1])),
        ("buffers[0]", |_, buffer| buffer.truncate(40)),
        ("buffers[0].uri", |d, _| d["buffers"][0]["uri"] = json!("../../etc/passwd")),
        ("buffers[0].uri", |d, _| d["buffers"][0]["uri"] = json!("/etc/passwd")),
        ("base64", |d, _| d["buffers"][0]["uri"] = json!("data:application/octet-stream;base64,%%%")),
        ("KHR_draco", |d, _| d["extensionsRequired"] = json!(["KHR_draco_mesh_compression"])),
        ("0 to 1", |d, _| d["materials"][0]["pbrMetallicRoughness"]["metallicFactor"] = json!(7)),
        ("glTF 2.0 JSON", |d, _| d["nodes"] = json!("many")),
    ];
    let bench = Bench::new();
    for (number, (expected, change)) in cases.into_iter().enumerate() {
        let faults = bench.refused(&format!("case{number}.glb"), changed(change));
        let text = faults.iter().map(ToString::to_string).collect::<String>();
        assert!(text.contains(expected), "case {number}: {expected} not in {text}");
    }
}

#[test]
fn numbers_that_are_none_are_refused() {
    let bench = Bench::new();
    for value in [f32::NAN, f32::INFINITY, 1e30] {
        let bytes = changed(|_, buffer| buffer[24..28].copy_from_slice(&value.to_le_bytes()));
        let faults = bench.refused("nan.glb", bytes);
        assert!(faults[0].field.contains("vertex 2") && faults[0].expected.contains("finite"), "{faults:?}");
    }
    // The index of a triangle corner beyond the vertices.
    let bytes = changed(|document, buffer| {
        let at = document["bufferViews"][3]["byteOffset"].as_u64().unwrap() as usize;
        buffer[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
    });
    let faults = bench.refused("index.glb", bytes);
    assert!(
        faults[0].field.contains("index 0") && faults[0].expected.contains("a vertex below"),
        "{faults:?}"
    );
}

#[test]
fn pictures_may_not_lie_elsewhere_or_explode() {
    let bench = Bench::new();
    let textured = |image: Value| {
        changed(|document, _| {
            document["images"] = json!([image]);
            document["textures"] = json!([{ "source": 0 }]);
            document["materials"][0]["pbrMetallicRoughness"]["baseColorTexture"] = json!({ "index": 0 });
        })
    };
    bench.file("bomb.png", png_bomb(50_000, 50_000));
    let faults = bench.refused("bomb.glb", textured(json!({ "uri": "bomb.png" })));
    assert!(faults[0].found.contains("50000 x 50000"), "{faults:?}");
    for uri in ["../secret.png", "/etc/passwd", "file:///etc/passwd", "..%2f..%2fsecret.png"] {
        let faults = bench.refused("away.glb", textured(json!({ "uri": uri })));
        assert!(faults[0].expected.contains("inside the folder"), "{uri}: {faults:?}");
    }
    let faults = bench.refused("none.glb", textured(json!({ "uri": "nowhere.png" })));
    assert!(faults[0].hint.contains("copy the files"), "{faults:?}");
}

#[test]
fn cut_files_are_refused() {
    let (bench, whole) = (Bench::new(), glb_of(entry("sugar_box")));
    for length in [0, 3, 11, 12, 19, 25, whole.len() / 2, whole.len() - 1] {
        bench.refused(&format!("cut{length}.glb"), &whole[..length]);
    }
    let block = stl(&rounded_box(glam::DVec3::splat(0.1), 0.0), 1.0);
    bench.refused("cut.stl", &block[..block.len() - 1]);
    bench.refused("model.fbx", "x");
}

#[test]
fn objs_may_not_reach_out() {
    let bench = Bench::new();
    let faults = bench.refused("away.obj", cube_obj().replace("box.mtl", "../../box.mtl"));
    assert!(faults[0].field.starts_with("mtllib") && faults[0].expected.contains("inside"), "{faults:?}");
    bench.file("box.mtl", "newmtl side\nmap_Kd -s 1 1 1 ../../../etc/passwd\nnewmtl top\n");
    let faults = bench.refused("map.obj", cube_obj());
    assert!(faults[0].field.contains("map_Kd") && faults[0].expected.contains("inside"), "{faults:?}");
    bench.file("box.mtl", "newmtl side\nnewmtl top\n");
    let faults = bench.refused("face.obj", cube_obj() + "f 1/1 2/2 900/3\n");
    assert!(faults[0].found.contains("out of bounds"), "{faults:?}");
    let faults = bench.refused("empty.obj", "# nothing\n");
    assert!(faults[0].expected.contains("triangles"), "{faults:?}");
    // All corners on one line: triangles, but no area.
    let faults = bench.refused("flat.obj", "v 0 0 0\nv 1 0 0\nv 2 0 0\nf 1 2 3\n");
    assert!(faults[0].found.contains("without area"), "{faults:?}");
}

#[test]
fn urdfs_may_not_reach_out() {
    let bench = Bench::new();
    let urdf = |mesh: &str| {
        format!(
            r#"<robot name="a"><link name="l"><visual><geometry><mesh filename="{mesh}"/></geometry></visual></link></robot>"#
        )
    };
    for away in ["../x.stl", "/etc/x.stl", "package://a/../../x.stl", "package://../../x.stl"] {
        let faults = bench.refused("away.urdf", urdf(away));
        assert!(faults[0].expected.contains("inside the folder"), "{away}: {faults:?}");
    }
    let faults = bench.refused("dae.urdf", urdf("x.dae"));
    assert!(faults[0].hint.contains("convert"), "{faults:?}");
    let faults = bench.refused("self.urdf", urdf("self.urdf"));
    assert!(faults[0].expected.contains("a mesh"), "{faults:?}");
    let joint = |name: &str, parent: &str, child: &str| {
        format!(
            r#"<joint name="{name}" type="fixed"><parent link="{parent}"/><child link="{child}"/></joint>"#
        )
    };
    let links = r#"<link name="a"/><link name="b"/>"#;
    let circle =
        format!(r#"<robot name="r">{links}{}{}</robot>"#, joint("j", "a", "b"), joint("k", "b", "a"));
    assert!(bench.refused("circle.urdf", circle)[0].found.contains("circle"));
    let unknown = format!(r#"<robot name="r">{links}{}</robot>"#, joint("j", "a", "zz"));
    assert!(bench.refused("unknown.urdf", unknown)[0].found.contains("zz"));
    bench.refused("text.urdf", "<robot");
}

#[test]
fn sizes_that_cannot_be_are_told_the_unit() {
    let bench = Bench::new();
    let cube = rounded_box(glam::DVec3::splat(0.08), 0.0);
    for (per_metre, scale) in [(1000.0, "--scale 0.001"), (100.0, "--scale 0.01"), (0.01, "--scale 100")] {
        let faults = bench.refused("cube.stl", stl(&cube, per_metre));
        assert!(faults[0].hint.contains(scale), "{per_metre}: {faults:?}");
    }
    assert!(bench.refused("cube.stl", stl(&cube, 1e9))[0].hint.contains("METRES_PER_UNIT"));
}

#[test]
fn an_open_surface_is_no_movable_object_unless_told_so() {
    let bench = Bench::new();
    let mut bowl = sphere(0.05, 24, 12);
    bowl.indices.truncate(bowl.indices.len() / 2 / 3 * 3);
    let faults = bench.refused("bowl.stl", stl(&bowl, 1.0));
    assert!(faults[0].hint.contains("--allow-open"), "{faults:?}");
    let path = bench.file("bowl.stl", stl(&bowl, 1.0));
    let (_, report) = bench.import(&path, &ImportOptions { allow_open: true, ..cc0() }).unwrap();
    assert!(report.open_edges > 0 && report.notes.iter().any(|note| note.contains("open surface")));
    assert_eq!(report.mass_source, MassSource::Assumed);
    assert!(report.parts > 1, "a shell is not its hull: {report:?}");
    let fixture = ImportOptions { fixture: true, id: Some("lamp".into()), ..cc0() };
    assert!(bench.import(&path, &fixture).is_ok());
}

#[test]
fn statements_are_checked_all_at_once() {
    let bench = Bench::new();
    let path = bench.file("box.glb", glb_of(entry("sugar_box")));
    let options = ImportOptions {
        licence: "free".into(),
        id: Some("../x".into()),
        mass_kg: Some(-1.0),
        substance: Some("unobtainium".into()),
        ..cc0()
    };
    let error = bench.import(&path, &options).unwrap_err().to_string();
    for field in ["--licence", "--id", "--mass", "--material"] {
        assert!(error.contains(field), "{field} not in {error}");
    }
}

#[test]
fn a_stored_asset_that_was_touched_is_noticed() {
    let bench = Bench::new();
    let path = bench.file("box.glb", glb_of(entry("sugar_box")));
    let (asset, report) = bench.import(&path, &cc0()).unwrap();
    let folder = bench.library().folder().join("objects/box");
    let text = std::fs::read_to_string(folder.join("asset.json")).unwrap();
    std::fs::write(folder.join("asset.json"), text.replace("CC0-1.0", "MIT")).unwrap();
    assert_ne!(bench.library().load("box").unwrap().hash(), report.hash);
    std::fs::write(folder.join("asset.json"), text.replace("\"mass_kg\": ", "\"mass_kg\": -")).unwrap();
    assert!(bench.library().load("box").unwrap_err().to_string().contains("mass_kg"));
    std::fs::write(folder.join("asset.json"), &text).unwrap();
    assert_eq!(bench.library().load("box").unwrap(), asset);
    std::fs::remove_file(folder.join("visual.glb")).unwrap();
    assert!(bench.library().load("box").is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn flipped_bytes_never_panic(flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
        let nowhere = Path::new("/nonexistent");
        let urdf = r#"<robot name="a"><link name="l"><visual><geometry><box size="1 1 1"/></geometry></visual></link></robot>"#;
        for (format, mut bytes) in [
            (Format::Gltf, glb_of(entry("sugar_box"))),
            (Format::Obj, cube_obj().replace("mtllib box.mtl\n", "").into_bytes()),
            (Format::Stl, stl(&rounded_box(glam::DVec3::splat(0.1), 0.0), 1.0)),
            (Format::Urdf, urdf.as_bytes().to_vec()),
        ] {
            for (index, value) in &flips {
                let at = index.index(bytes.len());
                bytes[at] = *value;
            }
            let _ = examine(format, &bytes, nowhere);
        }
    }
}
