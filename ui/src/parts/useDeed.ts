import { notifications } from "@mantine/notifications";
import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";

interface Deed<What, Answer> {
  readonly run: (what: What) => Promise<Answer>;
  /** What is looked at afresh when it is done. */
  readonly touches: readonly QueryKey[];
  /** The head of the notice when the server refuses. Without it the caller shows the error. */
  readonly refused?: string;
  readonly done?: (answer: Answer) => void;
}

/** Something that a person does: it asks the server, looks afresh at what it changed, and tells of a refusal. */
export function useDeed<What = void, Answer = unknown>({ run, touches, refused, done }: Deed<What, Answer>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: async (answer) => {
      await Promise.all(touches.map((queryKey) => queries.invalidateQueries({ queryKey })));
      done?.(answer);
    },
    onError: (error) => {
      if (refused) notifications.show({ color: "red", title: refused, message: error.message });
    },
  });
}
