// What a strict TypeScript project sees of the widget's package. Compiled, never run.
import { createRef, type ReactElement } from "react";
import { h } from "vue";
import { TeamSettingsElement, type ChangeDetail, type GetToken, type TeamSettingsEventMap, type View } from "@rolecall/widget";
import { TeamSettings } from "@rolecall/widget/react";
import { TeamSettings as ForVue, type TeamSettingsExposed } from "@rolecall/widget/vue";

const getToken: GetToken = async () => ({ token: "…", expires_at: "2026-01-01T00:00:00Z" });
const view: View = "work/tickets";

const element = document.createElement("team-settings");
element.getToken = getToken;
element.getToken = () => "plain";
element.addEventListener("ts-denied", (event) => event.detail.code.startsWith("last") && event.detail.denial.lift);
element.addEventListener("ts-invited", (event) => {
  const detail: ChangeDetail = event.detail;
  return detail.members.map((m) => m.email);
});
element.addEventListener("click", () => element.reload());
const found: TeamSettingsElement | null = document.querySelector("team-settings");
type Names = keyof TeamSettingsEventMap;
const names: Record<Names, true> = {
  "ts-ready": true, "ts-invited": true, "ts-role-changed": true, "ts-deactivated": true, "ts-removed": true, "ts-denied": true,
  "ts-error": true, "ts-navigate": true,
};
// @ts-expect-error Tokens come from a function.
element.getToken = "token";

const ref = createRef<TeamSettingsElement>();
export const drawn: ReactElement = (
  <TeamSettings
    ref={ref} apiBase="https://rolecall.example" team="t1" view={view} theme="dark" className="wide" getToken={getToken}
    onReady={(event) => event.detail.team} onDenied={({ detail }) => detail.status} onError={({ detail }) => detail.code}
    onNavigate={(event) => event.detail.view} onRemoved={(event) => event.detail.removed.length}
  />
);
// @ts-expect-error A team is needed.
export const teamless = <TeamSettings getToken={getToken} />;
// @ts-expect-error A theme is one of three.
export const purple = <TeamSettings team="t1" theme="purple" getToken={getToken} />;

export const node = h(ForVue, { team: "t1", apiBase: "https://rolecall.example", getToken, onDenied: (detail) => detail.code, onReady: (_, event) => event.detail.team });
// @ts-expect-error A team is needed.
export const nobody = h(ForVue, { getToken });
export const reload = (exposed: TeamSettingsExposed) => exposed.element?.getToken && exposed.reload();
export { found, names };
