//! The list of templates. Each entry lives beside its generator; this file only lines them up.

use crate::{Template, kitchen, warehouse};

/// Every template: homes first, then the other families.
pub(crate) static TEMPLATES: &[Template] = &[
    kitchen::HOME_KITCHEN,
    warehouse::WAREHOUSE_RACKING,
    warehouse::WAREHOUSE_PACKING,
    warehouse::WAREHOUSE_CONVEYOR,
    warehouse::WAREHOUSE_DOCK,
];
