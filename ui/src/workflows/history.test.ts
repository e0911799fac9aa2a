import { expect, it } from "vitest";
import { begun, changed, redone, undone } from "./history";

it("goes back and forth, a field at a time", () => {
  const typed = changed(changed(changed(begun("-"), "a", "title"), "ab", "title"), "X", "code");
  expect(undone(typed).present).toBe("ab");
  expect(undone(undone(typed)).present).toBe("-");
  expect(undone(undone(undone(typed))).present).toBe("-");
  expect(redone(redone(undone(undone(typed)))).present).toBe("X");
  expect(redone(typed)).toBe(typed);
  expect(changed(undone(typed), "Y").future).toEqual([]);
  expect(changed(typed, "X")).toBe(typed);
});
