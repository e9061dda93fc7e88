//! The program `restage`: parse what was typed, resolve it, let `pipeline` work, print, choose the exit code.
//! Data goes to stdout, everything else to stderr.

mod args;
mod commands;
mod exit;
mod table;
mod terminal;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = args::Args::parse();
    terminal::start_logging(args.verbose);
    if let Some(folder) = args.library {
        restage_assets::import::Library::at(folder).use_for_process();
    }
    exit::report(commands::run(args.command))
}
