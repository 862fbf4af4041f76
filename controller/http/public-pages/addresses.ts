/** Addresses of the pages for villagers. They stand on signs and in messages: they stay. */
export const NEWS_PAGES = '/tin';
/** Of a pole, by the code it bears. */
export const POLE_PAGES = '/tru';
/** Of one report, by the token its sender was given. */
export const REPORT_PAGES = '/phan-anh';
/** Typefaces. */
export const FACE_FILES = '/tin/chu';

const part = encodeURIComponent;

/** By the official code where there is one: it can be said and typed. */
export const hamletUrl = ({ id, code }: { id: string; code: string | undefined }): string =>
  `${NEWS_PAGES}/${part(code ?? id)}`;
export const entryUrl = (hamletPath: string, broadcastId: string): string => `${hamletPath}/luot/${part(broadcastId)}`;
export const soundUrl = (hamletPath: string, broadcastId: string, index: number): string =>
  `${entryUrl(hamletPath, broadcastId)}/nghe/${index}`;
export const faceUrl = (hamletPath: string): string => `${hamletPath}/mat`;
export const calendarUrl = (hamletPath: string): string => `${hamletPath}/lich.ics`;
export const feedUrl = (hamletPath: string): string => `${hamletPath}/tin.rss`;
export const poleUrl = (publicCode: string): string => `${POLE_PAGES}/${part(publicCode)}`;
