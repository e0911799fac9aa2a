// Writes src/generated/openapi.ts from the server's OpenAPI document; with --check only compares.
//
// What a server sends always has every field, so schemas that occur in answers alone lose their question marks, and
// the room for fields that nobody knows: a misspelt field is an error of the compiler's. The titles that say a field's name once more are left out.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "../../../docs/reference/openapi.json");
const target = join(here, "../src/generated/openapi.ts");
const note =
  "// Written by `npm run generate` from docs/reference/openapi.json. Change the server, then run it again.\n\n";

const document = JSON.parse(readFileSync(source, "utf8"), withoutTitles);
sayWhatIsAlwaysSent(document);
const text = note + astToString(await openapiTS(document, { defaultNonNullable: false, alphabetize: true }));

if (!process.argv.includes("--check")) {
  writeFileSync(target, text);
} else if (readFileSync(target, "utf8") !== text) {
  console.error("sdk/typescript/src/generated/openapi.ts is out of date; run `npm run generate` in sdk/typescript");
  process.exitCode = 1;
}

function withoutTitles(key, value) {
  return key === "title" && typeof value === "string" ? undefined : value;
}

function sayWhatIsAlwaysSent(api) {
  const operations = Object.values(api.paths).flatMap((path) => Object.values(path));
  const asked = reached(
    api,
    operations.map(({ parameters, requestBody }) => [parameters, requestBody]),
  );
  const answered = reached(
    api,
    operations.map(({ responses }) => responses),
  );
  for (const name of answered) {
    const schema = api.components.schemas[name];
    if (!asked.has(name) && schema.properties) {
      schema.required = Object.keys(schema.properties);
      delete schema.additionalProperties;
    }
  }
}

function reached(api, start, found = new Set()) {
  for (const [, name] of JSON.stringify(start).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    if (!found.has(name)) {
      found.add(name);
      reached(api, api.components.schemas[name], found);
    }
  }
  return found;
}
