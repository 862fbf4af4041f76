import { type PageRoute, pageRoute } from '../frame/page-route.ts';

/** Addresses of this family of pages. */
export const todayRoutes: readonly PageRoute[] = [
  pageRoute('/', 'see', () => import('./today-page.tsx').then((module) => module.TodayPage)),
];
