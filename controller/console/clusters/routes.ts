/** Addresses of this family of pages. */
import { type PageRoute, pageRoute } from '../frame/page-route.ts';

export const clustersRoutes: readonly PageRoute[] = [
  pageRoute('/cum-loa', 'see', () => import('./list-page.tsx').then((module) => module.ClusterListPage)),
  pageRoute('/cum-loa/cho-nhan', 'manage', () => import('./waiting-page.tsx').then((module) => module.WaitingPage)),
  pageRoute('/cum-loa/cai-dat-chung', 'manage', () =>
    import('./settings-page.tsx').then((module) => module.SettingsPage),
  ),
  pageRoute('/cum-loa/:id', 'see', () => import('./cluster-page.tsx').then((module) => module.ClusterPage)),
];
