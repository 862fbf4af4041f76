import { type PageRoute, pageRoute } from '../frame/page-route.ts';

/** Addresses of this family of pages. */
export const onairRoutes: readonly PageRoute[] = [
  pageRoute('/truc-tiep', 'see', () => import('./onair-page.tsx').then((module) => module.OnairPage)),
];
