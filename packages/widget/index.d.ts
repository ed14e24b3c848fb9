/**
 * `<team-settings>`: Rolecall's team pages inside your own. Importing this package defines the element, and does nothing where
 * there are no elements (a server that draws pages).
 */

/** What `getToken` gives: the token, or the whole answer of `POST /api/v1/widget-tokens`. */
export type Token =
  | string
  | {
      token: string;
      /** When it ends: RFC 3339, or milliseconds since 1970. The next one is asked for a minute before. */
      expires_at?: string | number;
    };

/** Gets a token from your own back end. Called again before a token ends and after one was refused. */
export type GetToken = () => Promise<Token> | Token;

/** A page of the team: `members`, `roles`, `invitations`, `work`, …, or a path below the team (`work/tickets`). */
export type View = "members" | "roles" | "invitations" | "work" | (string & {});

/** `auto` follows the person's system. */
export type Theme = "light" | "dark" | "auto";

/** A member whom something has happened to. */
export interface EventMember {
  id: string;
  name: string;
  email: string;
  role: string;
  status: "pending" | "expired" | "active" | "deactivated";
}

/** What the server has changed. */
export interface ChangeDetail {
  team: string;
  /** As they are now. */
  members: EventMember[];
  /** Ids of members who are gone. */
  removed: string[];
}

/** What the rules have refused. */
export interface DeniedDetail {
  /** Stable: `last-holder`, `seats-exhausted`, …. */
  code: string;
  status: number;
  denial: { code: string; subject?: string; lift?: string; limit?: number };
}

/** What has failed. */
export interface ErrorDetail {
  /** Stable: `not-started`, `no-get-token`, `no-token`, `token-failed`, or the server's. */
  code: string;
  status?: number;
}

/** The element's events. They bubble, cross shadow roots, carry plain JSON, and come after the server has said yes. */
export interface TeamSettingsEventMap {
  "ts-ready": CustomEvent<{ team: string }>;
  "ts-invited": CustomEvent<ChangeDetail>;
  "ts-role-changed": CustomEvent<ChangeDetail>;
  "ts-deactivated": CustomEvent<ChangeDetail>;
  "ts-removed": CustomEvent<ChangeDetail>;
  "ts-denied": CustomEvent<DeniedDetail>;
  "ts-error": CustomEvent<ErrorDetail>;
  "ts-navigate": CustomEvent<{ team: string; view: string }>;
}

/** The element's attributes. A token is never one. */
export interface TeamSettingsAttributes {
  /** Where Rolecall's server is: `https://rolecall.example`. */
  "api-base"?: string | undefined;
  /** The team's id. */
  team?: string | undefined;
  /** The page; `members` when left out. */
  view?: View | undefined;
  /** A language (`en`, `tr`); the person's own when left out. */
  locale?: string | undefined;
  theme?: Theme | undefined;
}

/** The element. It shows nothing until it has `getToken`. */
export class TeamSettingsElement extends HTMLElement {
  /** A property, never an attribute. */
  getToken: GetToken | undefined;
  /** Begins anew with a new token: after another user has signed in. */
  reload(): void;
  addEventListener<K extends keyof TeamSettingsEventMap>(
    type: K,
    listener: (this: TeamSettingsElement, event: TeamSettingsEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<K extends keyof TeamSettingsEventMap>(
    type: K,
    listener: (this: TeamSettingsElement, event: TeamSettingsEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | EventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "team-settings": TeamSettingsElement;
  }
}
