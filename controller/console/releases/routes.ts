/** Addresses of this family of pages. They stand before those of a cluster, whose id may be any word. */
import { type PageRoute, pageRoute } from '../frame/page-route.ts';

export const releasesRoutes: readonly PageRoute[] = [
  pageRoute('/cum-loa/phien-ban', 'manage', () => import('./releases-page.tsx').then((module) => module.ReleasesPage)),
  pageRoute('/cum-loa/phien-ban/:id', 'manage', () =>
    import('./rollout-page.tsx').then((module) => module.RolloutPage),
  ),
];
