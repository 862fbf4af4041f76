/** The programme log of a commune, month by month: shown, written into by hand, closed, corrected. */
import { createHash } from 'node:crypto';
import type { AreaId } from '@loa-lang/schemas/ids';
import { type Caller, refOf } from '../../domain/people/person.ts';
import type { WrittenLine } from '../../domain/programme-log/log-line.ts';
import { monthBounds } from '../../domain/programme-log/month.ts';
import { monthStatistics } from '../../domain/programme-log/statistics.ts';
import { canonicalJson } from '../../domain/text/canonical-json.ts';
import type { Clock } from '../../ports/clock.ts';
import type { MonthLog, ProgrammeLogStore } from '../../ports/programme-log.ts';
import type { AreaStore } from '../../ports/register.ts';
import { noteChange } from '../audit/note-change.ts';
import type { Permissions } from '../people/permissions.ts';
import { found, Refusal } from '../refusal.ts';
import type { MonthLines } from './month-lines.ts';

export interface ProgrammeLogDeps {
  monthLines: MonthLines;
  programmeLog: ProgrammeLogStore;
  areas: Pick<AreaStore, 'find'>;
  permissions: Permissions;
  clock: Clock;
  newId: () => string;
}

export type LogNote = Pick<WrittenLine, 'line' | 'reason' | 'corrects'>;

export class ProgrammeLog {
  readonly #deps: ProgrammeLogDeps;

  constructor(deps: ProgrammeLogDeps) {
    this.#deps = deps;
  }

  async of(communeId: AreaId, month: string, by: Caller): Promise<MonthLog> {
    await this.#deps.permissions.require(by, 'see', [communeId]);
    return this.#month(communeId, month);
  }

  /** It is never opened again. Twice is once. @throws Refusal `month-not-over` */
  async close(communeId: AreaId, month: string, by: Caller): Promise<MonthLog> {
    const { permissions, programmeLog, clock } = this.#deps;
    await permissions.require(by, 'approve', [communeId]);
    const log = await this.#month(communeId, month);
    if (log.closed !== undefined) return log;
    const { until } = found(monthBounds(month, log.zone), 'not-found');
    if (!log.complete || clock.now() < until) throw new Refusal('month-not-over', { month });
    const { lines, written } = log;
    const sha256 = createHash('sha256').update(canonicalJson({ lines, written })).digest('hex');
    const closing = { communeId, month, lines, sha256, closedAt: clock.now(), closedBy: refOf(by) };
    const closed = await programmeLog.close(
      closing,
      written.map(({ id }) => id),
    );
    // somebody has written into it, or closed it, meanwhile: as it then is
    if (!closed) return this.close(communeId, month, by);
    noteChange({ areaId: communeId, subjectId: month, after: { lines: lines.length, sha256 } });
    return this.#month(communeId, month);
  }

  /** By hand: an entry while the month is open, a correction with its reason once it is closed. @throws Refusal */
  async write(communeId: AreaId, month: string, { line, reason, corrects }: LogNote, by: Caller): Promise<MonthLog> {
    const { permissions, programmeLog, clock, newId } = this.#deps;
    await permissions.require(by, 'submit', [communeId]);
    const { zone, lines, written, closed } = await this.#month(communeId, month);
    const { from, until } = found(monthBounds(month, zone), 'not-found');
    if (line.startAt < from || line.startAt >= until) throw new Refusal('month-wrong', { month });
    const kind = corrects === undefined ? ('entry' as const) : ('correction' as const);
    if (corrects !== undefined && ![...lines, ...written].some(({ id }) => id === corrects)) {
      throw new Refusal('log-line-unknown');
    }
    const refused = () => new Refusal(kind === 'entry' ? 'month-closed' : 'month-open', { month });
    if ((kind === 'entry') === (closed !== undefined)) throw refused();
    const added = { id: newId(), kind, corrects, line, reason, madeBy: refOf(by), madeAt: clock.now() };
    if (!(await programmeLog.write(communeId, month, added))) throw refused();
    noteChange({ areaId: communeId, subjectId: added.id, reason, after: added });
    return this.#month(communeId, month);
  }

  async #month(communeId: AreaId, month: string): Promise<MonthLog> {
    const { areas, monthLines, programmeLog } = this.#deps;
    const commune = found(await areas.find(communeId), 'area-unknown');
    if (commune.kind !== 'commune') throw new Refusal('not-a-commune', { name: commune.name });
    const bounds = found(monthBounds(month, commune.timeZone), 'not-found');
    const province = commune.parentId === undefined ? undefined : await areas.find(commune.parentId);
    const [closed, written] = [
      await programmeLog.closed(communeId, month),
      await programmeLog.written(communeId, month),
    ];
    const live = closed === undefined ? await monthLines.of(communeId, bounds) : undefined;
    const lines = closed?.lines ?? live?.lines ?? [];
    return {
      ...{ communeId, month, lines, written },
      communeName: commune.name,
      provinceName: province?.name,
      zone: commune.timeZone,
      statistics: monthStatistics(lines, written),
      complete: live?.complete ?? true,
      closed: closed && { closedAt: closed.closedAt, closedBy: closed.closedBy, sha256: closed.sha256 },
    };
  }
}
