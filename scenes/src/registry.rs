//! The list of templates. Each entry lives beside its generator; this file only lines them up.

use crate::{Template, factory, healthcare, home, kitchen, office, restaurant, sanitation, shop, warehouse};

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
    factory::FACTORY_ASSEMBLY,
    factory::FACTORY_CNC,
    factory::FACTORY_CONVEYOR,
    factory::FACTORY_ELECTRONICS,
    office::OFFICE_DESK,
    shop::STORE_SHELF,
    restaurant::RESTAURANT_KITCHEN,
    healthcare::HEALTHCARE_WARD,
    sanitation::SANITATION_CLOSET,
];
