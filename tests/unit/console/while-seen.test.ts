import { type Tab, whileSeen } from '@loa-lang/controller/console/api/while-seen';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

class FakeTab extends EventTarget implements Tab {
  visibilityState: DocumentVisibilityState;
  constructor(state: DocumentVisibilityState) {
    super();
    this.visibilityState = state;
  }
  become(state: DocumentVisibilityState): void {
    this.visibilityState = state;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

const QUARTER_MS = 15_000;
let said: string[];
const watch = (tab: Tab) =>
  whileSeen(
    () => said.push('begin'),
    () => said.push('end'),
    tab,
  );

describe('the stream of a tab', () => {
  beforeEach(() => {
    said = [];
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is not asked for by a tab that was opened behind another one', () => {
    const tab = new FakeTab('hidden');
    watch(tab);
    vi.advanceTimersByTime(QUARTER_MS * 4);
    expect(said).toEqual([]);
    tab.become('visible');
    expect(said).toEqual(['begin']);
  });

  it('outlives a short look elsewhere, is given up after a while, and begins anew', () => {
    const tab = new FakeTab('visible');
    watch(tab);
    tab.become('hidden');
    vi.advanceTimersByTime(QUARTER_MS - 1);
    tab.become('visible');
    vi.advanceTimersByTime(QUARTER_MS * 2);
    expect(said).toEqual(['begin']);
    tab.become('hidden');
    vi.advanceTimersByTime(QUARTER_MS);
    expect(said).toEqual(['begin', 'end']);
    tab.become('visible');
    expect(said).toEqual(['begin', 'end', 'begin']);
  });

  it('ends with the tab, once', () => {
    const tab = new FakeTab('visible');
    const giveUp = watch(tab);
    giveUp();
    tab.become('hidden');
    tab.become('visible');
    vi.advanceTimersByTime(QUARTER_MS);
    expect(said).toEqual(['begin', 'end']);
  });
});
