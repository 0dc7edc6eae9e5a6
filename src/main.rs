//! The command line's entry.

fn main() -> std::process::ExitCode {
    dutyflow::cli::main()
}
