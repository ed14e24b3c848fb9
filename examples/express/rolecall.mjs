// Rolecall's rules in this back end: one profile, one middleware.
import { readFileSync } from "node:fs";
import { CaseError, loadProfile } from "@rolecall/rules";
import { SEATS, members } from "./members.mjs";

const file = new URL("team.toml", import.meta.url);
export const profile = loadProfile(readFileSync(file, "utf8"), { name: "team.toml" });

/** A member of ours as the rules see them. */
const person = ({ role, status, expires_at }) => ({ roles: [role], status, expires_at });

/** Lets a request pass when the rules do; otherwise answers what Rolecall's server would. `more` names what the action needs. */
export const allow = (action, more = () => ({})) => (req, res, next) => {
  const now = new Date();
  const { already_member, ...needs } = more(req);
  const facts = profile.facts(members.map(person), { limits: SEATS, now, already_member });
  const target = req.member && { ...person(req.member), self: req.member === req.me };
  const verdict = profile.decide({ actor: person(req.me), action, target, facts, now, ...needs });
  if (verdict.allow) return next();
  refuse(res, verdict.problem);
};

export function refuse(res, problem) {
  res.status(problem.status).type("application/problem+json").send(JSON.stringify(problem));
}

/** What is left: a body that is no JSON, or one that names a role that there isn't. */
export function faults(error, _req, res, next) {
  if (error instanceof CaseError) refuse(res, { status: 422, code: error.code, title: error.message });
  else if (error.type === "entity.parse.failed") refuse(res, { status: 400, code: "invalid-json", title: error.message });
  else next(error);
}
