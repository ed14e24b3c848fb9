//! `rolecall profiles`, and reading the profiles that a server knows.

use super::{Failure, say};
use crate::policies::Policies;
use clap::Subcommand;
use shared::policy::Policy;
use shared::profile::{BUILTIN, Fault, Profile, builtin, load};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Subcommand)]
pub enum Profiles {
    /// Checks profile files; prints file, key and reason of each fault
    Check {
        /// The files
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Prints docs/permissions.md, made from the built-in profiles
    Docs,
}

/// Profiles that cannot be used, one fault a line.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct BadProfiles(String);

fn told(faults: &[Fault]) -> BadProfiles {
    let line = |f: &Fault| match f.key.as_str() {
        "" => format!("{}: {}", f.file, f.reason),
        key => format!("{}: {key}: {}", f.file, f.reason),
    };
    BadProfiles(faults.iter().map(line).collect::<Vec<_>>().join("\n"))
}

pub fn run(command: Profiles) -> Result<ExitCode, Failure> {
    match command {
        Profiles::Check { files } => Ok(check(&files)?),
        Profiles::Docs => {
            let mut policies = Vec::new();
            for profile in builtin_profiles()? {
                policies.push(Policy::compile(profile).map_err(|bad| format!("{bad:?}"))?);
            }
            say(&shared::permissions_page::permissions_page(&policies))?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn check(files: &[PathBuf]) -> std::io::Result<ExitCode> {
    let mut code = ExitCode::SUCCESS;
    for file in files {
        match read(file) {
            Ok(profile) => say(&format!("{}: ok ({})\n", file.display(), profile.id))?,
            Err(bad) => {
                say(&format!("{bad}\n"))?;
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}

fn read(file: &Path) -> Result<Profile, BadProfiles> {
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file).map_err(|e| BadProfiles(format!("{name}: {e}")))?;
    load(&name, &text).map_err(|faults| told(&faults))
}

fn builtin_profiles() -> Result<Vec<Profile>, BadProfiles> {
    BUILTIN
        .iter()
        .filter_map(|(id, _)| builtin(id))
        .map(|loaded| loaded.map_err(|faults| told(&faults)))
        .collect()
}

/// The five products.
pub fn builtin_policies() -> Result<Policies, Failure> {
    let mut policies = Policies::default();
    for profile in builtin_profiles()? {
        policies.add(&format!("{}.toml", profile.id), profile)?;
    }
    Ok(policies)
}

/// The five products, and those of a folder. One bad file is enough to refuse: a server that runs by rules other than
/// the operator wrote is worse than none.
pub fn policies(folder: Option<&Path>) -> Result<Policies, Failure> {
    let mut policies = builtin_policies()?;
    let Some(folder) = folder else { return Ok(policies) };
    let entries = std::fs::read_dir(folder).map_err(|e| format!("--profiles {}: {e}", folder.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "toml") {
            files.push(path);
        }
    }
    files.sort();
    for file in files {
        policies.add(&file.display().to_string(), read(&file)?)?;
    }
    Ok(policies)
}
