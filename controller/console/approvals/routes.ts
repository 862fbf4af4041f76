import { type PageRoute, pageRoute } from '../frame/page-route.ts';

/** Addresses of this family of pages. */
export const approvalsRoutes: readonly PageRoute[] = [
  pageRoute('/cho-duyet', 'see', () => import('./approvals-page.tsx').then((module) => module.ApprovalsPage)),
  pageRoute('/cho-duyet/uy-quyen', 'see', () =>
    import('./delegations-page.tsx').then((module) => module.DelegationsPage),
  ),
  pageRoute('/cho-duyet/:id', 'see', () => import('./approval-page.tsx').then((module) => module.ApprovalPage)),
];
