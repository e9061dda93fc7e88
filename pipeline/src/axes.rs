//! Configured beside observed, for a dataset that is already there.

use crate::stored::SPEC_FILE;
use crate::{Job, PipelineError};
use restage_exporters::{read_attachment, read_card};
use restage_randomizers::RandomizationConfig;
use restage_randomizers::shares::{AxisRow, DrawRecord, Shares};
use serde::Deserialize;
use std::path::Path;

/// The table of a job, without any rollout.
pub fn configured_axes(job: &Job) -> Vec<AxisRow> {
    Shares::new(&job.randomization).rows()
}

/// The table of a dataset: the job that made it beside what its stored rollouts hold.
///
/// # Errors
/// When the folder is no dataset of this program, or a stored rollout cannot be read.
pub fn dataset_axes(dataset: &Path) -> Result<Vec<AxisRow>, PipelineError> {
    let card = read_card(dataset)?;
    let missing = |found: String| PipelineError::Stored {
        file: dataset.to_owned(),
        expected: "the settings of the job that made the dataset".into(),
        found,
        hint: "generate the dataset again with this version of the program".into(),
    };
    let run = card.run.ok_or_else(|| missing("none".into()))?;
    let config = run.job.get("randomization").cloned().unwrap_or_default();
    let config: RandomizationConfig =
        serde_json::from_value(config).map_err(|error| missing(error.to_string()))?;
    let mut shares = Shares::new(&config);
    add_dataset(&mut shares, dataset)?;
    Ok(shares.rows())
}

/// Adds the draws of every episode of a dataset.
///
/// # Errors
/// When a stored specification cannot be read.
pub(crate) fn add_dataset(shares: &mut Shares, dataset: &Path) -> Result<(), PipelineError> {
    /// The part of a specification that is looked at.
    #[derive(Deserialize)]
    struct Drawn {
        draws: DrawRecord,
    }
    for episode in 0.. {
        if restage_exporters::attachment_names(dataset, episode)?.is_empty() {
            break;
        }
        let bytes = read_attachment(dataset, episode, SPEC_FILE)?;
        let spec: Drawn = serde_json::from_slice(&bytes).map_err(|error| PipelineError::Stored {
            file: dataset.join(format!("episode {episode}, {SPEC_FILE}")),
            expected: "the draws of a rollout".into(),
            found: error.to_string(),
            hint: "the file is damaged or of another version; generate the dataset again".into(),
        })?;
        shares.add(&spec.draws);
    }
    Ok(())
}
