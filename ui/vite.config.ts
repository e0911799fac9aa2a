/** How the UI is built: into the Python package, with addresses relative to wherever the server puts it. */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env.SKYVERN_BASE_URL ?? "http://127.0.0.1:8000";

export default defineConfig({
  base: "./",
  plugins: [react()],
  build: {
    outDir: "../skyvern/ui_dist",
    emptyOutDir: true,
    assetsDir: "assets",
    target: "es2022",
    reportCompressedSize: true,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/v1": server, "/ui": server } },
  test: { environment: "happy-dom", include: ["src/**/*.test.{ts,tsx}"] },
});
