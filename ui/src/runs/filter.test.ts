import { describe, expect, it } from "vitest";
import { filterOf, nextSort, readSearch, searchOf } from "./filter";

describe("the filter of the list of runs", () => {
  it("survives the way through the URL", () => {
    const filter = {
      status: ["running", "failed"] as const,
      search: "acme",
      workflow: "wpid_1",
      sort: "title" as const,
    };
    expect(filterOf(readSearch({ ...searchOf(filter) }))).toEqual(filter);
  });

  it("drops what it does not know", () => {
    expect(filterOf(readSearch({ status: "failed,nonsense", q: 7, other: "x" }))).toEqual({
      status: ["failed"],
      search: "",
      workflow: "",
      sort: "-created_at",
    });
    expect(filterOf({ sort: "password" }).sort).toBe("-created_at");
  });

  it("turns a sort round at the second click", () => {
    expect(nextSort("-created_at", "title")).toBe("title");
    expect(nextSort("title", "title")).toBe("-title");
    expect(nextSort("-title", "created_at")).toBe("-created_at");
    expect(nextSort("-created_at", "created_at")).toBe("created_at");
    expect(nextSort("status", "status")).toBe("-created_at");
  });

  it("leaves nothing in the URL when nothing is narrowed", () => {
    expect(searchOf(filterOf({}))).toEqual({});
  });
});
