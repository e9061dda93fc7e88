//! Exported scenes, read back by this program's own import: the same triangles in the same places.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

use glam::{DQuat, DVec3, Vec3};
use restage_assets::glb::GlbWriter;
use restage_film::{FilmScene, InstanceBody};
use restage_geometry::Pose;
use restage_pipeline::gltf::{scene_glb, write_gltf};
use restage_scenes::{ObjectPlacement, ObjectRole, Scene, SceneRequest};

/// Every fourth template, with an object of the catalogue in the air.
fn scenes() -> Vec<Scene> {
    let mut scenes: Vec<Scene> = restage_scenes::templates()
        .iter()
        .step_by(4)
        .map(|template| template.build(&SceneRequest::default()).unwrap())
        .collect();
    for scene in &mut scenes {
        let at = scene.support().unwrap().point(0.0, 0.0, 0.4);
        scene.objects.push(ObjectPlacement {
            name: "mug".into(),
            model: restage_assets::catalogue()[0].clone(),
            world_from_object: Pose::from_rotation_vector(at, DVec3::new(0.3, -0.2, 0.9)),
            role: ObjectRole::Target,
        });
    }
    scenes
}

#[test]
fn an_export_has_the_triangles_and_extents_of_the_scene() {
    let folder = tempfile::tempdir().unwrap();
    for scene in scenes() {
        let path = folder.path().join("scene.glb");
        write_gltf(&scene, &path).unwrap();
        let read = restage_assets::import::measure(&path).unwrap();
        let (mut triangles, mut low, mut high) = (0, DVec3::INFINITY, DVec3::NEG_INFINITY);
        for instance in FilmScene::from_scene(&scene, None).instances {
            triangles += instance.mesh.indices.len() / 3;
            let world_from_body = match instance.body {
                InstanceBody::Body(index) => scene.objects[index].world_from_object,
                InstanceBody::Static => Pose::IDENTITY,
            };
            let pose = world_from_body * instance.body_from_instance;
            for position in &instance.mesh.positions {
                let point = pose.transform_point(Vec3::from(*position).as_dvec3());
                (low, high) = (low.min(point), high.max(point));
            }
        }
        assert_eq!(read.triangles, triangles, "{}", scene.template);
        let off = (read.low - low).abs().max((read.high - high).abs()).max_element();
        assert!(off < 1e-4, "{}: {off}", scene.template);
    }
}

#[test]
fn equal_scenes_give_equal_bytes_and_equal_meshes_are_stored_once() {
    let scene = &scenes()[0];
    let bytes = scene_glb(scene).unwrap();
    assert_eq!(bytes, scene_glb(scene).unwrap());
    let length = u32::from_le_bytes([bytes[12], bytes[13], bytes[14], bytes[15]]) as usize;
    let document: serde_json::Value = serde_json::from_slice(&bytes[20..20 + length]).unwrap();
    let count = |key: &str| document[key].as_array().map_or(0, Vec::len);
    let instances = FilmScene::from_scene(scene, None).instances.len();
    assert!(count("meshes") < instances, "{} of {instances}", count("meshes"));
    assert!(count("nodes") >= instances + scene.lights.len());
    let lights = &document["extensions"]["KHR_lights_punctual"]["lights"];
    assert_eq!(lights.as_array().map_or(0, Vec::len), scene.lights.len());
}

#[test]
fn cameras_look_where_they_did() {
    let mut writer = GlbWriter::new();
    let (eye, target) = (DVec3::new(0.3, -1.0, 1.6), DVec3::new(0.0, 0.2, 0.9));
    let pose = restage_scenes::camera::look_at(eye, target);
    writer.camera("c", 1.0, 1.5, &pose);
    let bytes = writer.finish();
    let length = u32::from_le_bytes([bytes[12], bytes[13], bytes[14], bytes[15]]) as usize;
    let document: serde_json::Value = serde_json::from_slice(&bytes[20..20 + length]).unwrap();
    let numbers = |key: &str| -> Vec<f64> {
        document["nodes"][0][key].as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect()
    };
    let q = DQuat::from_slice(&numbers("rotation"));
    // glTF looks along -z with +y up; its (x, y, z) are our (x, -z, y).
    let ours = |v: DVec3| DVec3::new(v.x, -v.z, v.y);
    assert!((ours(q * DVec3::NEG_Z) - (target - eye).normalize()).length() < 1e-6);
    assert!((ours(q * DVec3::X) - pose.rotation * DVec3::X).length() < 1e-6);
    assert!((ours(DVec3::from_slice(&numbers("translation"))) - eye).length() < 1e-6);
}

#[test]
fn scene_sets_come_with_exports_that_have_their_size() {
    use restage_pipeline::scene_set::{SceneSetRequest, SheetSettings, build_set, select};
    use restage_pipeline::{QualityChoice, RendererChoice, Silent};
    let folder = tempfile::tempdir().unwrap();
    let request = SceneSetRequest {
        templates: select(&["home_bathroom"]).unwrap(),
        count: 2,
        seed: 5,
        out: Some(folder.path().to_owned()),
        gltf: true,
        sheet: SheetSettings { renderer: RendererChoice::Cpu, quality: QualityChoice::Fast, size: (32, 24) },
    };
    build_set(&request, &Silent).unwrap();
    for index in 0..2 {
        let file = folder.path().join(format!("home_bathroom/{index:06}.json"));
        let scene = Scene::load(&file).unwrap();
        let read = restage_assets::import::measure(&file.with_extension("glb")).unwrap();
        let (room, size) = (&scene.rooms[0], read.high - read.low);
        let [width, depth] = room.size();
        // Walls, floor and ceiling are 0.2 m thick; what is seen through a window lies farther out.
        assert!(size.x > width && size.y > depth && size.z > room.height, "{size}");
        assert!((2.0..30.0).contains(&size.max_element()), "{size}");
        assert!(read.triangles > scene.fixtures.len() * 4, "{}", read.triangles);
    }
    assert!(folder.path().join("home_bathroom.png").is_file());
}
