// The browser: one per test file, one context per person. Whatever a page complains about fails the test that drew it.
import { spawnSync } from "node:child_process";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { DEMO_PASSWORD } from "./server.mjs";

const FLAGS = [
  "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

function chromiumPath() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    const found = spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim();
    if (found) return found;
  }
  throw new Error("there is no chromium: set CHROMIUM to one");
}

/// `more`: further switches of the browser.
export const open = (more = []) => chromium.launch({ executablePath: chromiumPath(), args: [...FLAGS, ...more] });

/// How long a state may take to come about on two busy cores.
export const PATIENCE = 15_000;

/// A person at a browser of their own. `complaints`: console errors, exceptions, violations of the page's policy.
export async function person(browser, server, { width = 1280, height = 800, dark = false, strict = true, locale = "en-GB" } = {}) {
  const context = await browser.newContext({
    baseURL: server.url,
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
    locale,
  });
  context.setDefaultTimeout(PATIENCE);
  const complaints = [];
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (e) => {
      console.error(`policy violated: ${e.effectiveDirective} ${e.blockedURI} ${e.sourceFile ?? ""}:${e.lineNumber}`);
    });
  });
  const listen = (page) => {
    page.on("console", (m) => {
      // A refused request is an answer, not a complaint of the page.
      if (m.type() === "error" && !m.text().startsWith("Failed to load resource")) complaints.push(m.text());
    });
    page.on("pageerror", (e) => complaints.push(`exception: ${e.message}`));
  };
  context.on("page", listen);
  const page = await context.newPage();
  const who = {
    page,
    context,
    complaints,
    server,
    /// Fails when a page of this person complained; then closes.
    leave: async () => {
      await context.close();
      if (strict) assert.deepEqual(complaints, [], "the page complained");
    },
  };
  return who;
}

/// Polls until `check` gives something true; says what it waited for when that never comes.
export async function until(what, check, patience = PATIENCE) {
  const end = Date.now() + patience;
  let last;
  for (;;) {
    try {
      last = await check();
      if (last) return last;
    } catch (e) {
      last = e;
    }
    if (Date.now() > end) throw new Error(`waited in vain for ${what}; last seen: ${last instanceof Error ? last.message : JSON.stringify(last)}`);
    await new Promise((r) => setTimeout(r, 40));
  }
}

/// Types address and password into the sign-in page and waits for what comes after it.
export async function signIn(who, email, password = DEMO_PASSWORD) {
  await fillSignIn(who, email, password);
  await arrived(who);
}

/// Waits until a team's page is drawn, not only its skeleton.
export const arrived = (who) => who.page.locator(".frame main:not([aria-busy]) h1").waitFor();

/// Opens a page of a team and waits for it.
export async function visit(who, path) {
  await who.page.goto(path);
  await arrived(who);
}

/// Reloads; signs in again when the session has ended meanwhile.
export async function comeBack(who, email, password) {
  await who.page.reload();
  await who.page.locator("main:not([aria-busy]) h1").waitFor();
  if (await who.page.getByRole("button", { name: "Sign in" }).count()) await signIn(who, email, password);
}

export async function fillSignIn(who, email, password) {
  const { page } = who;
  if (!new URL(page.url(), who.server.url).pathname.startsWith("/t/")) await page.goto("/sign-in");
  await page.getByLabel("Email", { exact: true }).fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/// Opens the newest mail to this address at /dev/mail and follows its link, as a person would.
export async function followMail(who, to, subject) {
  const { page } = who;
  // Mail leaves after the answer, and the page of mails does not renew itself.
  await until(`a mail to ${to}`, async () => (await who.server.mails(to)).length > 0);
  await page.goto("/dev/mail");
  const mail = page.locator("article").filter({ has: page.locator("bdi", { hasText: to }) }).first();
  if (subject) assert.match(await mail.locator("h2").innerText(), subject);
  const href = await mail.locator("a").first().getAttribute("href");
  await mail.locator("a").first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/dev/"));
  await page.locator("main:not([aria-busy]) h1").filter({ hasNotText: "Loading…" }).first().waitFor();
  return href;
}

/// A request as the page's own script would send it: with its cookie and its origin.
export function api(who, method, path, body) {
  return who.page.evaluate(
    async ([method, path, body]) => {
      const answer = await fetch(`/api/v1${path}`, {
        method,
        headers: body === undefined ? {} : { "content-type": "application/json" },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await answer.text();
      let json;
      try { json = JSON.parse(text); } catch { json = undefined; }
      return { status: answer.status, json, text };
    },
    [method, path, body],
  );
}
