/** Emergencies and delegations in memory; nothing is prepared here. */
import {
  CALLED_OFF,
  type EmergencyAct,
  type EmergencyDelegation,
  type EmergencyStore,
} from '@loa-lang/controller/ports/emergency-store';
import { by, kept } from './tables.ts';

export class MemoryEmergencies implements Omit<EmergencyStore, 'prepared' | 'prepare' | 'forget'> {
  readonly #acts = new Map<string, EmergencyAct>();
  readonly #delegations = new Map<string, EmergencyDelegation>();

  async create(act: EmergencyAct): Promise<boolean> {
    if (this.#acts.has(act.id)) return false;
    const open = { broadcastId: undefined, fault: undefined, justifiedBy: undefined, justifiedAt: undefined };
    this.#put({ ...act, ...open, reason: undefined, flaggedAt: undefined });
    return true;
  }

  async find(id: string): Promise<EmergencyAct | undefined> {
    return this.#acts.get(id);
  }

  async list(sentAfter: number): Promise<EmergencyAct[]> {
    return [...this.#acts.values()]
      .filter((act) => act.sentAt > sentAfter || isOpen(act))
      .sort(by((act) => -act.sentAt));
  }

  async attach(id: string, broadcastId: string): Promise<boolean> {
    const act = this.#acts.get(id);
    if (act === undefined || act.fault === CALLED_OFF) return false;
    this.#change(id, { broadcastId, fault: undefined });
    return true;
  }

  async fail(id: string, fault: string): Promise<boolean> {
    const act = this.#acts.get(id);
    if (act === undefined || act.broadcastId !== undefined || act.fault === CALLED_OFF) return false;
    this.#change(id, { fault });
    return true;
  }

  async justify(id: string, justifiedBy: EmergencyAct['sentBy'], at: number, reason: string): Promise<boolean> {
    const act = this.#acts.get(id);
    if (act === undefined || act.justifiedAt !== undefined) return false;
    this.#change(id, { justifiedBy, justifiedAt: at, reason });
    return true;
  }

  async flag(sentBefore: number, at: number): Promise<EmergencyAct[]> {
    const due = [...this.#acts.values()].filter(
      (act) => isOpen(act) && act.flaggedAt === undefined && act.sentAt <= sentBefore,
    );
    for (const { id } of due) this.#change(id, { flaggedAt: at });
    return [...this.#acts.values()]
      .filter((act) => isOpen(act) && act.flaggedAt !== undefined)
      .sort(by((act) => act.sentAt));
  }

  async delegations(): Promise<EmergencyDelegation[]> {
    return [...this.#delegations.values()].sort(by((each) => -each.grantedAt));
  }

  async delegate(delegation: EmergencyDelegation): Promise<void> {
    this.#delegations.set(delegation.id, kept({ ...delegation, revokedAt: undefined }));
  }

  async revoke(id: string, at: number): Promise<boolean> {
    const known = this.#delegations.get(id);
    if (known === undefined || known.revokedAt !== undefined) return false;
    this.#delegations.set(id, kept({ ...known, revokedAt: at }));
    return true;
  }

  #change(id: string, fields: Partial<EmergencyAct>): EmergencyAct {
    const act = this.#acts.get(id);
    if (act === undefined) throw new Error(`no emergency ${id}`);
    return this.#put({ ...act, ...fields });
  }

  #put(act: EmergencyAct): EmergencyAct {
    const row = kept(act);
    this.#acts.set(row.id, row);
    return row;
  }
}

const isOpen = ({ justifiedAt, drill, fault }: EmergencyAct): boolean =>
  justifiedAt === undefined && !drill && fault === undefined;
