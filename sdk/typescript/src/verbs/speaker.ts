/** What a verb needs of the client that it belongs to. */

import type { Wire } from "../wire.js";

export interface Speaker {
  readonly wire: Wire;
}
