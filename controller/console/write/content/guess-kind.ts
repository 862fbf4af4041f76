/** What a text seems to be about, by its words: a category and the kind that decides how it sounds. Only suggestions. */
import type { BulletinKind } from '@loa-lang/schemas/http/composition';
import { fold } from '../../parts/fold.ts';

/** The commune's usual shelves; a category is the commune's own words, and these are what communes write. */
export const CATEGORIES = [
  'Thông báo',
  'Nông nghiệp',
  'Y tế',
  'Giáo dục',
  'An ninh trật tự',
  'Điện nước',
  'Thời tiết, thiên tai',
  'Chính sách, thuế',
  'Văn hoá, thể thao',
  'Tin buồn',
  'Tìm trẻ lạc',
  'Nhắc nợ',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** Folded words; each that is found counts one, so that the shelf with most of them wins. */
const WORDS: Readonly<Record<Category, readonly string[]>> = {
  'Thông báo': ['thong bao', 'moi hop', 'hop thon', 'hoi nghi', 'nha van hoa'],
  'Nông nghiệp': [
    ...['gieo', 'cay lua', 'lua', 'bon phan', 'sau benh', 'thuoc tru sau', 'vu xuan', 'vu mua', 'chan nuoi', 'gia suc'],
    ...['tuoi', 'lich nuoc', 'mo nuoc', 'thuy loi', 'gia cam', 'nong dan', 'phan bon'],
  ],
  'Y tế': ['tiem', 'vac xin', 'vacxin', 'tram y te', 'kham', 'sot xuat huyet', 'dich benh', 'benh', 'bao hiem y te'],
  'Giáo dục': ['hoc sinh', 'truong', 'tuyen sinh', 'phu huynh', 'khai giang', 'khuyen hoc', 'nghi hoc'],
  'An ninh trật tự': [
    'cong an',
    'trom',
    'lua dao',
    'an ninh',
    'trat tu',
    'can cuoc',
    'phao no',
    'ma tuy',
    'giao thong',
  ],
  'Điện nước': ['cat dien', 'mat dien', 'tam ngung cap dien', 'ngung cap nuoc', 'nuoc sach', 'dien luc', 'tien dien'],
  'Thời tiết, thiên tai': [
    'bao so',
    'con bao',
    'mua lon',
    'lu',
    'ngap',
    'sat lo',
    'gio mua',
    'ret dam',
    'nang nong',
    'xa lu',
  ],
  'Chính sách, thuế': [
    'thue',
    'che do',
    'tro cap',
    'ho ngheo',
    'bao hiem',
    'chinh sach',
    'dang ky',
    'quy',
    'nghia vu quan su',
  ],
  'Văn hoá, thể thao': ['van nghe', 'le hoi', 'the thao', 'bong', 'ky niem', 'giao luu', 'dai doan ket'],
  'Tin buồn': ['tin buon', 'tu tran', 'qua doi', 'tang le', 'dua tang', 'phung vieng', 'vieng', 'an tang', 'huong tho'],
  'Nhắc nợ': ['nhac no', 'con no', 'no dong', 'cong no', 'tra no', 'chua nop'],
  'Tìm trẻ lạc': ['tim tre lac', 'tre lac', 'di lac', 'lac mat', 'bi lac', 'mat tich'],
};

/** Deaths and lost people are told apart even when other words are many. */
const FIRST: readonly Category[] = ['Tin buồn', 'Tìm trẻ lạc'];
/** Of those: one word is said in other news, too. */
const SURE = 2;

const count = (text: string, words: readonly string[]): number =>
  words.filter((word) => new RegExp(`(?<![a-z])${word}(?![a-z])`).test(text)).length;

/** @returns `undefined` for a text that says nothing of it */
export function guessCategory(text: string): Category | undefined {
  const folded = fold(text);
  if (folded === '') return undefined;
  const counts = new Map(CATEGORIES.map((category) => [category, count(folded, WORDS[category])]));
  const sure = FIRST.find((category) => (counts.get(category) ?? 0) >= (category === 'Tin buồn' ? SURE : 1));
  if (sure !== undefined) return sure;
  const best = [...counts].filter(([category]) => !FIRST.includes(category)).sort(([, a], [, b]) => b - a)[0];
  return best !== undefined && best[1] > 0 ? best[0] : undefined;
}

/** A funeral has no cheerful tune; who is lost must be heard of soon. */
export function guessKind(text: string): BulletinKind {
  const category = guessCategory(text);
  if (category === 'Tin buồn') return 'funeral';
  if (category === 'Tìm trẻ lạc') return 'urgent';
  return 'notice';
}
