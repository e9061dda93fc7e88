//! Draws of a scene: the axes of `generate` at their defaults.

use restage_randomizers::axes::lighting::scene_exposure;
use restage_randomizers::axes::{
    ExposureAxis, LayoutAxis, LightAxis, RoomStyleAxis, SupportHeightAxis, WhiteBalanceAxis,
};
use restage_randomizers::seeds::child_rng;
use restage_scenes::{SceneRequest, Template};

/// Request `index` under a seed: layout, style, light, exposure and support height, each from a stream of its own.
pub fn draw_request(template: &Template, seed: u64, index: u64) -> SceneRequest {
    let rng = |name: &str| child_rng(seed, index, name);
    let lighting = LightAxis::default()
        .sample(&mut rng("lights"))
        .map_or_else(|| template.nominal_lighting(), |draw| draw.within(template));
    let exposure = ExposureAxis::default().sample(&mut rng("exposure"));
    let white = WhiteBalanceAxis::default().sample(&mut rng("white_balance"));
    let [low, high] = template.support_height;
    let level = SupportHeightAxis::default().sample(&mut rng("support_height"));
    SceneRequest {
        layout: LayoutAxis::default().sample(&mut rng("layout")),
        style: RoomStyleAxis::default().sample(&mut rng("room_style")),
        lighting: Some(lighting),
        exposure: scene_exposure(&exposure, &white, lighting.lamp_cct_k),
        support_height: level.map(|share| low + share * (high - low)),
        ..SceneRequest::default()
    }
}
