//! Grasp inference from recorded motion, and object-centric trajectory adaptation.
