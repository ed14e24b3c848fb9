//! The command line.

mod database;
mod decide;
mod profiles;
#[cfg(unix)]
mod reload;
mod serve;
mod sso;

pub use profiles::{BadProfiles, builtin_policies, policies};

use crate::config::Config;
use clap::{Args, Parser, Subcommand};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// Team members, invitations and roles.
#[derive(Parser)]
#[command(name = "rolecall", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the server
    Serve(Box<serve::Serve>),
    /// Reads cases (JSON, one a line) and writes the rules' verdict on each
    Decide {
        /// Each verdict names the line of the profile that decided
        #[arg(long)]
        explain: bool,
    },
    /// Profile files
    Profiles {
        #[command(subcommand)]
        command: profiles::Profiles,
    },
    /// Prints the description of the API (OpenAPI 3.1)
    Openapi,
    /// Brings the database's schema up to date
    Migrate(Database),
    /// Writes a copy of the database to a new file; the server may be running
    Backup {
        #[command(flatten)]
        database: Database,
        /// The new file
        file: PathBuf,
    },
    /// Replaces the database by a backup; the server must be stopped
    Restore {
        #[command(flatten)]
        database: Database,
        /// The backup
        file: PathBuf,
    },
}

#[derive(Args)]
struct Database {
    /// The database's file
    #[arg(long, env = "ROLECALL_DB", default_value = "data/rolecall.db")]
    db: PathBuf,
}

/// Why a command failed, in one sentence.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Runs the program.
pub fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(code) => code,
        // Whoever reads our output may stop reading: `rolecall openapi | head`.
        Err(error) if is_closed_pipe(error.as_ref()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "rolecall: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Serve(options) => runtime()?.block_on(serve::run(*options)).map(|()| ExitCode::SUCCESS),
        Command::Decide { explain } => {
            Ok(decide::run(std::io::stdin().lock(), std::io::stdout().lock(), explain)?)
        }
        Command::Profiles { command } => profiles::run(command),
        Command::Openapi => {
            say(&format!("{}\n", crate::openapi::document(&Config::default()).to_pretty_json()?))?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Migrate(database) => runtime()?.block_on(database::migrate(&database.db)),
        Command::Backup { database, file } => runtime()?.block_on(database::backup(&database.db, &file)),
        Command::Restore { database, file } => runtime()?.block_on(database::restore(&database.db, &file)),
    }
}

/// Prints; unlike `println!` it does not panic when nobody reads.
fn say(text: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

fn is_closed_pipe(error: &(dyn std::error::Error + Send + Sync + 'static)) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
}

fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()
}
