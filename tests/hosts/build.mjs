// Builds the hosts that are made with a framework, each as such a product's own team would.
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import vue from "@vitejs/plugin-vue";
import { build } from "vite";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const PLUGINS = {
  react: [],
  // An element of somebody else's, not a component that is missing.
  vue: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === "team-settings" } } })],
  svelte: [svelte({ configFile: false })],
};

await rm(here("dist"), { recursive: true, force: true });
for (const [name, plugins] of Object.entries(PLUGINS)) {
  await build({
    root: here(name),
    configFile: false,
    plugins,
    logLevel: "warn",
    // The wrappers ask for the host's own framework.
    resolve: { dedupe: ["react", "react-dom", "vue"] },
    oxc: { jsx: { runtime: "automatic" } },
    // As they stand: `light-dark()` is for the browser.
    build: { target: "esnext", cssTarget: "esnext", outDir: here(`dist/${name}`), emptyOutDir: true },
  });
}
