//! What every template promises: equal requests give equal scenes, each axis changes its own part of the scene only,
//! and names are found or explained.

use restage_scenes::{
    Exposure, LightKind, Scene, SceneRequest, Sun, TaskDemand, TemplateError, build, select, templates,
};

fn request(seed: u64) -> SceneRequest {
    SceneRequest { layout: Some(seed), style: Some(seed + 100), ..SceneRequest::default() }
}

/// Names and poses of what can be met: what the layout axis decides. Fronts and patterns are a matter of style.
fn layout_of(scene: &Scene) -> Vec<String> {
    scene
        .fixtures
        .iter()
        .filter(|it| it.collides)
        .map(|it| format!("{} {:?} {:?}", it.name, it.shape.bounds(), it.world_from_fixture))
        .collect()
}

fn style_of(scene: &Scene) -> Vec<String> {
    scene.fixtures.iter().map(|it| format!("{:?}", it.material)).collect()
}

#[test]
fn equal_requests_give_equal_scenes_and_seeds_differ() {
    for template in templates() {
        let one = template.build(&request(1)).unwrap();
        assert_eq!(one.hash(), template.build(&request(1)).unwrap().hash(), "{}", template.name);
        let other = template.build(&SceneRequest { layout: Some(2), ..request(1) }).unwrap();
        assert!(layout_of(&one) != layout_of(&other), "{}", template.name);
        assert_eq!(one.environment, template.family);
        assert_eq!(one.template, template.name);
    }
}

#[test]
fn each_axis_changes_its_own_part_only() {
    for template in templates() {
        for seed in 0..4 {
            let name = template.name;
            let plain = template.build(&request(seed)).unwrap();
            let styled = template.build(&SceneRequest { style: Some(77), ..request(seed) }).unwrap();
            assert!(layout_of(&plain) == layout_of(&styled), "{name}: style moves things");
            assert!(style_of(&plain) != style_of(&styled), "{name}: style changes nothing");
            let mut lighting = template.nominal_lighting();
            lighting.task_lux *= 1.3;
            lighting.lamp_cct_k = 3000.0;
            let lit = template.build(&SceneRequest { lighting: Some(lighting), ..request(seed) }).unwrap();
            assert!(layout_of(&plain) == layout_of(&lit), "{name}: light moves things");
            assert!(style_of(&plain) == style_of(&lit), "{name}: light paints things");
            assert_ne!(plain.lights, lit.lights, "{name}");
            let exposure = Exposure { offset_ev: 0.5, ..Exposure::default() };
            let exposed = template.build(&SceneRequest { exposure, ..request(seed) }).unwrap();
            assert!((exposed.exposure_ev100 - plain.exposure_ev100 - 0.5).abs() < 1e-12, "{name}");
            assert!(Scene { exposure_ev100: plain.exposure_ev100, ..exposed } == plain, "{name}");
        }
    }
}

#[test]
fn the_support_takes_the_asked_height() {
    for template in templates() {
        for height in template.support_height {
            let request = SceneRequest { support_height: Some(height), ..request(3) };
            let scene = template.build(&request).unwrap();
            let found = scene.support().unwrap().center.z;
            let [low, high] = template.support_height;
            assert!(found >= low - 1e-9 && found <= high + 1e-9, "{}: {found}", template.name);
        }
    }
}

#[test]
fn lamps_windows_and_ambient_give_the_asked_illuminance() {
    for template in templates() {
        for seed in 0..6 {
            let mut lighting = template.nominal_lighting();
            lighting.lamps = template.lamps[1];
            let scene = template.build(&SceneRequest { lighting: Some(lighting), ..request(seed) }).unwrap();
            let at = scene.support().unwrap().center;
            let lamps = scene.lights.iter().filter(|it| matches!(it.kind, LightKind::Point { .. }));
            let lux = scene.ambient_lux + lamps.map(|light| light.illuminance_up(at)).sum::<f64>();
            let share = lux / lighting.task_lux;
            assert!((0.85..1.02).contains(&share), "{} {seed}: {share}", template.name);
            assert_eq!(scene.lights.iter().filter(|light| light.shadows).count(), 1, "{}", template.name);
        }
    }
}

#[test]
fn the_sun_shines_in_by_day_only() {
    for template in templates().iter().filter(|template| template.daylight) {
        let sun = Some(Sun { elevation: 0.8, azimuth: 0.2, illuminance_lux: 2000.0 });
        let day = restage_scenes::Lighting { sun, ..template.nominal_lighting() };
        let night = restage_scenes::Lighting { sky_luminance: 0.0, ..day };
        let suns = |lighting| {
            let scene = template.build(&SceneRequest { lighting: Some(lighting), ..request(1) }).unwrap();
            scene.lights.iter().filter(|it| matches!(it.kind, LightKind::Directional { .. })).count()
        };
        assert_eq!((suns(day), suns(night)), (1, 0), "{}", template.name);
    }
}

#[test]
fn names_are_found_or_explained() {
    assert_eq!(select(&["all"]).unwrap().len(), templates().len());
    let home = select(&["home_kitchen", "home"]).unwrap();
    assert!(home.iter().all(|template| template.family.name() == "home") && !home.is_empty());
    let error = build("home_kichen", &SceneRequest::default()).unwrap_err();
    assert!(error.to_string().contains("did you mean \"home_kitchen\"?"), "{error}");
    assert!(matches!(select(&["home", "moon"]), Err(TemplateError::Unknown { name, .. }) if name == "moon"));
}

#[test]
fn what_cannot_be_is_refused() {
    let task = TaskDemand { footprint: [6.0, 0.3], headroom: 0.3 };
    let error = build("home_kitchen", &SceneRequest { task, ..SceneRequest::default() }).unwrap_err();
    assert!(matches!(&error, TemplateError::NoRoom { .. }), "{error}");
    let exposure = Exposure { offset_ev: f64::NAN, ..Exposure::default() };
    let error = build("home_kitchen", &SceneRequest { exposure, ..SceneRequest::default() }).unwrap_err();
    assert!(matches!(&error, TemplateError::Value { field: "exposure.offset_ev", .. }), "{error}");
}
