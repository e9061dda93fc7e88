//! Where the units of the run begin and end.

use super::parameters::{KitchenParameters, WindowPlace};

/// Width of the sink unit, m.
const SINK_WIDTH: f64 = 0.70;
/// Width of hob and oven, m.
pub(super) const HOB_WIDTH: f64 = 0.60;
/// Width of the refrigerator, m.
pub(super) const FRIDGE_WIDTH: f64 = 0.60;
/// Least width of the free worktop between sink and hob, m.
const WORK_WIDTH: f64 = 1.32;
/// Depth of the run round the corner, m.
pub(super) const CORNER: f64 = 0.62;
/// Width of the unit between the corner and the sink, m.
const BESIDE_CORNER: f64 = 0.40;
/// Lower edge of the wall units, m.
pub(super) const WALL_UNIT_LOW: f64 = 1.40;
/// Upper edge of the wall units, m.
pub(super) const WALL_UNIT_HIGH: f64 = 2.12;

/// Distances in the kitchen, m, before mirroring. Heights above the floor.
pub(super) struct Layout {
    /// Left end of the run.
    pub(super) left: f64,
    /// Width of the corner that the side run takes from the run; 0 without one.
    pub(super) corner: f64,
    /// Sink unit.
    pub(super) sink: [f64; 2],
    /// Free worktop, a little inside of the units beside it.
    pub(super) work_left: f64,
    /// Its right end.
    pub(super) work_right: f64,
    /// Hob and oven.
    pub(super) hob: [f64; 2],
    /// Right end of the run; the refrigerator follows.
    pub(super) right: f64,
    /// Right face of the left side wall.
    pub(super) room_left: f64,
    /// Left face of the right side wall.
    pub(super) room_right: f64,
    /// Face of the wall behind the person.
    pub(super) room_front: f64,
    /// Face of the wall behind the run; the depth of the worktop.
    pub(super) depth: f64,
    /// Height of the worktop.
    pub(super) top: f64,
    /// Room height.
    pub(super) ceiling: f64,
    /// Front end of the free worktop.
    pub(super) free_front: f64,
    /// Back end of the free worktop.
    pub(super) free_back: f64,
    /// Upper end of the splashback.
    pub(super) splash_high: f64,
    /// Opening of the window: along the wall (x behind the sink, y in the side wall), then height.
    pub(super) window: [[f64; 2]; 2],
}

impl Layout {
    pub(super) fn new(p: &KitchenParameters) -> Self {
        let spare = (p.run_length - SINK_WIDTH - HOB_WIDTH - WORK_WIDTH).max(0.4);
        // Half of what is left over widens the working area, the rest becomes the two end units.
        let wider = (spare - 0.6).max(0.0) / 2.0;
        let (work, ends) = (WORK_WIDTH + wider, spare - wider);
        let (sink_right, hob_left) = (-work / 2.0, work / 2.0);
        let corner = if p.side_run > 0.0 { CORNER } else { 0.0 };
        let beside = if p.side_run > 0.0 { CORNER + BESIDE_CORNER } else { 0.45 * ends };
        let left = sink_right - SINK_WIDTH - beside;
        let right = hob_left + HOB_WIDTH + 0.55 * ends;
        let tile = p.tile_edge;
        let splash_high = WALL_UNIT_LOW;
        // The window is cut along the joints of the tiles.
        let sill = splash_high - tile * (0.25 / tile).round();
        let snapped = |x: f64| left + ((x - left) / tile).round() * tile;
        let sink_middle = sink_right - SINK_WIDTH / 2.0;
        let along = match p.window {
            WindowPlace::OverSink => [snapped(sink_middle - 0.48), snapped(sink_middle + 0.48)],
            // Ends before the wall units.
            WindowPlace::SideWall => [-0.85, 0.27],
        };
        Self {
            left,
            corner,
            sink: [sink_right - SINK_WIDTH, sink_right],
            work_left: sink_right + 0.03,
            work_right: hob_left - 0.02,
            hob: [hob_left, hob_left + HOB_WIDTH],
            right,
            room_left: left - 0.02,
            room_right: right + 0.02 + FRIDGE_WIDTH + p.side_space,
            room_front: -p.aisle,
            depth: p.counter_depth,
            top: p.counter_height,
            ceiling: p.ceiling_height,
            free_front: 0.015,
            free_back: p.counter_depth - 0.105,
            splash_high,
            window: [along, [sill, (sill + 1.0).min(p.ceiling_height - 0.25)]],
        }
    }

    /// Whether the window is in the wall behind the run.
    pub(super) fn window_over_sink(p: &KitchenParameters) -> bool {
        p.window == WindowPlace::OverSink
    }
}
