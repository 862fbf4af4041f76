/** Where people sign in, and what is open to whoever is not. */
import { API_ROOT } from '@loa-lang/schemas/http/common';
import { APPROVAL_PAGE_ROOT } from '../approval-page/address.ts';

export const SIGN_IN_PAGE = '/dang-nhap';
/** Of links to set up, to accept an invitation, to choose another password. */
export const LINK_PAGE_ROOT = '/thiet-lap';
/** Pages of the own account. */
export const ACCOUNT_PAGES = '/tai-khoan';

export const SIGN_IN_ROOT = `${API_ROOT}/sign-in`;
export const LINK_ROOT = `${API_ROOT}/account-links`;
export const ACCOUNT_ROOT = `${API_ROOT}/account`;
export const SIGN_OUT_ROUTE = `${API_ROOT}/sign-out`;

/** Asked by whoever is not signed in; each tells nothing, or only to who knows a secret. */
export const OPEN_ROUTES: ReadonlySet<string> = new Set([
  `${API_ROOT}/health`,
  SIGN_IN_ROOT,
  `${SIGN_IN_ROOT}/code`,
  `${SIGN_IN_ROOT}/passkey/options`,
  `${SIGN_IN_ROOT}/passkey`,
  SIGN_OUT_ROUTE,
  `${LINK_ROOT}/:token`,
]);

export const OPEN_PAGES: readonly string[] = [APPROVAL_PAGE_ROOT, SIGN_IN_PAGE, LINK_PAGE_ROOT];
