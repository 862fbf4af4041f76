/**
 * Takes keys that a command has changed on the disk into use, without a restart: devices get the document first, then
 * everything is signed anew with the new keys.
 */
import type { Millis } from '@loa-lang/schemas/units';
import { subjects } from '@loa-lang/schemas/wire/topics';
import type { Clock } from '../../ports/clock.ts';
import type { IncidentLog } from '../../ports/device-registry.ts';
import type { ChangingKeys } from '../../ports/key-store.ts';
import type { DocumentPublisher } from '../publishing/publish-documents.ts';
import { RegularLook } from '../regular-look.ts';

export interface TakeNewKeysDeps {
  keys: ChangingKeys;
  publisher: Pick<DocumentPublisher, 'publishKeys'>;
  /** everything that is signed by another key than today's is signed anew */
  reissueAll: () => Promise<void>;
  incidents: IncidentLog;
  clock: Clock;
  onProblem?: (problem: string, cause?: unknown) => void;
}

/** A rotation is seldom, and nobody waits for it with a watch in hand. */
const LOOK_EVERY_MS: Millis = 5_000;

export class TakeNewKeys {
  readonly #deps: TakeNewKeysDeps;
  readonly #looks: RegularLook;
  #reissueDue = false;
  #lastProblem = '';
  #onTaken: () => void = () => undefined;

  constructor(deps: TakeNewKeysDeps) {
    this.#deps = deps;
    this.#looks = new RegularLook(
      LOOK_EVERY_MS,
      () => this.#look(),
      (cause) => this.#tell(cause),
    );
  }

  /** @param onTaken told when others are in use */
  start(onTaken: () => void): void {
    this.#onTaken = onTaken;
    this.#looks.start();
  }

  stop(): Promise<void> {
    return this.#looks.stop();
  }

  /** Looks once; resolves when what was found is in use. */
  look(): Promise<void> {
    return this.#looks.look();
  }

  async #look(): Promise<void> {
    const { keys, publisher, reissueAll, incidents, clock } = this.#deps;
    const staged = await keys.stage();
    if (staged !== undefined) {
      await publisher.publishKeys();
      staged.activate();
      this.#reissueDue = true;
      this.#onTaken();
    }
    if (this.#reissueDue) {
      await reissueAll();
      this.#reissueDue = false;
      await incidents.clear('keys-behind', subjects.keys(), clock.now());
    }
    this.#lastProblem = '';
  }

  /** Until it changes: what is wrong now is wrong at the next look, too. */
  #tell(error: unknown): void {
    const problem = error instanceof Error ? error.message : String(error);
    if (problem === this.#lastProblem) return;
    this.#lastProblem = problem;
    this.#deps.onProblem?.('new keys are not used yet', error);
  }
}
