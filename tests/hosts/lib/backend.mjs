// The back end of a host: it serves the host's pages under a strict policy, knows who is signed in with it, and asks Rolecall for
// that person's token. Its key never leaves it.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

// @snippet token
/** A token for whoever is signed in with us. The key is from our configuration, never from the page. */
async function rolecallToken({ rolecall, key, email, origin }) {
  const answer = await fetch(`${rolecall}/api/v1/widget-tokens`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ email, origin }),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(`Rolecall said ${answer.status} ${said.code}`);
  return { token: said.token, expires_at: said.expires_at };
}
// @end

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
/** What a page is written with, in place of what this host's configuration says. */
const SERVER = "https://rolecall.example";

const policy = (rolecall) => [
  "default-src 'none'",
  `script-src 'self' ${rolecall} 'wasm-unsafe-eval'`,
  "style-src 'self'",
  `connect-src 'self' ${rolecall}`,
  "img-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/**
 * A host at an origin of its own, on a site that is not Rolecall's. `page`: the folder of its built page. `accounts`: for each
 * place of the page that holds a team, `{ team, key, email }`, where the email is who is signed in there.
 */
export async function host({ rolecall, page, accounts, name = "crm.localhost" }) {
  const asked = [];
  const complaints = [];
  let origin;
  const answer = async (request, response) => {
    const url = new URL(request.url, origin);
    asked.push(`${request.method} ${request.url}`);
    const send = (status, type, body, more = {}) => response.writeHead(status, { "content-type": `${type}; charset=utf-8`, "x-content-type-options": "nosniff", ...more }).end(body);
    if (url.pathname === "/api/rolecall-token" && request.method === "POST") {
      const account = accounts[url.searchParams.get("place") ?? "main"];
      try {
        const token = await rolecallToken({ rolecall, key: account.key, email: account.email, origin });
        return send(200, "application/json", JSON.stringify(token), { "cache-control": "no-store" });
      } catch (error) {
        complaints.push(error.message);
        return send(502, "application/json", JSON.stringify({ error: "no token" }));
      }
    }
    const path = normalize(url.pathname).replace(/\/$/, "/index.html");
    const type = TYPES[extname(path)];
    const file = type && !path.includes("..") && (await readFile(join(page, path), "utf8").catch(() => null));
    if (file == null || file === false) return send(404, "text/plain", "There is nothing here.");
    const text = file.replaceAll(SERVER, rolecall).replaceAll("YOUR-TEAM", accounts.main.team);
    send(200, type, text, type === "text/html" ? { "content-security-policy": policy(rolecall), "referrer-policy": "same-origin" } : {});
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      complaints.push(String(error));
      response.writeHead(500).end();
    });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://${name}:${server.address().port}`;
  return {
    url: origin,
    accounts,
    /** Every request that has come, as `METHOD path`. */
    asked,
    /** How often a token was asked for. */
    tokens: (place = "main") => asked.filter((a) => a.startsWith("POST /api/rolecall-token") && a.includes(place === "main" ? "" : `place=${place}`)).length,
    complaints,
    stop: () => new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    }),
  };
}
