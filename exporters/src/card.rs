//! The dataset card (`README.md`): what the data is, where it comes from, and how much of the work it is.

use crate::config::DatasetConfig;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write;

/// One source demonstration and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceCredit {
    /// Dataset of the demonstration.
    pub dataset: String,
    /// Its episode there.
    pub episode: u64,
    /// Rollouts that started from it.
    pub attempts: u64,
    /// Those that became episodes.
    pub successes: u64,
}

/// Something that was brought in from outside and shows in the pictures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetCredit {
    /// Id in the asset library.
    pub id: String,
    /// Licence as an SPDX expression.
    pub licence: String,
    /// Who made it.
    pub author: Option<String>,
    /// Where it comes from.
    pub source: String,
}

/// What the run knows and the episodes do not say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatasetCard {
    /// A sentence or more about the purpose; may be empty.
    pub description: String,
    /// Licence of this dataset as an SPDX id, if it was decided.
    pub licence: Option<String>,
    /// Licence of each source dataset, as far as known.
    pub source_licences: BTreeMap<String, String>,
    /// Rollouts tried; 0 when not counted.
    pub attempts: u64,
    /// Rollouts that succeeded.
    pub successes: u64,
    /// Why the others did not become episodes, counted.
    pub rejections: BTreeMap<String, u64>,
    /// Every source demonstration.
    pub sources: Vec<SourceCredit>,
    /// Successes and attempts by scene template.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub environments: BTreeMap<String, EnvironmentCredit>,
    /// What every axis of variation was told to draw, and what the episodes hold of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub axes: Vec<AxisShare>,
    /// Imported assets and environment maps, with their licences.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assets: Vec<AssetCredit>,
    /// The run that made the dataset, when it is one that can be continued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<RunRecord>,
}

/// What became of the rollouts in one scene template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvironmentCredit {
    /// Rollouts tried there.
    pub attempts: u64,
    /// Those that became episodes.
    pub successes: u64,
    /// Why the others did not, counted.
    pub rejections: BTreeMap<String, u64>,
}

/// One thing that varies between episodes: configured beside observed, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AxisShare {
    /// Name of the axis.
    pub axis: String,
    /// What it draws.
    pub draw: String,
    /// The law that was configured.
    pub configured: String,
    /// What the episodes hold; empty when they hold nothing of it.
    pub observed: String,
}

/// The run behind a dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRecord {
    /// Hash of all that determines the episodes: settings, seed, demonstrations, version of the program.
    pub identity: String,
    /// Episodes that were asked for.
    pub requested: u64,
    /// False for what an interrupted run left.
    pub complete: bool,
    /// The settings of the job, without places and numbers of threads.
    pub job: serde_json::Value,
    /// The splits whose training parts the demonstrations are; empty when nothing of a source was kept back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub splits: Vec<SplitUse>,
}

/// A split of a source dataset of which only the training part was used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SplitUse {
    /// Dataset.
    pub dataset: String,
    /// Salt of the rule that made the split.
    pub salt: String,
    /// Hash over dataset, salt and the part of every group.
    pub hash: String,
}

/// What the writer counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Tally {
    pub(crate) episodes: u64,
    pub(crate) frames: u64,
    pub(crate) successes: u64,
    pub(crate) scripted: u64,
    pub(crate) by_source: BTreeMap<String, u64>,
    pub(crate) by_environment: BTreeMap<String, u64>,
}

/// The card as Markdown with the header that dataset hubs read.
pub(crate) fn render(card: &DatasetCard, config: &DatasetConfig, tally: &Tally, tasks: &[String]) -> String {
    let mut text = String::from("---\n");
    if let Some(licence) = &card.licence {
        line(&mut text, format_args!("license: {}", licence.to_lowercase()));
    }
    text.push_str(
        "task_categories:\n- robotics\ntags:\n- LeRobot\n- synthetic\n- simulation\nconfigs:\n\
         - config_name: default\n  data_files: data/*/*.parquet\n---\n\n",
    );
    line(&mut text, format_args!("# {}\n", config.name));
    text.push_str(
        "**This dataset is simulated.** Its episodes were made by re-staging recorded demonstrations in generated \
         scenes with contact physics; pictures, forces and poses come from a simulator, not from a robot.\n\n",
    );
    if !card.description.trim().is_empty() {
        line(&mut text, format_args!("{}\n", card.description.trim()));
    }
    content(&mut text, config, tally, tasks);
    sources(&mut text, card, tally);
    assets(&mut text, card);
    yields(&mut text, card);
    environments(&mut text, card);
    axes(&mut text, card);
    text.push_str(
        "## Use\n\n```python\nfrom lerobot.datasets.lerobot_dataset import LeRobotDataset\n\n\
         dataset = LeRobotDataset(\"local/name\", root=\"path/to/this/folder\")\n```\n\n\
         `observation.state` and `action` are `x, y, z` (m), `qx, qy, qz, qw` and `gripper_width` (m) of the tool \
         centre point in the world frame, z up; `action` is the command for the next frame. Columns of \
         `meta/episodes` (`success`, `stage`, `failure`, `seed`, `source_*`, `scene_hash`, ...) tell where each \
         episode comes from; `meta/restage/` holds what is needed to simulate or film it again.\n",
    );
    text
}

fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{arguments}");
}

fn content(text: &mut String, config: &DatasetConfig, tally: &Tally, tasks: &[String]) {
    text.push_str("## Content\n\n| | |\n|---|---|\n");
    let seconds = tally.frames as f64 / f64::from(config.fps);
    line(text, format_args!("| format | LeRobotDataset v3.0 |"));
    line(text, format_args!("| episodes | {} ({} successful) |", tally.episodes, tally.successes));
    line(text, format_args!("| frames | {} at {} fps ({seconds:.1} s) |", tally.frames, config.fps));
    for camera in &config.cameras {
        line(text, format_args!("| camera | `{}`, {}x{} px |", camera.name, camera.width, camera.height));
    }
    if config.cameras.is_empty() {
        line(text, format_args!("| cameras | none: states only |"));
    }
    for (environment, episodes) in &tally.by_environment {
        line(text, format_args!("| environment | {environment}: {episodes} episodes |"));
    }
    text.push_str("\nTasks:\n\n");
    for task in tasks {
        line(text, format_args!("- {}", single_line(task)));
    }
    text.push('\n');
}

fn sources(text: &mut String, card: &DatasetCard, tally: &Tally) {
    text.push_str("## Sources\n\n| source dataset | licence | demonstrations | episodes here | share |\n|---|---|---|---|---|\n");
    for (dataset, episodes) in &tally.by_source {
        let demonstrations = card.sources.iter().filter(|source| source.dataset == *dataset).count();
        let demonstrations =
            if demonstrations > 0 { demonstrations.to_string() } else { "not counted".into() };
        let licence = card.source_licences.get(dataset).map_or("not stated", String::as_str);
        let share = percent(*episodes, tally.episodes);
        let dataset = single_line(dataset);
        line(text, format_args!("| {dataset} | {licence} | {demonstrations} | {episodes} | {share} |"));
    }
    let scripted = percent(tally.scripted, tally.episodes);
    line(
        text,
        format_args!(
            "\n{scripted} of the episodes come from motions written by a program, not by a person.\n"
        ),
    );
}

fn assets(text: &mut String, card: &DatasetCard) {
    if card.assets.is_empty() {
        return;
    }
    text.push_str("## Assets\n\n| asset | licence | author | source |\n|---|---|---|---|\n");
    for AssetCredit { id, licence, author, source } in &card.assets {
        let author = single_line(author.as_deref().unwrap_or("not stated"));
        line(text, format_args!("| {id} | {licence} | {author} | {} |", single_line(source)));
    }
    text.push('\n');
}

fn yields(text: &mut String, card: &DatasetCard) {
    if card.attempts == 0 {
        return;
    }
    text.push_str("## Yield\n\n");
    let (attempts, successes) = (card.attempts, card.successes);
    line(
        text,
        format_args!("{successes} of {attempts} rollouts succeeded ({}).\n", percent(successes, attempts)),
    );
    if !card.rejections.is_empty() {
        text.push_str("| rejected because | rollouts | share |\n|---|---|---|\n");
        for (reason, count) in &card.rejections {
            line(text, format_args!("| {} | {count} | {} |", single_line(reason), percent(*count, attempts)));
        }
        text.push('\n');
    }
    let used: Vec<&SourceCredit> = card.sources.iter().filter(|source| source.attempts > 0).collect();
    if !used.is_empty() {
        text.push_str("| source dataset | demonstration | rollouts | succeeded |\n|---|---|---|---|\n");
        for source in used {
            let SourceCredit { dataset, episode, attempts, successes } = source;
            line(text, format_args!("| {} | {episode} | {attempts} | {successes} |", single_line(dataset)));
        }
        text.push('\n');
    }
}

fn percent(part: u64, whole: u64) -> String {
    if whole == 0 { "-".into() } else { format!("{:.1} %", 100.0 * part as f64 / whole as f64) }
}

fn environments(text: &mut String, card: &DatasetCard) {
    if card.environments.is_empty() {
        return;
    }
    text.push_str("## Environments\n\n| template | rollouts | succeeded | most frequent rejection |\n|---|---|---|---|\n");
    for (template, credit) in &card.environments {
        let EnvironmentCredit { attempts, successes, rejections } = credit;
        let worst = rejections.iter().max_by_key(|(reason, count)| (**count, std::cmp::Reverse(*reason)));
        let worst = worst.map_or(String::new(), |(reason, count)| format!("{reason} ({count})"));
        let share = percent(*successes, *attempts);
        line(text, format_args!("| {template} | {attempts} | {successes} ({share}) | {worst} |"));
    }
    text.push('\n');
}

fn axes(text: &mut String, card: &DatasetCard) {
    if card.axes.is_empty() {
        return;
    }
    text.push_str(
        "## Variation\n\nWhat every axis was told to draw, beside what the episodes hold. Episodes are rollouts that \
         succeeded, so the two differ where success depends on an axis.\n\n\
         | axis | draw | configured | observed |\n|---|---|---|---|\n",
    );
    for AxisShare { axis, draw, configured, observed } in &card.axes {
        let (configured, observed) = (single_line(configured), single_line(observed));
        line(text, format_args!("| {axis} | {draw} | {configured} | {observed} |"));
    }
    text.push('\n');
}

/// Text in a table cell or list item: no line breaks, no column marks.
fn single_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ").replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assets_are_credited_with_their_licences() {
        let credit = AssetCredit {
            id: "sweethome3d/oven".into(),
            licence: "CC-BY-4.0".into(),
            author: Some("A | B".into()),
            source: "pack".into(),
        };
        let card = DatasetCard { assets: vec![credit], ..DatasetCard::default() };
        let text = render(&card, &DatasetConfig::default(), &Tally::default(), &[]);
        assert!(text.contains("| sweethome3d/oven | CC-BY-4.0 | A \\| B | pack |"), "{text}");
        assert!(
            !render(&DatasetCard::default(), &DatasetConfig::default(), &Tally::default(), &[])
                .contains("## Assets")
        );
    }

    #[test]
    fn the_card_states_what_it_must() {
        let card = DatasetCard {
            licence: Some("CC-BY-4.0".into()),
            source_licences: BTreeMap::from([("umi".into(), "MIT".into())]),
            attempts: 8,
            successes: 6,
            rejections: BTreeMap::from([("rollout.slip".into(), 2)]),
            sources: vec![SourceCredit { dataset: "umi".into(), episode: 3, attempts: 8, successes: 6 }],
            ..DatasetCard::default()
        };
        let tally = Tally {
            episodes: 6,
            frames: 360,
            successes: 6,
            scripted: 0,
            by_source: BTreeMap::from([("umi".into(), 6)]),
            by_environment: BTreeMap::from([("home".into(), 6)]),
        };
        let config = DatasetConfig { name: "cubes".into(), ..DatasetConfig::default() };
        insta::assert_snapshot!(render(&card, &config, &tally, &["lift | the\ncube".into()]));
    }
}
