// Harbour CRM in Vue: the same journey.
import { inFramework } from "./lib/framework.mjs";

inFramework("vue");
