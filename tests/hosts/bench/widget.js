import { getToken, painted } from "./token.js";

await customElements.whenDefined("team-settings");
const place = document.querySelector("#place");
const element = document.createElement("team-settings");
element.setAttribute("api-base", place.dataset.api);
element.setAttribute("team", place.dataset.team);
element.getToken = getToken;
const watch = new MutationObserver(() => {
  if (!element.shadowRoot.querySelector(".line[data-member]")) return;
  watch.disconnect();
  painted();
});
watch.observe(element.shadowRoot, { childList: true, subtree: true });
performance.mark("connected");
place.append(element);
