#!/usr/bin/env bash
# Receives webhooks with nothing but bash and openssl, and believes only those that your own server has signed.
#   SKYVERN_API_KEY=sk_… examples/webhook_receiver.sh 9000        serves (needs socat)
#   SKYVERN_API_KEY=sk_… examples/webhook_receiver.sh --one       answers one HTTP request from standard input
#   SKYVERN_API_KEY=sk_… examples/webhook_receiver.sh --verify SIGNATURE <body   only checks; exit 0 = it fits
set -euo pipefail
: "${SKYVERN_API_KEY:?set it to the API key that starts your runs}"

signature_of() { openssl dgst -sha256 -hmac "$SKYVERN_API_KEY" -r "$1" | cut -d ' ' -f 1; }

fits() { # file, given signature
  [ -n "$2" ] && [ "$(signature_of "$1")" = "$(printf '%s' "$2" | tr '[:upper:]' '[:lower:]')" ]
}

answer() { printf 'HTTP/1.1 %s\r\ncontent-length: 0\r\nconnection: close\r\n\r\n' "$1"; }

body=$(mktemp)
trap 'rm -f "$body"' EXIT

case "${1:-9000}" in
  --verify)
    cat >"$body"
    fits "$body" "${2:-}"
    ;;
  --one)
    length=0 given=""
    while IFS= read -r line && line=${line%$'\r'} && [ -n "$line" ]; do
      name=$(printf '%s' "${line%%:*}" | tr '[:upper:]' '[:lower:]')
      value=${line#*:}
      value=${value# }
      case "$name" in
        content-length) length=$value ;;
        x-skyvern-signature) given=$value ;;
      esac
    done
    head -c "$length" >"$body"
    if fits "$body" "$given"; then
      { cat "$body"; echo; } >&2
      answer "200 OK"
    else
      answer "401 Unauthorized"
    fi
    ;;
  *)
    # its own name goes on the command line of each child, so it must hold no spaces or commas
    exec socat "TCP-LISTEN:${1:-9000},bind=127.0.0.1,reuseaddr,fork" "EXEC:$0 --one"
    ;;
esac
