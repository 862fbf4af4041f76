import { type PageRoute, pageRoute } from '../frame/page-route.ts';

/** Addresses of this family of pages. */
export const templatesRoutes: readonly PageRoute[] = [
  pageRoute('/soan-tin/mau', 'draft', () => import('./templates-page.tsx').then((module) => module.TemplatesPage)),
  pageRoute('/soan-tin/mau/moi', 'submit', () => import('./template-page.tsx').then((module) => module.TemplatePage)),
  pageRoute('/soan-tin/mau/:id', 'submit', () => import('./template-page.tsx').then((module) => module.TemplatePage)),
];
