//! `cargo xtask mutants`: cargo-mutants over the policy, guard and token code. See docs/parity.md.
//!
//! It works on a copy below target/mutants, keeps what it has found out, and goes on there when it is started again.

mod groups;
mod ledger;

use crate::{Res, setup, sh};
use groups::{GROUPS, Group, Pass};
use ledger::{Fate, Fates};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

const LIST: &str = "tests/mutants.txt";

/// The first test that notices is enough. The harness has that only behind its switch for what may change yet, which it opens
/// to programs that are started with this; the compiler is not.
const OPENED: &str = "--config=target.'cfg(all())'.runner=['env','RUSTC_BOOTSTRAP=1']";
const FAIL_FAST: [&str; 2] = ["-Zunstable-options", "--fail-fast"];

struct Options {
    only: Option<String>,
    /// `k/n`: every nth mutant from the kth on. Each has its own copy, so several run beside each other.
    shard: Option<String>,
    /// Asks only about what survived before, also when sources or tests have changed since.
    survivors: bool,
}

pub fn command(args: &[String]) -> Res {
    let options = options(args)?;
    let known: Vec<&Group> =
        GROUPS.iter().filter(|g| options.only.as_deref().is_none_or(|o| o == g.name)).collect();
    if known.is_empty() {
        let names: Vec<&str> = GROUPS.iter().map(|g| g.name).collect();
        return Err(format!("There is no such group of files: {}.", names.join(", ")));
    }
    let listed = ledger::listed(&sh::read_text(&sh::root().join(LIST))?)?;
    let tool = setup::mutants()?;
    let mut faults = Vec::new();
    for group in known {
        let run = Run::begin(group, &options, &tool)?;
        run.ask(&options)?;
        faults.extend(run.judge(&listed)?);
    }
    if faults.is_empty() {
        return Ok(());
    }
    Err(format!("{}\nKill each with a test, or write into {LIST} why it may live.", faults.join("\n")))
}

fn options(args: &[String]) -> Res<Options> {
    let mut options = Options { only: None, shard: None, survivors: false };
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        let mut value = || rest.next().cloned().ok_or_else(|| format!("{arg} needs a value."));
        match arg.as_str() {
            "--only" => options.only = Some(value()?),
            "--shard" => options.shard = Some(value()?),
            "--survivors" => options.survivors = true,
            other => return Err(format!("{other:?} is not known here: `cargo xtask help` lists what is.")),
        }
    }
    Ok(options)
}

/// One group of files on its copy.
struct Run<'a> {
    group: &'a Group,
    tool: &'a Path,
    shard: Option<String>,
    /// The copy of the sources that is mutated.
    tree: PathBuf,
    build: PathBuf,
    out: PathBuf,
}

impl<'a> Run<'a> {
    fn begin(group: &'a Group, options: &Options, tool: &'a Path) -> Res<Self> {
        let home = sh::target_dir().join("mutants");
        let home = match &options.shard {
            Some(shard) => home.join(shard.replace('/', "-of-")),
            None => home.join("all"),
        };
        let (tree, build, out) = (home.join("tree"), home.join("build"), home.join("out").join(group.name));
        let state = copy(&tree, group)?;
        let stamp = out.join("of");
        let same = std::fs::read_to_string(&stamp).is_ok_and(|s| s == state);
        let kept = options.survivors && stamp.is_file();
        if !(same || kept) {
            let _ = std::fs::remove_dir_all(&out);
            sh::write(&stamp, state.as_bytes())?;
        }
        Ok(Self { group, tool, shard: options.shard.clone(), tree, build, out })
    }

    fn mutants(&self) -> Command {
        let mut c = nice(self.tool);
        c.current_dir(&self.tree).env("CARGO_TARGET_DIR", &self.build).arg("mutants");
        for file in self.group.files {
            c.args(["--file", file]);
        }
        if let Some(shard) = &self.shard {
            c.args(["--shard", shard]);
        }
        c
    }

    /// All mutants of the group (of the shard), in the order of their files.
    fn names(&self) -> Res<Vec<String>> {
        let text = sh::output(self.mutants().args(["--list", "--colors", "never"]));
        let text =
            text.ok_or("cargo-mutants does not list its mutants: run it by hand in target/mutants.")?;
        Ok(text.lines().map(str::to_owned).collect())
    }

    fn ledger(&self) -> PathBuf {
        self.out.join("ledger.tsv")
    }

    /// Takes over what a run of pass `at` has found out, also one that was stopped half way.
    fn absorb(&self, at: usize) -> Res<Fates> {
        let mut fates = ledger::read(&self.ledger());
        for (file, fate) in [
            ("missed", Fate::Survived(at + 1)),
            ("caught", Fate::Caught),
            ("timeout", Fate::Timeout),
            ("unviable", Fate::Unviable),
        ] {
            let path = self.out.join("mutants.out").join(file).with_extension("txt");
            for name in std::fs::read_to_string(path).unwrap_or_default().lines() {
                // A run that was stopped before it began has all that was known in its list of those caught.
                let known = fates.get(name).is_some_and(|f| !matches!(f, Fate::Survived(_)));
                if !known {
                    fates.insert(name.to_owned(), fate);
                }
            }
        }
        ledger::write(&self.ledger(), &fates)?;
        Ok(fates)
    }

    /// Runs what has not been run. What survived one set of tests is asked about by the next.
    fn ask(&self, options: &Options) -> Res {
        let names = self.names()?;
        // Of a run that was stopped: the file says which pass it was.
        let stopped = self.out.join("pass");
        if let Some(at) = std::fs::read_to_string(&stopped).ok().and_then(|t| t.parse().ok()) {
            self.absorb(at)?;
        }
        if options.survivors {
            let mut fates = ledger::read(&self.ledger());
            fates.retain(|_, fate| !matches!(fate, Fate::Survived(_)));
            ledger::write(&self.ledger(), &fates)?;
        }
        for (at, pass) in self.group.passes.iter().enumerate() {
            let fates = ledger::read(&self.ledger());
            let open = |name: &&String| match fates.get(*name) {
                None => true,
                Some(Fate::Survived(passes)) => *passes <= at,
                Some(_) => false,
            };
            let open = names.iter().filter(open).count();
            if open == 0 {
                continue;
            }
            println!(
                "{}: {open} of {} mutants, {} {}",
                self.group.name,
                names.len(),
                pass.package,
                pass.targets.join(" ")
            );
            let begun = Instant::now();
            self.known(&fates)?;
            sh::write(&stopped, at.to_string().as_bytes())?;
            self.unmutated(pass)?;
            self.pass(pass)?;
            self.absorb(at)?;
            println!("{}: {} s", self.group.name, begun.elapsed().as_secs());
        }
        Ok(())
    }

    /// cargo-mutants leaves out what its last run had caught: here that is what any run has.
    fn known(&self, fates: &Fates) -> Res {
        let out = self.out.join("mutants.out");
        let done = |fate: &Fate| !matches!(fate, Fate::Survived(_));
        let names: String =
            fates.iter().filter(|(_, f)| done(f)).map(|(name, _)| format!("{name}\n")).collect();
        let _ = std::fs::remove_dir_all(&out);
        sh::write(&out.join("caught.txt"), names.as_bytes())?;
        for other in ["missed.txt", "timeout.txt", "unviable.txt", "previously_caught.txt"] {
            sh::write(&out.join(other), b"")?;
        }
        Ok(())
    }

    /// A test that fails anyway would catch every mutant.
    fn unmutated(&self, pass: &Pass) -> Res {
        let mut c = nice(Path::new("cargo"));
        c.current_dir(&self.tree).env("CARGO_TARGET_DIR", &self.build);
        c.args(["test", OPENED, "--quiet", "--profile", "mutants", "--package", pass.package])
            .args(pass.targets);
        c.arg("--").args(FAIL_FAST).args(pass.names).stdout(std::process::Stdio::null());
        sh::run(&mut c, "Mend the test that fails without any mutant.")
    }

    fn pass(&self, pass: &Pass) -> Res {
        let mut c = self.mutants();
        c.args(["--in-place", "--iterate", "--no-shuffle", "--colors", "never", "--baseline", "skip"]);
        c.args(["--profile", "mutants", "--cap-lints", "true", "--build-timeout", "900"]);
        c.args(["--timeout", &pass.limit.to_string(), "--test-package", pass.package])
            .arg("--output")
            .arg(&self.out);
        // Also while it builds: other targets would take as long again.
        c.args([OPENED].iter().chain(pass.targets).map(|t| format!("--cargo-arg={t}")));
        c.args(["--", "--"]).args(FAIL_FAST).args(pass.names);
        // Snapshots are compared, never written.
        c.env("INSTA_UPDATE", "no");
        let status = c.status().map_err(|e| format!("cargo-mutants did not start: {e}"))?;
        // 2: some survived; 3: some tests never ended. Both are written down.
        match status.code() {
            Some(0 | 2 | 3) => Ok(()),
            _ => Err("cargo-mutants stopped: start this again, and it goes on where it was.".into()),
        }
    }

    fn judge(&self, listed: &std::collections::BTreeMap<String, String>) -> Res<Vec<String>> {
        let names = self.names()?;
        let fates = ledger::read(&self.ledger());
        let all: BTreeSet<&String> = names.iter().collect();
        let passes = self.group.passes.len();
        let count = |fate: Fate| fates.iter().filter(|(n, f)| all.contains(n) && **f == fate).count();
        println!(
            "{}: {} mutants, {} caught, {} never ended, {} do not compile, {} survive",
            self.group.name,
            names.len(),
            count(Fate::Caught),
            count(Fate::Timeout),
            count(Fate::Unviable),
            count(Fate::Survived(passes)),
        );
        let keys = ledger::keys(&names);
        let (unexcused, idle) = ledger::judged(&keys, &fates, listed, passes);
        let mut faults: Vec<String> = unexcused.iter().map(|k| format!("survives: {k}")).collect();
        // A part does not know what became of the rest, nor which of several it has.
        if self.shard.is_none() {
            faults.extend(idle.iter().map(|k| format!("listed, and does not survive: {k}")));
        }
        Ok(faults)
    }
}

/// The others on this machine come first.
fn nice(program: &Path) -> Command {
    match sh::which(&["nice"]) {
        Some(nice) => {
            let mut c = sh::cmd(nice);
            c.arg(program);
            c
        }
        None => sh::cmd(program),
    }
}

/// Copies the sources, writing only what differs, so that nothing is built twice; answers what the group's outcome depends on.
fn copy(tree: &Path, group: &Group) -> Res<String> {
    let root = sh::root();
    let listed = sh::output(sh::cmd("git").args(["ls-files", "--cached", "--others", "--exclude-standard"]))
        .ok_or("Run this in a clone: git tells which files are sources.")?;
    let mut parts = Vec::new();
    let mut here = BTreeSet::new();
    for name in listed.lines() {
        let from = root.join(name);
        if !from.is_file() {
            continue;
        }
        let bytes = sh::read(&from)?;
        if !group.instead.iter().any(|(path, _)| *path == name) {
            here.insert(lay(tree, name, &bytes)?);
        }
        if group.depends.iter().any(|d| name.starts_with(d)) {
            parts.push(name.as_bytes().to_vec());
            parts.push(bytes);
        }
    }
    for (name, text) in group.instead {
        here.insert(lay(tree, name, text.as_bytes())?);
    }
    for old in sh::files(tree) {
        if !here.contains(&old) {
            let _ = std::fs::remove_file(old);
        }
    }
    Ok(sh::hash(parts.iter().map(Vec::as_slice)))
}

/// Writes a file of the copy, where it is another one.
fn lay(tree: &Path, name: &str, bytes: &[u8]) -> Res<PathBuf> {
    let to = tree.join(name);
    if std::fs::read(&to).ok().as_deref() != Some(bytes) {
        sh::write(&to, bytes)?;
    }
    Ok(to)
}
