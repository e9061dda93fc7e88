//! Writing of binary glTF 2.0: meshes, materials with pictures, nodes, cameras and punctual lights.
//!
//! Everything comes in as it is here (z up, metres, cameras with OpenCV axes) and goes out as glTF wants it:
//! +y up, cameras and lights looking along -z. `(x, y, z)` becomes `(x, z, -y)`.

use crate::{Material, Mesh};
use glam::{DMat3, DQuat, DVec3};
use restage_geometry::Pose;
use serde_json::{Map, Value, json};

/// Component type of 32-bit floats.
const FLOAT: u32 = 5126;
/// Component type of 32-bit unsigned integers.
const UNSIGNED_INT: u32 = 5125;
/// Use of a view: vertex attributes.
const ARRAY_BUFFER: u32 = 34962;
/// Use of a view: indices.
const ELEMENT_ARRAY_BUFFER: u32 = 34963;

/// A light as `KHR_lights_punctual` has them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PunctualLight {
    /// Parallel light along a direction of the scene, lux on a perpendicular surface.
    Directional {
        /// Where the light goes.
        direction: DVec3,
        /// Lux.
        illuminance_lux: f64,
    },
    /// A small source that shines everywhere, lumen over the whole sphere.
    Point {
        /// Where it is, m.
        position: DVec3,
        /// Lumen.
        flux_lumen: f64,
    },
    /// A small source that shines into a cone.
    Spot {
        /// Where it is, m.
        position: DVec3,
        /// Where the middle of its cone goes.
        direction: DVec3,
        /// Candela in the middle of the cone.
        intensity_cd: f64,
        /// Half angle up to which it shines fully, rad.
        inner: f64,
        /// Half angle beyond which it does not shine, rad; at most a right angle.
        outer: f64,
    },
}

/// Gathers a document and its one buffer.
#[derive(Debug, Default)]
pub struct GlbWriter {
    buffer: Vec<u8>,
    views: Vec<Value>,
    accessors: Vec<Value>,
    images: Vec<Value>,
    materials: Vec<Value>,
    meshes: Vec<Value>,
    cameras: Vec<Value>,
    lights: Vec<Value>,
    nodes: Vec<Value>,
    extensions: Vec<&'static str>,
}

impl GlbWriter {
    /// An empty document.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a picture (PNG bytes) as a repeating texture; returns its number.
    pub fn texture(&mut self, png: &[u8]) -> usize {
        let view = self.view(png, None);
        self.images.push(json!({ "bufferView": view, "mimeType": "image/png" }));
        self.images.len() - 1
    }

    /// Adds a material; `texture` shows in its base colour. Returns its number.
    pub fn material(&mut self, name: &str, material: &Material, texture: Option<usize>) -> usize {
        let [r, g, b] = material.base_color.map(|channel| channel.clamp(0.0, 1.0));
        let mut surface = json!({
            "baseColorFactor": [r, g, b, 1.0 - material.transmission.clamp(0.0, 0.95)],
            "roughnessFactor": material.roughness,
            "metallicFactor": material.metallic,
        });
        if let Some(texture) = texture {
            surface["baseColorTexture"] = json!({ "index": texture });
        }
        let mut entry = json!({ "name": name, "pbrMetallicRoughness": surface });
        if material.transmission > 0.0 {
            entry["alphaMode"] = json!("BLEND");
        }
        if material.emission_cd_m2 > 0.0 {
            let peak = r.max(g).max(b);
            let hue = if peak > 0.0 { [r / peak, g / peak, b / peak] } else { [1.0; 3] };
            entry["emissiveFactor"] = json!(hue);
            let strength = json!({ "emissiveStrength": material.emission_cd_m2 });
            entry["extensions"] = json!({ "KHR_materials_emissive_strength": strength });
            self.uses("KHR_materials_emissive_strength");
        }
        self.materials.push(entry);
        self.materials.len() - 1
    }

    /// Adds the triangles of a mesh as a primitive; `tile_size` is how many units of its texture coordinates one
    /// picture spans. The value goes into [`Self::mesh`].
    pub fn primitive(&mut self, mesh: &Mesh, tile_size: f32, material: Option<usize>) -> Value {
        let tile = if tile_size > 0.0 { tile_size } else { 1.0 };
        let positions: Vec<[f32; 3]> = mesh.positions.iter().map(|p| y_up(*p)).collect();
        let normals: Vec<[f32; 3]> = mesh.normals.iter().map(|n| y_up(*n)).collect();
        let uvs: Vec<[f32; 2]> = mesh.uvs.iter().map(|uv| uv.map(|x| x / tile)).collect();
        let bound = |pick: fn(f32, f32) -> f32| {
            positions.iter().skip(1).fold(positions.first().copied().unwrap_or_default(), |a, p| {
                [pick(a[0], p[0]), pick(a[1], p[1]), pick(a[2], p[2])]
            })
        };
        let (low, high) = (bound(f32::min), bound(f32::max));
        let position = self.floats(&positions, "VEC3");
        self.accessors[position]["min"] = json!(low);
        self.accessors[position]["max"] = json!(high);
        let attributes = json!({
            "POSITION": position,
            "NORMAL": self.floats(&normals, "VEC3"),
            "TEXCOORD_0": self.floats(&uvs, "VEC2"),
        });
        let bytes: Vec<u8> = mesh.indices.iter().flat_map(|index| index.to_le_bytes()).collect();
        let view = self.view(&bytes, Some(ELEMENT_ARRAY_BUFFER));
        self.accessors.push(json!({
            "bufferView": view, "componentType": UNSIGNED_INT, "count": mesh.indices.len(), "type": "SCALAR",
        }));
        let mut primitive = json!({ "attributes": attributes, "indices": self.accessors.len() - 1 });
        if let Some(material) = material {
            primitive["material"] = json!(material);
        }
        primitive
    }

    /// Adds a mesh of primitives; returns its number.
    pub fn mesh(&mut self, name: &str, primitives: Vec<Value>) -> usize {
        self.meshes.push(json!({ "name": name, "primitives": primitives }));
        self.meshes.len() - 1
    }

    /// Places a mesh in the scene, or names a place without one.
    pub fn node(&mut self, name: &str, mesh: Option<usize>, scene_from_node: &Pose) {
        let mut node = placed(name, scene_from_node.translation, scene_from_node.rotation);
        if let Some(mesh) = mesh {
            node.insert("mesh".into(), json!(mesh));
        }
        self.nodes.push(Value::Object(node));
    }

    /// Places a pinhole camera. `vertical_fov` in rad, below pi; `aspect` is width by height.
    pub fn camera(&mut self, name: &str, vertical_fov: f64, aspect: f64, scene_from_camera: &Pose) {
        self.cameras.push(json!({
            "name": name,
            "type": "perspective",
            "perspective": { "yfov": vertical_fov, "aspectRatio": aspect, "znear": 0.01, "zfar": 100.0 },
        }));
        // OpenCV looks along +z with y down, glTF along -z with y up: a half turn about x.
        let half_turn = DQuat::from_xyzw(1.0, 0.0, 0.0, 0.0);
        let to_z_up = DQuat::from_rotation_x(std::f64::consts::FRAC_PI_2);
        let rotation = scene_from_camera.rotation * half_turn * to_z_up.inverse();
        let mut node = placed(name, scene_from_camera.translation, rotation);
        node.insert("camera".into(), json!(self.cameras.len() - 1));
        self.nodes.push(Value::Object(node));
    }

    /// Places a light of a linear RGB colour.
    pub fn light(&mut self, name: &str, light: PunctualLight, color: [f32; 3]) {
        self.uses("KHR_lights_punctual");
        let peak = color.into_iter().fold(f32::MIN_POSITIVE, f32::max);
        // Colours are limited to 0..=1 there: what the brightest channel exceeds goes into the intensity.
        let hue = color.map(|channel| (channel / peak).clamp(0.0, 1.0));
        let (mut entry, position, direction, intensity) = match light {
            PunctualLight::Directional { direction, illuminance_lux } => {
                (json!({ "type": "directional" }), DVec3::ZERO, direction, illuminance_lux)
            }
            PunctualLight::Point { position, flux_lumen } => {
                let candela = flux_lumen / (4.0 * std::f64::consts::PI);
                (json!({ "type": "point" }), position, DVec3::NEG_Z, candela)
            }
            PunctualLight::Spot { position, direction, intensity_cd, inner, outer } => {
                let outer = outer.clamp(1e-3, std::f64::consts::FRAC_PI_2);
                let cone =
                    json!({ "innerConeAngle": inner.clamp(0.0, 0.999 * outer), "outerConeAngle": outer });
                (json!({ "type": "spot", "spot": cone }), position, direction, intensity_cd)
            }
        };
        entry["name"] = json!(name);
        entry["color"] = json!(hue);
        entry["intensity"] = json!(intensity * f64::from(peak));
        self.lights.push(entry);
        // Lights look along -z of their node, which is +y of ours.
        let rotation = DQuat::from_rotation_arc(DVec3::Y, direction.normalize_or(DVec3::NEG_Z));
        let mut node = placed(name, position, rotation);
        let reference = json!({ "light": self.lights.len() - 1 });
        node.insert("extensions".into(), json!({ "KHR_lights_punctual": reference }));
        self.nodes.push(Value::Object(node));
    }

    /// The bytes of the file.
    pub fn finish(mut self) -> Vec<u8> {
        let document = self.document();
        let mut text = document.to_string().into_bytes();
        text.resize(text.len().next_multiple_of(4), b' ');
        self.buffer.resize(self.buffer.len().next_multiple_of(4), 0);
        let chunks = [(b"JSON", text), (b"BIN\0", self.buffer)];
        let chunks: Vec<_> = chunks.into_iter().filter(|(_, data)| !data.is_empty()).collect();
        let length = 12 + chunks.iter().map(|(_, data)| 8 + data.len()).sum::<usize>();
        let mut file = Vec::with_capacity(length);
        file.extend(b"glTF");
        file.extend(2u32.to_le_bytes());
        file.extend((length as u32).to_le_bytes());
        for (kind, data) in chunks {
            file.extend((data.len() as u32).to_le_bytes());
            file.extend(kind);
            file.extend(data);
        }
        file
    }

    fn document(&mut self) -> Value {
        let mut document = json!({
            "asset": { "version": "2.0", "generator": concat!("restage ", env!("CARGO_PKG_VERSION")) },
            "scene": 0,
        });
        let nodes: Vec<usize> = (0..self.nodes.len()).collect();
        document["scenes"] = if nodes.is_empty() { json!([{}]) } else { json!([{ "nodes": nodes }]) };
        if !self.buffer.is_empty() {
            document["buffers"] = json!([{ "byteLength": self.buffer.len().next_multiple_of(4) }]);
        }
        if !self.images.is_empty() {
            let textures: Vec<Value> =
                (0..self.images.len()).map(|source| json!({ "source": source, "sampler": 0 })).collect();
            document["textures"] = Value::Array(textures);
            // Linear, with mip levels, repeating.
            document["samplers"] =
                json!([{ "magFilter": 9729, "minFilter": 9987, "wrapS": 10497, "wrapT": 10497 }]);
        }
        if !self.lights.is_empty() {
            let lights = json!({ "lights": std::mem::take(&mut self.lights) });
            document["extensions"] = json!({ "KHR_lights_punctual": lights });
        }
        if !self.extensions.is_empty() {
            document["extensionsUsed"] = json!(self.extensions);
        }
        for (key, list) in [
            ("nodes", &mut self.nodes),
            ("meshes", &mut self.meshes),
            ("materials", &mut self.materials),
            ("cameras", &mut self.cameras),
            ("accessors", &mut self.accessors),
            ("bufferViews", &mut self.views),
            ("images", &mut self.images),
        ] {
            if !list.is_empty() {
                document[key] = Value::Array(std::mem::take(list));
            }
        }
        document
    }

    fn uses(&mut self, extension: &'static str) {
        if !self.extensions.contains(&extension) {
            self.extensions.push(extension);
        }
    }

    fn view(&mut self, bytes: &[u8], target: Option<u32>) -> usize {
        self.buffer.resize(self.buffer.len().next_multiple_of(4), 0);
        let mut view = json!({ "buffer": 0, "byteOffset": self.buffer.len(), "byteLength": bytes.len() });
        if let Some(target) = target {
            view["target"] = json!(target);
        }
        self.buffer.extend_from_slice(bytes);
        self.views.push(view);
        self.views.len() - 1
    }

    fn floats<const N: usize>(&mut self, vectors: &[[f32; N]], kind: &str) -> usize {
        let bytes: Vec<u8> = vectors.iter().flatten().flat_map(|number| number.to_le_bytes()).collect();
        let view = self.view(&bytes, Some(ARRAY_BUFFER));
        self.accessors.push(json!({
            "bufferView": view, "componentType": FLOAT, "count": vectors.len(), "type": kind,
        }));
        self.accessors.len() - 1
    }
}

/// A vector in axes of glTF.
fn y_up([x, y, z]: [f32; 3]) -> [f32; 3] {
    [x, z, -y]
}

/// A node at a pose of our axes.
fn placed(name: &str, translation: DVec3, rotation: DQuat) -> Map<String, Value> {
    let gltf_from_ours = DMat3::from_cols(DVec3::X, DVec3::NEG_Z, DVec3::Y);
    let turn = gltf_from_ours * DMat3::from_quat(rotation) * gltf_from_ours.transpose();
    let q = DQuat::from_mat3(&turn).normalize();
    let t = gltf_from_ours * translation;
    let mut node = Map::new();
    node.insert("name".into(), json!(name));
    if translation != DVec3::ZERO {
        node.insert("translation".into(), json!([t.x as f32, t.y as f32, t.z as f32]));
    }
    if rotation != DQuat::IDENTITY {
        node.insert("rotation".into(), json!([q.x as f32, q.y as f32, q.z as f32, q.w as f32]));
    }
    node
}
