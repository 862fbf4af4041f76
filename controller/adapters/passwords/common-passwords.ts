/** The 50,000 commonest passwords of eight characters and more that were found in leaks, as Mozilla's accounts refuse them. */
import list from 'fxa-common-password-list';

/** However its letters are written. */
export const isCommonPassword = (password: string): boolean => list.test(password.toLowerCase());
