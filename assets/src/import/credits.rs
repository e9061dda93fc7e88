//! Whom a process owes thanks to: every asset and environment map that it loaded, for the cards of datasets.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::{PoisonError, RwLock};

/// Licence and author of something that was brought in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Credit {
    /// Id in the library.
    pub id: String,
    /// SPDX expression.
    pub licence: String,
    /// Who made it.
    pub author: Option<String>,
    /// Where it comes from.
    pub source: String,
}

static CREDITS: RwLock<BTreeSet<Credit>> = RwLock::new(BTreeSet::new());

/// Notes that something was loaded.
pub(crate) fn note(credit: Credit) {
    CREDITS.write().unwrap_or_else(PoisonError::into_inner).insert(credit);
}

/// Everything that this process loaded so far, sorted by id.
pub fn credits() -> Vec<Credit> {
    CREDITS.read().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
}
