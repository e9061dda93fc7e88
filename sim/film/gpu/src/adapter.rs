//! Which graphics adapter this machine offers.

use bevy::render::render_resource::WgpuFeatures;
use bevy::render::settings::{Backends, WgpuSettings};
use restage_film::{FilmError, Quality};
use std::fmt;

/// A graphics adapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adapter {
    /// Its own name.
    pub name: String,
    /// Driver and its version.
    pub driver: String,
    /// Graphics interface, such as `vulkan`.
    pub backend: String,
    /// `discrete GPU`, `integrated GPU`, `virtual GPU`, `software` or `other`.
    pub kind: &'static str,
}

impl Adapter {
    /// False when the processor does the work.
    pub fn is_hardware(&self) -> bool {
        self.kind != "software"
    }
}

impl fmt::Display for Adapter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}, {}, {})", self.name, self.kind, self.backend, self.driver)
    }
}

/// Settings for headless work: Vulkan, overridable by `WGPU_BACKEND` and `WGPU_ADAPTER_NAME`.
pub(crate) fn settings() -> WgpuSettings {
    WgpuSettings {
        backends: Some(Backends::from_env().unwrap_or(Backends::VULKAN)),
        // Ray queries and bindless arrays are absent on many data-centre drivers and on software Vulkan.
        disabled_features: Some(WgpuFeatures::empty()),
        ..WgpuSettings::default()
    }
}

/// Looks for the adapter that [`crate::GpuRenderer`] would use.
///
/// # Errors
/// When there is no driver at all, with the reason.
pub fn adapter() -> Result<Adapter, FilmError> {
    crate::app::on_render_thread("restage-adapter", || {
        let app = crate::app::headless(Quality::Fast);
        crate::app::adapter_of(&app)
    })?
}
