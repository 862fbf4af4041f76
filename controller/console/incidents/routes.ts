/** Addresses of this family of pages. */
import { type PageRoute, pageRoute } from '../frame/page-route.ts';

export const incidentsRoutes: readonly PageRoute[] = [
  pageRoute('/su-co', 'see', () => import('./board-page.tsx').then((module) => module.IncidentsPage)),
  pageRoute('/su-co/phan-anh', 'stop', () => import('./complaints-page.tsx').then((module) => module.ComplaintsPage)),
  pageRoute('/su-co/chuyen-di', 'manage', () => import('./visits-page.tsx').then((module) => module.VisitsPage)),
];
