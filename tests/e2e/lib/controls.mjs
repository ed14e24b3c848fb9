// What a page offers: every control that stands for an action, with its state, wherever the page shows it.
import { arrived, until } from "./browser.mjs";
import { settled } from "./members.mjs";

/// Runs in the page: the controls that are there now, and those of every menu that a row or a head can open.
async function collect([within, element]) {
  const page = element ? document.querySelector(element).shadowRoot : document;
  const found = new Map();
  const seen = (e) => e.checkVisibility?.() ?? true;
  const take = (root) => {
    for (const e of root.querySelectorAll("[data-action]")) {
      if (!seen(e)) continue;
      const { action, target = "", to = "", denial = "" } = e.dataset;
      const held = e.getAttribute("aria-disabled") === "true" || (e.tagName === "FIELDSET" && denial !== "");
      const key = [action, target, to].filter(Boolean).join(" ");
      const state = held ? denial || "?" : "free";
      // One free control is enough: the others are the same thing said elsewhere.
      if (found.get(key) !== "free") found.set(key, state);
    }
  };
  const frame = () => new Promise((go) => requestAnimationFrame(() => setTimeout(go)));
  const roots = within ? [...page.querySelectorAll(within)] : [page];
  for (const root of roots) take(root);
  for (const button of within ? [] : page.querySelectorAll(":is(main, .page) [aria-haspopup=menu]")) {
    if (!seen(button) || button.getAttribute("aria-disabled") === "true") continue;
    button.click();
    let menu;
    for (let i = 0; i < 60 && !menu; i++) {
      await frame();
      menu = [...page.querySelectorAll("[role=menu]")].find(seen);
    }
    if (!menu) throw new Error(`no menu opened: ${button.outerHTML.slice(0, 200)}`);
    take(menu);
    menu.closest("[popover]").hidePopover();
    for (let i = 0; i < 60 && [...page.querySelectorAll("[role=menu]")].some(seen); i++) await frame();
    if ([...page.querySelectorAll("[role=menu]")].some(seen)) throw new Error("a menu does not close");
  }
  return [...found];
}

/// `within`: only what stands there, and no menus. `element`: in the shadow of this one.
export const controls = async (who, within, element) => {
  await settled(who);
  return new Map(await who.page.evaluate(collect, [within, element]));
};

/// Goes to a page as by a link, without loading the program anew.
export async function go(who, path) {
  await who.page.evaluate((to) => {
    const a = document.createElement("a");
    a.href = to;
    document.querySelector("main").append(a);
    a.click();
    a.remove();
  }, path);
  await until(`the page ${path}`, async () => new URL(who.page.url()).pathname === path);
  await arrived(who);
  await settled(who);
}
