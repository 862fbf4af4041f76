import { type PageRoute, pageRoute } from '../frame/page-route.ts';

/** Addresses of this family of pages. */
export const calendarRoutes: readonly PageRoute[] = [
  pageRoute('/lich', 'see', () => import('./calendar-page.tsx').then((module) => module.CalendarPage)),
  pageRoute('/lich/danh-sach', 'see', () => import('./schedules-page.tsx').then((module) => module.SchedulesPage)),
];
