import { expect, it } from "vitest";
import type { RunDetailAnswer } from "../api/schema";
import { codeOf, TONGUES } from "./code";

const RUN = {
  workflow_permanent_id: "wpid_1",
  parameters: { name: "O'Brien", sure: true, none: null, many: [1, "a"] },
} as unknown as RunDetailAnswer;

it("writes values as each language has them", () => {
  const [curl, python, typescript] = TONGUES.map((tongue) => codeOf(RUN, "https://sky.test/x", tongue));
  expect(curl).toContain("curl https://sky.test/x/v1/run/workflows");
  expect(curl).toContain("O'\\''Brien");
  expect(python).toContain('{"name": "O\'Brien", "sure": True, "none": None, "many": [1, "a"]}');
  expect(typescript).toContain('"sure":true,"none":null');
});
