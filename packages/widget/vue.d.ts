/** `<team-settings>` as a component of Vue 3. Import `@rolecall/widget` (or load its script) to define the element. */
import type { DefineComponent } from "vue";
import type { GetToken, TeamSettingsElement, TeamSettingsEventMap, Theme, View } from "./index.js";

export interface TeamSettingsProps {
  /** Where Rolecall's server is: `https://rolecall.example`. */
  apiBase?: string | undefined;
  /** The team's id. */
  team: string;
  /** The page; `members` when left out. */
  view?: View | undefined;
  locale?: string | undefined;
  theme?: Theme | undefined;
  /** Set as a property, never as an attribute. Without it nothing is shown. */
  getToken?: GetToken | undefined;
}

type Emits = {
  [K in keyof TeamSettingsEventMap as K extends `ts-${infer Name}` ? Name : never]: (
    detail: TeamSettingsEventMap[K]["detail"],
    event: TeamSettingsEventMap[K],
  ) => true;
};

/** What a template ref gives. */
export interface TeamSettingsExposed {
  readonly element: TeamSettingsElement | null;
  reload(): void;
}

export const TeamSettings: DefineComponent<TeamSettingsProps, TeamSettingsExposed, {}, {}, {}, {}, {}, Emits>;
