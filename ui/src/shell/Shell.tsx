import {
  ActionIcon,
  AppShell,
  Burger,
  Center,
  Group,
  Loader,
  Modal,
  NavLink,
  Text,
  Tooltip,
  useComputedColorScheme,
  useMantineColorScheme,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconBrowser,
  IconCalendarTime,
  IconFiles,
  IconHome,
  IconKey,
  IconListCheck,
  IconLogout,
  IconMoon,
  IconPlayerPlay,
  IconSettings,
  IconSitemap,
  IconStack2,
  IconStethoscope,
  IconSun,
  IconUserCircle,
  IconWebhook,
  type TablerIcon,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { useRef } from "react";
import { type Session, session, signOut } from "../api/session";
import { Trouble } from "../parts/Notice";
import { words } from "../words";
import { SignIn } from "./SignIn";
import classes from "./shell.module.css";

interface Room {
  readonly to: string;
  readonly label: string;
  readonly icon: TablerIcon;
  /** Whether a new group begins with it. */
  readonly first?: boolean;
}

/** What belongs together stands together: work, browsers, what runs leave behind, the server. */
const ROOMS = [
  { to: "/home", label: words.rooms.home, icon: IconHome },
  { to: "/runs", label: words.rooms.runs, icon: IconPlayerPlay },
  { to: "/batches", label: words.rooms.batches, icon: IconStack2 },
  { to: "/workflows", label: words.rooms.workflows, icon: IconSitemap },
  { to: "/schedules", label: words.rooms.schedules, icon: IconCalendarTime },
  { to: "/sessions", label: words.rooms.sessions, icon: IconBrowser, first: true },
  { to: "/profiles", label: words.rooms.profiles, icon: IconUserCircle },
  { to: "/credentials", label: words.rooms.credentials, icon: IconKey },
  { to: "/files", label: words.rooms.files, icon: IconFiles, first: true },
  { to: "/webhooks", label: words.rooms.webhooks, icon: IconWebhook },
  { to: "/settings", label: words.rooms.settings, icon: IconSettings, first: true },
  { to: "/audit", label: words.rooms.audit, icon: IconListCheck },
  { to: "/doctor", label: words.rooms.doctor, icon: IconStethoscope },
] as const satisfies readonly Room[];

/** The frame around every screen; asks for the key first when this browser has none, and over the screen when it ended. */
export function Shell() {
  const known = useQuery(session);
  const before = useRef<Session | null>(null);
  if (known.data) before.current = known.data;
  if (known.error && before.current === null) {
    return (
      <Center mih="100vh" p="md">
        <Trouble error={known.error} again={() => known.refetch()} />
      </Center>
    );
  }
  if (known.isPending) {
    return (
      <Center mih="100vh">
        <Loader role="status" size="sm" aria-label={words.loading} />
      </Center>
    );
  }
  if (before.current === null) return <SignIn />;
  return (
    <>
      <Modal.Root fullScreen opened={known.data === null} onClose={() => undefined} closeOnEscape={false}>
        <Modal.Content aria-label={words.signIn.title}>
          <Modal.Body>
            <SignIn ended />
          </Modal.Body>
        </Modal.Content>
      </Modal.Root>
      <Frame version={before.current.version} />
    </>
  );
}

const MAIN = "main";

function Frame({ version }: { readonly version: string }) {
  const [open, { toggle, close }] = useDisclosure(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <AppShell
      header={{ height: 44 }}
      navbar={{ width: 168, breakpoint: "sm", collapsed: { mobile: !open } }}
      padding="md"
      transitionDuration={0}
    >
      <button type="button" className={classes.skip} onClick={() => document.getElementById(MAIN)?.focus()}>
        {words.frame.skip}
      </button>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between">
          <Group gap="sm">
            <Burger opened={open} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={words.frame.navigation} />
            <Text fw={700}>{words.product}</Text>
          </Group>
          <Group gap={4}>
            <SchemeButton />
            <SignOutButton />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={words.frame.main}>
        {ROOMS.map((room: (typeof ROOMS)[number] & Room) => (
          <NavLink
            key={room.to}
            mt={room.first ? "sm" : 0}
            py={6}
            component={Link}
            to={room.to}
            label={room.label}
            leftSection={<room.icon size={16} aria-hidden />}
            active={path.startsWith(room.to)}
            onClick={close}
          />
        ))}
        <Text size="xs" c="dimmed" mt="auto" px="xs">
          {version}
        </Text>
      </AppShell.Navbar>
      <AppShell.Main id={MAIN} tabIndex={-1} className={classes.main ?? ""}>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}

function SchemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";
  const label = dark ? words.frame.light : words.frame.dark;
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        onClick={() => setColorScheme(dark ? "light" : "dark")}
        aria-label={label}
      >
        {dark ? <IconSun size={16} /> : <IconMoon size={16} />}
      </ActionIcon>
    </Tooltip>
  );
}

function SignOutButton() {
  return (
    <Tooltip label={words.frame.signOut}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={words.frame.signOut}
        onClick={async () => {
          await signOut();
          location.reload();
        }}
      >
        <IconLogout size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
