//! The CPU ray caster: deterministic pixels without a graphics driver.
