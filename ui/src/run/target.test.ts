import { describe, expect, it } from "vitest";
import type { TimelineAction, TimelineBlock } from "../api/schema";
import type { Row } from "./fold";
import { boxAfter, boxOf, pictureBefore } from "./target";

const BOX = [10, 20, 100, 30];

function act(id: string, block: object, more: object = {}): Row {
  const action = {
    action_type: "click",
    screenshot_artifact_id: `p_${id}`,
    skyvern_element_data: { box: BOX },
    ...more,
  };
  return {
    kind: "action",
    id,
    depth: 1,
    block: block as TimelineBlock,
    action: action as TimelineAction,
    seconds: null,
  };
}

describe("the target of an action", () => {
  it("is where its element was, where it was anywhere", () => {
    const of = (skyvern_element_data: object | null) => boxOf({ skyvern_element_data } as TimelineAction);
    expect(of({ box: BOX })).toEqual(BOX);
    for (const none of [null, {}, { box: [0, 0, 0, 0] }, { box: [1, 2] }]) expect(of(none)).toBeNull();
  });

  it("is outlined in the picture after it only where the page has not moved on", () => {
    expect(boxAfter(act("a", {}, { action_type: "input_text" }))).toEqual(BOX);
    expect(boxAfter(act("a", {}))).toBeNull();
  });
});

describe("the picture before an action", () => {
  const [search, opens, stays] = [{ url: "https://a.example" }, { url: "https://b.example" }, { url: null }];
  const rows = [act("1", search), act("2", search), act("3", opens), act("4", stays)];

  it("is the last one of the same page", () => {
    expect(rows.map((row) => pictureBefore(rows, row))).toEqual([null, "p_1", null, "p_3"]);
  });
});
