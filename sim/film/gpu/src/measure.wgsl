// Writes numbers instead of light: red the instance id, green and blue the depth along the optical axis in steps of
// 1/16 mm as two digits of base 1024. Half floats hold every integer up to 2048, so nothing is rounded.
#import bevy_pbr::{
    forward_io::VertexOutput,
    mesh_functions::get_tag,
    mesh_view_bindings::view,
}

@fragment
fn fragment(in: VertexOutput) -> @location(0) vec4<f32> {
    let forward = -view.world_from_view[2].xyz;
    let depth = dot(in.world_position.xyz - view.world_position, forward);
    let steps = clamp(round(depth * 16000.0), 0.0, 1048575.0);
    let high = floor(steps / 1024.0);
    return vec4<f32>(f32(get_tag(in.instance_index)), high, steps - high * 1024.0, 1.0);
}
