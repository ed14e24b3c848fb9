//! The command line, exactly as the `rolecall` binary runs it.

fn main() -> std::process::ExitCode {
    rolecall::cli::main()
}
