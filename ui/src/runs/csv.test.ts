import { expect, it } from "vitest";
import { csv } from "./csv";

it("quotes separators and quotes, and disarms formulas", () => {
  expect(
    csv(
      ["a", "b"],
      [
        ['say "hi"', "1,2"],
        ["=SUM(A1)", "plain"],
      ],
    ),
  ).toBe('a,b\r\n"say ""hi""","1,2"\r\n\'=SUM(A1),plain\r\n');
});
