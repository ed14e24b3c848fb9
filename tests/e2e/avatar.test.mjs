// People's pictures: chosen or dropped on the own page, seen by the others at once, removed with a way back; initials wherever
// there is none or it cannot be had (VA1).
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { inspect } from "./lib/axe.mjs";
import { open, person, signIn, until, visit } from "./lib/browser.mjs";
import { line, toast } from "./lib/members.mjs";
import { serve } from "./lib/server.mjs";

const MARCUS = "Marcus Webb";
let server, browser, marcus, elena;

before(async () => {
  server = await serve();
  browser = await open();
  marcus = await person(browser, server);
  elena = await person(browser, server);
  await signIn(marcus, "marcus@voice.example");
  await signIn(elena, "admin@voice.example");
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const own = () => marcus.page.locator("main .panel-box").first();
const face = () => own().locator(".av.l");
const input = () => own().locator("input[type=file]");
const theirs = () => line(elena, MARCUS).locator(".av");
const add = (name = "Add a picture") => own().locator("button").filter({ hasText: new RegExp(`^${name}$`) });

/// A file of one colour, as the browser writes it.
async function drawn(type, colour, width = 300, height = 200) {
  const url = await marcus.page.evaluate(([type, colour, width, height]) => {
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d");
    context.fillStyle = colour;
    context.fillRect(0, 0, width, height);
    return canvas.toDataURL(type);
  }, [type, colour, width, height]);
  return { name: `me.${type.split("/")[1]}`, mimeType: type, buffer: Buffer.from(url.split(",")[1], "base64") };
}

/// The picture in an avatar: its address, its size, and its colour in the middle. Waits until it is loaded.
async function shown(avatar) {
  const img = avatar.locator("img");
  await img.waitFor();
  await until("the picture to load", () => img.evaluate((i) => i.complete && i.naturalWidth));
  return img.evaluate((i) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
    canvas.getContext("2d").drawImage(i, 64, 64, 1, 1, 0, 0, 1, 1);
    const [red, green, blue] = canvas.getContext("2d").getImageData(0, 0, 1, 1).data;
    const colour = Object.entries({ red, green, blue }).sort((a, b) => b[1] - a[1])[0][0];
    return { address: i.getAttribute("src"), size: [i.naturalWidth, i.naturalHeight], colour, alt: i.alt, lazy: i.loading };
  });
}

const initials = async (avatar) => (await avatar.locator("img").count()) === 0 && (await avatar.innerText()) === "MW";

test("va1_a_picture_is_chosen_on_the_own_page_and_others_see_it_at_once", async () => {
  await visit(elena, "/t/voice-agents/members");
  await until("initials in the list", () => initials(theirs()));
  const before = await theirs().boundingBox();
  await visit(marcus, "/t/voice-agents/me");
  assert.ok(await initials(face()));
  // By keyboard: the button opens the browser's own choice of a file.
  await add().focus();
  const [chooser] = await Promise.all([marcus.page.waitForEvent("filechooser"), marcus.page.keyboard.press("Enter")]);
  await chooser.setFiles(await drawn("image/png", "#c01010"));
  const mine = await shown(face());
  assert.deepEqual([mine.size, mine.colour, mine.alt, mine.lazy], [[128, 128], "red", "", "lazy"]);
  await add("Change picture").waitFor();
  await toast(marcus, "Saved");
  // In the menu of the account too, and in the other's list without a reload.
  assert.equal((await shown(marcus.page.locator(".who-btn .av"))).address, mine.address);
  const seen = await shown(theirs());
  assert.deepEqual([seen.address, seen.colour], [mine.address, "red"]);
  const now = await theirs().boundingBox();
  assert.deepEqual([now.width, now.height], [before.width, before.height], "nothing moves");
  await line(elena, MARCUS).getByRole("button", { name: MARCUS, exact: true }).click();
  assert.equal((await shown(elena.page.locator("dialog[open] .av.l"))).address, mine.address);
  await elena.page.keyboard.press("Escape");
  const found = [];
  await inspect(marcus, "own page with a picture", found);
  assert.deepEqual(found, []);
});

test("va1_another_one_is_dropped_and_what_is_no_picture_is_said_so", async () => {
  const old = (await shown(face())).address;
  const { name, mimeType, buffer } = await drawn("image/webp", "#1010c0", 200, 900);
  await own().locator(".drop").evaluate((zone, [name, type, base64]) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], name, { type }));
    zone.dispatchEvent(new DragEvent("dragover", { dataTransfer, bubbles: true, cancelable: true }));
    zone.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  }, [name, mimeType, buffer.toString("base64")]);
  await until("the blue one", async () => (await shown(face())).colour === "blue");
  const address = (await shown(face())).address;
  assert.notEqual(address, old, "another address: no browser shows the old one");
  await until("the blue one in the other browser", async () => (await shown(theirs())).address === address);
  const alert = own().getByRole("alert");
  for (const [file, said] of [
    [Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"), /not a PNG, JPEG or WebP picture/],
    [Buffer.alloc(0), /not a PNG, JPEG or WebP picture/],
    [Buffer.alloc(5 * 1024 * 1024 + 1), /too large: up to 5 MB/],
  ]) {
    await input().setInputFiles({ name: "x.png", mimeType: "image/png", buffer: file });
    await alert.filter({ hasText: said }).waitFor();
    assert.equal((await shown(face())).address, address, "the picture stays");
  }
  await input().setInputFiles(await drawn("image/jpeg", "#10a010"));
  await until("the green one", async () => (await shown(face())).colour === "green");
  assert.equal(await alert.count(), 0, "the fault is gone with it");
});

test("va1_removed_the_initials_are_back_and_undo_brings_the_picture", async () => {
  await add("Remove picture").click();
  await toast(marcus, "Picture removed");
  await until("initials", () => initials(face()));
  await until("initials in the other browser", () => initials(theirs()));
  await until("initials in the menu", () => initials(marcus.page.locator(".who-btn .av")));
  assert.equal(await add("Remove picture").count(), 0);
  await marcus.page.locator(".toast").getByRole("button", { name: "Undo" }).click();
  await until("the green one again", async () => (await shown(face())).colour === "green");
  assert.equal((await shown(theirs())).colour, "green");
});

test("va1_where_a_picture_cannot_be_had_the_initials_stand_there", async () => {
  await elena.context.route("**/avatar?v=*", (route) => route.abort());
  await elena.page.reload();
  await until("initials", () => initials(theirs()));
  await elena.context.unroute("**/avatar?v=*");
  await input().setInputFiles(await drawn("image/png", "#c01010"));
  await until("the next one", async () => (await shown(theirs())).colour === "red");
  await marcus.leave();
  await elena.leave();
});
