//! `restage demo`: the whole way, from files to files, with nothing but what the program brings along.

use super::{generate as generate_command, print};
use crate::args::DemoArgs;
use crate::exit::Outcome;
use crate::terminal::Terminal;
use restage_pipeline::{
    contact_sheet, filming, generate, scripted, stored, FilmSettings, Job, OutputSettings, Progress,
    QualityChoice, RendererChoice, SourceEntry,
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
        sources: vec![SourceEntry { path: demonstrations, profile: "restage".into(), episodes: None }],
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

/// Films the overview of the first episodes again from their stored rollouts, in high quality.
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
    let mut rows = Vec::new();
    let mut reel = None;
    let shown = episodes.min(SHEET_ROWS);
    terminal.begin("filming the contact sheet", Some(shown));
    for episode in 0..shown {
        let (mut spec, rollout) = stored::load(dataset, episode)?;
        filming::resize_cameras(&mut spec, &size);
        let cameras = ["overview".to_owned(), "wrist".to_owned()];
        let clips = renderers.with(|renderer| filming::film_rollout(renderer, &spec, &rollout, &cameras))?;
        rows.extend(clips.iter().map(|clip| contact_sheet::evenly_spaced(clip, SHEET_FRAMES)));
        let overview = clips.into_iter().next();
        match (&mut reel, overview) {
            (None, first) => reel = first,
            (Some(reel), Some(next)) => reel.frames.extend(next.frames),
            (Some(_), None) => {}
        }
        terminal.advance(episode + 1, "");
    }
    terminal.end();
    contact_sheet::write(&rows, sheet)?;
    if let Some(reel) = reel {
        restage_pipeline::write_mp4(&reel, OutputSettings::default().fps, film)?;
    }
    Ok(())
}
