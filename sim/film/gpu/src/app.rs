//! The headless Bevy application.

use crate::adapter::Adapter;
use crate::material::FilmMaterialPlugin;
use crate::measure::MeasurePlugin;
use bevy::app::TerminalCtrlCHandlerPlugin;
use bevy::log::LogPlugin;
use bevy::prelude::*;
use bevy::render::pipelined_rendering::PipelinedRenderingPlugin;
use bevy::render::renderer::RenderAdapterInfo;
use bevy::render::settings::RenderCreation;
use bevy::render::{RenderApp, RenderPlugin};
use bevy::window::ExitCondition;
use restage_film::{FilmError, Quality};

/// The name in reports and errors.
pub(crate) const NAME: &str = "gpu";

/// An application with Bevy's renderer and without a window, event loop, log or signal handler of its own. Frames
/// are not pipelined: when `update` returns, the commands of exactly that state are submitted.
pub(crate) fn headless(quality: Quality) -> App {
    let mut app = App::new();
    app.add_plugins(
        DefaultPlugins
            .set(WindowPlugin { primary_window: None, exit_condition: ExitCondition::DontExit, ..default() })
            .set(RenderPlugin {
                render_creation: RenderCreation::Automatic(Box::new(crate::adapter::settings())),
                synchronous_pipeline_compilation: true,
                ..default()
            })
            .disable::<LogPlugin>()
            .disable::<TerminalCtrlCHandlerPlugin>()
            .disable::<PipelinedRenderingPlugin>(),
    );
    app.add_plugins((MeasurePlugin, FilmMaterialPlugin(quality)));
    app.insert_resource(ClearColor(Color::NONE));
    while app.plugins_state() == bevy::app::PluginsState::Adding {
        bevy::tasks::tick_global_task_pools_on_main_thread();
    }
    app.finish();
    app.cleanup();
    app
}

/// The adapter that the application renders with.
///
/// # Errors
/// When the renderer found none.
pub(crate) fn adapter_of(app: &App) -> Result<Adapter, FilmError> {
    let info = app
        .get_sub_app(RenderApp)
        .and_then(|render_app| render_app.world().get_resource::<RenderAdapterInfo>())
        .ok_or_else(|| unavailable("no graphics adapter was found"))?;
    Ok(Adapter {
        name: info.name.clone(),
        driver: format!("{} {}", info.driver, info.driver_info).trim().to_owned(),
        backend: info.backend.to_string(),
        kind: match format!("{:?}", info.device_type).as_str() {
            "DiscreteGpu" => "discrete GPU",
            "IntegratedGpu" => "integrated GPU",
            "VirtualGpu" => "virtual GPU",
            "Cpu" => "software",
            _ => "other",
        },
    })
}

pub(crate) fn unavailable(reason: impl Into<String>) -> FilmError {
    FilmError::Unavailable { renderer: NAME, reason: reason.into() }
}

/// Runs work that owns an `App` on a named thread: an `App` must not change threads. Bevy panics when no driver is
/// installed; that becomes an error here.
pub(crate) fn on_render_thread<T: Send + 'static>(
    name: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, FilmError> {
    let thread = std::thread::Builder::new().name(name.to_owned()).spawn(work);
    let thread = thread.map_err(|error| unavailable(format!("cannot start its thread: {error}")))?;
    thread.join().map_err(|panic| unavailable(panic_text(panic.as_ref())))
}

/// What a panic said, with a remedy.
pub(crate) fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let said = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("the renderer stopped");
    let line = said.lines().next().unwrap_or_default();
    format!("{line}; hint: install the vendor's Vulkan driver, or mesa-vulkan-drivers for software rendering")
}
