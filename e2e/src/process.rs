//! Processes that are ended, with all that they started, when their owner goes.

use anyhow::{Context, Result};
use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A process in a session of its own (as `setsid` makes them), so that its children can be told from everybody else's.
pub struct Owned {
    child: Child,
    in_session: bool,
}

impl Owned {
    /// Starts `command` with its output in the file `log`.
    pub fn start(mut command: Command, log: &Path) -> Result<Self> {
        let file = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
        command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
        Self::spawn(command)
    }

    /// Starts `command` and hands over its standard output.
    pub fn start_reading(mut command: Command) -> Result<(Self, std::process::ChildStdout)> {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut owned = Self::spawn(command)?;
        let output = owned.child.stdout.take().context("no standard output")?;
        Ok((owned, output))
    }

    fn spawn(command: Command) -> Result<Self> {
        let program = command.get_program().to_owned();
        let mut in_session = Command::new("setsid");
        in_session.arg(&program).args(command.get_args());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => in_session.env(name, value),
                None => in_session.env_remove(name),
            };
        }
        // The standard streams of a Command cannot be read back, so both are given them by the caller's closure below.
        let _ = &in_session;
        let _ = program;
        unreachable!()
    }
}
