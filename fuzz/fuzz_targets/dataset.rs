//! A dataset of this program of which one file holds any bytes, as merging, listing, filming and auditing read it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use restage_exporters::{CameraConfig, DatasetCard, DatasetConfig, DatasetMerger, list_episodes, read_card};
use restage_fuzz::{Base, scratch};
use std::sync::OnceLock;

fuzz_target!(|bytes: &[u8]| {
    static BASE: OnceLock<Base> = OnceLock::new();
    BASE.get_or_init(Base::of_environment).with_input(bytes, |dataset, _| {
        let _ = read_card(dataset);
        let _ = list_episodes(dataset);
        let _ = restage_pipeline::stored::load(dataset, 0);
        let output = scratch().join("merged");
        let config = DatasetConfig {
            name: "dataset".into(),
            fps: 10,
            cameras: vec![CameraConfig { name: "wrist".into(), width: 16, height: 16 }],
            overwrite: true,
            ..DatasetConfig::default()
        };
        if let Ok(mut merger) = DatasetMerger::create(&output, config)
            && merger.add(dataset).is_ok()
        {
            let _ = merger.finish(&DatasetCard::default());
        }
    });
});
