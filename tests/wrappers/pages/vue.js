import { createApp, createSSRApp, h, nextTick, ref, shallowRef } from "vue";
import { TeamSettings } from "../../../packages/widget/vue.js";
import { define, listeners } from "./element.js";

const heard = [];
const shown = shallowRef({});
const note = ref("");
const reached = ref(null);
let app;

globalThis.page = {
  define,
  heard,
  node: () => document.querySelector("team-settings"),
  listeners: (node) => listeners.get(node) ?? 0,
  reached: () => reached.value?.element === document.querySelector("team-settings"),
  reload: () => reached.value.reload(),
  async draw(props, said, { hydrate = false } = {}) {
    shown.value = props;
    note.value = said;
    if (!app) {
      app = (hydrate ? createSSRApp : createApp)({
        render() {
          const names = ["Ready", "Invited", "RoleChanged", "Deactivated", "Removed", "Denied", "Error", "Navigate"];
          const told = note.value;
          const handlers = Object.fromEntries(names.map((n) => [`on${n}`, (detail, event) => heard.push([told, event.type, detail])]));
          const { className, ...rest } = shown.value;
          return h(TeamSettings, { ref: reached, class: className, ...handlers, ...rest });
        },
      });
      app.config.warnHandler = (message) => console.error(`vue: ${message}`);
      app.mount("#place");
    }
    await nextTick();
  },
  end() {
    app.unmount();
    app = undefined;
  },
};
