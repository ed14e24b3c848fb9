import { mount } from "svelte";
import App from "./App.svelte";
import "../plain/host.css";

mount(App, { target: document.querySelector("#app") });
