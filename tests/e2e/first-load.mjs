// Which of the page's files a first visit fetches, for `cargo xtask bench`: one line each, "PAGE<tab>FILE below dist/".
import { arrived, open, person, signIn } from "./lib/browser.mjs";
import { serve } from "./lib/server.mjs";

/// Long enough after the page stands for it to ask for more.
const AFTER = 700;

const server = await serve();
const browser = await open();
try {
  const fresh = async (cookies) => {
    const who = await person(browser, server, { strict: false });
    if (cookies) await who.context.addCookies(cookies);
    return who;
  };
  const fetched = async (page, who, path, drawn) => {
    const files = new Set();
    who.page.on("response", (r) => {
      const { pathname } = new URL(r.url());
      if (r.request().resourceType() === "document") files.add("index.html");
      else if (!pathname.startsWith("/api/")) files.add(pathname.slice(1));
    });
    await who.page.goto(path);
    await drawn(who);
    await who.page.waitForTimeout(AFTER);
    for (const file of files) console.log(`${page}\t${file}`);
    await who.leave();
  };

  await fetched("sign-in", await fresh(), "/sign-in", (w) => w.page.getByRole("button", { name: "Sign in" }).waitFor());
  const guest = await fresh();
  await signIn(guest, "rachel@juniper.example");
  const cookies = await guest.context.cookies();
  await guest.leave();
  await fetched("members", await fresh(cookies), "/t/jtek/members", async (w) => {
    await arrived(w);
    await w.page.locator(".line[data-member]").first().waitFor();
  });
} finally {
  await browser.close();
  await server.stop();
}
