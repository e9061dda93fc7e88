//! Exit codes, and the one place where an error becomes text.

use crate::terminal::tell;
use restage_assets::import::ImportError;
use restage_pipeline::PipelineError;
use std::process::ExitCode;

/// How a command ended, short of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All that was asked for: exit code 0.
    Complete,
    /// Something good came out, but not all: bad episodes left out, fewer episodes than asked for. Exit code 3.
    Partial,
    /// Stopped by Ctrl-C or a signal; finished work is kept: exit code 130.
    Interrupted,
    /// `validate` came to FAIL: exit code 1.
    Failed,
    /// `validate` could not decide: exit code 5.
    Undecided,
    /// A control of `validate` failed: exit code 6.
    Void,
}

/// Exit code for a comparison that failed.
const FAILED: u8 = 1;
/// Exit code for a comparison that decides nothing.
const UNDECIDED: u8 = 5;
/// Exit code for a comparison whose controls failed.
const VOID: u8 = 6;
/// Exit code for bad input: arguments (clap uses it too), job files, sources, an output in the way.
const BAD_INPUT: u8 = 2;
/// Exit code for partial success.
const PARTIAL: u8 = 3;
/// Exit code for a failure of the program or the machine: disk, encoder, driver.
const INTERNAL: u8 = 4;
/// Exit code after Ctrl-C, as shells count it.
const INTERRUPTED: u8 = 130;

/// Text for `--help`.
pub const HELP: &str = "Exit codes: 0 complete; 2 bad input, nothing was made; 3 partial success, see the report; \
4 internal failure; 130 interrupted, finished work is kept. \
validate: 0 PASS, 1 FAIL, 5 INCONCLUSIVE, 6 VOID (a control failed).";

/// Prints an error with its causes and turns the result into an exit code.
pub fn report(result: anyhow::Result<Outcome>) -> ExitCode {
    match result {
        Ok(Outcome::Complete) => ExitCode::SUCCESS,
        Ok(Outcome::Partial) => ExitCode::from(PARTIAL),
        Ok(Outcome::Interrupted) => ExitCode::from(INTERRUPTED),
        Ok(Outcome::Failed) => ExitCode::from(FAILED),
        Ok(Outcome::Undecided) => ExitCode::from(UNDECIDED),
        Ok(Outcome::Void) => ExitCode::from(VOID),
        Err(error) => {
            tell(&format!("error: {error}"));
            let mut last = error.to_string();
            for cause in error.chain().skip(1) {
                let text = cause.to_string();
                if !last.contains(&text) {
                    tell(&format!("  because: {text}"));
                }
                last = text;
            }
            let bad_input = error.downcast_ref::<PipelineError>().is_some_and(PipelineError::is_bad_input)
                || error.downcast_ref::<ImportError>().is_some_and(ImportError::is_bad_input);
            ExitCode::from(if bad_input { BAD_INPUT } else { INTERNAL })
        }
    }
}
