//! A fitted kitchen along one wall. Dimensions follow measured kitchens and planning rules (worktop 0.92 m high and
//! 0.65 m deep in nearly all of 324 counters of a public set, carcass 0.60 m, toe kick 0.10 m, wall units from
//! 1.40 m, hood 0.65 m above the hob, prep surface at least 0.9 m wide beside the sink).
//!
//! World: the run lies along x, its front edge at y = 0 and the wall at y = counter depth; the person stands at
//! y < 0. x = 0 is the middle of the free worktop.

mod accessories;
mod appliances;
mod cabinets;
mod layout;
mod lights;
mod parameters;
mod parts;
mod shell;

pub use parameters::{
    DoorStyle, FloorFinish, KeyLight, KitchenParameters, ParameterFault, WindowPlace, WorktopFinish,
};

use crate::{Environment, SCENE_FORMAT_VERSION, Scene, SupportSurface};
use glam::DVec3;
use layout::Layout;
use parts::Parts;

/// Name of this template in scenes and datasets.
pub const TEMPLATE: &str = "kitchen_counter";

/// Builds the kitchen: fixtures, lights, exposure, and the free worktop as support `worktop`. No objects and no
/// cameras; those come with the task. Values outside the documented ranges are built as they are, see
/// [`KitchenParameters::faults`].
pub fn counter_scene(parameters: &KitchenParameters) -> Scene {
    let layout = Layout::new(parameters);
    let mut parts = Parts::default();
    shell::build(&mut parts, parameters, &layout);
    cabinets::build(&mut parts, parameters, &layout);
    appliances::build(&mut parts, parameters, &layout);
    if parameters.accessories {
        accessories::build(&mut parts, parameters, &layout);
    }
    let support = SupportSurface {
        name: "worktop".into(),
        center: DVec3::new(0.0, (layout.free_front + layout.free_back) / 2.0, layout.top),
        yaw: 0.0,
        size: [layout.work_right - layout.work_left, layout.free_back - layout.free_front],
    };
    let lights = lights::build(parameters, &layout, support.center);
    Scene {
        format_version: SCENE_FORMAT_VERSION,
        template: TEMPLATE.into(),
        environment: Environment::Home,
        fixtures: parts.finish(parameters.mirrored),
        supports: vec![support],
        objects: Vec::new(),
        lights: lights::mirrored(lights, parameters.mirrored),
        ambient_lux: lights::ambient_lux(parameters),
        exposure_ev100: lights::exposure_ev100(parameters),
        cameras: Vec::new(),
    }
}
