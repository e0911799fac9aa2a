import { Combobox, Textarea, TextInput, useCombobox } from "@mantine/core";
import { type ReactNode, useRef, useState } from "react";
import { completed, type Pending, pendingAt } from "./template";

interface Props {
  readonly size: "xs";
  readonly label: string;
  readonly description: ReactNode;
  readonly required: boolean;
  readonly error: string | null;
  readonly long: boolean;
  readonly value: string;
  readonly names: readonly string[];
  readonly set: (text: string) => void;
}

const MOST = 12;

/** A text that may hold `{{ name }}`; names are offered as soon as the braces open. */
export function TemplateText({ long, value, names, set, ...common }: Props) {
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const [pending, setPending] = useState<Pending | null>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const offered = pending ? names.filter((name) => name.toLowerCase().includes(pending.typed.toLowerCase())) : [];
  const look = (text: string, caret: number) => {
    const found = pendingAt(text, caret);
    setPending(found);
    if (found) combobox.openDropdown();
    else combobox.closeDropdown();
  };
  const pick = (name: string) => {
    if (!pending) return;
    const next = completed(value, pending, name);
    set(next.text);
    setPending(null);
    combobox.closeDropdown();
    requestAnimationFrame(() => field.current?.setSelectionRange(next.caret, next.caret));
  };
  const input = {
    ...common,
    ref: field,
    value,
    autoComplete: "off",
    onChange: (event: { currentTarget: { value: string; selectionStart: number | null } }) => {
      const { value: text, selectionStart } = event.currentTarget;
      set(text);
      look(text, selectionStart ?? text.length);
      combobox.selectFirstOption();
    },
    onBlur: () => combobox.closeDropdown(),
  };
  return (
    <Combobox store={combobox} onOptionSubmit={pick} position="bottom-start" withinPortal>
      <Combobox.Target withKeyboardNavigation={offered.length > 0 && combobox.dropdownOpened}>
        {long ? <Textarea {...input} autosize minRows={2} maxRows={16} /> : <TextInput {...input} />}
      </Combobox.Target>
      <Combobox.Dropdown hidden={offered.length === 0}>
        <Combobox.Options mah={220} style={{ overflowY: "auto" }}>
          {offered.slice(0, MOST).map((name) => (
            <Combobox.Option key={name} value={name}>
              {name}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
