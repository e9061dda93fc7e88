//! The one place that composes: plan, simulate, film, write.
