//! What a camera returns.

/// One picture. Row-major, top row first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CameraImage {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// sRGB, `width * height * 3`.
    pub rgb: Vec<u8>,
    /// Distance along the optical axis (camera z), m, `width * height`; infinite where nothing is hit. Empty
    /// unless asked for.
    pub depth_m: Vec<f32>,
    /// Instance id of the first surface: index in `FilmScene::instances` plus 1; 0 where nothing is hit. Empty
    /// unless asked for.
    pub ids: Vec<u16>,
}
