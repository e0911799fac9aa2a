import { expect, it } from "vitest";
import { sizeOf } from "./size";

it.each([
  [0, "0 B"],
  [999, "999 B"],
  [1500, "1.5 kB"],
  [25_000_000, "25 MB"],
  [3e15, "3000 TB"],
])("says %s bytes as %s", (bytes, said) => {
  expect(sizeOf(bytes)).toBe(said);
});
