// The page's own keys and clicks, on the document as such pages have them.
var element = document.querySelector("team-settings");
var outer = document.getElementById("outer");
before.keys = [];
before.outside = 0;
document.addEventListener("keydown", function (e) { before.keys.push(e.key); });
document.addEventListener("click", function (e) { if (e.target !== element && !outer.contains(e.target)) before.outside++; });
document.getElementById("open").addEventListener("click", function () { outer.showModal(); });
// JSON.stringify has been spoilt by toJSON.
function text(value) {
  if (value instanceof Array) { for (var all = [], i = 0; i < value.length; i++) all.push(text(value[i])); return "[" + all.join(",") + "]"; }
  if (value === null || typeof value !== "object") return typeof value === "string" ? '"' + value + '"' : String(value);
  return "{" + Object.keys(value).map(function (k) { return '"' + k + '":' + text(value[k]); }).join(",") + "}";
}
element.getToken = function () {
  return fetch("/api/rolecall-token", { method: "POST" }).then(function (answer) { return answer.json(); });
};
["ready", "invited", "role-changed", "deactivated", "removed", "denied", "error", "navigate"].each(function (name) {
  element.addEventListener("ts-" + name, function (e) {
    var line = document.createElement("li");
    line.dataset.event = e.type;
    line.textContent = text(e.detail);
    document.getElementById("news").appendChild(line);
  });
});
