import type { PageRoute } from '../frame/page-route.ts';

/** Addresses of this family of pages. */
export const calendarRoutes: readonly PageRoute[] = [];
