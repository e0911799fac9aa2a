import { Button, Menu, ScrollArea, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { BlockTypeAnswer } from "../api/schema";

interface AddProps {
  readonly types: readonly BlockTypeAnswer[];
  readonly label: string;
  readonly add: (type: string) => void;
}

/** Offers the kinds of block that the server knows. */
export function AddBlock({ types, label, add }: AddProps) {
  return (
    <Menu position="bottom-start" width={340}>
      <Menu.Target>
        <Button size="xs" variant="light" leftSection={<IconPlus size={14} />}>
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <ScrollArea.Autosize mah={360}>
          {types.map((type) => (
            <Menu.Item key={type.block_type} onClick={() => add(type.block_type)}>
              <Text size="sm" fw={500}>
                {type.block_type}
              </Text>
              <Text size="xs" c="dimmed" lineClamp={2}>
                {type.description}
              </Text>
            </Menu.Item>
          ))}
        </ScrollArea.Autosize>
      </Menu.Dropdown>
    </Menu>
  );
}
