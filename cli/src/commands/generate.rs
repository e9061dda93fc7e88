//! `restage generate`.

use super::{print, print_json};
use crate::args::GenerateArgs;
use crate::exit::Outcome;
use crate::table;
use crate::terminal::Terminal;
use restage_pipeline::generate::EnvironmentShare;
use restage_pipeline::{GenerateReport, Job, PipelineError, SourceEntry, generate};
use std::cmp::Reverse;

pub fn run(args: GenerateArgs) -> anyhow::Result<Outcome> {
    let (json, stats) = (args.json, args.stats);
    let job = resolve(args).map_err(PipelineError::from)?;
    let terminal = Terminal::new()?;
    let report = generate(&job, &terminal)?;
    if json {
        print_json(&report)?;
    } else {
        print(&describe(&report))?;
        if stats {
            print(&utilisation(&report))?;
        }
    }
    Ok(outcome(&report))
}

/// The job file with the flags laid over it.
fn resolve(args: GenerateArgs) -> Result<Job, restage_pipeline::JobError> {
    let mut job = match &args.job {
        Some(path) => Job::load(path)?,
        None => Job::default(),
    };
    if let (Some(path), Some(profile)) = (args.source, args.profile) {
        job.sources = vec![SourceEntry::whole(path, profile)];
    }
    for source in &mut job.sources {
        if let Some(part) = args.split {
            source.split = part.into();
        }
        if args.split_file.is_some() {
            source.split_file.clone_from(&args.split_file);
        }
    }
    fn set<T>(field: &mut T, flag: Option<impl Into<T>>) {
        if let Some(value) = flag {
            *field = value.into();
        }
    }
    set(&mut job.output.episodes, args.episodes);
    set(&mut job.output.path, args.out);
    set(&mut job.output.fps, args.fps);
    set(&mut job.seed, args.seed);
    job.priors = args.priors.or(job.priors);
    if !args.environments.is_empty() {
        job.randomization.environment.names = args.environments;
    }
    if !args.scenes.is_empty() {
        job.scenes = args.scenes;
    }
    set(&mut job.run.threads, args.threads);
    set(&mut job.run.shard, args.shard);
    job.run.work_folder = args.work.or(job.run.work_folder);
    set(&mut job.film.renderer, args.renderer);
    set(&mut job.film.quality, args.quality);
    set(&mut job.film.width, args.size.map(|size| size.0));
    set(&mut job.film.height, args.size.map(|size| size.1));
    if !args.cameras.is_empty() {
        job.film.cameras = args.cameras;
    }
    job.film.enabled &= !args.no_film;
    job.output.keep_failures |= args.keep_failures;
    job.output.overwrite |= args.force;
    Ok(job)
}

pub fn outcome(report: &GenerateReport) -> Outcome {
    if report.interrupted {
        Outcome::Interrupted
    } else if report.successes < report.requested || !report.left_out.is_empty() {
        Outcome::Partial
    } else {
        Outcome::Complete
    }
}

pub fn describe(report: &GenerateReport) -> String {
    let mut lines = Vec::new();
    let [low, high] = report.yield_interval.map(|p| 100.0 * p);
    lines.push(format!(
        "{} of {} episodes{}, {} attempts, yield {:.0} % (95 % interval {low:.0} to {high:.0} %)",
        report.successes,
        report.requested,
        report.dataset.as_ref().map_or(String::new(), |path| format!(" in {}", path.display())),
        report.attempts,
        100.0 * report.r#yield,
    ));
    if report.resumed > 0 {
        lines.push(format!("{} episodes were decided by earlier processes", report.resumed));
    }
    if let Some(folder) = &report.run_folder {
        let next = match report.shard.count {
            1 => "the same command goes on from there",
            _ => "`restage merge` joins the shards",
        };
        lines.push(format!("finished work is kept in {}: {next}", folder.display()));
    }
    if let Some(failures) = &report.failures_dataset {
        lines.push(format!("failed rollouts are in {}", failures.display()));
    }
    if !report.rejections.is_empty() {
        let mut rows: Vec<_> = report.rejections.iter().collect();
        rows.sort_by_key(|(_, count)| Reverse(**count));
        let rows: Vec<_> =
            rows.iter().map(|(reason, count)| vec![(*reason).clone(), count.to_string()]).collect();
        lines.push(String::new());
        lines.push(table::render(&["rejected because", "attempts"], &rows));
    }
    if !report.environments.is_empty() {
        let row = |(name, share): (&String, &EnvironmentShare)| {
            let most = share.rejections.iter().max_by_key(|(reason, count)| (**count, Reverse(*reason)));
            vec![
                name.clone(),
                share.attempts.to_string(),
                share.successes.to_string(),
                format!("{:.0} %", 100.0 * share.r#yield),
                most.map_or(String::new(), |(reason, count)| format!("{reason} ({count})")),
            ]
        };
        let rows: Vec<_> = report.environments.iter().map(row).collect();
        lines.push(String::new());
        lines.push(table::render(
            &["environment", "attempts", "episodes", "yield", "most rejected because"],
            &rows,
        ));
    }
    let rows: Vec<_> = report
        .sources
        .iter()
        .map(|source| {
            vec![
                format!("{} / {}", source.dataset, source.episode),
                source.attempts.to_string(),
                source.successes.to_string(),
                format!("{:.0} %", 100.0 * source.share),
            ]
        })
        .collect();
    lines.push(String::new());
    lines.push(table::render(&["source demonstration", "attempts", "episodes", "share"], &rows));
    if !report.left_out.is_empty() {
        lines.push(format!("\nleft out:\n{}", restage_pipeline::sources::list(&report.left_out)));
    }
    if report.axes.iter().any(|row| row.observed.is_some()) {
        lines.push(format!("\n{}", super::axes::describe(&report.axes)));
    }
    let s = report.seconds;
    lines.push(format!(
        "\nseconds of work: read {:.1}, plan {:.1}, simulate {:.1}, film {:.1} ({}), encode {:.1}, write {:.1}, \
         merge {:.1}; wall {:.1}",
        s.read, s.plan, s.simulate, s.film, report.renderer, s.encode, s.write, s.merge, s.total
    ));
    if s.total > 0.0 && report.resumed == 0 {
        lines.push(format!("{:.0} successful episodes per hour", report.successes as f64 * 3600.0 / s.total));
    }
    lines.join("\n")
}

/// Where the workers' time went.
fn utilisation(report: &GenerateReport) -> String {
    let shares = report.seconds.shares(report.threads.max(1));
    let rows: Vec<_> = shares
        .iter()
        .map(|(name, share)| vec![(*name).to_owned(), format!("{:.1} %", 100.0 * share)])
        .collect();
    let title = format!("share of {} workers", report.threads);
    format!("\n{}\nbottleneck: {}", table::render(&["stage", &title], &rows), report.bottleneck)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::{Args, Command};
    use clap::Parser;

    fn job(arguments: &str) -> Job {
        let words = std::iter::once("restage").chain(arguments.split(' '));
        match Args::parse_from(words).command {
            Command::Generate(args) => resolve(args).expect("no job file is read"),
            other => panic!("not generate: {other:?}"),
        }
    }

    #[test]
    fn flags_override_the_job() {
        let job =
            job("generate --source d --profile umi --episodes 3 --size 64x32 --no-film --threads 2 --seed 9");
        assert_eq!((job.output.episodes, job.film.width, job.film.height), (3, 64, 32));
        assert!(!job.film.enabled && job.run.threads == 2 && job.seed == 9);
        assert_eq!(job.sources.len(), 1);
    }
}
