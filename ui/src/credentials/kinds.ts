/** The kinds of credential: what is asked for each, and which of it is secret. */
import type { CredentialAnswer, CredentialRequest } from "../api/schema";

export type Kind = CredentialRequest["credential_type"];

export interface Part {
  readonly name: string;
  readonly label: string;
  readonly secret: boolean;
  readonly required: boolean;
  readonly help?: string;
}

export const KINDS: Readonly<Record<Kind, { readonly label: string; readonly parts: readonly Part[] }>> = {
  password: {
    label: "Password",
    parts: [
      { name: "username", label: "User name", secret: false, required: true },
      { name: "password", label: "Password", secret: true, required: true },
      {
        name: "totp",
        label: "Authenticator secret",
        secret: true,
        required: false,
        help: "What the site showed when the authenticator was set up; the server then makes the codes.",
      },
      {
        name: "totp_identifier",
        label: "Whose pushed codes",
        secret: false,
        required: false,
        help: "An address or number, where codes come by mail or text message.",
      },
    ],
  },
  credit_card: {
    label: "Payment card",
    parts: [
      { name: "card_holder_name", label: "Card holder", secret: false, required: true },
      { name: "card_number", label: "Number", secret: true, required: true },
      { name: "card_exp_month", label: "Expires, month", secret: false, required: true },
      { name: "card_exp_year", label: "Expires, year", secret: false, required: true },
      { name: "card_cvv", label: "Security code", secret: true, required: true },
      { name: "card_brand", label: "Brand", secret: false, required: true },
    ],
  },
  secret: {
    label: "Single secret",
    parts: [
      { name: "secret_value", label: "Value", secret: true, required: true },
      { name: "secret_label", label: "What it is", secret: false, required: false },
    ],
  },
};

export interface Draft {
  readonly name: string;
  readonly kind: Kind;
  readonly site: string;
  readonly values: Readonly<Record<string, string>>;
}

export const EMPTY: Draft = { name: "", kind: "password", site: "", values: {} };

export function requestOf({ name, kind, site, values }: Draft): CredentialRequest {
  const given = Object.fromEntries(
    KINDS[kind].parts.flatMap((part) => (values[part.name] ? [[part.name, values[part.name]]] : [])),
  );
  const codes = kind === "password" && values.totp ? { totp_type: "authenticator" } : {};
  return {
    name,
    credential_type: kind,
    credential: { ...given, ...codes },
    ...(site ? { tested_url: site } : {}),
  } as CredentialRequest;
}

/** What may be shown of a credential: the user name, the end of a card, the label. */
export function shownOf({ credential }: CredentialAnswer): string {
  const known = credential as Record<string, unknown>;
  const last = known.last_four ? `•••• ${known.last_four}` : "";
  return [known.username, known.brand, last, known.secret_label].filter(Boolean).map(String).join(" ");
}

/** Whether the server can make one-time codes for it. */
export function hasCodes({ credential }: CredentialAnswer): boolean {
  return (credential as Record<string, unknown>).has_totp === true;
}
