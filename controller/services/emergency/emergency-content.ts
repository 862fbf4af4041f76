/** What an emergency says: a template, a bulletin or a text; and that a drill and the real thing are never mixed up. */
import type { AreaId, BulletinId } from '@loa-lang/schemas/ids';
import type { Millis } from '@loa-lang/schemas/units';
import type { Level } from '@loa-lang/schemas/wire/plan';
import { saysDrill } from '../../domain/emergency/rules.ts';
import { type Sight, seesFolder } from '../../domain/permissions/sight.ts';
import type { RequestedTargets } from '../../domain/placement/placement.ts';
import type { BulletinRecord, BulletinStore } from '../../ports/bulletin-store.ts';
import { refuseDisguise as refuseDrillInDisguise } from '../broadcasts/broadcast-content.ts';
import type { Bulletins } from '../bulletins/bulletins.ts';
import type { BulletinTemplates } from '../bulletins/templates.ts';
import { found, Refusal } from '../refusal.ts';
import { isMade } from './emergency-launch.ts';

export interface EmergencyRequest {
  template?: { id: string; values?: Readonly<Record<string, string>> | undefined } | undefined;
  bulletinId?: BulletinId | undefined;
  text?: string | undefined;
  title?: string | undefined;
  communeId?: AreaId | undefined;
  targets: RequestedTargets | 'everywhere';
  level?: Level | undefined;
  drill: boolean;
  liftAndSend: boolean;
  everyMs?: Millis | undefined;
  lastsMs?: Millis | undefined;
  gainDb?: number | undefined;
}

export interface EmergencyContentDeps {
  bulletins: BulletinStore;
  writing: Bulletins;
  templates: BulletinTemplates;
  /** the ready bulletin of a template without open fields */
  preparedFor: (communeId: AreaId, templateId: string) => Promise<BulletinId | undefined>;
}

export class EmergencyContents {
  readonly #deps: EmergencyContentDeps;

  constructor(deps: EmergencyContentDeps) {
    this.#deps = deps;
  }

  /** @throws Refusal */
  async of(request: EmergencyRequest, communeId: AreaId, sight: Sight): Promise<BulletinRecord> {
    const { bulletins, writing, templates, preparedFor } = this.#deps;
    const { template, bulletinId, text, title, drill } = request;
    const kind = drill ? 'drill' : 'emergency';
    if (bulletinId !== undefined) {
      const bulletin = found(await bulletins.find(bulletinId), 'bulletin-unknown');
      if (!seesFolder(sight, bulletin.communeId)) throw new Refusal('bulletin-unknown');
      const [version] = bulletin.versions;
      if (!drill) {
        refuseDrillInDisguise('emergency', [bulletin]);
        return bulletin;
      }
      if (bulletin.kind === 'drill') return bulletin;
      if (version?.text === undefined) throw new Refusal('drill-needs-text');
      return writing.fromText({ communeId, kind, title: title ?? bulletin.title, text: version.text });
    }
    if (template === undefined) return writing.fromText({ communeId, kind, title, text: text ?? '' });
    const { id, values = {} } = template;
    const ready = drill || Object.keys(values).length > 0 ? undefined : await preparedFor(communeId, id);
    const prepared = ready === undefined ? undefined : await bulletins.find(ready);
    if (prepared !== undefined && isMade(prepared)) return prepared;
    const preview = await templates.preview(id, values, sight);
    if (preview.kind !== 'emergency') throw new Refusal('template-unknown');
    if (!drill && saysDrill(preview.text)) throw new Refusal('emergency-says-drill');
    return writing.fromText({ communeId, kind, title: title ?? preview.title, text: preview.text });
  }
}

/** @throws Refusal */
export function refuseDisguise({ template, bulletinId, text, drill, liftAndSend }: EmergencyRequest): void {
  const given = [template, bulletinId, text].filter((each) => each !== undefined);
  if (given.length !== 1) throw new Refusal('emergency-content');
  if (!drill && saysDrill(text ?? '')) throw new Refusal('emergency-says-drill');
  if (drill && liftAndSend) throw new Refusal('drill-lifts-nothing');
}
