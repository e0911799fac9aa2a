import { expect, it } from "vitest";
import { sentence } from "./sentence";

it("begins with a capital, unless a name or a value stands first", () => {
  expect(sentence("address to listen on.")).toBe("Address to listen on.");
  expect(sentence("is missing")).toBe("Is missing");
  expect(sentence("comma-separated addresses")).toBe("Comma-separated addresses");
  expect(sentence("")).toBe("");
  expect(sentence("openai:gpt-5 answers")).toBe("openai:gpt-5 answers");
  expect(sentence("smtp[s]://host of workflows")).toBe("smtp[s]://host of workflows");
  expect(sentence("MiB of memory")).toBe("MiB of memory");
});
