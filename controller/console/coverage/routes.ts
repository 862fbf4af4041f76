import { type PageRoute, pageRoute } from '../frame/page-route.ts';

/** Addresses of this family of pages. */
export const coverageRoutes: readonly PageRoute[] = [
  pageRoute('/do-phu', 'see', () => import('./coverage-page.tsx').then((module) => module.CoveragePage)),
  pageRoute('/do-phu/:id', 'see', () =>
    import('./broadcast-coverage-page.tsx').then((module) => module.BroadcastCoveragePage),
  ),
];
