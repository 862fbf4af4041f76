/** Where people sign in. */
import { API_ROOT } from '@loa-lang/schemas/http/common';

export const SIGN_IN_PAGE = '/dang-nhap';
/** Of links to set up, to accept an invitation, to choose another password. */
export const LINK_PAGE_ROOT = '/thiet-lap';
/** Pages of the own account. */
export const ACCOUNT_PAGES = '/tai-khoan';
/** Where the console begins, and whoever has signed in without wanting anything in particular. */
export const CONSOLE_START = '/';
/** To speak live. */
export const LIVE_PAGE = '/live';

export const SIGN_IN_ROOT = `${API_ROOT}/sign-in`;
export const LINK_ROOT = `${API_ROOT}/account-links`;
export const ACCOUNT_ROOT = `${API_ROOT}/account`;
export const SIGN_OUT_ROUTE = `${API_ROOT}/sign-out`;
