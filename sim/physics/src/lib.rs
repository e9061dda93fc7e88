//! Contact physics of a rollout on Rapier: gripper, contacts, staged success.
