/** Addresses of this family of pages. */
import { type PageRoute, pageRoute } from '../frame/page-route.ts';

export const clustersRoutes: readonly PageRoute[] = [
  pageRoute('/cum-loa', 'see', () => import('./list-page.tsx').then((module) => module.ClusterListPage)),
];
