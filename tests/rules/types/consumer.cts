// The same package by `require`.
import rules = require("@rolecall/rules");

const profile: rules.Profile = rules.loadProfile("schema = 1");
const verdict: rules.Verdict = profile.decide({ actor: { roles: ["admin"] }, action: "invite" });
export = verdict.allow ? rules.RulesError : rules.CaseError;
