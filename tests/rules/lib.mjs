// The program beside the package: what one says, the other must.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadProfile } from "@rolecall/rules";
import { BIN } from "../e2e/lib/server.mjs";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const PRODUCTS = ["jtek", "jetlink", "salestrekker", "voice-agents", "jelly"];

export const text = (path) => readFileSync(`${ROOT}/${path}`, "utf8");
export const tomlOf = (id) => text(`shared/profiles/${id}.toml`);
export const profiles = new Map(PRODUCTS.map((id) => [id, loadProfile(tomlOf(id), { name: `${id}.toml` })]));

/** Runs the program; what it printed. */
export function rolecall(args, input) {
  const run = spawnSync(BIN, args, { input, encoding: "utf8", maxBuffer: 1 << 28 });
  if (run.error) throw run.error;
  return run;
}

/** The program's answer to each case. */
export function decided(cases) {
  const { stdout } = rolecall(["decide"], cases.map((c) => `${typeof c === "string" ? c : JSON.stringify(c)}\n`).join(""));
  const answers = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  if (answers.length !== cases.length) throw new Error(`${cases.length} cases have ${answers.length} answers`);
  return answers;
}

/** The package's answer, in the program's words. */
export function answered(question) {
  try {
    const { verdict, code } = profiles.get(question.profile).decide(question);
    return code ? { verdict, code } : { verdict };
  } catch (error) {
    return { error: error.message };
  }
}
