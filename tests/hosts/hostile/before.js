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
// Elements answer otherwise than they should.
Element.prototype.remove = function () { this.style.display = "none"; return this; };
Element.prototype.matches = function () { throw new Error("matches() is ours"); };
Element.prototype.closest = function () { return null; };
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
