//! Materials and pictures of a glTF document.

use super::accessor::{Document, entry, read_uri};
use crate::TextureImage;
use crate::import::error::Fault;
use crate::import::model::{RawMaterial, RawModel};
use crate::import::picture::{decode, mean_of_channel};
use gltf_json::texture::Info;
use gltf_json::{Image, Index, Material};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How a material finds its texels: which set of coordinates, moved how.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UvUse {
    /// Number of the TEXCOORD attribute.
    pub set: u32,
    offset: [f32; 2],
    rotation: f32,
    scale: [f32; 2],
}

impl UvUse {
    /// The coordinates as they are.
    pub const PLAIN: Self = Self { set: 0, offset: [0.0; 2], rotation: 0.0, scale: [1.0; 2] };

    /// Scale, then rotation (counter-clockwise as the picture is seen), then offset (`KHR_texture_transform`).
    pub fn apply(&self, [u, v]: [f32; 2]) -> [f32; 2] {
        let (sin, cos) = (libm::sinf(self.rotation), libm::cosf(self.rotation));
        let (u, v) = (u * self.scale[0], v * self.scale[1]);
        [self.offset[0] + cos * u + sin * v, self.offset[1] - sin * u + cos * v]
    }
}

/// Reads materials once each.
pub struct Materials<'d, 'a> {
    document: &'d Document<'a>,
    known: BTreeMap<usize, (RawMaterial, UvUse)>,
    pictures: BTreeMap<usize, Arc<TextureImage>>,
}

impl<'d, 'a> Materials<'d, 'a> {
    /// Nothing read yet.
    pub fn new(document: &'d Document<'a>) -> Self {
        Self { document, known: BTreeMap::new(), pictures: BTreeMap::new() }
    }

    /// The material of an index; the default of glTF for none.
    ///
    /// # Errors
    /// When the material refers to what is not there, or a picture cannot be decoded.
    pub fn get(
        &mut self,
        index: Option<&Index<Material>>,
        field: &str,
        model: &mut RawModel,
    ) -> Result<(RawMaterial, UvUse), Fault> {
        let Some(index) = index else {
            let white =
                RawMaterial { base_color: [1.0; 3], roughness: 1.0, metallic: 0.0, ..Default::default() };
            return Ok((white, UvUse::PLAIN));
        };
        if let Some(known) = self.known.get(&index.value()) {
            return Ok(known.clone());
        }
        let material = entry(&self.document.root.materials, index, "materials", field)?;
        let read = self.read(material, &format!("materials[{}]", index.value()), model)?;
        self.known.insert(index.value(), read.clone());
        Ok(read)
    }

    fn read(
        &mut self,
        material: &Material,
        field: &str,
        model: &mut RawModel,
    ) -> Result<(RawMaterial, UvUse), Fault> {
        let pbr = &material.pbr_metallic_roughness;
        let [r, g, b, _] = pbr.base_color_factor.0;
        let mut raw = RawMaterial {
            name: material.name.clone().unwrap_or_default(),
            base_color: [r, g, b],
            roughness: pbr.roughness_factor.0,
            metallic: pbr.metallic_factor.0,
            picture: None,
        };
        let mut uv_use = UvUse::PLAIN;
        if let Some(info) = &pbr.base_color_texture {
            let place = format!("{field}.pbrMetallicRoughness.baseColorTexture");
            raw.picture = Some(self.picture(info, &place)?);
            uv_use = uv_use_of(info);
        }
        if let Some(info) = &pbr.metallic_roughness_texture {
            // One number per material here: the mean of what the picture says.
            let place = format!("{field}.pbrMetallicRoughness.metallicRoughnessTexture");
            let picture = self.picture(info, &place)?;
            raw.roughness *= mean_of_channel(&picture, 1);
            raw.metallic *= mean_of_channel(&picture, 2);
            model.note("roughness and metallic pictures are replaced by their means");
        }
        if material.normal_texture.is_some() || material.occlusion_texture.is_some() {
            model.note("normal and occlusion maps are left out");
        }
        if material.emissive_texture.is_some() || material.emissive_factor.0 != [0.0; 3] {
            model.note("emission is left out");
        }
        let valid = |value: f32| (0.0..=1.0).contains(&value);
        let numbers = raw.base_color.into_iter().chain([raw.roughness, raw.metallic]);
        if let Some(wrong) = numbers.into_iter().find(|number| !valid(*number)) {
            return Err(Fault::new(
                format!("{field}.pbrMetallicRoughness"),
                "factors of 0 to 1",
                wrong.to_string(),
            ));
        }
        Ok((raw, uv_use))
    }

    fn picture(&mut self, info: &Info, field: &str) -> Result<Arc<TextureImage>, Fault> {
        let root = self.document.root;
        let texture = entry(&root.textures, &info.index, "textures", field)?;
        let number = texture.source.value();
        if let Some(known) = self.pictures.get(&number) {
            return Ok(Arc::clone(known));
        }
        let image = entry(&root.images, &texture.source, "images", field)?;
        let picture = Arc::new(self.image(image, &format!("images[{number}]"))?);
        self.pictures.insert(number, Arc::clone(&picture));
        Ok(picture)
    }

    fn image(&self, image: &Image, field: &str) -> Result<TextureImage, Fault> {
        match (&image.uri, &image.buffer_view) {
            (Some(uri), _) => {
                let place = format!("{field}.uri");
                decode(field, &read_uri(self.document.folder, &place, uri)?)
            }
            (None, Some(view)) => decode(field, self.document.view(view, field)?),
            (None, None) => Err(Fault::new(field, "a uri or a bufferView", "neither")),
        }
    }
}

fn uv_use_of(info: &Info) -> UvUse {
    let transform = info.extensions.as_ref().and_then(|extensions| extensions.texture_transform.as_ref());
    match transform {
        None => UvUse { set: info.tex_coord, ..UvUse::PLAIN },
        Some(t) => UvUse {
            set: t.tex_coord.unwrap_or(info.tex_coord),
            offset: t.offset.0,
            rotation: t.rotation.0,
            scale: t.scale.0,
        },
    }
}
