import { type PageRoute, pageRoute } from '../frame/page-route.ts';

/** Addresses of this family of pages. */
export const writeRoutes: readonly PageRoute[] = [
  pageRoute('/soan-tin/ban-tin', 'see', () =>
    import('./bulletins/bulletins-page.tsx').then((module) => module.BulletinsPage),
  ),
  pageRoute('/soan-tin', 'draft', () => import('./write-page.tsx').then((module) => module.WritePage)),
  pageRoute('/soan-tin/:id', 'draft', () => import('./write-page.tsx').then((module) => module.WritePage)),
];
