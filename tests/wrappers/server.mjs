// What each framework makes of its wrapper on a server: a process without a document.
import { spawnSync } from "node:child_process";
import { buildSync } from "esbuild";

const PROPS = '{ apiBase: "https://rolecall.example", team: "t1", getToken: async () => "one" }';
const react = `import { createElement } from "react"; import { renderToString } from "react-dom/server";
  import { TeamSettings } from "../../packages/widget/react.js";
  process.stdout.write(renderToString(createElement(TeamSettings, ${PROPS})));`;
const vue = `import { createSSRApp, h } from "vue"; import { renderToString } from "vue/server-renderer";
  import { TeamSettings } from "../../packages/widget/vue.js";
  renderToString(createSSRApp({ render: () => h(TeamSettings, ${PROPS}) })).then((html) => process.stdout.write(html));`;

export function drawnOnServer(name) {
  const version = name === "React 18" ? "-18" : "";
  const alias = { react: `react${version}`, "react-dom": `react-dom${version}` };
  const { outputFiles } = buildSync({
    stdin: { contents: name.startsWith("React") ? react : vue, resolveDir: import.meta.dirname },
    nodePaths: [`${import.meta.dirname}/node_modules`],
    bundle: true, write: false, format: "cjs", platform: "node", logLevel: "error",
    ...(version && { alias }),
  });
  const run = spawnSync("node", ["-"], { input: outputFiles[0].text, encoding: "utf8" });
  if (run.status !== 0 || run.stderr) throw new Error(`${name} on a server: ${run.stderr}`);
  return run.stdout;
}
