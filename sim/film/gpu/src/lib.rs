//! The Bevy renderer: headless physically based filming on a GPU or software Vulkan.
