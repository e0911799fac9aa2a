/** How the UI looks: a dense, quiet tool. */
import { type CSSVariablesResolver, createTheme, Drawer, Modal, Notification, Table, Tooltip } from "@mantine/core";
import { words } from "./words";

const CLOSES = { closeButtonProps: { "aria-label": words.close } };

export const theme = createTheme({
  primaryColor: "indigo",
  primaryShade: { light: 7, dark: 8 },
  defaultRadius: "sm",
  fontFamily: "Inter, ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'Roboto Mono', Menlo, Consolas, monospace",
  fontSizes: { xs: "11px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  headings: {
    fontWeight: "600",
    sizes: { h1: { fontSize: "20px" }, h2: { fontSize: "15px" }, h3: { fontSize: "13px" } },
  },
  components: {
    Drawer: Drawer.extend({ defaultProps: CLOSES }),
    Modal: Modal.extend({ defaultProps: CLOSES, styles: { title: { fontSize: "15px", fontWeight: 600 } } }),
    Notification: Notification.extend({ styles: { description: { color: "var(--mantine-color-dimmed)" } } }),
    Table: Table.extend({ defaultProps: { fz: "sm", verticalSpacing: 6, highlightOnHover: true } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 300, withArrow: true } }),
  },
});

/** Quiet text that can still be read: the framework's own is too pale (WCAG 1.4.3). */
export const variables: CSSVariablesResolver = (colors) => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": colors.colors.gray[7],
    "--mantine-color-placeholder": colors.colors.gray[7],
    "--mantine-color-anchor": colors.colors.indigo[8],
    ...Object.fromEntries(
      (["teal", "orange", "yellow", "red", "blue", "gray"] as const).map((name) => [
        `--mantine-color-${name}-light-color`,
        name === "yellow" || name === "orange" ? "#8a3500" : name === "teal" ? "#06634d" : colors.colors[name][9],
      ]),
    ),
  },
  dark: {
    "--mantine-color-dimmed": colors.colors.dark[1],
    "--mantine-color-error": colors.colors.red[4],
    "--mantine-color-placeholder": colors.colors.dark[2],
    "--mantine-color-anchor": colors.colors.indigo[3],
    "--mantine-color-indigo-light-color": colors.colors.indigo[2],
    "--mantine-color-gray-light": colors.colors.dark[5],
  },
});
