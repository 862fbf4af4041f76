/** One row of the table of errors. */
export interface ErrorRow {
  /** HTTP status, RFC 9110 */
  status: number;
  /** what happened, what it means for the broadcast, what to do; `{name}` is filled from the error's parameters */
  vi: string;
  en: string;
}

/** Keeps the literal keys of a table while checking its rows. */
export const errorRows = <Code extends string>(rows: Record<Code, ErrorRow>): Record<Code, ErrorRow> => rows;
