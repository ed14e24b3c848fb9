/** `<team-settings>` as a component of React, from 18 on. Import `@rolecall/widget` (or load its script) to define the element. */
import type { ForwardRefExoticComponent, HTMLAttributes, RefAttributes } from "react";
import type { GetToken, TeamSettingsElement, TeamSettingsEventMap, Theme, View } from "./index.js";

type Handler<K extends keyof TeamSettingsEventMap> = ((event: TeamSettingsEventMap[K]) => void) | undefined;

export interface TeamSettingsProps extends Omit<HTMLAttributes<HTMLElement>, "children" | "onError"> {
  /** Where Rolecall's server is: `https://rolecall.example`. */
  apiBase?: string | undefined;
  /** The team's id. */
  team: string;
  /** The page; `members` when left out. */
  view?: View | undefined;
  locale?: string | undefined;
  theme?: Theme | undefined;
  /** Set as a property, never as an attribute. Without it nothing is shown. */
  getToken: GetToken | undefined;
  onReady?: Handler<"ts-ready">;
  onInvited?: Handler<"ts-invited">;
  onRoleChanged?: Handler<"ts-role-changed">;
  onDeactivated?: Handler<"ts-deactivated">;
  onRemoved?: Handler<"ts-removed">;
  onDenied?: Handler<"ts-denied">;
  onError?: Handler<"ts-error">;
  onNavigate?: Handler<"ts-navigate">;
}

export const TeamSettings: ForwardRefExoticComponent<TeamSettingsProps & RefAttributes<TeamSettingsElement>>;
