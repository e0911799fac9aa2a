import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { MutationCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Refused } from "./api/client";
import { session } from "./api/session";
import { router } from "./router";
import { theme, variables } from "./theme";

const nonce = document.querySelector<HTMLMetaElement>('meta[name="skyvern-nonce"]')?.content ?? "";
// where the scroll lock of dialogs looks for the nonce of the style that it adds (npm get-nonce)
Object.assign(globalThis, { __webpack_nonce__: nonce });

/** Who is not allowed is perhaps not signed in any more. */
function askWho(error: Error): void {
  if (error instanceof Refused && error.status === 403) void queries.invalidateQueries(session);
}

/** A refusal is an answer; only a server that does not answer is asked again by itself. */
const queries: QueryClient = new QueryClient({
  mutationCache: new MutationCache({ onError: askWho }),
  defaultOptions: {
    queries: {
      retry: (count, error) => !(error instanceof Refused) && count < 3,
      throwOnError: (error) => {
        askWho(error);
        return false;
      },
    },
  },
});

const place = document.getElementById("root");
if (place === null) throw new Error("index.html has no #root");
createRoot(place).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <Notifications position="bottom-right" />
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
