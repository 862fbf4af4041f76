/** Numbers, times and lists as people here write them. */
import type { Language } from './texts.ts';

const LOCALES: Record<Language, string> = { vi: 'vi-VN', en: 'en-GB' };

export const numberWords = (value: number, language: Language): string => value.toLocaleString(LOCALES[language]);

const two = (value: number): string => String(value).padStart(2, '0');

/** `02:05`, `1:02:05` */
export function clockFace(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  return `${hours > 0 ? `${hours}:` : ''}${two(minutes)}:${two(seconds % 60)}`;
}

/** `2 phút 05 giây`, `40 giây` */
export function spanWords(ms: number, language: Language): string {
  const [minute, second] = language === 'vi' ? ['phút', 'giây'] : ['min', 's'];
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} ${second}`;
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)} ${minute}${rest === 0 ? '' : ` ${two(rest)} ${second}`}`;
}

/** `17:05` in the zone of the browser, which is where its reader is; with seconds where it is about them. */
export const timeWords = (instant: number, language: Language): string =>
  new Date(instant).toLocaleTimeString(LOCALES[language], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** `Thôn Trại, Thôn Đông và 3 nơi khác` */
export function listWords(names: readonly string[], language: Language, most = 3): string {
  const [and, more] = language === 'vi' ? ['và', 'nơi khác'] : ['and', 'more'];
  if (names.length > most + 1) return `${names.slice(0, most).join(', ')} ${and} ${names.length - most} ${more}`;
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} ${and} ${last}`;
}
