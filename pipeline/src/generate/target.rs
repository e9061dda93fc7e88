//! Where the dataset of a job goes: a folder, or a folder in a store. What goes to a store is built in a working copy
//! first and published from there.

use super::mirror::{Mirror, working_copy};
use super::parts::failures_path;
use super::run_folder::run_folder;
use crate::{PipelineError, Progress};
use restage_exporters::{DatasetCard, ExportError, check_destination, read_card};
use restage_storage::{Seal, Store, StoreUrl};
use std::fs;
use std::path::{Path, PathBuf};

/// Says whose a dataset is, and that it is complete.
const SEAL: Seal<'_> = Seal { label: "meta/restage/dataset.json", seal: "meta/info.json" };

/// The place of a dataset, and of that of its failures beside it.
pub(super) struct Target {
    /// What was asked for.
    asked: PathBuf,
    /// Where it is written: the same, or a working copy.
    dataset: PathBuf,
    /// The folder in a store, with the folder for working copies.
    store: Option<(StoreUrl, Option<PathBuf>)>,
}

impl Target {
    /// The place that a path or an address names.
    ///
    /// # Errors
    /// When it looks like an address and is none, or is that of a whole bucket.
    pub fn of(output: &Path, work: Option<&Path>) -> Result<Self, PipelineError> {
        let asked = output.to_owned();
        let Some(url) = store_url(output)? else {
            return Ok(Self { dataset: asked.clone(), asked, store: None });
        };
        let dataset = working_copy(&url, work);
        Ok(Self { asked, dataset, store: Some((url, work.map(Path::to_owned))) })
    }

    /// The folder to write the dataset in.
    pub fn dataset(&self) -> &Path {
        &self.dataset
    }

    /// The dataset as it was asked for: a path or an address.
    pub fn asked(&self) -> &Path {
        &self.asked
    }

    /// The run folder beside the dataset, when it is in a store.
    ///
    /// # Errors
    /// When the store cannot be spoken to.
    pub fn mirror(&self) -> Result<Option<Mirror>, PipelineError> {
        let Some((url, work)) = &self.store else { return Ok(None) };
        let run = run_folder(Path::new(url.name()));
        Mirror::open(&url.sibling(&run.to_string_lossy()), work.as_deref()).map(Some)
    }

    /// The card of the dataset at this place, when it is complete.
    ///
    /// # Errors
    /// When the store does not answer, or the disk fails.
    pub fn card(&self) -> Result<Option<DatasetCard>, PipelineError> {
        match self.open(false)? {
            Some(store) if !store.exists(SEAL.seal)? => Ok(None),
            _ => self.any_card(),
        }
    }

    /// The card of the dataset at this place, complete or on its way there.
    ///
    /// # Errors
    /// As [`Self::card`].
    pub fn any_card(&self) -> Result<Option<DatasetCard>, PipelineError> {
        match self.open(false)? {
            Some(store) => self.stored_card(&store),
            None => Ok(read_card(&self.dataset).ok()),
        }
    }

    /// Fails when something else than a dataset of this run is there.
    ///
    /// # Errors
    /// [`ExportError::OutputExists`] and [`ExportError::NotADataset`]; when the store does not answer.
    pub fn check_free(&self, identity: &str, overwrite: bool) -> Result<(), PipelineError> {
        let own = |card: Option<DatasetCard>| {
            overwrite || card.and_then(|card| card.run).is_some_and(|run| run.identity == identity)
        };
        for (failures, path) in [(false, self.dataset.clone()), (true, failures_path(&self.dataset))] {
            match self.open(failures)? {
                None => check_destination(&path, own(read_card(&path).ok()))?,
                Some(store) if store.any("")? && !own(self.stored_card(&store)?) => {
                    let path = PathBuf::from(store.url().to_string());
                    return Err(ExportError::OutputExists { path }.into());
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// Brings what was written to the store, if there is one, and removes the working copy. The failures first: a
    /// dataset of successes says that the run is done. Gives the place as it was asked for.
    ///
    /// # Errors
    /// When the store or the disk fails; the same call goes on from there.
    pub fn publish(&self, failures: bool, progress: &dyn Progress) -> Result<PathBuf, PipelineError> {
        let path = if failures { failures_path(&self.dataset) } else { self.dataset.clone() };
        let Some(store) = self.open(failures)? else { return Ok(path) };
        progress.begin(&format!("publishing to {}", store.url()), None);
        let mut files = 0;
        let published = store.publish(&path, SEAL, &beside(&path, "sent"), |file| {
            files += 1;
            progress.advance(files, file);
        });
        progress.end();
        published?;
        fs::remove_dir_all(&path).map_err(PipelineError::io("remove the working copy", &path))?;
        Ok(PathBuf::from(store.url().to_string()))
    }

    fn open(&self, failures: bool) -> Result<Option<Store>, PipelineError> {
        let Some((url, _)) = &self.store else { return Ok(None) };
        let url = if failures {
            let name = failures_path(Path::new(url.name()));
            url.sibling(&name.to_string_lossy())
        } else {
            url.clone()
        };
        Ok(Some(Store::open(&url)?))
    }

    /// The card of a dataset in a store, complete or on its way there.
    fn stored_card(&self, store: &Store) -> Result<Option<DatasetCard>, PipelineError> {
        let Some(text) = store.get(SEAL.label)? else { return Ok(None) };
        // The reader of cards reads datasets.
        let folder = beside(&self.dataset, &format!("card-{}", std::process::id()));
        let file = folder.join(SEAL.label);
        let parent = file.parent().unwrap_or(&folder);
        fs::create_dir_all(parent).map_err(PipelineError::io("create the folder", parent))?;
        fs::write(&file, text).map_err(PipelineError::io("write", &file))?;
        let card = read_card(&folder).ok();
        fs::remove_dir_all(&folder).map_err(PipelineError::io("remove", &folder))?;
        Ok(card)
    }
}

/// The address that a path is, if it is meant to be one.
///
/// # Errors
/// When it is not the address of a folder in a bucket.
pub(super) fn store_url(path: &Path) -> Result<Option<StoreUrl>, PipelineError> {
    let Some(text) = path.to_str().filter(|text| StoreUrl::is_url(text)) else { return Ok(None) };
    let url: StoreUrl = text.parse()?;
    if url.folder.is_empty() {
        return Err(restage_storage::StorageError::Address { found: text.to_owned() }.into());
    }
    Ok(Some(url))
}

/// `.<name>.<suffix>` beside a path.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    path.with_file_name(format!(".{}.{suffix}", path.file_name().unwrap_or_default().to_string_lossy()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_paths() {
        let work = Some(Path::new("/work"));
        let target = Target::of(Path::new("s3://robots/kitchen/picks"), work).expect("an address");
        assert_eq!(target.dataset(), Path::new("/work/robots/kitchen/picks"));
        let target = Target::of(Path::new("out/picks"), work).expect("a path");
        assert_eq!((target.dataset(), target.asked()), (Path::new("out/picks"), Path::new("out/picks")));
        for wrong in ["s3://robots", "gs://robots/picks", "s3:///picks"] {
            assert!(Target::of(Path::new(wrong), work).is_err_and(|error| error.is_bad_input()), "{wrong}");
        }
    }
}
