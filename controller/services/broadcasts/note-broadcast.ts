/** What is told of a broadcast that is planned or changed. */
import { changed } from '../../domain/audit/changed.ts';
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import { noteChange } from '../audit/note-change.ts';

const told = (broadcast: Broadcast) => {
  const { title, version, approval, class: kind, level, rank, bulletins, requested, gainDb, makeUp } = broadcast;
  const { startAt, latestStartAt, endsAt, repeat } = broadcast;
  return {
    ...{ title, version, approval, class: kind, level, rank, bulletins, requested, gainDb, makeUp },
    ...{ startAt, latestStartAt, endsAt, repeat },
  };
};

export const notePlanned = (broadcast: Broadcast): void =>
  noteChange({ areaId: broadcast.communeId, subjectId: broadcast.id, after: told(broadcast) });

export const noteRevised = (before: Broadcast, after: Broadcast): void =>
  noteChange({ areaId: after.communeId, subjectId: after.id, ...changed(told(before), told(after), ['title']) });
