//! Processes that are ended, with all that they started, when their owner goes.

use anyhow::{Context, Result};
use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// A command that will run in a session of its own, so that its children can be told from everybody else's.
pub fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new("setsid");
    command.arg(program);
    command
}

/// A running process. Dropping it ends it and its whole session: a browser's helpers outlive a driver that is only killed.
pub struct Owned(Child);

impl Owned {
    /// Starts a [`command`] with its output in the file `log`.
    pub fn start(mut command: Command, log: &Path) -> Result<Self> {
        let file = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
        command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
        Self::spawn(command)
    }

    /// Starts a [`command`] and hands over its standard output.
    pub fn start_reading(mut command: Command) -> Result<(Self, ChildStdout)> {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut owned = Self::spawn(command)?;
        let output = owned.0.stdout.take().context("no standard output")?;
        Ok((owned, output))
    }

    fn spawn(mut command: Command) -> Result<Self> {
        command.spawn().map(Self).with_context(|| format!("cannot start {command:?}"))
    }

    /// Of the processes that it started and that were started with this argument, the most memory that one ever took, in bytes.
    pub fn peak_of(&self, argument: &str) -> Option<u64> {
        let peak = |process: String| {
            let arguments = fs::read(format!("/proc/{process}/cmdline")).ok()?;
            let fits = arguments.split(|byte| matches!(byte, 0 | b' ')).any(|one| one == argument.as_bytes());
            let status = fs::read_to_string(format!("/proc/{process}/status")).ok().filter(|_| fits)?;
            let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
            line.split_whitespace().next()?.parse::<u64>().ok()
        };
        session_members(self.0.id()).into_iter().filter_map(peak).max().map(|kilobytes| kilobytes << 10)
    }

    /// Whether it has ended by itself.
    pub fn ended(&mut self) -> bool {
        !matches!(self.0.try_wait(), Ok(None))
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        let members = session_members(self.0.id());
        if !members.is_empty() {
            // By number, and only numbers of this very session.
            let _ = Command::new("kill").arg("-KILL").args(members).stderr(Stdio::null()).status();
        }
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The processes whose session was opened by process `leader`: the sixth field of /proc/N/stat.
fn session_members(leader: u32) -> Vec<String> {
    let Ok(processes) = fs::read_dir("/proc") else { return Vec::new() };
    let mut members = Vec::new();
    for process in processes.flatten() {
        let Ok(stat) = fs::read_to_string(process.path().join("stat")) else { continue };
        // The second field, the program's name, is in parentheses and may hold anything.
        let Some((_, fields)) = stat.rsplit_once(')') else { continue };
        if fields.split_whitespace().nth(3) == Some(&leader.to_string()) {
            members.push(process.file_name().to_string_lossy().into_owned());
        }
    }
    members
}

/// Resolves when this program is asked to stop.
pub async fn interrupted() {
    use tokio::signal::unix::{SignalKind, signal};
    let terminate = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminate => {}
    }
}
