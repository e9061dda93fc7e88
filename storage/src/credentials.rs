//! Where credentials come from: the environment first, then the profile file that the AWS tools share.
//!
//! Environment: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_REGION`, `AWS_ENDPOINT`,
//! `AWS_ALLOW_HTTP` and the others that `object_store` knows (web identity and container roles among them).
//! File: `AWS_SHARED_CREDENTIALS_FILE`, default `~/.aws/credentials`; section `AWS_PROFILE`, default `default`.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// Keys of one profile. Deliberately without `Debug`: it must not end in a log.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Profile {
    /// `aws_access_key_id`.
    pub access_key_id: Option<String>,
    /// `aws_secret_access_key`.
    pub secret_access_key: Option<String>,
    /// `aws_session_token`.
    pub session_token: Option<String>,
    /// `region`.
    pub region: Option<String>,
    /// `endpoint_url`.
    pub endpoint: Option<String>,
}

/// The profile of the environment, if there is a file that has it.
#[cfg_attr(not(feature = "s3"), expect(dead_code, reason = "only the client asks for it"))]
pub(crate) fn profile_of_environment() -> Option<Profile> {
    let file = std::env::var_os("AWS_SHARED_CREDENTIALS_FILE").map(PathBuf::from).or_else(|| {
        std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".aws").join("credentials"))
    })?;
    let text = std::fs::read_to_string(file).ok()?;
    let name = std::env::var("AWS_PROFILE").unwrap_or_else(|_| "default".into());
    parse(&text).remove(&name)
}

/// Reads the sections of a credentials file: `[name]` and `key = value` lines; `#` and `;` begin comments.
pub fn parse(text: &str) -> BTreeMap<String, Profile> {
    let mut profiles: BTreeMap<String, Profile> = BTreeMap::new();
    let mut section = None;
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            let name = name.trim();
            section = Some(name.strip_prefix("profile ").unwrap_or(name).to_owned());
            continue;
        }
        let (Some(section), Some((key, value))) = (&section, line.split_once('=')) else { continue };
        if line.starts_with(['#', ';']) {
            continue;
        }
        let profile = profiles.entry(section.clone()).or_default();
        let slot = match key.trim() {
            "aws_access_key_id" => &mut profile.access_key_id,
            "aws_secret_access_key" => &mut profile.secret_access_key,
            "aws_session_token" => &mut profile.session_token,
            "region" => &mut profile.region,
            "endpoint_url" => &mut profile.endpoint,
            _ => continue,
        };
        *slot = Some(value.trim().to_owned());
    }
    profiles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credentials_file_is_read() {
        let text = "# mine\n[default]\naws_access_key_id = AK\naws_secret_access_key=S=K=\n; old\n\n[profile lab]\n\
                    region = eu-west-1\nendpoint_url = http://localhost:9000\noutput = json\n";
        let profiles = parse(text);
        assert!(profiles["default"].access_key_id.as_deref() == Some("AK"));
        assert!(profiles["default"].secret_access_key.as_deref() == Some("S=K="));
        assert!(profiles["lab"].endpoint.as_deref() == Some("http://localhost:9000"));
        assert!(parse("aws_access_key_id = AK\n[broken\nx").is_empty());
    }
}
