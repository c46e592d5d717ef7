import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

// The service that the page of `npm run dev` talks to.
const SERVICE = "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [svelte()],
  // Relative, so that the page works under whatever path a proxy puts before it.
  base: "./",
  build: {
    outDir: "../src/lizao/api/page",
    emptyOutDir: true,
    // Nothing goes into the page as data: its policy lets it load from its own origin only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
  },
  server: { proxy: { "/api": { target: SERVICE, ws: true } } },
  test: { include: ["tests/**/*.test.ts"] },
});
