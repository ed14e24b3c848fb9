import { StrictMode, createElement as e, createRef } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import { flushSync } from "react-dom";
import { TeamSettings } from "../../../packages/widget/react.js";
import { define, listeners } from "./element.js";

const heard = [];
const ref = createRef();
let root;

globalThis.page = {
  define,
  heard,
  node: () => document.querySelector("team-settings"),
  listeners: (node) => listeners.get(node) ?? 0,
  reached: () => ref.current === document.querySelector("team-settings"),
  reload: () => ref.current.reload(),
  draw(props, note, { strict = true, hydrate = false } = {}) {
    const names = ["Ready", "Invited", "RoleChanged", "Deactivated", "Removed", "Denied", "Error", "Navigate"];
    const handlers = Object.fromEntries(names.map((n) => [`on${n}`, (event) => heard.push([note, event.type, event.detail])]));
    const element = e(TeamSettings, { ref, ...handlers, ...props });
    const tree = strict ? e(StrictMode, null, element) : element;
    const place = document.querySelector("#place");
    flushSync(() => {
      if (hydrate) root = hydrateRoot(place, tree);
      else (root ??= createRoot(place)).render(tree);
    });
  },
  end() {
    flushSync(() => root.unmount());
    root = undefined;
  },
};
