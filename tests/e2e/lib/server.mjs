// A real server for one test file: the program itself, on a free port, with a database of its own.
import { spawn, spawnSync } from "node:child_process";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
export const BIN = process.env.ROLECALL_BIN || join(ROOT, "target/debug/rolecall");

/// Everybody's password in the demo.
export const DEMO_PASSWORD = "rolecall-demo";

/// `demo`: six teams with people. `size`: how many the jetlink team has. The clock can be moved on by `advance`. `args` (or
/// `more`): further options of the program. `from`: a copy of a database to begin with.
export async function serve({ demo = true, size, from, more = [], args: further = more } = {}) {
  const dir = await mkdtemp(join(tmpdir(), "rolecall-e2e-"));
  if (from) await copyFile(from, join(dir, "e2e.db"));
  const args = ["--db", join(dir, "e2e.db")];
  if (demo) args.push("--demo", "--test-clock");
  if (size) args.push("--demo-size", String(size));
  args.push(...further);
  let log = "";
  const start = async (listen, args) => {
    const child = spawn(BIN, ["serve", "--listen", listen, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    child.stderr.on("data", (d) => (log += d));
    const exited = new Promise((done) => child.once("exit", done));
    const url = await new Promise((found, failed) => {
      let out = "";
      child.stdout.on("data", (d) => {
        out += d;
        const line = /listening on (http:\/\/\S+)/.exec(out);
        if (line) found(line[1]);
      });
      child.once("error", failed);
      exited.then((code) => failed(new Error(`the server ended with ${code}: ${log}`)));
    });
    return { child, exited, url };
  };
  const end = async ({ child, exited }) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), 5000);
    await exited;
    clearTimeout(late);
  };
  let now = await start("127.0.0.1:0", args);
  const { url } = now;
  return {
    url,
    /// The server's log so far.
    log: () => log,
    /// All mails, newest first: `{id, to, subject, text, html, at}`.
    mails: async (to) => {
      const all = await (await fetch(`${url}/dev/mail.json`)).json();
      return to ? all.filter((m) => m.to === to) : all;
    },
    /// Moves the server's clock on.
    advance: async (ms) => {
      const answer = await fetch(`${url}/dev/clock`, {
        method: "POST",
        headers: { origin: url, "content-type": "application/json" },
        body: JSON.stringify({ advance_ms: ms }),
      });
      if (!answer.ok) throw new Error(`the clock answered ${answer.status}: ${await answer.text()}`);
    },
    /// Writes a copy of the database, to begin another server from.
    backup: (to) => {
      const run = spawnSync(BIN, ["backup", "--db", join(dir, "e2e.db"), to], { encoding: "utf8" });
      if (run.status !== 0) throw new Error(`backup ended with ${run.status}: ${run.stdout}${run.stderr}`);
    },
    /// At once and without waiting, for a script that fails.
    kill: () => now.child.exitCode ?? now.child.kill("SIGKILL"),
    /// Tells the program something while it runs.
    signal: (name) => now.child.kill(name),
    /// Ends the program, lets `meanwhile` happen, and starts it again: the same database, the same address.
    restart: async (meanwhile) => {
      await end(now);
      await meanwhile?.();
      now = await start(new URL(url).host, args);
    },
    stop: async () => {
      await end(now);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/// Verdicts of `rolecall decide` on these cases, in order.
export function decide(cases) {
  const input = cases.map((c) => JSON.stringify(c)).join("\n");
  const run = spawnSync(BIN, ["decide"], { input, encoding: "utf8", maxBuffer: 64 << 20 });
  if (run.status !== 0) throw new Error(`decide ended with ${run.status}: ${run.stdout}${run.stderr}`);
  return run.stdout.trim().split("\n").map((line) => JSON.parse(line));
}

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
