/** Where the rail leads, in the order in which a day goes; what somebody has no right to is not there. */
import type { Action } from '@loa-lang/schemas/states/people';

export type PlaceName = 'today' | 'write' | 'calendar' | 'live' | 'clusters' | 'coverage' | 'log';

export interface Place {
  name: PlaceName;
  path: string;
  /** SVG path in a box of 24 by 24 */
  icon: string;
  needs: Action;
  /** in the bar of a phone; the rest is under "more" */
  first: boolean;
}

export const PLACES: readonly Place[] = [
  { name: 'today', path: '/', needs: 'see', first: true, icon: 'M4 11.5 12 5l8 6.5V20h-5.5v-5h-5v5H4z' },
  { name: 'write', path: '/soan-tin', needs: 'draft', first: true, icon: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3M12 20h8' },
  {
    name: 'calendar',
    path: '/lich',
    needs: 'see',
    first: true,
    icon: 'M4 6h16v14H4zM4 10.5h16M8 3.5v4M16 3.5v4M8 14.5h3',
  },
  {
    name: 'live',
    path: '/truc-tiep',
    needs: 'see',
    first: false,
    icon: 'M9 5a3 3 0 0 1 6 0v6a3 3 0 0 1-6 0zM6 11a6 6 0 0 0 12 0M12 17v4M9 21h6',
  },
  {
    name: 'clusters',
    path: '/cum-loa',
    needs: 'see',
    first: true,
    icon: 'M4 9.5v5h3.5L14 19V5L7.5 9.5zM17 9a4 4 0 0 1 0 6M19.5 6.5a8 8 0 0 1 0 11',
  },
  {
    name: 'coverage',
    path: '/do-phu',
    needs: 'see',
    first: false,
    icon: 'M12 21s-7-6.2-7-11a7 7 0 0 1 14 0c0 4.8-7 11-7 11zM12 7.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  },
  { name: 'log', path: '/nhat-ky', needs: 'see', first: false, icon: 'M6 3.5h12v17H6zM9 8h6M9 12h6M9 16h4' },
];
