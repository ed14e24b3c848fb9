import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Crm } from "./Crm.jsx";
import "../plain/host.css";

createRoot(document.querySelector("#app")).render(
  <StrictMode>
    <Crm />
  </StrictMode>,
);
