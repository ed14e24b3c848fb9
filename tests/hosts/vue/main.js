import { createApp } from "vue";
import App from "./App.vue";
import "../plain/host.css";

createApp(App).mount("#app");
