// Answers every case of profiles in wasm: node run.mjs proof.wasm jelly.json jelly.verdicts [jtek.json jtek.verdicts …]
import { readFileSync, writeFileSync } from "node:fs";

const [file, ...jobs] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(readFileSync(file), {});
const { memory, input, run, output } = instance.exports;
for (let at = 0; at + 1 < jobs.length; at += 2) {
  const profile = readFileSync(jobs[at]);
  // First the room: asking for it may grow the memory, and older views of it are dead then.
  const room = input(profile.length) >>> 0;
  new Uint8Array(memory.buffer, room, profile.length).set(profile);
  const begun = performance.now();
  const length = run() >>> 0;
  if (length === 0) throw new Error(`${jobs[at]} is no profile`);
  writeFileSync(jobs[at + 1], new Uint8Array(memory.buffer, output() >>> 0, length));
  console.log(Math.round(performance.now() - begun));
}
