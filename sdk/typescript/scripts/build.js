// Writes dist/esm and dist/cjs with the compiler alone, and the two notes that tell Node which is which.
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const cjs = ["--module", "CommonJS", "--moduleResolution", "Node10", "--verbatimModuleSyntax", "false"];

rmSync(join(root, "dist"), { recursive: true, force: true });
for (const [kind, options] of [
  ["esm", []],
  ["cjs", cjs],
]) {
  const out = join(root, "dist", kind);
  execFileSync(process.execPath, [tsc, "-p", "tsconfig.build.json", "--outDir", out, ...options], {
    cwd: root,
    stdio: "inherit",
  });
  writeFileSync(join(out, "package.json"), `{ "type": "${kind === "esm" ? "module" : "commonjs"}" }\n`);
}
