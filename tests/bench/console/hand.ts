/** A hand at a page: does what a person would, counts it, and says how long a person takes for it (KLM). */
import type { Locator } from 'playwright-core';

/** Card, Moran and Newell 1980: seconds for a key, pointing, moving between mouse and keyboard, and making up one's mind. */
export const KLM = { key: 0.28, point: 1.1, home: 0.4, mind: 1.35 } as const;

export class Hand {
  #seconds = 0;
  #taps = 0;
  #isAtKeys = false;

  /** clicks, or taps of a finger; a hold is one */
  get taps(): number {
    return this.#taps;
  }

  get seconds(): number {
    return this.#seconds;
  }

  async tap(what: Locator): Promise<void> {
    this.#point();
    await what.click();
  }

  /** Presses for a while, by the pointer. */
  async hold(what: Locator, forMs: number): Promise<void> {
    this.#point();
    this.#seconds += forMs / 1000;
    await what.scrollIntoViewIfNeeded();
    const box = await what.boundingBox();
    if (box === null) throw new Error('nothing to hold');
    const { mouse } = what.page();
    await mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await mouse.down();
    await what.page().waitForTimeout(forMs);
    await mouse.up();
  }

  /** Into what has the focus already, or is given it by a click that counts. */
  async type(into: Locator, text: string): Promise<void> {
    if (!(await into.evaluate((field) => field === document.activeElement))) await this.tap(into);
    this.#keys(text.length);
    await into.pressSequentially(text);
  }

  /** One of a list: it is opened, and another one pointed at. */
  async pick(from: Locator, value: string): Promise<void> {
    this.#point();
    this.#point();
    await from.selectOption(value);
  }

  /** Two keys, however long it is. */
  async paste(into: Locator, text: string): Promise<void> {
    if (!(await into.evaluate((field) => field === document.activeElement))) await this.tap(into);
    this.#keys(2);
    await into.fill(text);
  }

  /** A file of the computer: found in a window of the system by some four clicks, which are none of the page's. */
  async choose(into: Locator, path: string): Promise<void> {
    this.#point();
    this.#seconds += 4 * (KLM.point + KLM.mind);
    await into.setInputFiles(path);
  }

  #point(): void {
    this.#taps += 1;
    this.#seconds += KLM.mind + KLM.point + KLM.key + (this.#isAtKeys ? KLM.home : 0);
    this.#isAtKeys = false;
  }

  #keys(count: number): void {
    this.#seconds += KLM.mind + count * KLM.key + (this.#isAtKeys ? 0 : KLM.home);
    this.#isAtKeys = true;
  }
}
