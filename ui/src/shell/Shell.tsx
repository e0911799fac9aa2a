import {
  ActionIcon,
  AppShell,
  Burger,
  Center,
  Group,
  Loader,
  NavLink,
  Text,
  Tooltip,
  useComputedColorScheme,
  useMantineColorScheme,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconBrowser,
  IconKey,
  IconLogout,
  IconMoon,
  IconPlayerPlay,
  IconSitemap,
  IconSun,
  type TablerIcon,
} from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { session, signOut } from "../api/session";
import { Trouble } from "../parts/Notice";
import { words } from "../words";
import { SignIn } from "./SignIn";

type Place = "/runs" | "/workflows" | "/credentials" | "/sessions";

const ROOMS: readonly { readonly to: Place; readonly label: string; readonly icon: TablerIcon }[] = [
  { to: "/runs", label: "Runs", icon: IconPlayerPlay },
  { to: "/workflows", label: "Workflows", icon: IconSitemap },
  { to: "/credentials", label: "Credentials", icon: IconKey },
  { to: "/sessions", label: "Sessions", icon: IconBrowser },
];

/** The frame around every screen; asks for the key first when this browser has none. */
export function Shell() {
  const known = useQuery(session);
  if (known.error) {
    return (
      <Center mih="100vh" p="md">
        <Trouble error={known.error} again={() => known.refetch()} />
      </Center>
    );
  }
  if (known.isPending) {
    return (
      <Center mih="100vh">
        <Loader size="sm" aria-label="Loading" />
      </Center>
    );
  }
  return known.data === null ? <SignIn /> : <Frame version={known.data.version} />;
}

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
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between">
          <Group gap="sm">
            <Burger opened={open} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Navigation" />
            <Text fw={700}>{words.product}</Text>
          </Group>
          <Group gap={4}>
            <SchemeButton />
            <SignOutButton />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label="Main">
        {ROOMS.map((room) => (
          <NavLink
            key={room.to}
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
      <AppShell.Main>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}

function SchemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";
  const label = dark ? "Light colours" : "Dark colours";
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
  const queries = useQueryClient();
  return (
    <Tooltip label="Sign out">
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label="Sign out"
        onClick={async () => {
          await signOut();
          queries.clear();
          await queries.invalidateQueries();
          location.reload();
        }}
      >
        <IconLogout size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
