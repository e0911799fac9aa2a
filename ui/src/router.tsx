/** Which screen stands at which address. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { readOpened } from "./batches/progress";
import { readSelection } from "./run/selection";
import { readSearch } from "./runs/filter";
import { RunsPage } from "./runs/RunsPage";
import { readTrail } from "./settings/trail";
import { Missing } from "./shell/Missing";
import { Shell } from "./shell/Shell";
import { readShown } from "./webhooks/shown";
import { readPlace } from "./workflows/place";

const RunPage = lazyRouteComponent(() => import("./run/RunPage"), "RunPage");
const WorkflowPage = lazyRouteComponent(() => import("./workflows/WorkflowPage"), "WorkflowPage");
const NewWorkflowPage = lazyRouteComponent(() => import("./workflows/WorkflowPage"), "NewWorkflowPage");
const CredentialsPage = lazyRouteComponent(() => import("./credentials/CredentialsPage"), "CredentialsPage");
const SessionsPage = lazyRouteComponent(() => import("./sessions/SessionsPage"), "SessionsPage");
const SessionPage = lazyRouteComponent(() => import("./sessions/SessionPage"), "SessionPage");
const HomePage = lazyRouteComponent(() => import("./home/HomePage"), "HomePage");
const BatchesPage = lazyRouteComponent(() => import("./batches/BatchesPage"), "BatchesPage");
const TemplatesPage = lazyRouteComponent(() => import("./templates/TemplatesPage"), "TemplatesPage");
const SchedulesPage = lazyRouteComponent(() => import("./schedules/SchedulesPage"), "SchedulesPage");
const ProfilesPage = lazyRouteComponent(() => import("./profiles/ProfilesPage"), "ProfilesPage");
const WebhooksPage = lazyRouteComponent(() => import("./webhooks/WebhooksPage"), "WebhooksPage");
const FilesPage = lazyRouteComponent(() => import("./files/FilesPage"), "FilesPage");
const SettingsPage = lazyRouteComponent(() => import("./settings/SettingsPage"), "SettingsPage");
const AuditPage = lazyRouteComponent(() => import("./settings/AuditPage"), "AuditPage");
const DoctorPage = lazyRouteComponent(() => import("./settings/DoctorPage"), "DoctorPage");
const WorkflowsPage = lazyRouteComponent(() => import("./workflows/WorkflowsPage"), "WorkflowsPage");

const root = createRootRoute({ component: Shell, notFoundComponent: Missing });

const front = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/home" });
  },
});

const runs = createRoute({
  getParentRoute: () => root,
  path: "/runs",
  component: RunsPage,
  validateSearch: readSearch,
});

const run = createRoute({
  getParentRoute: () => root,
  path: "/runs/$runId",
  component: RunPage,
  validateSearch: readSelection,
});

const runOfWorkflow = createRoute({
  getParentRoute: () => root,
  path: "/workflows/$workflowId/runs/$runId",
  component: RunPage,
  validateSearch: readSelection,
});

const workflow = createRoute({
  getParentRoute: () => root,
  path: "/workflows/$workflowId",
  component: WorkflowPage,
  validateSearch: readPlace,
});
const newWorkflow = createRoute({
  getParentRoute: () => root,
  path: "/workflows/new",
  component: NewWorkflowPage,
  validateSearch: readPlace,
});

const credentials = createRoute({ getParentRoute: () => root, path: "/credentials", component: CredentialsPage });
const sessions = createRoute({ getParentRoute: () => root, path: "/sessions", component: SessionsPage });
const session = createRoute({ getParentRoute: () => root, path: "/sessions/$sessionId", component: SessionPage });
/** The address of a session in the contract's `app_url`. */
const sessionOfContract = createRoute({
  getParentRoute: () => root,
  path: "/browser-session/$sessionId",
  component: SessionPage,
});
const workflows = createRoute({ getParentRoute: () => root, path: "/workflows", component: WorkflowsPage });

const home = createRoute({ getParentRoute: () => root, path: "/home", component: HomePage });
const batches = createRoute({
  getParentRoute: () => root,
  path: "/batches",
  component: BatchesPage,
  validateSearch: readOpened,
});
const templates = createRoute({ getParentRoute: () => root, path: "/templates", component: TemplatesPage });
const schedules = createRoute({ getParentRoute: () => root, path: "/schedules", component: SchedulesPage });
const profiles = createRoute({ getParentRoute: () => root, path: "/profiles", component: ProfilesPage });
const webhooks = createRoute({
  getParentRoute: () => root,
  path: "/webhooks",
  component: WebhooksPage,
  validateSearch: readShown,
});
const files = createRoute({ getParentRoute: () => root, path: "/files", component: FilesPage });
const settings = createRoute({ getParentRoute: () => root, path: "/settings", component: SettingsPage });
const audit = createRoute({
  getParentRoute: () => root,
  path: "/audit",
  component: AuditPage,
  validateSearch: readTrail,
});
const doctor = createRoute({ getParentRoute: () => root, path: "/doctor", component: DoctorPage });

const basepath = new URL(document.baseURI).pathname.replace(/\/$/, "") || "/";

export const router = createRouter({
  routeTree: root.addChildren([
    front,
    runs,
    run,
    runOfWorkflow,
    workflows,
    newWorkflow,
    workflow,
    credentials,
    sessions,
    session,
    sessionOfContract,
    home,
    batches,
    templates,
    schedules,
    profiles,
    webhooks,
    files,
    settings,
    audit,
    doctor,
  ]),
  basepath,
  defaultPreload: "intent",
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
