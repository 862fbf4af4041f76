/** Which languages a voice can read. Pure. */

/** The primary subtag (BCP 47): a voice of "vi-VN" reads "vi", and the other way round. */
const primary = (language: string): string => language.split('-', 1)[0]?.toLowerCase() ?? '';

export const reads = (languages: readonly string[], language: string): boolean =>
  languages.some((each) => primary(each) === primary(language));
