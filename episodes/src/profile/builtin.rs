//! The profiles that are part of the program.

/// Name and text of every shipped profile, by name.
pub(super) const PROFILES: [(&str, &str); 4] = [
    ("cr5", include_str!("../../profiles/cr5.toml")),
    ("restage", include_str!("../../profiles/restage.toml")),
    ("so100", include_str!("../../profiles/so100.toml")),
    ("umi", include_str!("../../profiles/umi.toml")),
];
