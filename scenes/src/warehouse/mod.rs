//! Warehouses: racking aisle, packing station, conveyor, dock.

mod conveyor;
mod dock;
mod packing;
mod racking;

pub(crate) use conveyor::WAREHOUSE_CONVEYOR;
pub(crate) use dock::WAREHOUSE_DOCK;
pub(crate) use packing::WAREHOUSE_PACKING;
pub(crate) use racking::WAREHOUSE_RACKING;

/// Goods of a warehouse: categories of the object catalogue.
const GOODS: [&str; 8] =
    ["packaging", "container", "food", "bottle", "electronics", "household", "office", "bathroom"];
