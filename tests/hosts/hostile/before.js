// What libraries of twenty years have done to the page before our script comes: no module, no strict mode.
var before = { stopped: 0, urls: [], parsed: 0 };
// Methods on every array and object, as for-in loops find them.
Array.prototype.each = function (f) { for (var i = 0; i < this.length; i++) f(this[i]); return this; };
Array.prototype.toJSON = function () { return "[" + this.join() + "]"; };
Array.prototype.include = function (x) { return this.indexOf(x) >= 0; };
Array.prototype.last = function () { return this[this.length - 1]; };
Object.prototype.extend = function (more) { for (var k in more) this[k] = more[k]; return this; };
String.prototype.toJSON = function () { return '"' + this + '"'; };
Function.prototype.bind = (function (real) { return function () { return real.apply(this, arguments); }; })(Function.prototype.bind);
String.prototype.trim = function () { return this.replace(/^ +| +$/g, ""); };
String.prototype.replaceAll = function (a, b) { return this.split(a).join(b); };
// Elements answer as a selector engine of 2009 does: it begins at the document, and knows of no shadow root.
before.real = { remove: Element.prototype.remove, matches: Element.prototype.matches, closest: Element.prototype.closest, finally: Promise.prototype.finally };
Element.prototype.remove = function () { this.style.display = "none"; return this; };
Element.prototype.matches = function (selector) {
  for (var all = document.querySelectorAll(selector), i = 0; i < all.length; i++) if (all[i] === this) return true;
  return false;
};
Element.prototype.closest = function (selector) {
  for (var e = this; e && e !== document; e = e.parentNode) if (e.matches(selector)) return e;
  return null;
};
delete Promise.prototype.finally;
Event.prototype.stopPropagation = (function (real) { return function () { before.stopped++; return real.call(this); }; })(Event.prototype.stopPropagation);
// Everything is logged.
window.fetch = (function (real) {
  return function (input, init) {
    before.urls.push(String(input && input.url ? input.url : input));
    return real.call(window, input, init);
  };
})(window.fetch);
JSON.parse = (function (real) { return function (text, f) { before.parsed++; return real.call(JSON, text, f); }; })(JSON.parse);
// For who looks at the page with tools of today.
before.mend = function () {
  delete Array.prototype.each; delete Array.prototype.toJSON; delete Array.prototype.include; delete Array.prototype.last;
  delete Object.prototype.extend; delete String.prototype.toJSON;
  Element.prototype.remove = before.real.remove; Element.prototype.matches = before.real.matches; Element.prototype.closest = before.real.closest;
  Promise.prototype.finally = before.real.finally;
};
