/** Where a page of a list ends: the instant and the id of its last row, so that rows of one instant are told apart. */
import type { PageEnd } from '../ports/page-end.ts';

const cursorOf = ({ at, id }: PageEnd): string => `${at}.${id}`;

/** @param cursor as its schema lets through */
export function pageEndOf(cursor: string | undefined): { before?: PageEnd } {
  if (cursor === undefined) return {};
  const dot = cursor.indexOf('.');
  return { before: { at: Number(cursor.slice(0, dot)), id: cursor.slice(dot + 1) } };
}

/** A full page may have others after it. */
export const nextOf = <Row>(rows: readonly Row[], limit: number, endOf: (row: Row) => PageEnd): { next?: string } => {
  const last = rows.length < limit ? undefined : rows.at(-1);
  return last === undefined ? {} : { next: cursorOf(endOf(last)) };
};
