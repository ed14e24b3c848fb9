// What a strict TypeScript project sees of the package. Compiled, never run.
import {
  CaseError, ProfileError, RulesError, checkProfile, init, loadProfile,
  type Case, type Denied, type DenialCode, type Facts, type Lift, type Problem, type Profile, type Verdict,
} from "@rolecall/rules";

await init();
const profile: Profile = loadProfile("schema = 1", { name: "team.toml" });
const problems: readonly { code: "unreadable" | "inconsistent" | "unsafe"; text: string }[] = checkProfile({ schema: 1 });
const facts: Facts = profile.facts([{ roles: ["admin"], status: "active" }], { limits: { agent: 5 }, now: new Date(), enterprise: true });
const question: Case = {
  actor: { roles: ["admin"], grants: ["crm"] },
  action: "change-role",
  to: "member",
  target: { roles: ["member"], self: false, expires_at: new Date() },
  facts,
  now: "2026-01-01T00:00:00Z",
};
const verdict: Verdict = profile.decide(question);
const guarded: Verdict = profile.decide({ actor: { roles: ["admin"] }, action: "use:reports.view" });

export function answer(asked: Verdict): Problem | undefined {
  if (asked.allow) {
    // @ts-expect-error An allowed verdict has no code.
    asked.code;
    return undefined;
  }
  const denied: Denied = asked;
  const code: DenialCode = denied.code;
  const lift: Lift | undefined = denied.lift;
  const status: number = denied.status;
  return code === "last-holder" && lift === "make-another-holder" && status === 409 && !denied.hides ? denied.problem : undefined;
}

export function told(error: unknown): string {
  if (error instanceof ProfileError) return error.problems.map((p) => `${p.file} ${p.key} ${p.reason}`).join("\n");
  if (error instanceof CaseError) return error.code === "unknown-id" ? error.message : error.code;
  return error instanceof RulesError ? error.code : "";
}

// @ts-expect-error A case needs an actor.
profile.decide({ action: "invite" });
// @ts-expect-error A status is one of four.
profile.decide({ actor: { roles: ["admin"], status: "asleep" }, action: "invite" });
// @ts-expect-error A misspelt key.
profile.decide({ actor: { roles: ["admin"] }, action: "invite", tow: "member" });
// @ts-expect-error Hashes are read.
profile.hash = "";

export { guarded, problems, verdict };
