import { describe, expect, it } from "vitest";
import { filterOf, readSearch, searchOf } from "./filter";

describe("the filter of the list of runs", () => {
  it("survives the way through the URL", () => {
    const filter = { status: ["running", "failed"] as const, search: "acme", workflow: "wpid_1" };
    expect(filterOf(readSearch({ ...searchOf(filter) }))).toEqual(filter);
  });

  it("drops what it does not know", () => {
    expect(filterOf(readSearch({ status: "failed,nonsense", q: 7, other: "x" }))).toEqual({
      status: ["failed"],
      search: "",
      workflow: "",
    });
  });

  it("leaves nothing in the URL when nothing is narrowed", () => {
    expect(searchOf(filterOf({}))).toEqual({});
  });
});
