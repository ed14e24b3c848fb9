// A page of Harbour CRM, without any framework.

// @snippet get-token
const element = document.querySelector("team-settings");

element.getToken = async () => {
  const answer = await fetch("/api/rolecall-token", { method: "POST" });
  if (!answer.ok) throw new Error(`our back end said ${answer.status}`);
  return answer.json();
};

element.addEventListener("ts-invited", (event) => {
  console.info("invited:", event.detail.members.map((member) => member.email));
});
// @end

const NAMES = ["ready", "invited", "role-changed", "deactivated", "removed", "denied", "error", "navigate"];
for (const name of NAMES) {
  element.addEventListener(`ts-${name}`, (event) => {
    const line = document.createElement("li");
    line.dataset.event = event.type;
    line.textContent = JSON.stringify(event.detail);
    document.querySelector("#news").append(line);
  });
}

const place = document.querySelector("#place");
document.querySelector(".choices").addEventListener("change", ({ target }) => {
  if (target.name === "shown") {
    if (target.checked) place.append(element);
    else element.remove();
  } else if (target.value) element.setAttribute(target.name, target.value);
  else element.removeAttribute(target.name);
});
