/** Checking that a webhook really comes from your server; WebCrypto, so that it works in Node, workers and browsers. */

/** The header that carries the signature of a webhook's body. */
export const SIGNATURE_HEADER = "x-skyvern-signature";

const HEX = /^[0-9a-f]{64}$/i;

/**
 * Tell whether `signature` (the header `x-skyvern-signature`) was made from these raw bytes with your API key.
 *
 * Give the body exactly as it was received, before any JSON parsing: other bytes have another signature.
 */
export async function verifyWebhook(
  body: string | Uint8Array | ArrayBuffer,
  signature: string | null | undefined,
  apiKey: string,
): Promise<boolean> {
  const found = signature?.trim() ?? "";
  const secret = new TextEncoder().encode(apiKey.trim());
  if (!HEX.test(found) || secret.length === 0) {
    return false;
  }
  const subtle = await webCrypto();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await subtle.importKey("raw", secret, algorithm, false, ["verify"]);
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  return subtle.verify("HMAC", key, fromHex(found), bytes as BufferSource);
}

/** Node 18 has WebCrypto in a module only. The name is a variable, so that no bundler looks for it in a browser. */
async function webCrypto(): Promise<SubtleCrypto> {
  if (globalThis.crypto?.subtle) {
    return globalThis.crypto.subtle;
  }
  const name = "node:crypto";
  const node = (await import(/* webpackIgnore: true */ /* @vite-ignore */ name)) as { webcrypto: Crypto };
  return node.webcrypto.subtle;
}

function fromHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
