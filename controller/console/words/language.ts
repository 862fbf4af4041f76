/** Which of the two languages the console speaks; Vietnamese first. Kept in this browser, or asked for by the address. */
import i18next from 'i18next';
import { useSyncExternalStore } from 'react';

export type Language = 'vi' | 'en';

const KEY = 'loa-language';

/** To be called once, before anything is shown. */
export function openLanguage(): void {
  const asked = new URLSearchParams(location.search).get('lang');
  const language: Language = (asked ?? kept()) === 'en' ? 'en' : 'vi';
  void i18next.init({
    lng: language,
    fallbackLng: 'vi',
    resources: {},
    // all words are in the program: nothing is waited for
    initAsync: false,
    showSupportNotice: false,
    interpolation: { escapeValue: false, prefix: '{', suffix: '}' },
    keySeparator: false,
    nsSeparator: false,
  } as Parameters<typeof i18next.init>[0]);
  document.documentElement.lang = language;
  if (asked !== null) keep(language);
}

export const language = (): Language => (i18next.language === 'en' ? 'en' : 'vi');

export function speak(next: Language): void {
  keep(next);
  document.documentElement.lang = next;
  void i18next.changeLanguage(next);
}

const listen = (listener: () => void): (() => void) => {
  i18next.on('languageChanged', listener);
  return () => i18next.off('languageChanged', listener);
};

/** The language, and a render when it changes. */
export const useLanguage = (): Language => useSyncExternalStore(listen, language);

function kept(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function keep(next: Language): void {
  try {
    localStorage.setItem(KEY, next);
  } catch {}
}
