/**
 * A key switch beside the input socket: turned on it speaks with the card that the commune has given to this cabinet,
 * turned off it ends. Who holds the key holds the card; its dates and limits are those of any other.
 */
import { readFile } from 'node:fs/promises';
import type { Millis } from '@loa-lang/schemas/units';
import type { Clock } from '../ports/clock.ts';
import { Alarm } from '../services/alarm.ts';
import type { SpeakOnTheSpot } from './speak-on-the-spot.ts';

export interface KeySwitchDeps {
  clock: Clock;
  /** value file of a GPIO line: 1 is on */
  file: string;
  cardId: string;
  speak: Pick<SpeakOnTheSpot, 'speakWithCard' | 'stopMicrophone'>;
  log(text: string): void;
}

const LOOK_EVERY_MS: Millis = 150;
/** Contacts bounce: a turn counts when it is seen twice. */
const SEEN_TIMES = 2;

export class KeySwitch {
  readonly #deps: KeySwitchDeps;
  readonly #look: Alarm;
  #isOn: boolean | undefined;
  #seen = 0;
  #problem = '';

  constructor(deps: KeySwitchDeps) {
    this.#deps = deps;
    this.#look = new Alarm(deps.clock, () => void this.#read());
  }

  start(): void {
    this.#look.after(LOOK_EVERY_MS);
  }

  stop(): void {
    this.#look.end();
  }

  async #read(): Promise<void> {
    try {
      const isOn = (await readFile(this.#deps.file, 'utf8')).trim() === '1';
      this.#say('');
      this.#seen = isOn === this.#isOn ? 0 : this.#seen + 1;
      if (this.#seen >= SEEN_TIMES) await this.#turned(isOn);
    } catch (error) {
      this.#say(`key switch cannot be read: ${error}`);
    }
    this.#look.after(LOOK_EVERY_MS);
  }

  async #turned(isOn: boolean): Promise<void> {
    const { speak, cardId } = this.#deps;
    // one that was on already when the program began has not been turned
    const isFirst = this.#isOn === undefined;
    this.#isOn = isOn;
    this.#seen = 0;
    // turned back while the program was being started again, it still ends what it began
    if (!isOn) speak.stopMicrophone(isFirst ? cardId : undefined);
    if (!isOn || isFirst) return;
    const answer = await speak.speakWithCard(cardId);
    if (!answer.ok) this.#say(`key switch: ${answer.problem}`);
  }

  #say(problem: string): void {
    if (problem !== '' && problem !== this.#problem) this.#deps.log(problem);
    this.#problem = problem;
  }
}
