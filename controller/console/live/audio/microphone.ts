/** The microphone, as frames of 20 ms at 48 kHz. */
import { LIVE_SAMPLE_RATE_HZ } from '@loa-lang/schemas/http/live-frames';
import { HowlEar } from './howl.ts';

export type MicrophoneFault = 'denied' | 'none' | 'busy' | 'insecure' | 'unsupported';

export interface Captured {
  samples: Float32Array;
  /** since its last sample was taken in, by the clock of the audio itself */
  ageMs: number;
}

export interface Microphone {
  readonly id: string;
  readonly label: string;
  readonly howls: boolean;
  listen(onFrame: (captured: Captured) => void): void;
  close(): void;
}

/** How the browser shall treat the sound. */
const TREATMENT = {
  channelCount: 1,
  // It takes out what this page plays, and this page plays nothing; what horns outside play comes back a second later
  // from far away, which it cannot follow, and trying makes voices thin.
  echoCancellation: false,
  // A fan or an engine that a listener by a loudspeaker forgives is all that is heard from a horn 300 m away.
  noiseSuppression: true,
  // Nobody stands by a mixer: who turns away, or whispers, is still heard. The meter shows what comes out of it.
  autoGainControl: true,
} as const;

const FAULTS: Readonly<Record<string, MicrophoneFault>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'none',
  OverconstrainedError: 'none',
  NotReadableError: 'busy',
  AbortError: 'busy',
};

const RUNNING_WITHIN_MS = 5000;
/** Often enough for a tone that stays. */
const HOWL_EVERY_FRAMES = 5;

export const canCapture = (): MicrophoneFault | undefined => {
  if (!isSecureContext) return 'insecure';
  const has = navigator.mediaDevices?.getUserMedia !== undefined && 'AudioWorkletNode' in globalThis;
  return has ? undefined : 'unsupported';
};

/**
 * @param onGone the track has ended, or the system gives no sound any more: unplugged, taken by a call, switched off
 * @returns the fault where there is no microphone to be had
 */
export async function openMicrophone(
  deviceId: string | undefined,
  onGone: () => void,
): Promise<Microphone | MicrophoneFault> {
  const fault = canCapture();
  if (fault !== undefined) return fault;
  const held: { stream?: MediaStream } = {};
  try {
    const audio = { ...TREATMENT, ...(deviceId !== undefined && { deviceId: { exact: deviceId } }) };
    held.stream = await navigator.mediaDevices.getUserMedia({ audio });
    return await capture(held.stream, onGone);
  } catch (error) {
    // a browser that can give the sound of this microphone at its own rate only: the light goes out all the same
    for (const track of held.stream?.getTracks() ?? []) track.stop();
    return FAULTS[(error as Error).name] ?? 'unsupported';
  }
}

async function capture(stream: MediaStream, onGone: () => void): Promise<Microphone> {
  const [track] = stream.getAudioTracks();
  if (track === undefined) return Promise.reject(new DOMException('no track', 'NotFoundError'));
  // whatever the device runs at, the context brings it to the rate that Opus wants
  const context = new AudioContext({ sampleRate: LIVE_SAMPLE_RATE_HZ, latencyHint: 'interactive' });
  await context.audioWorklet.addModule(new URL('./capture-worklet.js', import.meta.url));
  const source = context.createMediaStreamSource(stream);
  const node = new AudioWorkletNode(context, 'capture', {
    numberOfOutputs: 0,
    channelCount: 1,
    channelCountMode: 'explicit',
  });
  const analyser = new AnalyserNode(context, { fftSize: 2048, smoothingTimeConstant: 0.5 });
  source.connect(node);
  source.connect(analyser);
  const spectrum = new Float32Array(analyser.frequencyBinCount);
  const ear = new HowlEar(LIVE_SAMPLE_RATE_HZ / analyser.fftSize);
  let frames = 0;
  let howls = false;

  const changed = async (): Promise<void> => {
    const devices = await navigator.mediaDevices.enumerateDevices();
    const { deviceId } = track.getSettings();
    const isThere = devices.some((each) => each.kind === 'audioinput' && each.deviceId === deviceId);
    if (deviceId !== undefined && !isThere) onGone();
  };
  const watch = new AbortController();
  const { signal } = watch;
  track.addEventListener('ended', onGone, { signal });
  track.addEventListener('mute', onGone, { signal });
  navigator.mediaDevices.addEventListener('devicechange', () => void changed(), { signal });
  await running(context);
  // a call on a telephone takes the sound away without touching the track
  context.addEventListener('statechange', () => context.state !== 'running' && onGone(), { signal });

  return {
    id: track.getSettings().deviceId ?? '',
    label: track.label,
    get howls() {
      return howls;
    },
    listen(onFrame) {
      node.port.onmessage = ({ data }: MessageEvent<{ samples: Float32Array; endsAtS: number }>) => {
        if (++frames % HOWL_EVERY_FRAMES === 0) {
          analyser.getFloatFrequencyData(spectrum);
          howls = ear.hears(spectrum, context.currentTime * 1000);
        }
        onFrame({ samples: data.samples, ageMs: Math.max(0, (context.currentTime - data.endsAtS) * 1000) });
      };
    },
    close() {
      watch.abort();
      node.port.onmessage = null;
      track.stop();
      void context.close();
    },
  };
}

/** A machine whose sound is held by something else never lets it run. @throws DOMException */
async function running(context: AudioContext): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, RUNNING_WITHIN_MS));
  await Promise.race([context.resume(), late]);
  if (context.state !== 'running') throw new DOMException('no sound', 'NotReadableError');
}

/** Names are told once the microphone may be used. */
export async function microphones(): Promise<{ id: string; label: string }[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices
    .filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== '')
    .map(({ deviceId, label }) => ({ id: deviceId, label }));
}
