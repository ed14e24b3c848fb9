// The words of the page in both languages, read from their sources; and a language that no one speaks, for tests.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const source = (path) => readFile(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), "utf8");

/// `[name, text]` of all words, in the order of the page.
export async function english() {
  const found = (await source("app/src/words/en.rs")).matchAll(/^ {4}(\w+) = ("(?:[^"\\]|\\.)*"),$/gm);
  return [...found].map(([, name, text]) => [name, JSON.parse(text)]);
}

/// Key → text of a part of a language's file; texts with plural forms are left out.
export async function said(language, part) {
  const file = await source(`shared/locales/${language}.toml`);
  const body = file.split(`\n[${part}]\n`)[1].split(/\n\[/)[0];
  const found = body.matchAll(/^(\w+|"(?:[^"\\]|\\.)*") = ("(?:[^"\\]|\\.)*")$/gm);
  return new Map([...found].map(([, key, text]) => [key.startsWith('"') ? JSON.parse(key) : key, JSON.parse(text)]));
}

/// English words that stay English in a language although it has other words for them. `shown`: all texts on the page.
export async function leftovers(language, shown) {
  const [page, profile] = [await said(language, "page"), await said(language, "profile")];
  const pairs = [...(await english()).map(([name, text]) => [text, page.get(name)]), ...profile];
  const foreign = new Set(pairs.filter(([text, here]) => here && here !== text && !text.includes("{") && text.length > 2).map(([text]) => text));
  for (const [, here] of pairs) foreign.delete(here);
  return [...new Set(shown)].filter((text) => foreign.has(text));
}

const ACCENTS = { a: "á", e: "é", i: "í", o: "ó", u: "ú", A: "Á", E: "É", I: "Í", O: "Ó", U: "Ú", c: "ç", n: "ñ", s: "š", y: "ý" };

/// Accented, longer by a third, places kept.
export const pseudo = (text) => {
  const accented = text.replace(/\{\w+\}|[a-zA-Z]/g, (m) => (m.length > 1 ? m : (ACCENTS[m] ?? m)));
  return /[a-z]/i.test(text) ? `[${accented}${"·".repeat(Math.ceil(text.length / 4))}]` : text;
};

/// Gives a person's browser the pseudo-language `ar-XB` beside those of the build: written from right to left. One file and
/// its line in the head, nothing else.
export async function withPseudo(who) {
  const turkish = await (await fetch(who.server.url)).text();
  const file = /href="(\/assets\/tr-[^"]+)"/.exec(turkish)[1];
  const texts = Object.keys((await (await fetch(who.server.url + file)).json()).texts);
  const body = {
    words: (await english()).map(([, text]) => pseudo(text)),
    texts: Object.fromEntries(texts.map((text) => [text, pseudo(text.split("/").at(-1))])),
    counted: {},
    log: {},
  };
  await who.context.route("**/assets/ar-XB-00000000000000b1.json", (route) => route.fulfill({ json: body }));
  await who.context.route((url) => !/\.|^\/(api|dev)\//.test(url.pathname), async (route) => {
    const page = await route.fetch();
    const line = '<link rel="alternate" type="application/json" hreflang="ar-XB" dir="rtl" title="Pseudo" href="/assets/ar-XB-00000000000000b1.json">';
    await route.fulfill({ response: page, body: (await page.text()).replace("</head>", `${line}</head>`) });
  });
}
