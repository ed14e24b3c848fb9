import { init, loadProfile } from "/node_modules/@rolecall/rules/src/browser.js";

await init();
const profile = loadProfile(await (await fetch("/team.toml")).text(), { name: "team.toml" });

const verdict = profile.decide({
  actor: { roles: ["manager"] },
  action: "change-role",
  to: "agent",
  target: { roles: ["manager"], self: true },
  facts: profile.facts([{ roles: ["manager"] }, { roles: ["agent"] }]),
});
document.querySelector("#verdict").textContent = verdict.allow ? "allowed" : verdict.code;
