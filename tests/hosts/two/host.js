// Two accounts of ours on one page, with another user in each.
const NAMES = ["ready", "invited", "role-changed", "deactivated", "removed", "denied", "error", "navigate"];
for (const [id, place] of [["left", "main"], ["right", "right"]]) {
  const element = document.getElementById(id);
  // The element's own script comes later.
  element.getToken = async () => (await fetch(`/api/rolecall-token?place=${place}`, { method: "POST" })).json();
  for (const name of NAMES) {
    element.addEventListener(`ts-${name}`, (event) => {
      const line = document.createElement("li");
      line.dataset.event = `${id} ${event.type}`;
      line.textContent = JSON.stringify(event.detail);
      document.querySelector("#news").append(line);
    });
  }
}
