/** What people look with: the officer's old laptop, a leader's phone. */

export interface Look {
  device: 'desktop' | 'phone';
  scheme: 'light' | 'dark';
  language: 'vi' | 'en';
}

export const VIEWPORTS = { desktop: { width: 1366, height: 768 }, phone: { width: 390, height: 844 } } as const;

/** The three in which every page is tried: both widths and colours first, then the other language. */
export const LOOKS: readonly Look[] = [
  { device: 'desktop', scheme: 'light', language: 'vi' },
  { device: 'phone', scheme: 'dark', language: 'vi' },
  { device: 'phone', scheme: 'light', language: 'en' },
];

export const lookName = ({ device, scheme, language }: Look): string => `${device}-${scheme}-${language}`;
