/** Where one-time links lead. */
export const APPROVAL_PAGE_ROOT = '/duyet';

/** 256 random bits in base64url. */
export const LINK_TOKEN = /^[A-Za-z0-9_-]{43}$/;
