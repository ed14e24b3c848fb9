//! Starting the program and ending it.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};
use tests::Failure;

/// The program with these arguments, and no setting of whoever runs the tests.
pub fn rolecall<A: AsRef<OsStr>>(args: &[A]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rolecall-under-test"));
    command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("ROLECALL_")) {
        command.env_remove(name);
    }
    command
}

/// Runs to the end.
pub fn run<A: AsRef<OsStr>>(args: &[A]) -> Result<Output, Failure> {
    Ok(rolecall(args).output()?)
}

/// Runs to the end with this input.
pub fn run_with<A: AsRef<OsStr>>(args: &[A], input: &str) -> Result<Output, Failure> {
    let mut child = rolecall(args).stdin(Stdio::piped()).spawn()?;
    let mut stdin = child.stdin.take().ok_or("no input")?;
    let input = input.to_owned();
    // Beside reading, or a full pipe stops both.
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output()?;
    // A program that stops reading early is for the test to judge.
    let _ = writer.join();
    Ok(output)
}

pub fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A path as an argument.
pub fn arg(path: &Path) -> String {
    path.display().to_string()
}

/// A running server, ended with the test.
pub struct Server {
    child: Child,
    /// Kept open: a server whose output nobody takes would stop at its next line.
    _stdout: BufReader<ChildStdout>,
    /// `127.0.0.1:PORT`.
    pub address: String,
}

impl Server {
    /// Starts a server on a free port and waits until it listens.
    pub fn start(args: &[String]) -> Result<Self, Failure> {
        Self::start_logging(args, None)
    }

    /// The same, with its log in a file.
    pub fn start_logging(args: &[String], log: Option<&Path>) -> Result<Self, Failure> {
        let mut all = vec!["serve".to_owned(), "--listen".into(), "127.0.0.1:0".into()];
        all.extend_from_slice(args);
        let stderr = match log {
            Some(file) => Stdio::from(std::fs::File::create(file)?),
            None => Stdio::null(),
        };
        let mut child = rolecall(&all).stderr(stderr).spawn()?;
        let mut stdout = BufReader::new(child.stdout.take().ok_or("no output")?);
        let mut line = String::new();
        stdout.read_line(&mut line)?;
        let address = line.trim().strip_prefix("listening on http://").map(str::to_owned);
        match address {
            Some(address) => Ok(Self { child, _stdout: stdout, address }),
            None => {
                let _ = child.kill();
                Err(format!("the first line is {line:?}").into())
            }
        }
    }

    /// One request, by hand; the whole answer.
    pub fn request(&self, method: &str, path: &str, headers: &str, body: &str) -> Result<String, Failure> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}",
            self.address
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }

    pub fn get(&self, path: &str) -> Result<String, Failure> {
        self.request("GET", path, "", "")
    }

    pub fn post(&self, path: &str, body: &str) -> Result<String, Failure> {
        let headers = format!("origin: http://{}\r\ncontent-type: application/json\r\n", self.address);
        self.request("POST", path, &headers, body)
    }

    /// Asks it to stop, as an init system does, and waits.
    pub fn stop(mut self) -> Result<ExitStatus, Failure> {
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            if begun.elapsed() > Duration::from_secs(15) {
                return Err("it does not stop".into());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
