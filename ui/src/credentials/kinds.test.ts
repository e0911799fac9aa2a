import { describe, expect, it } from "vitest";
import { EMPTY, requestOf, shownOf } from "./kinds";

describe("a credential", () => {
  it("is sent with what was given, of its own kind", () => {
    const values = { username: "ann", password: "p", totp: "SEED", card_cvv: "1", totp_identifier: "" };
    expect(requestOf({ ...EMPTY, name: "Portal", values })).toEqual({
      name: "Portal",
      credential_type: "password",
      credential: { username: "ann", password: "p", totp: "SEED", totp_type: "authenticator" },
    });
    expect(requestOf({ name: "S", kind: "secret", site: "https://a.test", values: { secret_value: "v" } })).toEqual({
      name: "S",
      credential_type: "secret",
      credential: { secret_value: "v" },
      tested_url: "https://a.test",
    });
  });

  it("shows only what is no secret", () => {
    expect(shownOf({ credential: { username: "ann", totp_type: "none" } } as never)).toBe("ann");
    expect(shownOf({ credential: { last_four: "1234", brand: "visa" } } as never)).toBe("visa •••• 1234");
  });
});
