//! Whom the scenes of a rollout owe thanks to. The credits of a dataset are made of those of its parts, so that it does
//! not matter which process has merged them.

use restage_assets::import::{Credit, credits};
use restage_exporters::AssetCredit;
use restage_rollouts::RolloutSpec;
use serde_json::Value;
use std::collections::BTreeSet;

/// Licence and author of every imported asset in the scene of a rollout. Its planning has loaded them in this process.
pub(super) fn credits_of(spec: &RolloutSpec) -> Vec<AssetCredit> {
    let known = credits();
    if known.is_empty() {
        return Vec::new();
    }
    let scene = serde_json::to_value(&spec.scene).unwrap_or_default();
    let mut ids = BTreeSet::new();
    references(&scene, &mut ids);
    let used = known.into_iter().filter(|credit| ids.contains(credit.id.as_str()));
    used.map(|Credit { id, licence, author, source }| AssetCredit { id, licence, author, source }).collect()
}

/// Ids of all references to assets, as scenes store them: an id and the hash of the content.
fn references<'a>(value: &'a Value, ids: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(map) => {
            if let (Some(Value::String(id)), Some(Value::String(_))) = (map.get("id"), map.get("hash")) {
                ids.insert(id);
            }
            map.values().for_each(|value| references(value, ids));
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, ids)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn references_are_found_wherever_they_are() {
        let scene = json!({"objects": [{"shape": {"imported": {"id": "cup", "hash": "ab"}}}, {"id": "no reference"}],
                           "fixtures": {"id": "shelf", "hash": "cd", "parts": [{"id": "bolt", "hash": "ef"}]}});
        let mut ids = BTreeSet::new();
        references(&scene, &mut ids);
        assert_eq!(ids, BTreeSet::from(["bolt", "cup", "shelf"]));
    }
}
