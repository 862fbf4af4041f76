import { type PageRoute, pageRoute } from '../frame/page-route.ts';

/** Addresses of this family of pages. */
export const emergencyRoutes: readonly PageRoute[] = [
  pageRoute('/khan-cap', 'trigger', () => import('./emergency-page.tsx').then((module) => module.EmergencyPage)),
  pageRoute('/khan-cap/im-lang', 'see', () => import('./locks-page.tsx').then((module) => module.LocksPage)),
  pageRoute('/khan-cap/giao-quyen', 'emergency', () =>
    import('./delegated-page.tsx').then((module) => module.DelegatedPage),
  ),
  pageRoute('/khan-cap/:id', 'see', () => import('./progress-page.tsx').then((module) => module.ProgressPage)),
];
