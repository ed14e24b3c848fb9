// One instance for both ways of importing: errors and profiles are the same classes.
import rules from "./node.cjs";

export const { CaseError, ProfileError, RulesError, init, loadProfile, checkProfile } = rules;
