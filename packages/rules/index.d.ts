/**
 * Rolecall's rules: what its page hides, a back end in JavaScript refuses with the same code.
 *
 * In Node everything is ready at once. In browsers, workers and bundles `await init()` comes first.
 */

/** Where a member stands. `expired`: a pending invitation whose time is over; it also follows from `expires_at` and `now`. */
export type Status = "pending" | "expired" | "active" | "deactivated";

/** A person as the rules see them. Ids are the profile's. */
export interface Person {
  /** The main role first, additions after it. */
  roles: readonly string[];
  /** Switches held. */
  grants?: readonly string[] | undefined;
  /** `active` when left out. */
  status?: Status | undefined;
  /** Holds the standing `managing-agent`. */
  managing_agent?: boolean | undefined;
  /** Holds the standing `organization-owner`. */
  organization_owner?: boolean | undefined;
  /** End of a pending invitation (RFC 3339, or a Date); judged against the case's `now`. */
  expires_at?: string | Date | undefined;
}

/** The person whom an action is about. */
export interface Target extends Person {
  /** Actor and target are one person. */
  self?: boolean | undefined;
  /** The account is used in another team too. */
  shared_account?: boolean | undefined;
}

/** Actions on the team and its members. */
export type Action =
  | "view-members"
  | "invite"
  | "resend-invite"
  | "cancel-invite"
  | "edit-member"
  | "change-role"
  | "add-role"
  | "remove-role"
  | "set-grant"
  | "set-access"
  | "deactivate"
  | "restore"
  | "delete"
  | "set-password"
  | "view-work"
  | "edit-work"
  | "assign-work"
  | "unassign-work"
  | "import-work"
  | "hand-over"
  | "set-unit"
  | "set-standing"
  | "manage-units"
  | "manage-integrations"
  | "manage-shared-resources"
  | "edit-team-settings"
  | "view-billing"
  | "purchase-seats"
  | "delete-team"
  | "view-audit"
  | "edit-own-preferences"
  | "review-access"
  | "view-as"
  /** What the product itself guards: a permission of the profile. */
  | `use:${string}`
  /** Further ones of a newer profile schema. */
  | (string & {});

/** What the rules must know of the team. `Profile.facts` counts the first two. */
export interface Facts {
  /** Active holders by role or standing, for the profile's `keep_one`. A count that is left out says nothing. */
  active_holders?: Readonly<Record<string, number>> | undefined;
  /** Seats by kind. No `limit`: as many as one likes. */
  seats?: Readonly<Record<string, { used: number; limit?: number }>> | undefined;
  /** The actor manages the target's unit. */
  manages_target_unit?: boolean | undefined;
  /** The organization is an enterprise. */
  enterprise?: boolean | undefined;
  /** The invited address is in the team already. */
  already_member?: boolean | undefined;
  /** False where no identity provider is set up; left out, it says nothing. */
  sso?: boolean | undefined;
  /** How many addresses are invited at once. */
  batch?: number | undefined;
}

/** One question to the rules: the same JSON that `rolecall decide` reads. */
export interface Case {
  /** May be left out; if it is there, it must be this profile's id. */
  profile?: string | undefined;
  /** Who asks for it. Somebody whose status is not `active` is refused everything. */
  actor: Person & { self?: boolean; shared_account?: boolean };
  /** What they ask for. */
  action: Action;
  /** The role or addition that would be given or taken. */
  to?: string | undefined;
  /** The field that would be changed. */
  field?: string | undefined;
  /** The switch that would be set, with `value`. */
  grant?: string | undefined;
  /** The standing that would be set, with `value`. */
  standing?: string | undefined;
  /** On (when left out) or off. */
  value?: boolean | undefined;
  /** Who gets the work of somebody who is deleted. */
  successor?: "none" | "active" | "deactivated" | "pending" | "expired" | "self-target" | undefined;
  /** The kind of work. */
  kind?: string | undefined;
  /** For `set-access`; the ids are not looked at. */
  resources?: readonly string[] | undefined;
  /** How many addresses are invited at once. */
  batch?: number | undefined;
  /** Whom it is about. Left out for actions on the team itself. */
  target?: Target | undefined;
  facts?: Facts | undefined;
  /** The present (RFC 3339, or a Date). Left out, no invitation has expired. */
  now?: string | Date | undefined;
  /** Labels of your own; not looked at. */
  id?: unknown;
  note?: unknown;
  why?: unknown;
}

/** Why not: stable, one meaning each. The same in the page, in HTTP answers and in the audit log. */
export type DenialCode =
  | "not-permitted"
  | "last-holder"
  | "self-action"
  | "wrong-status"
  | "rank-too-low"
  | "role-not-assignable"
  | "invite-expired"
  | "batch-too-large"
  | "seats-exhausted"
  | "successor-required"
  | "successor-invalid"
  | "field-immutable"
  | "already-member"
  | "unit-not-managed"
  | "addition-needs-role"
  | "account-shared"
  | "cannot-hold-work"
  | "sso-not-configured"
  | "signs-in-elsewhere";

/** What would lift a denial. */
export type Lift =
  | "make-another-holder"
  | "ask-somebody-else"
  | "ask-holder"
  | "restore-first"
  | "resend-first"
  | "await-acceptance"
  | "nothing-to-do"
  | "deactivate-first"
  | "invite-fewer"
  | "free-seat"
  | "choose-successor"
  | "invite-anew"
  | "change-role-later"
  | "give-role-first"
  | "remove-addition-first"
  | "ask-unit-manager"
  | "ask-the-person"
  | "choose-somebody-else"
  | "ask-operator"
  | "turn-switch-off";

/** A denial's particulars. */
export interface Denial {
  code: DenialCode;
  /** Id of what the code is about: a role, an addition, a field, a kind of seat, a status. */
  subject?: string;
  /** What would lift it, where something would. */
  lift?: Lift;
  /** The number that was passed, where the code is about one. */
  limit?: number;
}

/** The body of a refusal, as Rolecall's server sends it (RFC 9457, `application/problem+json`). */
export interface Problem {
  type: string;
  /** A short English sentence for developers. */
  title: string;
  status: number;
  code: DenialCode;
  fields: readonly never[];
  denial: Denial;
}

export interface Allowed {
  verdict: "allow";
  allow: true;
}

export interface Denied extends Denial {
  verdict: "deny";
  allow: false;
  /** The HTTP status: 403, 409 or 410. */
  status: number;
  /** The page hides the control instead of dimming it with the reason. */
  hides: boolean;
  /** What to answer. */
  problem: Problem;
}

export type Verdict = Allowed | Denied;

/** What is wrong with a profile, and where. */
export interface ProfileProblem {
  /**
   * `unreadable`: no TOML (or JSON), or a key is unknown, missing or of another type. `inconsistent`: parts do not fit
   * together. `unsafe`: well-formed, but somebody could climb, or a team could lock itself out.
   */
  code: "unreadable" | "inconsistent" | "unsafe";
  /** The name that was given for the file. */
  file: string;
  /** The key (`roles.admin.assigns`), `line 12`, or nothing. */
  key: string;
  /** Half a sentence. */
  reason: string;
  /** The line that `rolecall profiles check` prints. */
  text: string;
}

/** The people of a team are counted with these. */
export interface FactsOptions extends Facts {
  /** Seats that were bought, by kind. */
  limits?: Readonly<Record<string, number>> | undefined;
  /** The present (RFC 3339, or a Date): from then on, an expired invitation takes no seat. */
  now?: string | Date | undefined;
}

/** A checked, compiled profile. Made once; asking it is quick and changes nothing. */
export interface Profile {
  /** The profile's id. */
  readonly id: string;
  /** The product's name. */
  readonly name: string;
  /** Changes when what the profile says changes; Rolecall's server gives the same for the same profile. */
  readonly hash: string;
  /**
   * The rules' verdict. Ask inside the transaction that writes, on rows that were read in it.
   * @throws {CaseError} when the case means nothing: an unknown id, a missing argument.
   */
  decide(question: Case): Verdict;
  /**
   * Counts the people of a team for `Case.facts`, as the server counts them. Whatever else is passed comes along.
   * @throws {CaseError} when somebody has a role that the profile does not know.
   */
  facts(members: readonly (Person | Target)[], options?: FactsOptions): Facts;
}

/** The file's name, for problems. */
export interface ProfileOptions {
  name?: string | undefined;
}

/**
 * Checks and compiles a profile: TOML or JSON as a text, or what JSON.parse gave.
 * @throws {ProfileError} with everything that `rolecall profiles check` finds.
 */
export function loadProfile(source: string | object, options?: ProfileOptions): Profile;

/** What is wrong with a profile; empty when it is sound. */
export function checkProfile(source: string | object, options?: ProfileOptions): ProfileProblem[];

/**
 * Gets the module ready. In Node nothing needs to be awaited or passed. In browsers it is fetched from beside this package,
 * unless a URL, a response, bytes or a compiled module is passed.
 */
export function init(source?: Source | Promise<Source>): Promise<void>;

/** Where the module may come from: an address, a `URL`, a `Response`, bytes, a `WebAssembly.Module`. */
export type Source = string | object;

/**
 * What this package throws; `code` is stable. Of its own: `not-a-profile`, `not-ready` (call `init` first), `too-large`
 * (more than 32 MB at once), `internal` (the module has failed; the next call works again).
 */
export class RulesError extends Error {
  readonly code: string;
}

/** The profile is not sound. */
export class ProfileError extends RulesError {
  readonly code: "invalid-profile";
  readonly problems: readonly ProfileProblem[];
}

/** The case cannot be judged: a caller's mistake, not a verdict. */
export class CaseError extends RulesError {
  readonly code:
    | "not-a-case"
    | "other-profile"
    | "unknown-id"
    | "missing-argument"
    | "not-a-main-role"
    | "not-a-time";
}
