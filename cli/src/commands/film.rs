//! `restage film`.

use super::print;
use crate::args::FilmArgs;
use crate::exit::Outcome;
use crate::terminal::Terminal;
use restage_pipeline::{FilmSettings, Progress, contact_sheet, filming, stored};

pub fn run(args: &FilmArgs) -> anyhow::Result<Outcome> {
    let terminal = Terminal::new()?;
    let which = filming::resolve_renderer(args.renderer.into())?;
    let renderers = filming::RendererPool::for_one(which, args.quality.into());
    let settings = FilmSettings { width: args.size.0, height: args.size.1, ..FilmSettings::default() };
    let episodes = if args.episodes.is_empty() { vec![0] } else { args.episodes.clone() };
    terminal.begin("filming", Some(episodes.len() as u64));
    for (done, episode) in episodes.iter().enumerate() {
        if terminal.stop_requested() {
            terminal.end();
            return Ok(Outcome::Interrupted);
        }
        let (mut spec, rollout) = stored::load(&args.dataset, *episode)?;
        filming::resize_cameras(&mut spec, &settings);
        let cameras = if args.cameras.is_empty() {
            spec.scene.cameras.iter().map(|camera| camera.name.clone()).collect()
        } else {
            args.cameras.clone()
        };
        let clips = renderers.with(|renderer| filming::film_rollout(renderer, &spec, &rollout, &cameras))?;
        let stem = format!("episode_{episode:06}");
        let rows: Vec<_> = clips.iter().map(|clip| contact_sheet::evenly_spaced(clip, args.sheet)).collect();
        let sheet = args.out.join(format!("{stem}.png"));
        contact_sheet::write(&rows, &sheet)?;
        print(&sheet.display().to_string())?;
        for clip in &clips {
            let path = args.out.join(format!("{stem}_{}.mp4", clip.name));
            restage_pipeline::write_mp4(clip, spec.fps, &path)?;
            print(&path.display().to_string())?;
        }
        terminal.advance(done as u64 + 1, "");
    }
    terminal.end();
    Ok(Outcome::Complete)
}
