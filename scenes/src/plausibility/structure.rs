//! Numbers, names, references and constraints that make a scene whole.

use crate::store::nearest;
use crate::{FixtureShape, Scene, SceneFault};

/// JSON has no word for infinity: it writes `null`, and the one optional field of a scene that is written when empty is
/// the texture of a material.
pub(super) fn number_faults(scene: &Scene) -> Vec<SceneFault> {
    let mut faults = Vec::new();
    if let Ok(value) = serde_json::to_value(scene) {
        collect_nulls(&value, String::new(), &mut faults);
    }
    faults
}

/// Finds `null`s, except for materials without a texture.
fn collect_nulls(value: &serde_json::Value, path: String, faults: &mut Vec<SceneFault>) {
    match value {
        serde_json::Value::Null if !path.ends_with(".texture") => faults.push(SceneFault::NotFinite { path }),
        serde_json::Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect_nulls(item, format!("{path}[{index}]"), faults);
            }
        }
        serde_json::Value::Object(fields) => {
            for (name, item) in fields {
                let dot = if path.is_empty() { "" } else { "." };
                collect_nulls(item, format!("{path}{dot}{name}"), faults);
            }
        }
        _ => {}
    }
}

pub(super) fn faults(scene: &Scene) -> Vec<SceneFault> {
    let mut faults = duplicates("fixtures", scene.fixtures.iter().map(|it| it.name.as_str()));
    faults.extend(duplicates("furniture", scene.furniture.iter().map(|it| it.name.as_str())));
    faults.extend(duplicates("rooms", scene.rooms.iter().map(|it| it.name.as_str())));
    faults.extend(duplicates("supports", scene.supports.iter().map(|it| it.name.as_str())));
    faults.extend(duplicates("zones", scene.zones.iter().map(|it| it.name.as_str())));
    faults.extend(duplicates("objects", scene.objects.iter().map(|it| it.name.as_str())));
    faults.extend(duplicates("lights", scene.lights.iter().map(|it| it.name.as_str())));
    faults.extend(duplicates("cameras", scene.cameras.iter().map(|it| it.name.as_str())));
    faults.extend(dangling(scene));
    faults.extend(impossible(scene));
    faults
}

fn duplicates<'a>(kind: &'static str, names: impl Iterator<Item = &'a str>) -> Vec<SceneFault> {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    let twice = names.windows(2).filter(|pair| pair[0] == pair[1]);
    twice.map(|pair| SceneFault::DuplicateName { kind, name: pair[0].to_owned() }).collect()
}

fn dangling(scene: &Scene) -> Vec<SceneFault> {
    let mut faults = Vec::new();
    let mut check = |field: String, kind: &'static str, name: &str, known: &[&str]| {
        if !known.contains(&name) {
            let near = nearest(name, known.iter().copied());
            let hint = match (near, kind) {
                (Some(near), _) => format!("; did you mean {near:?}?"),
                (None, "furniture") => "; hint: describe it in the scene's list \"furniture\"".into(),
                (None, "support" | "fixture") => {
                    format!("; hint: describe it in the scene's list \"{kind}s\"")
                }
                (None, _) => String::new(),
            };
            faults.push(SceneFault::Dangling { field, kind, name: name.to_owned(), hint });
        }
    };
    let furniture: Vec<&str> = scene.furniture.iter().map(|it| it.name.as_str()).collect();
    let supports: Vec<&str> = scene.supports.iter().map(|it| it.name.as_str()).collect();
    let fixtures: Vec<&str> = scene.fixtures.iter().map(|it| it.name.as_str()).collect();
    let assets: Vec<&str> = restage_assets::catalogue().iter().map(|it| it.id.as_str()).collect();
    for fixture in &scene.fixtures {
        if let Some(name) = &fixture.part_of {
            check(format!("fixtures[{}].part_of", fixture.name), "furniture", name, &furniture);
        }
        if let FixtureShape::Asset { id } = &fixture.shape {
            check(format!("fixtures[{}].shape.id", fixture.name), "catalogue object", id, &assets);
        }
    }
    if let Some(zone) = &scene.task_zone {
        check("task_zone.support".into(), "support", &zone.support, &supports);
    }
    for zone in &scene.zones {
        check(format!("zones[{}].support", zone.name), "support", &zone.support, &supports);
    }
    for light in &scene.lights {
        if let Some(name) = &light.fixture {
            check(format!("lights[{}].fixture", light.name), "fixture", name, &fixtures);
        }
    }
    faults
}

/// Ranges upside down, zones without area or off their support, rooms inside out.
fn impossible(scene: &Scene) -> Vec<SceneFault> {
    let mut faults = Vec::new();
    let mut fault = |field: String, found: String, expected: &str| {
        faults.push(SceneFault::Impossible { field, found, expected: expected.to_owned() });
    };
    for (name, [low, high]) in &scene.ranges {
        if low > high {
            fault(format!("ranges[{name}]"), format!("[{low}, {high}]"), "the lesser value first");
        }
    }
    let zones = scene.zones.iter().map(|it| (format!("zones[{}]", it.name), &it.support, it.center, it.size));
    let task = scene.task_zone.iter().map(|it| ("task_zone".to_owned(), &it.support, it.center, it.size));
    for (field, support, center, size) in task.chain(zones) {
        let Some(support) = scene.supports.iter().find(|it| it.name == *support) else { continue };
        let inside = (0..2).all(|axis| {
            size[axis] > 0.0 && center[axis].abs() + size[axis] / 2.0 <= support.size[axis] / 2.0 + 1e-6
        });
        if !inside {
            let found = format!("{size:?} m around {center:?}");
            fault(
                field,
                found,
                &format!("a rectangle within the {:?} m of {:?}", support.size, support.name),
            );
        }
    }
    for room in &scene.rooms {
        if room.low[0] >= room.high[0] || room.low[1] >= room.high[1] || room.height <= 0.0 {
            let found = format!("from {:?} to {:?}, {} m high", room.low, room.high, room.height);
            fault(format!("rooms[{}]", room.name), found, "low corner first and a positive height");
        }
        for (index, opening) in room.openings.iter().enumerate() {
            let span = room.wall(opening.wall).span;
            let [along, heights] = [opening.along, opening.heights];
            let within = along[0] < along[1] && along[0] >= span[0] - 1e-6 && along[1] <= span[1] + 1e-6;
            if !within || heights[0] >= heights[1] || heights[1] > room.height + 1e-6 {
                let found = format!("{along:?} m along, {heights:?} m high");
                let expected = format!("within {span:?} m and below {} m", room.height);
                fault(format!("rooms[{}].openings[{index}]", room.name), found, &expected);
            }
        }
    }
    for support in &scene.supports {
        if support.size[0] <= 0.0 || support.size[1] <= 0.0 {
            fault(
                format!("supports[{}].size", support.name),
                format!("{:?}", support.size),
                "positive extents",
            );
        }
    }
    faults
}
