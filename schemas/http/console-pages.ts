/** First parts of the addresses that the console answers; the shell is one and the same. */
export const CONSOLE_PAGES = [
  '',
  'soan-tin',
  'lich',
  'truc-tiep',
  'cum-loa',
  'do-phu',
  'nhat-ky',
  'khan-cap',
  'cho-duyet',
  'su-co',
  'cai-dat',
  'bat-dau',
  'huong-dan',
] as const;

/** Whether an address, with or without what is asked and the place in the page, is one of the console's. */
export function isConsolePage(address: string): boolean {
  const [path = ''] = address.split(/[?#]/);
  // two strokes in front name another host
  if (!path.startsWith('/') || path.startsWith('//') || path.includes('\\')) return false;
  const [, first = ''] = path.split('/');
  return (CONSOLE_PAGES as readonly string[]).includes(first);
}
