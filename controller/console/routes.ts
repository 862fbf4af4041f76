/** All pages of the console, by their addresses. */
import { approvalsRoutes } from './approvals/routes.ts';
import { calendarRoutes } from './calendar/routes.ts';
import { clustersRoutes } from './clusters/routes.ts';
import { coverageRoutes } from './coverage/routes.ts';
import { emergencyRoutes } from './emergency/routes.ts';
import type { PageRoute } from './frame/page-route.ts';
import { incidentsRoutes } from './incidents/routes.ts';
import { logRoutes } from './log/routes.ts';
import { onairRoutes } from './onair/routes.ts';
import { releasesRoutes } from './releases/routes.ts';
import { settingsRoutes } from './settings/routes.ts';
import { setupRoutes } from './setup/routes.ts';
import { templatesRoutes } from './templates/routes.ts';
import { todayRoutes } from './today/routes.ts';
import { writeRoutes } from './write/routes.ts';

export const ROUTES: readonly PageRoute[] = [
  ...todayRoutes,
  ...emergencyRoutes,
  ...approvalsRoutes,
  // before the page of a bulletin
  ...templatesRoutes,
  ...writeRoutes,
  ...calendarRoutes,
  ...onairRoutes,
  // before the page of a cluster
  ...releasesRoutes,
  ...clustersRoutes,
  ...incidentsRoutes,
  ...coverageRoutes,
  ...logRoutes,
  ...settingsRoutes,
  ...setupRoutes,
];
