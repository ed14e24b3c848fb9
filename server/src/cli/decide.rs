//! `rolecall decide`: the shared crate's decision and nothing else.

use shared::case::Cases;
use std::io::{BufRead, Write};
use std::process::ExitCode;

/// Answers every line; the status is 1 when one of them was malformed. `explain`: each verdict names the line of the
/// profile that decided.
pub fn run(input: impl BufRead, mut output: impl Write, explain: bool) -> std::io::Result<ExitCode> {
    let read = |path: &str| std::fs::read_to_string(path).map_err(|e| format!("{path}: {e}"));
    let mut cases = if explain { Cases::new(read).explaining() } else { Cases::new(read) };
    let mut all_well = true;
    for line in input.split(b'\n') {
        let line = line?;
        // Bytes that are no text are one malformed line, not the end of the others.
        let text = String::from_utf8_lossy(&line);
        if text.trim().is_empty() {
            continue;
        }
        let (answer, well) = cases.answer_or_error(&text);
        all_well &= well;
        writeln!(output, "{answer}")?;
    }
    output.flush()?;
    Ok(if all_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
