import { expect, it } from "vitest";
import { grouped } from "./groups";

it("puts every setting somewhere, what it does not know under the last", () => {
  const named = (name: string) => ({ name, variable: "", help: "", value: "", usual: true });
  const groups = grouped(["model_budgets", "port", "proxies", "max_minutes", "something_new"].map(named), "More");
  expect(groups.map((group) => [group.name, group.settings.map((setting) => setting.name)])).toEqual([
    ["Server", ["port"]],
    ["Models and budgets", ["model_budgets"]],
    ["Proxies", ["proxies"]],
    ["Limits", ["max_minutes"]],
    ["More", ["something_new"]],
  ]);
});
