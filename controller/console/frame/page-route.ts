/** An address and the page that answers it. Each family of pages lists its own in `routes.ts`. */
import type { Action } from '@loa-lang/schemas/states/people';
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

export type PageParams = Readonly<Record<string, string | undefined>>;
export type PageComponent = ComponentType<{ params: PageParams }>;

export interface PageRoute {
  /** pattern of the router, e.g. `/cum-loa/:id` */
  path: string;
  page: LazyExoticComponent<PageComponent>;
  /** the right without which the page says that it is not for this role */
  needs: Action;
}

/**
 * A page is loaded when it is first opened.
 * @param load e.g. `() => import('./today-page.tsx').then((module) => module.TodayPage)`
 */
export const pageRoute = (path: string, needs: Action, load: () => Promise<PageComponent>): PageRoute => ({
  path,
  needs,
  page: lazy(async () => ({ default: await load() })),
});
