/**
 * The emergencies that need no words, spoken ahead for every commune and kept on every device: pressing one then needs
 * nothing but a plan. Made anew when the words, their reading or the voice have changed; the old one stands until then.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AreaId, BulletinId } from '@loa-lang/schemas/ids';
import type { Millis } from '@loa-lang/schemas/units';
import { FALLBACK_LANGUAGE } from '@loa-lang/schemas/wire/common';
import type { Template } from '../../domain/templates/template.ts';
import type { BulletinStore } from '../../ports/bulletin-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { EmergencyStore } from '../../ports/emergency-store.ts';
import type { Register } from '../../ports/register.ts';
import type { Bulletins } from '../bulletins/bulletins.ts';
import type { VersionDrafting } from '../bulletins/draft-version.ts';
import type { TemplateBook } from '../bulletins/template-book.ts';
import type { BulletinTemplates } from '../bulletins/templates.ts';
import type { Readings } from '../reading/readings.ts';
import { isMade } from './emergency-launch.ts';

export interface PreparingDeps {
  emergencies: EmergencyStore;
  bulletins: BulletinStore;
  writing: Bulletins;
  templates: BulletinTemplates;
  book: TemplateBook;
  drafting: VersionDrafting;
  readings: Readings;
  register: Register;
  clock: Clock;
  /** another one stands ready in the commune */
  onPrepared: (communeId: AreaId) => Promise<void>;
  onProblem: (problem: string, cause: unknown) => void;
}

/** Looked at this often beside the changes that are told: another controller may have changed something. */
const LOOK_EVERY_MS: Millis = 10 * 60_000;
const POLL_MS: Millis = 250;
const MADE_WITHIN_MS: Millis = 10 * 60_000;
/** Row of one that is still being made, so that a restart finds it. */
const nextOf = (templateId: string): string => `${templateId}.next`;

export class EmergencyPreparing {
  readonly #deps: PreparingDeps;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(deps: PreparingDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.look();
    this.#timer = setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await this.#running;
  }

  /** Something may have changed. One at a time, so that an officer's bulletin never waits behind these. */
  look(): void {
    this.#again = true;
    this.#running ??= this.#lookWhileAsked().finally(() => {
      this.#running = undefined;
    });
  }

  /** `undefined` until it is made. */
  async readyFor(communeId: AreaId, templateId: string): Promise<BulletinId | undefined> {
    const rows = await this.#deps.emergencies.prepared();
    return rows.find((row) => row.communeId === communeId && row.templateId === templateId)?.bulletinId;
  }

  async #lookWhileAsked(): Promise<void> {
    const { signal } = this.#stopping;
    while (this.#again && !signal.aborted) {
      this.#again = false;
      try {
        const communes = (await this.#deps.register.areas.all()).filter((area) => area.kind === 'commune');
        for (const { id } of communes) {
          const templates = await this.#deps.book.preparedIn(id);
          for (const template of templates) if (!signal.aborted) await this.#prepare(id, template);
          if (!signal.aborted) await this.#forgetOthers(id, templates);
        }
      } catch (error) {
        if (!signal.aborted) this.#deps.onProblem('prepared emergencies not brought up to date', error);
      }
    }
  }

  async #prepare(communeId: AreaId, { id }: Template): Promise<void> {
    const { emergencies, bulletins, templates, writing } = this.#deps;
    const { title, text } = await templates.preview(id, {}, 'everything');
    const inputs = await this.#inputs(communeId, text);
    const rows = (await emergencies.prepared()).filter((row) => row.communeId === communeId);
    const standing = rows.find((row) => row.templateId === id);
    const begun = rows.find((row) => row.templateId === nextOf(id));
    const isThere = async (bulletinId: BulletinId) => (await bulletins.find(bulletinId)) !== undefined;
    if (standing?.inputs === inputs && (await isThere(standing.bulletinId))) return;
    let bulletinId = begun?.inputs === inputs && (await isThere(begun.bulletinId)) ? begun.bulletinId : undefined;
    if (begun !== undefined && bulletinId === undefined) await this.#discard(begun.bulletinId);
    if (bulletinId === undefined) {
      const kind = 'emergency';
      ({ id: bulletinId } = await writing.fromText({ communeId, kind, title, text, keep: true }));
      await emergencies.prepare({ communeId, templateId: nextOf(id), bulletinId, inputs });
    }
    if (!(await this.#made(bulletinId))) return;
    await emergencies.prepare({ communeId, templateId: id, bulletinId, inputs });
    await emergencies.forget(communeId, nextOf(id));
    await this.#deps.onPrepared(communeId);
    if (standing !== undefined) await this.#discard(standing.bulletinId);
  }

  /** What was put away, or has fields to fill now, stands ready no more. */
  async #forgetOthers(communeId: AreaId, templates: readonly Template[]): Promise<void> {
    const { emergencies } = this.#deps;
    const kept = new Set(templates.flatMap(({ id }) => [id, nextOf(id)]));
    const rows = (await emergencies.prepared()).filter((row) => row.communeId === communeId);
    for (const { templateId, bulletinId } of rows.filter((row) => !kept.has(row.templateId))) {
      await emergencies.forget(communeId, templateId);
      await this.#discard(bulletinId);
      await this.#deps.onPrepared(communeId);
    }
  }

  /** Everything that decides how it sounds: its words and the commune's, how they are read, and by which voice. */
  async #inputs(communeId: AreaId, text: string): Promise<string> {
    const { drafting, readings } = this.#deps;
    const content = await drafting.written({ text }, FALLBACK_LANGUAGE);
    const draft = {
      id: '',
      bulletinId: '',
      communeId,
      kind: 'emergency',
      language: FALLBACK_LANGUAGE,
      content,
    } as const;
    const { parts } = await drafting.draft(draft);
    const { spoken } = await readings.read({ communeId, text });
    return createHash('sha256')
      .update(JSON.stringify([content, parts, spoken]))
      .digest('base64url');
  }

  async #made(bulletinId: BulletinId): Promise<boolean> {
    const { signal } = this.#stopping;
    for (let waitedMs = 0; waitedMs < MADE_WITHIN_MS && !signal.aborted; waitedMs += POLL_MS) {
      const bulletin = await this.#deps.bulletins.find(bulletinId);
      if (bulletin === undefined) return false;
      if (isMade(bulletin)) return true;
      if (bulletin.versions.every(({ state }) => state === 'failed')) return false;
      await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
    return false;
  }

  async #discard(bulletinId: BulletinId): Promise<void> {
    const { bulletins, writing } = this.#deps;
    const bulletin = await bulletins.find(bulletinId);
    if (bulletin === undefined) return;
    await writing.change(bulletinId, { keep: false }, true);
    await bulletins.remove(bulletinId, this.#deps.clock.now());
  }
}
