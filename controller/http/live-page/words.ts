/** What the page "Trực tiếp" says before its script runs, Vietnamese first. */
import { spoken } from '../pages/language.ts';

const vi = {
  product: 'Loa Làng',
  title: 'Trực tiếp',
  otherLanguage: 'English',
  loading: 'Đang mở…',
  noScript: 'Trang này cần JavaScript để nghe micrô. Bật JavaScript trong trình duyệt rồi tải lại.',
  problem: 'Không mở được',
} as const;

const en: Record<keyof typeof vi, string> = {
  product: 'Loa Làng',
  title: 'Live',
  otherLanguage: 'Tiếng Việt',
  loading: 'Opening…',
  noScript: 'This page needs JavaScript to listen to the microphone. Turn it on in the browser and reload.',
  problem: 'It cannot be opened',
};

export const tell = spoken<keyof typeof vi>({ vi, en });
