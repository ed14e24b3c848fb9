// Harbour CRM in Svelte: the same journey.
import { inFramework } from "./lib/framework.mjs";

inFramework("svelte");
