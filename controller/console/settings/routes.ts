import { type PageRoute, pageRoute } from '../frame/page-route.ts';

const load = () => import('./settings-page.tsx').then((module) => module.SettingsPage);
const guides = () => import('./guides-page.tsx').then((module) => module.GuidesPage);

/** Addresses of this family of pages. */
export const settingsRoutes: readonly PageRoute[] = [
  pageRoute('/cai-dat', 'see', load),
  pageRoute('/cai-dat/:section', 'see', load),
  pageRoute('/huong-dan', 'see', guides),
  pageRoute('/huong-dan/:role', 'see', guides),
];
