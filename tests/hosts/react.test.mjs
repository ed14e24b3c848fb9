// Harbour CRM in React: the same journey.
import { inFramework } from "./lib/framework.mjs";

inFramework("react");
