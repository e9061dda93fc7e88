//! The list of templates. Each entry lives beside its generator; this file only lines them up.

use crate::{Template, kitchen};

/// Every template: homes first, then the other families.
pub(crate) static TEMPLATES: &[Template] = &[kitchen::HOME_KITCHEN];
