import { describe, expect, it } from "vitest";
import { leanOutput } from "./lean";

const around = { task_id: "tsk_1", status: "completed", failure_reason: null, downloaded_files: [] };

describe("the lean output", () => {
  it("keeps what blocks brought and drops what stands around it", () => {
    expect(
      leanOutput({
        search_output: { ...around, extracted_information: null },
        read_output: { ...around, extracted_information: { number: "7" } },
        code_output: { x: 1 },
        loop_output: [[{ ...around, extracted_information: "a" }], []],
        nothing_output: null,
        extracted_information: [{ number: "7" }, "a"],
      }),
    ).toEqual({ read: { number: "7" }, code: { x: 1 }, loop: [["a"]] });
  });

  it("names the files that came", () => {
    const files = { ...around, extracted_information: null, downloaded_files: [{ filename: "bill.pdf", url: "u" }] };
    expect(leanOutput({ get_output: files })).toEqual({ get: { files: ["bill.pdf"] } });
  });

  it("leaves out what broke: its reason is told once, above", () => {
    const broken = { status: "failed", failure_reason: "line 2: no such file", errors: [] };
    expect(leanOutput({ read_output: broken, code_output: { x: 1 } })).toEqual({ code: { x: 1 } });
    expect(leanOutput({ read_output: broken })).toBeNull();
  });

  it("is nothing when nothing came", () => {
    expect(leanOutput({ search_output: { ...around, extracted_information: null } })).toBeNull();
    expect(leanOutput(null)).toBeNull();
  });
});
