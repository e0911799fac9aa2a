import { describe, expect, it } from "vitest";
import { heard, NOTHING_YET, told } from "./words";

const HELD = { holder: "Ana", since: "2026-03-01T12:00:00" };

describe("what a viewer knows", () => {
  it("takes up how things stand", () => {
    const live = heard(NOTHING_YET, { type: "state", state: "live", why: "", control: null, mine: false });
    expect([live.state, told(live)]).toEqual(["live", ""]);
    const held = heard(live, { type: "state", state: "taken_over", why: "", control: HELD, mine: false });
    expect(told(held)).toMatch(/^Ana has the controls since .* The agent waits\.$/);
    expect(told({ ...held, mine: true })).toMatch(/^You have/);
  });

  it("forgets what the page asked once the controls are gone", () => {
    const asked = heard(
      { ...NOTHING_YET, mine: true },
      { type: "dialog", kind: "prompt", message: "Name?", default: null },
    );
    expect(asked.dialog).toEqual({ kind: "prompt", message: "Name?", default: "" });
    const file = heard(asked, { type: "file_wanted", multiple: true });
    expect(file.file).toBe("many");
    const gone = heard(file, { type: "state", state: "live", why: "", control: null, mine: false });
    expect([gone.dialog, gone.file]).toEqual([null, null]);
  });

  it("shows a refusal and leaves out what it does not know", () => {
    expect(heard(NOTHING_YET, { type: "refused", why: "Ana has the controls.", control: HELD }).note).toMatch(/^Ana/);
    expect(heard(NOTHING_YET, { type: "something new" })).toBe(NOTHING_YET);
  });
});
