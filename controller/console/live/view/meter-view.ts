/** The level meter: a bar, its peak, and in words what they mean. */
import { type Meter, onMeter } from '../audio/level.ts';
import type { Say } from '../words/texts.ts';
import { element } from './element.ts';

export interface MeterView {
  root: HTMLElement;
  /** @param isOpen whether what it shows is heard */
  show(meter: Meter, isOpen: boolean): void;
}

/** Readers of screens are told once a second, not sixty times. */
const TELL_MS = 1000;

export function meterView(say: Say): MeterView {
  const bar = element('i', { class: 'level' });
  const peak = element('i', { class: 'peak' });
  const root = element(
    'div',
    { class: 'meter', role: 'meter', 'aria-label': say('level'), 'aria-valuemin': 0, 'aria-valuemax': 100 },
    bar,
    peak,
  );
  let toldAt = 0;
  return {
    root,
    show(meter, isOpen) {
      const level = onMeter(meter.levelDb);
      bar.style.transform = `scaleX(${level.toFixed(3)})`;
      peak.style.insetInlineStart = `${(onMeter(meter.peakDb) * 100).toFixed(1)}%`;
      peak.hidden = meter.peakDb < -60;
      root.classList.toggle('closed', !isOpen);
      const now = performance.now();
      if (now - toldAt < TELL_MS) return;
      toldAt = now;
      root.setAttribute('aria-valuenow', String(Math.round(level * 100)));
    },
  };
}
