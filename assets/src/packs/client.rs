//! Fetching of packages by the programs that people use for it. They know their registries; this program does not.

use super::manifest::{Client, PackManifest};
use crate::import::ImportError;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Lines of a client's messages that an error keeps.
const KEPT_LINES: usize = 6;

/// Fetches the archive of a pack into an empty folder.
///
/// # Errors
/// [`ImportError::Client`] when the client is missing or fails, with its last words.
pub(super) fn fetch(manifest: &PackManifest, folder: &Path) -> Result<PathBuf, ImportError> {
    let PackManifest { package, version, .. } = manifest;
    let (programs, arguments): (&[&str], Vec<String>) = match manifest.client {
        Client::Npm => (&["npm"], vec!["pack".into(), "--silent".into(), format!("{package}@{version}")]),
        Client::Pip => {
            let mut arguments: Vec<String> =
                ["download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", "."]
                    .map(str::to_owned)
                    .to_vec();
            if let Some(python) = &manifest.python {
                arguments.extend(["--python-version".to_owned(), python.clone()]);
            }
            arguments.push(format!("{package}=={version}"));
            (&["pip3", "pip"], arguments)
        }
        Client::Apt => (&["apt-get"], vec!["download".into(), format!("{package}={version}")]),
    };
    run_first(programs, &arguments, folder, install_hint(manifest.client))?;
    let names = crate::import::library::names_in(folder)?;
    match &names[..] {
        [name] => Ok(folder.join(name)),
        _ => Err(ImportError::Client {
            program: programs[0].to_owned(),
            problem: format!("left {} files where one archive was expected", names.len()),
            hint: format!("fetch {package} {version} by hand and pass it by --archive"),
        }),
    }
}

fn install_hint(client: Client) -> &'static str {
    match client {
        Client::Npm => "install it: apt-get install npm",
        Client::Pip => "install it: apt-get install python3-pip",
        Client::Apt => {
            "this pack comes from a Debian package: fetch it on a Debian machine and pass it by --archive"
        }
    }
}

/// Runs the first of the programs that exists.
fn run_first(programs: &[&str], arguments: &[String], folder: &Path, hint: &str) -> Result<(), ImportError> {
    for program in programs {
        let output = Command::new(program).args(arguments).current_dir(folder).stdin(Stdio::null()).output();
        let output = match output {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            other => other.map_err(ImportError::io("run", *program))?,
        };
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let lines: Vec<&str> = said.lines().filter(|line| !line.trim().is_empty()).collect();
        let last = lines[lines.len().saturating_sub(KEPT_LINES)..].join(" | ");
        return Err(ImportError::Client {
            program: (*program).to_owned(),
            problem: format!("could not fetch the package ({}): {last}", output.status),
            hint: "is the network there, and the package list up to date? Else fetch the archive elsewhere and pass \
                   it by --archive"
                .into(),
        });
    }
    Err(ImportError::Client {
        program: programs[0].to_owned(),
        problem: "is not installed".into(),
        hint: hint.to_owned(),
    })
}

/// Opens a Debian package as a tar on the output of `dpkg-deb`.
///
/// # Errors
/// [`ImportError::Client`] when `dpkg-deb` is missing.
pub(super) fn open_deb(archive: &Path) -> Result<std::process::Child, ImportError> {
    Command::new("dpkg-deb")
        .arg("--fsys-tarfile")
        .arg(archive)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| ImportError::Client {
            program: "dpkg-deb".into(),
            problem: format!("cannot be started: {error}"),
            hint: "install it: apt-get install dpkg".into(),
        })
}
