//! Axes of variation: seeded draws and the planning of rollouts.
