// The light that leaves a surface towards the eye: the model of `restage_film::lighting`, with shadows, indirect light
// and mirror images by rays through trees of boxes, as the CPU ray caster has them.
#import bevy_pbr::{
    forward_io::VertexOutput,
    mesh_functions::get_tag,
    mesh_view_bindings::view,
}

@group(#{MATERIAL_BIND_GROUP}) @binding(0) var pattern: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(1) var pattern_sampler: sampler;
// Header, lamps, ambient field, looks, samples: see tables.rs.
@group(#{MATERIAL_BIND_GROUP}) @binding(2) var<storage, read> scene: array<vec4<f32>>;
// Two per node: least corner and first child or triangle, greatest corner and number of triangles.
@group(#{MATERIAL_BIND_GROUP}) @binding(3) var<storage, read> nodes: array<vec4<f32>>;
// Three per triangle: corner and instance, two edges.
@group(#{MATERIAL_BIND_GROUP}) @binding(4) var<storage, read> triangles: array<vec4<f32>>;
// Four per body: rows of body_from_world, then root node and whether it shines.
@group(#{MATERIAL_BIND_GROUP}) @binding(5) var<storage, read> bodies: array<vec4<f32>>;

const PI: f32 = 3.14159265;
const F0: f32 = 0.04;
const MIN_ROUGHNESS: f32 = 0.12;
const SHADOW_NEAR: f32 = 0.1;
const BIAS: f32 = 5e-4;
const LEAST: f32 = 0.1;
const NEARBY: f32 = 0.7;
const CREASE: f32 = 0.35;
const GLOSSY: f32 = 0.2;
const MATT: f32 = 0.4;
const FAINT: f32 = 0.02;
const GLARE: f32 = 4.0;
const FIRST: u32 = 4u;
const MOST: u32 = 16u;
const SHADOWED: u32 = 2u;
const NONE: u32 = 0xffffffffu;

struct Lamp { source: vec3<f32>, point: bool, strength: vec3<f32>, shadows: bool, s: vec3<f32>, t: vec3<f32> }
struct Ambient { even: vec3<f32>, x: vec3<f32>, y: vec3<f32>, z: vec3<f32> }
struct Met { t: f32, normal: vec3<f32>, instance: u32 }
struct Surface { color: vec3<f32>, roughness: f32, metallic: f32 }

fn lamp_at(index: u32) -> Lamp {
    let at = 4u + index * 4u;
    let a = scene[at]; let b = scene[at + 1u];
    return Lamp(a.xyz, a.w > 0.5, b.xyz, b.w > 0.5, scene[at + 2u].xyz, scene[at + 3u].xyz);
}

fn is_high() -> bool {
#ifdef HIGH
    return scene[2].w > 0.5;
#else
    return false;
#endif
}

// ---- ambient field ----

fn ambient_at(p: vec3<f32>, n: vec3<f32>) -> Ambient {
    let size = scene[3].xyz;
    let place = clamp((p + n * scene[1].w - scene[1].xyz) * scene[2].xyz, vec3(0.0), size - 1.0);
    let low = min(floor(place), max(size - 2.0, vec3(0.0)));
    let part = place - low;
    var sum = Ambient(vec3(0.0), vec3(0.0), vec3(0.0), vec3(0.0));
    for (var corner = 0u; corner < 8u; corner++) {
        let bits = vec3<f32>(f32(corner & 1u), f32((corner >> 1u) & 1u), f32(corner >> 2u));
        let w3 = mix(vec3(1.0) - part, part, bits);
        let weight = w3.x * w3.y * w3.z;
        if weight > 0.0 {
            let q = low + bits;
            let at = u32(scene[0].z) + 4u * u32((q.z * size.y + q.y) * size.x + q.x);
            sum.even += scene[at].xyz * weight;
            sum.x += scene[at + 1u].xyz * weight;
            sum.y += scene[at + 2u].xyz * weight;
            sum.z += scene[at + 3u].xyz * weight;
        }
    }
    return sum;
}

fn illuminance(a: Ambient, n: vec3<f32>) -> vec3<f32> {
    return max(a.even + a.x * n.x + a.y * n.y + a.z * n.z, a.even * LEAST);
}

fn ambient_luminance(a: Ambient, w: vec3<f32>) -> vec3<f32> {
    return max(a.even + (a.x * w.x + a.y * w.y + a.z * w.z) * 1.5, a.even * LEAST) / PI;
}

// ---- rays ----

fn enters(node: u32, origin: vec3<f32>, inverse: vec3<f32>, length: f32) -> bool {
    let a = (nodes[2u * node].xyz - origin) * inverse;
    let b = (nodes[2u * node + 1u].xyz - origin) * inverse;
    let low = min(a, b);
    let high = max(a, b);
    let enter = max(max(low.x, low.y), max(low.z, 0.0));
    let leave = min(min(high.x, high.y), min(high.z, length));
    return enter <= leave * 1.000002;
}

// Moller and Trumbore 1997: parameter of the crossing and the determinant, which is zero without one.
fn crossing(index: u32, origin: vec3<f32>, direction: vec3<f32>, length: f32) -> vec2<f32> {
    let ab = triangles[3u * index + 1u].xyz;
    let ac = triangles[3u * index + 2u].xyz;
    let p = cross(direction, ac);
    let determinant = dot(ab, p);
    let side = select(1.0, -1.0, determinant < 0.0);
    let size = determinant * side;
    let s = (origin - triangles[3u * index].xyz) * side;
    let u = dot(s, p);
    let q = cross(s, ab);
    let v = dot(direction, q);
    let t = dot(ac, q);
    let inside = size > 0.0 && u >= 0.0 && v >= 0.0 && u + v <= size && t > 0.0 && t < length * size;
    return select(vec2(0.0), vec2(t / max(size, 1e-30), determinant), inside);
}

fn safe_inverse(d: vec3<f32>) -> vec3<f32> {
    return 1.0 / select(d, vec3(1e-18), abs(d) < vec3(1e-18));
}

// The part of a ray that is in a body's frame.
fn in_body(body: u32, v: vec4<f32>) -> vec3<f32> {
    return vec3(dot(bodies[4u * body], v), dot(bodies[4u * body + 1u], v), dot(bodies[4u * body + 2u], v));
}

// Nodes of a tree that a ray may still enter.
struct Walk {
    stack: array<u32, 48>,
    top: u32,
}

// First triangle and number of triangles of the next leaf that a ray enters; none are left where the number is zero.
fn next_leaf(walk: ptr<function, Walk>, origin: vec3<f32>, inverse: vec3<f32>, length: f32) -> vec2<u32> {
    while (*walk).top > 0u {
        (*walk).top -= 1u;
        let node = (*walk).stack[(*walk).top];
        if !enters(node, origin, inverse, length) { continue; }
        let first = bitcast<u32>(nodes[2u * node].w);
        let count = bitcast<u32>(nodes[2u * node + 1u].w);
        if count > 0u { return vec2(first, count); }
        if (*walk).top < 46u {
            (*walk).stack[(*walk).top] = first;
            (*walk).stack[(*walk).top + 1u] = first + 1u;
            (*walk).top += 2u;
        }
    }
    return vec2(0u);
}

// Whether anything that faces away from the origin stands in the way.
fn blocked(from_: vec3<f32>, along: vec3<f32>, length: f32) -> bool {
    let count = u32(scene[3].w);
    for (var body = 0u; body < count; body++) {
        let about = bodies[4u * body + 3u];
        if about.y > 0.5 { continue; }
        let origin = in_body(body, vec4(from_, 1.0));
        let direction = in_body(body, vec4(along, 0.0));
        let inverse = safe_inverse(direction);
        var walk: Walk;
        walk.stack[0] = u32(about.x);
        walk.top = 1u;
        loop {
            let leaf = next_leaf(&walk, origin, inverse, length);
            if leaf.y == 0u { break; }
            for (var index = leaf.x; index < leaf.x + leaf.y; index++) {
                if crossing(index, origin, direction, length).y < 0.0 { return true; }
            }
        }
    }
    return false;
}

// The nearest triangle from any side; what shines counts if asked for.
fn nearest(from_: vec3<f32>, along: vec3<f32>, length: f32, shining: bool) -> Met {
    var met = Met(length, vec3(0.0), NONE);
    let count = u32(scene[3].w);
    for (var body = 0u; body < count; body++) {
        let about = bodies[4u * body + 3u];
        if about.y > 0.5 && !shining { continue; }
        let origin = in_body(body, vec4(from_, 1.0));
        let direction = in_body(body, vec4(along, 0.0));
        let inverse = safe_inverse(direction);
        var walk: Walk;
        walk.stack[0] = u32(about.x);
        walk.top = 1u;
        var found = NONE;
        loop {
            let leaf = next_leaf(&walk, origin, inverse, met.t);
            if leaf.y == 0u { break; }
            for (var index = leaf.x; index < leaf.x + leaf.y; index++) {
                let cross_ = crossing(index, origin, direction, met.t);
                if cross_.y != 0.0 {
                    met.t = cross_.x;
                    found = index;
                }
            }
        }
        if found != NONE {
            let n = normalize(cross(triangles[3u * found + 1u].xyz, triangles[3u * found + 2u].xyz));
            // Transposed rotation: back to the world.
            met.normal = bodies[4u * body].xyz * n.x + bodies[4u * body + 1u].xyz * n.y
                + bodies[4u * body + 2u].xyz * n.z;
            met.instance = bitcast<u32>(triangles[3u * found].w);
        }
    }
    return met;
}

// ---- light ----

// Unit vector to the lamp, and the illuminance relative to its strength.
fn toward(lamp: Lamp, p: vec3<f32>) -> vec4<f32> {
    if !lamp.point { return vec4(lamp.source, 1.0); }
    let to = lamp.source - p;
    return vec4(normalize(to), 1.0 / max(dot(to, to), 0.0025));
}

// Whether the lamp's surface at `shift` from its middle is seen from a point. Rays are sent from few places in this
// file: compilers put the walk through the trees into each of them.
fn lit(lamp: Lamp, p: vec3<f32>, shift: vec3<f32>) -> bool {
    let to = select(lamp.source, lamp.source - p, lamp.point) + shift;
    let far = length(to);
    let direction = to / max(far, 1e-6);
    let free = select(1e9, max(far - BIAS - SHADOW_NEAR, 0.0), lamp.point);
    return !blocked(p + direction * BIAS, direction, free);
}

fn sample_square(place: u32, index: u32) -> vec2<f32> {
    return scene[u32(scene[4u + 4u * u32(scene[0].y)].x) + place * MOST + index].xy;
}

fn sample_hemisphere(place: u32, index: u32) -> vec3<f32> {
    let header = scene[4u + 4u * u32(scene[0].y)];
    return scene[u32(header.y) + index * 16u + place].xyz;
}

// Part of a lamp that reaches a point.
fn part_lit(lamp: Lamp, p: vec3<f32>, place: u32) -> f32 {
    if !lamp.shadows { return 1.0; }
    var s = lamp.s;
    var t = lamp.t;
    if dot(s, s) == 0.0 {
        let round = select(0.02, 0.06, lamp.point);
        let basis = tangents(toward(lamp, p).xyz);
        s = basis[0] * round;
        t = basis[1] * round;
    }
    let high = is_high();
    var count = 0u;
    var rays = select(1u, FIRST, high);
    for (var index = 0u; index < rays; index++) {
        let shift = sample_square(place, index) * select(0.0, 1.0, high);
        count += select(0u, 1u, lit(lamp, p, s * shift.x + t * shift.y));
        // Where the first rays disagree more are sent.
        if high && index + 1u == FIRST && count > 0u && count < FIRST { rays = MOST; }
    }
    return f32(count) / f32(rays);
}

fn tangents(n: vec3<f32>) -> mat2x3<f32> {
    let side = select(-1.0, 1.0, n.z >= 0.0);
    let a = -1.0 / (side + n.z);
    let b = n.x * n.y * a;
    return mat2x3(vec3(1.0 + side * n.x * n.x * a, side * b, -side * n.x), vec3(b, side + n.y * n.y * a, -n.y));
}

fn fifth(x: f32) -> f32 { return x * x * x * x * x; }

fn f0_of(surface: Surface) -> vec3<f32> { return mix(vec3(F0), surface.color, surface.metallic); }

fn direct(surface: Surface, n: vec3<f32>, v: vec3<f32>, l: vec3<f32>, lux: vec3<f32>) -> vec3<f32> {
    let nl = dot(n, l);
    let nv = max(dot(n, v), 1e-4);
    let h = normalize(l + v);
    let nh = max(dot(n, h), 0.0);
    let vh = max(dot(v, h), 0.0);
    let rough = max(surface.roughness, MIN_ROUGHNESS);
    let a = rough * rough;
    let spread = nh * nh * (a * a - 1.0) + 1.0;
    let d = a * a / (PI * spread * spread);
    let smooth_ = 2.0 * nl * nv;
    let visibility = 0.5 / max(smooth_ + a * (nl + nv - smooth_), 1e-6);
    let f0 = f0_of(surface);
    let fresnel = f0 + (1.0 - f0) * fifth(1.0 - vh);
    let diffuse = surface.color * ((1.0 - F0) * (1.0 - surface.metallic) / PI);
    return (diffuse + fresnel * (d * visibility)) * lux * nl;
}

// Luminance that a surface met by a ray sends back, taken as matt.
fn sent(met: Met, from_: vec3<f32>, along: vec3<f32>, open: f32) -> vec3<f32> {
    if dot(met.normal, along) >= 0.0 { return vec3(0.0); }
    let looks = u32(scene[0].w) + 4u * met.instance;
    let emission = scene[looks + 1u].xyz;
    if any(emission > vec3(0.0)) { return emission; }
    let p = from_ + along * met.t;
    var lux = illuminance(ambient_at(p, met.normal), met.normal) * open;
    for (var index = 0u; index < u32(scene[0].y); index++) {
        let lamp = lamp_at(index);
        let l = toward(lamp, p);
        let cosine = dot(met.normal, l.xyz);
        if cosine <= 0.0 { continue; }
        if index < SHADOWED && lamp.shadows && !lit(lamp, p + met.normal * BIAS, vec3(0.0)) { continue; }
        lux += lamp.strength * (l.w * cosine);
    }
    return scene[looks + 2u].xyz * lux / PI;
}

#ifdef HIGH
// Ambient light with what is near in its place: illuminance; luminance from the mirrored direction `r`, which surfaces up
// to some roughness show sharply; and, if `clear`, luminance from straight behind, as seen along `-v`.
fn nearby(p: vec3<f32>, n: vec3<f32>, r: vec3<f32>, v: vec3<f32>, rough: f32, sharp: f32, clear: bool, field: mat2x3<f32>, place: u32) -> mat3x3<f32> {
    let basis = tangents(n);
    let rays = u32(scene[4u + 4u * u32(scene[0].y)].z);
    let around = tangents(r);
    let shift = sample_square(place, 0u) * (0.7 * rough * rough);
    let glance = normalize(r + around[0] * shift.x + around[1] * shift.y);
    let mirrored = sharp > 0.0 && dot(glance, n) > 0.0;
    var open = 0.0;
    var back = vec3(0.0);
    var seen = vec3(-1.0);
    var behind = vec3(0.0);
    for (var index = 0u; index < rays + 2u; index++) {
        let mirrors = index == rays;
        let through = index == rays + 1u;
        if (mirrors && !mirrored) || (through && !clear) { continue; }
        let local = sample_hemisphere(place, min(index, rays - 1u));
        let scattered = basis[0] * local.x + basis[1] * local.y + n * local.z;
        let along = select(select(scattered, glance, mirrors), -v, through);
        let start = p + select(n, -v, through) * BIAS;
        let far = mirrors || through;
        let met = nearest(start, along, select(NEARBY, 1e9, far), far);
        if met.instance == NONE {
            open += select(1.0, 0.0, far);
            continue;
        }
        let reach = select(min(CREASE + (1.0 - CREASE) * (met.t / NEARBY), 1.0), 1.0, through);
        let light = sent(met, start, along, reach);
        if mirrors { seen = min(light, vec3(GLARE / scene[0].x)); }
        else if through { behind = light; }
        else { back += light; }
    }
    let share = 1.0 / f32(rays);
    var mirror = field[1] * open * share + back * share;
    if seen.x >= 0.0 { mirror = mix(mirror, seen, sharp); }
    return mat3x3(field[0] * open * share + back * (PI * share), mirror, behind);
}
#endif

@fragment
fn fragment(in: VertexOutput) -> @location(0) vec4<f32> {
    let looks = u32(scene[0].w) + 4u * (get_tag(in.instance_index) - 1u);
    let base = scene[looks];
    let tag = scene[looks + 3u];
    var color = base.xyz;
    var roughness = base.w;
#ifdef VERTEX_UVS_A
    let texel = textureSample(pattern, pattern_sampler, in.uv * tag.x);
    color *= mix(vec3(1.0), texel.xyz, tag.z);
    // Alpha holds the factor on the roughness, 128 for 1.
    roughness = min(roughness * mix(1.0, texel.w * (255.0 / 128.0), tag.z), 1.0);
#endif
#ifdef HIGH
    // What passes through glass is not sent back.
    let passing = color * select(0.0, tag.w, is_high());
    color -= passing;
#endif
    let surface = Surface(color, roughness, tag.y);
    let p = in.world_position.xyz;
    let n = normalize(in.world_normal);
    let v = normalize(view.world_position - p);
    let pixel = vec2<u32>(in.position.xy) & vec2(3u);
    // Bayer's matrix.
    let mixed = pixel.x ^ pixel.y;
    let place = ((mixed & 1u) << 3u) | ((pixel.y & 1u) << 2u) | (mixed & 2u) | ((pixel.y & 2u) >> 1u);

    let field = ambient_at(p, n);
    let r = n * (2.0 * dot(n, v)) - v;
    let rough = max(surface.roughness, MIN_ROUGHNESS);
    let f0 = f0_of(surface);
    let grazing = max(vec3(1.0 - rough) - f0, vec3(0.0)) * fifth(1.0 - max(dot(n, v), 0.0));
    let f_env = f0 * (1.0 - 0.55 * rough) + grazing;
    var behind = vec3(0.0);
    var lux = illuminance(field, n);
    var mirror = ambient_luminance(field, r);
#ifdef HIGH
    if is_high() {
        var sharp = clamp((MATT - surface.roughness) / (MATT - GLOSSY), 0.0, 1.0);
        sharp *= select(0.0, 1.0, sharp * max(f_env.x, max(f_env.y, f_env.z)) >= FAINT);
        let near = nearby(p, n, r, v, surface.roughness, sharp, tag.w > 0.0, mat2x3(lux, mirror), place);
        lux = near[0];
        mirror = near[1];
        behind = near[2] * passing;
    }
#endif
    let diffuse = surface.color * ((1.0 - F0) * (1.0 - surface.metallic) / PI);
    var out = diffuse * lux + f_env * mirror + scene[looks + 1u].xyz + behind;
    for (var index = 0u; index < u32(scene[0].y); index++) {
        let lamp = lamp_at(index);
        let l = toward(lamp, p);
        if dot(n, l.xyz) > 0.0 {
            // `fast` pictures have the shadow of one lamp.
            let plain = index > 0u && !is_high();
            var part = 1.0;
            if !plain { part = part_lit(lamp, p, place); }
            if part > 0.0 { out += direct(surface, n, v, l.xyz, lamp.strength * (l.w * part)); }
        }
    }
    return vec4(out * scene[0].x, 1.0);
}
