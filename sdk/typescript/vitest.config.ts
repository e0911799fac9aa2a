import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = fileURLToPath(new URL("src/index.ts", import.meta.url));

export default defineConfig({
  resolve: { alias: { "@skyvern/client": source } },
  test: { include: ["test/**/*.test.ts"], testTimeout: 30_000, hookTimeout: 90_000 },
});
