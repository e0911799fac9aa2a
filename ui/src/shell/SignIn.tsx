import { Button, Center, Paper, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { session, signIn, takeOnce } from "../api/session";
import { Trouble } from "../parts/Notice";
import { words } from "../words";

export function SignIn() {
  const [key, setKey] = useState("");
  const queries = useQueryClient();
  const entering = useMutation({
    mutationFn: signIn,
    onSuccess: async (known) => {
      if (known) await queries.invalidateQueries({ queryKey: session.queryKey });
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
    <Center mih="100vh" p="md" component="main">
      <Paper withBorder p="xl" w={420} maw="100%">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            entering.mutate({ key });
          }}
        >
          <Stack gap="md">
            <div>
              <Title order={1}>{words.signIn.title}</Title>
              <Text size="sm" c="dimmed" mt={4}>
                {words.signIn.lead}
              </Text>
            </div>
            <PasswordInput
              label={words.signIn.label}
              description={words.signIn.hint}
              value={key}
              onChange={(event) => setKey(event.currentTarget.value)}
              error={wrong}
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
