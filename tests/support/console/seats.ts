/** Somebody of each role on a stage, signed in. */
import type { Person } from '@loa-lang/controller/domain/people/person';
import type { Role } from '@loa-lang/schemas/states/people';
import { person, tokenOf } from '../people.ts';

export interface Seats {
  communeId: string;
  hamletId: string;
}

/** Ids of people by their role; the officer's deputy in approving has none of her own. */
export const SEAT_IDS: Readonly<Record<Exclude<Role, 'source'>, string>> = {
  'province-administrator': 'quan-tri-tinh',
  'commune-administrator': 'quan-tri',
  officer: 'can-bo',
  approver: 'lanh-dao',
  'hamlet-head': 'truong-thon',
  technician: 'ky-thuat',
  viewer: 'nguoi-xem',
};
export type SeatRole = keyof typeof SEAT_IDS;

export function seatsOf({ communeId, hamletId }: Seats): Person[] {
  const areaIds = [communeId];
  return [
    person(SEAT_IDS['province-administrator'], 'Hoàng Đức Tỉnh', ['province-administrator']),
    person(SEAT_IDS['commune-administrator'], 'Vũ Quang Trị', ['commune-administrator'], { areaIds }),
    person(SEAT_IDS.officer, 'Nguyễn Thị Hoa', ['officer'], { areaIds }),
    person(SEAT_IDS.approver, 'Trần Văn Chủ', ['approver'], { areaIds, deputyId: 'pho' }),
    person('pho', 'Lê Thị Phó', ['approver'], { areaIds }),
    person(SEAT_IDS['hamlet-head'], 'Đỗ Văn Trưởng', ['hamlet-head'], { areaIds: [hamletId] }),
    person(SEAT_IDS.technician, 'Phạm Kỹ Thuật', ['technician'], { areaIds }),
    person(SEAT_IDS.viewer, 'Bùi Thị Xem', ['viewer'], { areaIds }),
  ];
}

/** Name and value of the cookie of who has signed in. */
export const sessionCookie = (personId: string): string => `loa-session=${tokenOf(personId)}`;
