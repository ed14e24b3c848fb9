// Languages (JL10): Turkish from the first drawing to the mail, the choice of it, and one that is written from right to left.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { arrived, open, person, signIn, until, visit } from "./lib/browser.mjs";
import { closed, dialog, entry, fill, heading, line, settled, toast } from "./lib/members.mjs";
import { DEMO_PASSWORD, serve } from "./lib/server.mjs";
import { english, leftovers, said, withPseudo } from "./lib/words.mjs";

let server, browser, selin;
const SHOTS = fileURLToPath(new URL("../../artifacts/shots/", import.meta.url));
const ADMIN = "admin@jetlink.example";
const EMAIL = "isil@meridian.example";

before(async () => {
  server = await serve();
  browser = await open();
  selin = await person(browser, server, { locale: "tr-TR" });
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/// Every text that a page shows or says: of nodes, and of the attributes that people read or hear.
const shown = (who) =>
  who.page.evaluate(() => {
    const all = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) all.push(walk.currentNode.data.trim());
    for (const name of ["aria-label", "placeholder", "title"]) {
      for (const el of document.querySelectorAll(`[${name}]`)) all.push(el.getAttribute(name).trim());
    }
    return all.filter(Boolean);
  });

/// Names that people have given look like words of ours.
const NAMES = new Set(["Shared inbox"]);

async function allTurkish(who, where) {
  const texts = (await shown(who)).filter((text) => !NAMES.has(text));
  assert.deepEqual(await leftovers("tr", texts), [], `English on ${where}`);
}

const press = (who, name) => who.page.getByRole("button", { name, exact: true }).first().click();

async function signInTurkish(who, email) {
  await who.page.getByLabel("E-posta", { exact: true }).fill(email);
  await who.page.getByLabel("Parola", { exact: true }).fill(DEMO_PASSWORD);
  await press(who, "Giriş yap");
  await arrived(who);
}

test("jl10_the_browsers_language_is_there_before_the_first_word_is_painted", async () => {
  const files = [];
  selin.page.on("request", (r) => /\.json$/.test(new URL(r.url()).pathname) && files.push(r.url()));
  await selin.context.addInitScript(() => {
    globalThis.painted = [];
    const note = () => globalThis.painted.push(document.body?.innerText ?? "");
    new MutationObserver(note).observe(document, { childList: true, subtree: true, characterData: true });
  });
  await selin.page.goto("/sign-in");
  await selin.page.getByRole("heading", { name: "Rolecall’a giriş yapın" }).waitFor();
  const lines = (await selin.page.evaluate(() => globalThis.painted)).flatMap((t) => t.split("\n")).map((t) => t.trim());
  assert.deepEqual(await leftovers("tr", lines), [], "an English word was painted first");
  assert.equal(files.length, 1, "one file for the language");
  assert.deepEqual(await selin.page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), ["tr", "ltr"]);
  await allTurkish(selin, "the sign-in page");
});

test("jl10_english_fetches_nothing_more", async () => {
  const emma = await person(browser, server);
  const files = [];
  emma.page.on("request", (r) => /\.json$|language-/.test(new URL(r.url()).pathname) && files.push(r.url()));
  await signIn(emma, ADMIN);
  assert.equal(await heading(emma).innerText(), "Team Members");
  assert.deepEqual(files, []);
  await emma.leave();
});

test("jl10_members_in_turkish", async () => {
  await signInTurkish(selin, ADMIN);
  assert.equal(await heading(selin).innerText(), "Ekip Üyeleri");
  assert.equal(await selin.page.locator("header nav[aria-label=Ayarlar]").count(), 1);
  await settled(selin);
  await allTurkish(selin, "the members page");
  const text = await selin.page.locator("main").innerText();
  for (const word of ["Temsilci", "Etkin", "Son etkinlik", "temsilci lisansı"]) assert.ok(text.includes(word), word);
  assert.match(await selin.page.locator(".line[data-member] time").first().innerText(), /önce|dün|şimdi|bugün|gün/);
  const title = await selin.page.locator(".line[data-member] time").first().getAttribute("title");
  assert.match(title, /Ocak|Şubat|Mart|Nisan|Mayıs|Haziran|Temmuz|Ağustos|Eylül|Ekim|Kasım|Aralık/);
});

test("jl10_inviting_in_turkish_and_the_mail", async () => {
  await press(selin, "Yeni ekip üyesi ekle");
  const form = dialog(selin);
  await form.waitFor();
  await allTurkish(selin, "the invite form");
  assert.deepEqual(await form.locator(".cards label b").allInnerTexts(), ["Yönetici", "Temsilci", "Raporlama", "Jetbot eğitmeni"]);
  assert.ok((await form.innerText()).includes("Kargo"), "choices are shown in Turkish");
  await form.getByRole("button", { name: "Kaydet", exact: true }).click();
  await form.getByText("Lütfen bu alanı doldurun.").first().waitFor();
  await fill(form, { "first-name": "Işıl", "last-name": "Demir", email: EMAIL });
  await form.getByLabel("Kargo", { exact: true }).check();
  await form.getByRole("button", { name: "Kaydet", exact: true }).click();
  await closed(selin);
  await toast(selin, `Davet gönderildi: ${EMAIL}`);
  const [mail] = await server.mails(EMAIL);
  assert.match(mail.subject, /sizi Jetlink üzerindeki Meridian Retail ekibine davet etti$/);
  assert.match(mail.text, /Bağlantı bir kez, 7 gün boyunca/);
  assert.match(mail.html, /<html lang="tr" dir="ltr">/);
  const row = line(selin, "Işıl Demir");
  for (const typed of ["ISIL", "ışıl", "isil", "Işıl"]) {
    await selin.page.getByRole("searchbox").fill("");
    await settled(selin);
    await selin.page.getByRole("searchbox").fill(typed);
    await until(`${typed} to find her`, async () => (await row.count()) === 1 && (await selin.page.locator(".line[data-member]").count()) < 5);
  }
  assert.equal((await row.locator(".c-status").innerText()).trim().split("\n")[0], "Bekleyen");
  await row.locator(".name button").click();
  await dialog(selin).waitFor();
  await allTurkish(selin, "the details");
  assert.ok(await dialog(selin).getByLabel("Kargo", { exact: true }).isChecked(), "what is kept is the value, not its translation");
  await selin.page.keyboard.press("Escape");
  await closed(selin);
});

test("jl10_roles_in_turkish", async () => {
  await selin.page.getByRole("searchbox").fill("Agent");
  await settled(selin);
  await selin.page.getByRole("searchbox").fill("");
  await settled(selin);
  const row = line(selin, "Işıl Demir");
  await selin.page.getByRole("searchbox").fill("isil");
  await row.waitFor();
  await row.getByRole("button", { name: "Diğer işlemler: Işıl Demir" }).click();
  const menu = selin.page.locator("[role=menu]:visible");
  await menu.waitFor();
  assert.equal((await entry(menu, "resend-invite").innerText()).split("\n")[0].trim(), "Daveti yeniden gönder");
  await selin.page.keyboard.press("Escape");
  await row.locator(".c-role button[data-action]").click();
  await selin.page.getByRole("menuitemradio", { name: /^Raporlama/ }).first().click();
  await toast(selin, "Işıl Demir için yeni rol: Raporlama");
  for (const [page, title] of [["roles", "Roller ve izinler"], ["audit", "İşlem kaydı"], ["settings", "Ekip ayarları"], ["me", "Profiliniz"], ["work/conversation", "Görüşmeler"]]) {
    await visit(selin, `/t/jetlink/${page}`);
    await settled(selin);
    assert.equal(await heading(selin).innerText(), title);
    await allTurkish(selin, page);
  }
  await visit(selin, "/t/jetlink/audit");
  await selin.page.getByText("Rol değişikliği").first().waitFor();
  await selin.page.getByText("Temsilci → Raporlama").first().waitFor();
});

test("jl10_the_choice_is_the_persons_in_every_browser", async () => {
  await visit(selin, "/t/jetlink/me");
  await selin.page.locator("[name=language]").selectOption("en");
  await until("the page to be English", async () => (await heading(selin).innerText()) === "Your profile");
  assert.equal(await selin.page.evaluate(() => document.documentElement.lang), "en");
  await toast(selin, "Saved");
  await until("the choice to keep the focus", () => selin.page.evaluate(() => document.activeElement?.getAttribute("name") === "language"));
  await selin.page.reload();
  await arrived(selin);
  assert.equal(await heading(selin).innerText(), "Your profile");
  await selin.page.locator("[name=language]").selectOption("tr");
  await until("the page to be Turkish", async () => (await heading(selin).innerText()) === "Profiliniz");
  // Another browser, which speaks English until it knows who this is.
  const other = await person(browser, server);
  await signIn(other, ADMIN);
  await until("the members in Turkish", async () => (await heading(other).innerText()) === "Ekip Üyeleri");
  await other.leave();
});

test("jl10_the_language_is_chosen_on_the_sign_in_page_too", async () => {
  const emma = await person(browser, server);
  await emma.page.goto("/sign-in");
  await press(emma, "Türkçe");
  await emma.page.getByRole("heading", { name: "Rolecall’a giriş yapın" }).waitFor();
  await until("the choice to keep the focus", () => emma.page.evaluate(() => document.activeElement?.lang === "tr"));
  await emma.page.goto("/forgot");
  await emma.page.getByRole("heading", { name: "Parolanızı mı unuttunuz?" }).waitFor();
  await press(emma, "English");
  await emma.page.getByRole("heading", { name: "Forgot your password?" }).waitFor();
  await emma.leave();
});

test("jl10_every_product_in_turkish", async () => {
  const people = [["jtek", "rachel@juniper.example"], ["salestrekker", "owner@salestrekker.example"], ["voice-agents", "admin@voice.example"], ["jelly", "owner@jelly.example"]];
  for (const [team, email] of people) {
    const who = await person(browser, server, { locale: "tr" });
    await who.page.goto("/sign-in");
    await signInTurkish(who, email);
    const places = await who.page.locator("header nav a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
    for (const place of [...places, `/t/${team}/me`]) {
      await visit(who, place);
      await settled(who);
      await allTurkish(who, place);
    }
    await who.leave();
  }
});

/// Controls that lie over each other, and what sticks out of the page.
const overlaps = (who) =>
  who.page.evaluate(() => {
    const scope = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
    const seen = [...scope.querySelectorAll("button, a, input:not(.sr), select, textarea, h1, h2")].filter((e) => {
      const box = e.getBoundingClientRect();
      const style = getComputedStyle(e);
      const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      return box.width > 4 && box.height > 4 && style.visibility !== "hidden" && Number(style.opacity) > 0.1 && (e === top || e.contains(top));
    });
    const bad = [];
    for (const [i, a] of seen.entries()) {
      const p = a.getBoundingClientRect();
      for (const b of seen.slice(i + 1)) {
        // A control inside a box stands over the input on purpose.
        if (a.contains(b) || b.contains(a) || a.closest("label")?.contains(b) || a.parentElement === b.parentElement && a.matches("input")) continue;
        const q = b.getBoundingClientRect();
        const width = Math.min(p.right, q.right) - Math.max(p.left, q.left);
        const height = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
        if (width > 3 && height > 3) bad.push(`${a.outerHTML.slice(0, 90)} over ${b.outerHTML.slice(0, 90)}`);
      }
    }
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide > 1) bad.push(`the page is ${wide} px too wide`);
    return bad;
  });

test("jl10_a_third_language_from_right_to_left_is_one_file_and_nothing_overlaps", async () => {
  await mkdir(SHOTS, { recursive: true });
  const LOOKS = [["light", { width: 1280, height: 800 }], ["dark", { width: 1280, height: 800, dark: true }], ["narrow", { width: 360, height: 740 }]];
  for (const [look, options] of LOOKS) {
    const who = await person(browser, server, { ...options, locale: "ar-XB" });
    await withPseudo(who);
    const picture = async (name) => {
      await who.page.screenshot({ path: `${SHOTS}rtl-${name}-${look}.png` });
      assert.deepEqual(await overlaps(who), [], `${name}, ${look}`);
    };
    await who.page.goto("/sign-in");
    await who.page.locator("html[lang=ar-XB][dir=rtl]").waitFor();
    await who.page.locator("[name=email]").waitFor();
    await picture("sign-in");
    await who.page.locator("[name=email]").fill("agent@jetlink.example");
    await who.page.locator("[name=email]").fill("owner@jelly.example");
    await who.page.locator("[name=password]").fill(DEMO_PASSWORD);
    await who.page.locator("[type=submit]").click();
    await arrived(who);
    await who.page.locator(".line[data-member]").first().waitFor();
    assert.match(await heading(who).innerText(), /^\[Téám Mémbérš·+\]$/);
    await picture("members");
    await who.page.locator(".page-head [data-action=invite]").click();
    await dialog(who).waitFor();
    await picture("invite");
    await who.page.keyboard.press("Escape");
    await closed(who);
    for (const page of ["roles", "settings", "me", "work/conversation"]) {
      await visit(who, `/t/jelly/${page}`);
      await settled(who);
      await picture(page.replace("/", "-"));
    }
    await who.leave();
  }
});

test("jl10_the_words_that_tests_read_are_all_of_them", async () => {
  assert.ok((await english()).length > 400 && (await said("tr", "page")).size > 400 && (await said("tr", "profile")).size > 250);
});

test("the_pages_complained_about_nothing", async () => {
  await selin.leave();
});
