//! The list of templates. Each entry lives beside its generator; this file only lines them up.

use crate::{Template, home, kitchen, warehouse};

/// Every template: homes first, then the other families.
pub(crate) static TEMPLATES: &[Template] = &[
    kitchen::HOME_KITCHEN,
    home::HOME_LIVING_ROOM,
    home::HOME_BEDROOM,
    home::HOME_BATHROOM,
    home::HOME_UTILITY,
    warehouse::WAREHOUSE_RACKING,
    warehouse::WAREHOUSE_PACKING,
    warehouse::WAREHOUSE_CONVEYOR,
    warehouse::WAREHOUSE_DOCK,
];
