import { Button, Center, Paper, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { session, signIn, takeOnce } from "../api/session";
import { Trouble } from "../parts/Notice";
import { Prose } from "../parts/Prose";
import { words } from "../words";

/** Asks for the key: at first, or because the session of this page ended. */
export function SignIn({ ended = false }: { readonly ended?: boolean }) {
  const [key, setKey] = useState("");
  const queries = useQueryClient();
  const entering = useMutation({
    mutationFn: signIn,
    onSuccess: async (known) => {
      if (!known) return;
      // after an end, what was refused meanwhile is asked again, and told no more
      notifications.clean();
      await queries.invalidateQueries(ended ? {} : { queryKey: session.queryKey });
    },
  });
  const enter = entering.mutate;
  useEffect(() => {
    const once = takeOnce();
    if (once !== null) enter({ once });
  }, [enter]);
  const byLink = entering.variables !== undefined && "once" in entering.variables;
  const wrong = entering.data === false ? (byLink ? words.signIn.usedLink : words.signIn.wrong) : null;
  return (
    <Center mih={ended ? "90vh" : "100vh"} p={ended ? 0 : "md"} component={ended ? "div" : "main"}>
      <Paper withBorder p="xl" w={420} maw="100%">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            entering.mutate({ key });
          }}
        >
          <Stack gap="md">
            <div>
              <Text fw={700} mb="md">
                {words.product}
              </Text>
              <Title order={1}>{words.signIn.title}</Title>
              <Text size="sm" c="dimmed" mt={4}>
                {ended ? words.signIn.ended : words.signIn.lead}
              </Text>
            </div>
            <PasswordInput
              label={words.signIn.label}
              description={<Prose text={words.signIn.hint} />}
              value={key}
              onChange={(event) => setKey(event.currentTarget.value)}
              error={wrong && <Prose text={wrong} />}
              autoComplete="off"
              data-autofocus
              autoFocus
              required
            />
            {entering.error ? <Trouble error={entering.error} /> : null}
            <Button type="submit" loading={entering.isPending} disabled={key.trim() === ""}>
              {words.signIn.button}
            </Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
