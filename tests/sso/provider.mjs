// A real identity provider (npm: oidc-provider) on this machine, for one test. Honest unless told otherwise.
//
// As a program it takes one JSON command a line and answers each with one JSON line; the first line says where it is.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Provider } from "oidc-provider";
import * as jose from "jose";

export const CLIENT = "rolecall";
export const SECRET = "only-the-test-knows-this-one-0123456789";

const newKey = async () => {
  const { privateKey } = await jose.generateKeyPair("RS256", { extractable: true });
  return { ...(await jose.exportJWK(privateKey)), kid: crypto.randomUUID(), use: "sig", alg: "RS256" };
};

/// `fat`: the address stands in the token itself, and not only behind the userinfo endpoint.
export async function provide({ fat = false } = {}) {
  const server = createServer();
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  /// login → {email, email_verified}; the login is the subject too.
  const people = {};
  const redirects = new Set();
  let lie = {};
  let key;

  /// Signs the token again, with what the test wants to be wrong.
  async function spoil(token) {
    const claims = { ...jose.decodeJwt(token), ...lie.claims };
    for (const name of lie.without ?? []) delete claims[name];
    const header = { alg: "RS256", kid: key.kid, ...lie.header };
    if (header.alg === "none") {
      const part = (x) => Buffer.from(JSON.stringify(x)).toString("base64url");
      return `${part({ alg: "none" })}.${part(claims)}.`;
    }
    let by = await jose.importJWK(key, "RS256");
    if (header.alg === "HS256") {
      // The two secrets that a careless client would take: its own, and the public key.
      const pem = await jose.exportSPKI((await jose.importJWK({ kty: key.kty, n: key.n, e: key.e }, "RS256", { extractable: true })));
      by = new TextEncoder().encode(lie.secret === "public-key" ? pem : SECRET);
      delete header.kid;
    }
    if (lie.stranger) by = await jose.importJWK(await newKey(), "RS256");
    return new jose.SignJWT(claims).setProtectedHeader(header).sign(by);
  }

  async function start() {
    key = await newKey();
    const provider = new Provider(issuer, {
      clients: [{ client_id: CLIENT, client_secret: SECRET, redirect_uris: ["http://127.0.0.1/none"], grant_types: ["authorization_code"], response_types: ["code"] }],
      pkce: { required: () => true },
      jwks: { keys: [key] },
      cookies: { keys: ["test"] },
      claims: { openid: ["sub"], email: ["email", "email_verified"] },
      conformIdTokenClaims: !fat,
      findAccount: (_ctx, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
    });
    // Which port a test's server has is known later than this provider is made.
    provider.Client.prototype.redirectUriAllowed = (uri) => redirects.has(uri);
    provider.use(async (ctx, next) => {
      await next();
      if (ctx.path === "/token" && ctx.body?.id_token && Object.keys(lie).length) {
        ctx.body = { ...ctx.body, id_token: await spoil(ctx.body.id_token) };
      }
      if (ctx.path === "/me" && lie.userinfo) ctx.body = { ...ctx.body, ...lie.userinfo };
      if (ctx.path.startsWith("/.well-known") && lie.discovery) ctx.body = { ...ctx.body, ...lie.discovery };
    });
    server.removeAllListeners("request");
    server.on("request", provider.callback());
  }

  /// Goes through the provider's own pages as a browser would; gives the address that it is sent back to.
  async function walk(url, login) {
    const jar = new Map();
    const seen = async (address, form) => {
      const cookie = [...jar].map(([k, v]) => `${k}=${v}`).join("; ");
      const answer = await fetch(address, {
        method: form ? "POST" : "GET",
        redirect: "manual",
        headers: { cookie, ...(form && { "content-type": "application/x-www-form-urlencoded" }) },
        body: form && new URLSearchParams(form),
      });
      for (const line of answer.headers.getSetCookie()) {
        const [pair] = line.split(";");
        const at = pair.indexOf("=");
        jar.set(pair.slice(0, at), pair.slice(at + 1));
      }
      return answer;
    };
    let answer = await seen(url);
    for (let steps = 0; steps < 12; steps += 1) {
      const to = answer.headers.get("location");
      if (to) {
        const next = new URL(to, issuer);
        if (next.origin !== issuer) return next.href;
        answer = await seen(next);
        continue;
      }
      const page = await answer.text();
      const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1];
      if (!action) throw new Error(`the provider answered ${answer.status}: ${page.slice(0, 400)}`);
      if (login === null) {
        answer = await seen(new URL(`${new URL(action, issuer).pathname}/abort`, issuer));
        continue;
      }
      const prompt = /name="prompt" value="([^"]+)"/.exec(page)[1];
      answer = await seen(new URL(action, issuer), prompt === "login" ? { prompt, login, password: "x" } : { prompt });
    }
    throw new Error("the provider leads in circles");
  }

  await start();
  return {
    issuer,
    people: (some) => Object.assign(people, some),
    redirect: (uri) => redirects.add(uri),
    lie: (how) => (lie = how ?? {}),
    rotate: start,
    walk,
    close: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // Its advice about its own defaults is not for whoever reads our lines.
  console.info = console.warn = console.log = console.error;
  const provider = await provide({ fat: process.argv.includes("--fat") });
  const say = (x) => process.stdout.write(`${JSON.stringify(x)}\n`);
  say({ issuer: provider.issuer, client: CLIENT, secret: SECRET });
  for await (const line of createInterface({ input: process.stdin })) {
    const { do: what, ...with_ } = JSON.parse(line);
    try {
      switch (what) {
        case "people": provider.people(with_.people); say({}); break;
        case "redirect": provider.redirect(with_.uri); say({}); break;
        case "lie": provider.lie(with_.how); say({}); break;
        case "rotate": await provider.rotate(); say({}); break;
        case "walk": say({ url: await provider.walk(with_.url, with_.login) }); break;
        default: say({ error: `what is ${what}?` });
      }
    } catch (e) {
      say({ error: String(e.stack ?? e) });
    }
  }
  await provider.close();
}
