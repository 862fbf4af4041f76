/** What we use of it; it has no types of its own. */
declare module 'fxa-common-password-list' {
  const list: {
    /** @param password in lower case, as the list is */
    test(password: string): boolean;
  };
  export default list;
}
