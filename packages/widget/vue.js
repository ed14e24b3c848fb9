// <team-settings> as a component of Vue 3. It draws the element and nothing else; who defines it, and when, is the host's: the
// element takes up what it finds. Nothing here touches the document while it is imported or drawn on a server.
import { defineComponent, h, shallowRef } from "vue";

const EVENTS = ["ready", "invited", "role-changed", "deactivated", "removed", "denied", "error", "navigate"];

/** `role-changed` is heard as `onTsRoleChanged`: Vue's name for `ts-role-changed`. */
const heard = (name) => `onTs${name.replace(/(?:^|-)(\w)/g, (_, letter) => letter.toUpperCase())}`;

export const TeamSettings = defineComponent({
  name: "TeamSettings",
  props: {
    apiBase: String,
    team: { type: String, required: true },
    view: String,
    locale: String,
    theme: String,
    getToken: Function,
  },
  emits: EVENTS,
  setup(props, { emit, expose }) {
    const element = shallowRef(null);
    expose({ element, reload: () => element.value?.reload?.() });
    const listeners = Object.fromEntries(EVENTS.map((name) => [
      heard(name),
      // Events of a widget inside of this one's page are not this one's.
      (event) => event.target === element.value && emit(name, event.detail, event),
    ]));
    return () => {
      const { apiBase, team, view, locale, theme, getToken } = props;
      // The dot: a property, never an attribute. Last, because the element begins when it gets it.
      return h("team-settings", { ...listeners, ref: element, "api-base": apiBase, team, view, locale, theme, ".getToken": getToken });
    };
  },
});
