//! `restage demo`: the whole way, from files to files, with nothing but what the program brings along.

use super::{generate as generate_command, print};
use crate::args::DemoArgs;
use crate::exit::Outcome;
use crate::terminal::Terminal;
use restage_pipeline::{
    FilmSettings, Job, OutputSettings, Progress, QualityChoice, RendererChoice, SourceEntry, contact_sheet,
    filming, generate, scripted, stored,
};
use std::path::Path;

/// Episodes and frames on the contact sheet.
const SHEET_ROWS: u64 = 4;
const SHEET_FRAMES: usize = 6;

pub fn run(args: &DemoArgs) -> anyhow::Result<Outcome> {
    let terminal = Terminal::new()?;
    let demonstrations = args.out.join("scripted_demonstrations");
    scripted::write_demonstrations(&demonstrations, args.force)?;
    let job = Job {
        seed: args.seed,
        sources: vec![SourceEntry::whole(demonstrations, "restage")],
        output: OutputSettings {
            path: args.out.join("dataset"),
            episodes: args.episodes,
            overwrite: args.force,
            ..OutputSettings::default()
        },
        film: FilmSettings { renderer: RendererChoice::Auto, ..FilmSettings::default() },
        ..Job::default()
    };
    let report = generate(&job, &terminal)?;
    print(&generate_command::describe(&report))?;
    if report.successes == 0 {
        return Ok(generate_command::outcome(&report));
    }
    let (sheet, film) = (args.out.join("contact_sheet.png"), args.out.join("demo.mp4"));
    picture(&job.output.path, report.successes, &sheet, &film, &terminal)?;
    print(&format!(
        "\ncontact sheet  {}\nfilm           {}\ndataset        {} (LeRobotDataset v3.0)",
        sheet.display(),
        film.display(),
        job.output.path.display()
    ))?;
    Ok(generate_command::outcome(&report))
}

/// Films the first episodes again from their stored rollouts: the overview for the reel, the wrist camera where
/// the contact sheet shows it.
fn picture(
    dataset: &Path,
    episodes: u64,
    sheet: &Path,
    film: &Path,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    let renderers =
        filming::RendererPool::for_one(filming::resolve_renderer(RendererChoice::Auto)?, QualityChoice::High);
    let size = FilmSettings { width: 320, height: 240, ..FilmSettings::default() };
    let shown = episodes.min(SHEET_ROWS);
    let (mut rows, mut reel) = (Vec::new(), Vec::new());
    terminal.begin("filming the contact sheet", Some(shown));
    for episode in 0..shown {
        let (mut spec, rollout) = stored::load(dataset, episode)?;
        filming::resize_cameras(&mut spec, &size);
        let shots = contact_sheet::frame_numbers(rollout.len(), SHEET_FRAMES);
        let [overview, wrist] = ["overview", "wrist"].map(|camera| vec![camera.to_owned()]);
        renderers.with(|renderer| {
            let moving = filming::film_rollout(renderer, &spec, &rollout, &overview)?;
            let still = filming::film_frames(renderer, &spec, &rollout, &wrist, shots)?;
            rows.extend(
                moving.iter().chain(&still).map(|clip| contact_sheet::evenly_spaced(clip, SHEET_FRAMES)),
            );
            reel.extend(moving);
            Ok(())
        })?;
        terminal.advance(episode + 1, "");
    }
    terminal.end();
    contact_sheet::write(&rows, sheet)?;
    let mut reel = reel.into_iter();
    if let Some(mut all) = reel.next() {
        all.frames.extend(reel.flat_map(|clip| clip.frames));
        restage_pipeline::write_mp4(&all, OutputSettings::default().fps, film)?;
    }
    Ok(())
}
