/**
 * The 50,000 commonest passwords of eight characters and more that were found in leaks, as Mozilla's accounts refuse them.
 * They are read when somebody first chooses a password: a controller that nobody signs in to does without their 15 MB.
 */
export async function isCommonPassword(password: string): Promise<boolean> {
  const { default: list } = await import('fxa-common-password-list');
  // the list is in lower case
  return list.test(password.toLowerCase());
}
