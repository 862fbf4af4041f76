/** Sinks by the name that configuration uses. */
import type { EpochMillis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { AudioSink } from '../../ports/audio-sink.ts';
import type { Clock } from '../../ports/clock.ts';
import { alsaPlayer } from './alsa-player.ts';
import { DiscardOutput } from './discard-output.ts';
import { PlayerSink } from './player-sink.ts';
import { ProbeOutput } from './probe-output.ts';
import { pulsePlayer } from './pulse-player.ts';
import { TimedSink } from './timed-sink.ts';
import { WavOutput } from './wav-output.ts';

/** First descriptor after the standard three. */
const PROBE_DESCRIPTOR = 3;

export interface SinkContext {
  clock: Clock;
  /** names the files of `wav` sinks */
  controllerTimeAt: (at: MonotonicMillis) => EpochMillis | undefined;
}

export type CreatedSink = { ok: true; sink: AudioSink } | { ok: false; detail: string };

/**
 * @param spec `alsa`, `alsa:DEVICE`, `pulse`, `pulse:DEVICE`, `wav:FOLDER`, `probe`, `probe:DESCRIPTOR`, `probe:PATH`
 *   or `discard`; a device name may contain colons
 */
export const createSink = (spec: string, context: SinkContext): CreatedSink => {
  const colon = spec.indexOf(':');
  const kind = colon < 0 ? spec : spec.slice(0, colon);
  const rest = colon < 0 ? undefined : spec.slice(colon + 1);
  const { clock } = context;
  if (rest === '') return { ok: false, detail: `sink "${spec}" has nothing after its colon` };
  switch (kind) {
    case 'alsa':
      return { ok: true, sink: new PlayerSink(clock, alsaPlayer(rest)) };
    case 'pulse':
      return { ok: true, sink: new PlayerSink(clock, pulsePlayer(rest)) };
    case 'wav':
      if (rest === undefined) return { ok: false, detail: 'sink "wav" needs a folder: wav:FOLDER' };
      return {
        ok: true,
        sink: new TimedSink(
          spec,
          clock,
          new WavOutput({ directory: rest, controllerTimeAt: context.controllerTimeAt }),
        ),
      };
    case 'probe': {
      const target = rest === undefined ? PROBE_DESCRIPTOR : /^\d+$/.test(rest) ? Number(rest) : rest;
      return { ok: true, sink: new TimedSink(spec, clock, new ProbeOutput(target)) };
    }
    case 'discard':
      return { ok: true, sink: new TimedSink(spec, clock, new DiscardOutput()) };
    default:
      return { ok: false, detail: `unknown sink "${spec}"` };
  }
};
