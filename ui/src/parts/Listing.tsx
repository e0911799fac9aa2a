import { Skeleton, Stack, Table } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { words } from "../words";
import { Trouble } from "./Notice";

export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ReactNode;
  /** Left out where the window is narrow. */
  readonly wide?: boolean;
  readonly right?: boolean;
  /** Stands on one line: a moment, a length, a number. */
  readonly tight?: boolean;
  /** In pixels or per cent; without one the columns share what is left. */
  readonly width?: number | string;
}

interface Props<Row> {
  readonly label: string;
  readonly found: Pick<UseQueryResult<readonly Row[]>, "data" | "error" | "isPending"> & {
    readonly refetch: () => unknown;
  };
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  /** What stands there when there is nothing to list. */
  readonly empty: ReactNode;
}

/** A list of things as a table, with what to show while it is asked for, when that fails and when it is empty. */
export function Listing<Row>({ label, found, columns, keyOf, empty }: Props<Row>) {
  if (found.error) return <Trouble error={found.error} again={() => void found.refetch()} />;
  if (found.isPending || found.data === undefined) return <Waiting />;
  if (found.data.length === 0) return empty;
  const place = (column: Column<Row>) => ({
    ...(column.wide ? { visibleFrom: "sm" as const } : {}),
    ...(column.right ? { ta: "right" as const } : {}),
    ...(column.width ? { w: column.width } : {}),
    ...(column.tight || column.right ? { style: { whiteSpace: "nowrap" } } : {}),
  });
  return (
    <Table aria-label={label}>
      <Table.Thead>
        <Table.Tr>
          {columns.map((column) => (
            <Table.Th key={column.name} {...place(column)}>
              {column.name}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {found.data.map((row) => (
          <Table.Tr key={keyOf(row)}>
            {columns.map((column) => (
              <Table.Td key={column.name} {...place(column)}>
                {column.cell(row)}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

export function Waiting() {
  return (
    <Stack gap="xs" role="status" aria-label={words.loading}>
      {["a", "b", "c", "d"].map((key) => (
        <Skeleton key={key} height={26} />
      ))}
    </Stack>
  );
}
