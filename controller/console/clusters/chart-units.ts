/** In what a figure is shown. */

export interface ShownAs {
  /** what is measured times this is what is shown */
  factor: number;
  name: string;
  /** after the comma */
  digits: number;
}

/** @param unit as the controller names it; `1` is a share where the figure is none of a count */
export function shownAs(unit: string, figure: string): ShownAs {
  if (unit === '1')
    return figure === 'pendingReports' ? { factor: 1, name: '', digits: 0 } : { factor: 100, name: '%', digits: 0 };
  if (unit === 'B') return { factor: 1 / 1_000_000, name: 'MB', digits: 0 };
  return { factor: 1, name: unit, digits: unit === 'V' || unit === 'A' ? 1 : 0 };
}
