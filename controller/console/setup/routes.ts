import { type PageRoute, pageRoute } from '../frame/page-route.ts';

const load = () => import('./setup-page.tsx').then((module) => module.SetupPage);

/** Addresses of this family of pages. */
export const setupRoutes: readonly PageRoute[] = [
  pageRoute('/bat-dau', 'manage', load),
  pageRoute('/bat-dau/:step', 'manage', load),
];
