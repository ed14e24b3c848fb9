// The same rows as a page made for nothing else: no rules, no menus that open, no other language, nothing live.
import { getToken, painted } from "./token.js";

performance.mark("connected");
const place = document.querySelector("#place");
const { api, team } = place.dataset;
const { token } = await getToken();
const get = async (path) => (await fetch(`${api}/api/v1/teams/${team}${path}`, { headers: { authorization: `Bearer ${token}` }, credentials: "omit" })).json();
const [view, { items }] = await Promise.all([get(""), get("/members?limit=200")]);

const make = (tag, className, ...inside) => {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...inside);
  return element;
};
const initials = (name) => name.split(" ").map((word) => word[0]).join("").slice(0, 2);
const date = new Intl.DateTimeFormat("en", { dateStyle: "medium" });
const rows = items.map((m) => make("tr", "line",
  make("td", "", make("span", "who", make("span", "av", initials(m.name)), make("span", "", make("b", "", m.name), document.createElement("br"), m.email))),
  make("td", "", view.profile.roles[m.role]?.label ?? m.role),
  make("td", "", make("span", "pill", m.status)),
  make("td", "", m.last_active ? date.format(m.last_active) : "never"),
  make("td", "", make("button", "", "⋮"))));
const head = make("tr", "", ...["Name", "Role", "Status", "Last active", ""].map((text) => make("th", "", text)));
place.append(make("h1", "", "Team Members"), make("table", "", make("thead", "", head), make("tbody", "", ...rows)));
painted();
