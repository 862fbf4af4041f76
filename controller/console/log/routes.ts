import { type PageRoute, pageRoute } from '../frame/page-route.ts';

/** Addresses of this family of pages. */
export const logRoutes: readonly PageRoute[] = [
  pageRoute('/nhat-ky', 'see', () => import('./log-page.tsx').then((module) => module.LogPage)),
  pageRoute('/nhat-ky/viec-da-lam', 'manage', () => import('./audit-page.tsx').then((module) => module.AuditPage)),
];
