//! `restage pictures`.

use super::{print, print_json};
use crate::args::PicturesArgs;
use crate::exit::Outcome;
use crate::table;
use crate::terminal::Terminal;
use restage_pipeline::picture_table::{CameraPictures, picture_table};
use restage_validation::features::pictures::STATISTICS;

pub fn run(args: &PicturesArgs) -> anyhow::Result<Outcome> {
    let rows = picture_table(&args.datasets, args.places, &Terminal::new()?)?;
    if args.json {
        print_json(&rows)?;
    } else {
        print(&describe(&rows))?;
    }
    Ok(Outcome::Complete)
}

/// A row per statistic, a column per camera: the median, and in brackets the 10th and 90th percentile.
fn describe(rows: &[CameraPictures]) -> String {
    let titles: Vec<String> = rows.iter().map(|it| format!("{} {}", it.dataset, it.camera)).collect();
    let headings: Vec<&str> = std::iter::once("").chain(titles.iter().map(String::as_str)).collect();
    let line = |statistic: &restage_validation::features::pictures::PictureStatistic| {
        let label = match statistic.unit {
            "" => statistic.label.to_owned(),
            unit => format!("{}, {unit}", statistic.label),
        };
        let digits =
            if statistic.resolution < 0.01 { 3 } else { usize::from(statistic.resolution < 1.0) + 1 };
        let value = |row: &CameraPictures| {
            row.statistics.get(statistic.key).map_or_else(String::new, |[low, middle, high]| {
                format!("{middle:.digits$} [{low:.digits$}, {high:.digits$}]")
            })
        };
        std::iter::once(label).chain(rows.iter().map(value)).collect()
    };
    let lines: Vec<Vec<String>> = STATISTICS.iter().map(line).collect();
    table::render(&headings, &lines)
}
