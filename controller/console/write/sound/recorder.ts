/** The microphone, recorded in this browser; how loud it is, on the way. */
export type RecordFault = 'denied' | 'none' | 'busy' | 'insecure' | 'unsupported';

export interface Recorder {
  /** 0…1 of full scale, the loudest of the last moment */
  level(): number;
  /** ends it, and gives what was recorded */
  stop(): Promise<Blob>;
  cancel(): void;
}

const FAULTS: Readonly<Record<string, RecordFault>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'none',
  OverconstrainedError: 'none',
  NotReadableError: 'busy',
  AbortError: 'busy',
};
/** What browsers make, best first; the controller decodes each of them. */
const TYPES = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];
/** Speech without anything that a horn would bring out. */
const BITS_PER_SECOND = 96_000;
/** Pieces come as they are made: a browser that dies keeps nothing, one that is slow does not stumble. */
const PIECE_MS = 1000;

export async function openRecorder(): Promise<Recorder | RecordFault> {
  if (!isSecureContext) return 'insecure';
  if (navigator.mediaDevices?.getUserMedia === undefined || !('MediaRecorder' in globalThis)) return 'unsupported';
  let stream: MediaStream;
  try {
    const audio = { channelCount: 1, echoCancellation: false, noiseSuppression: true, autoGainControl: true };
    stream = await navigator.mediaDevices.getUserMedia({ audio });
  } catch (error) {
    return FAULTS[(error as Error).name] ?? 'unsupported';
  }
  const type = TYPES.find((each) => MediaRecorder.isTypeSupported(each));
  const recorder = new MediaRecorder(stream, { audioBitsPerSecond: BITS_PER_SECOND, ...(type && { mimeType: type }) });
  const pieces: Blob[] = [];
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  const context = new AudioContext();
  void context.resume();
  const analyser = new AnalyserNode(context, { fftSize: 2048 });
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const close = () => {
    for (const track of stream.getTracks()) track.stop();
    void context.close();
  };
  recorder.start(PIECE_MS);
  return {
    level() {
      analyser.getFloatTimeDomainData(samples);
      return samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
    },
    stop: () =>
      new Promise((resolve) => {
        recorder.onstop = () => {
          close();
          resolve(new Blob(pieces, { type: recorder.mimeType }));
        };
        recorder.stop();
      }),
    cancel() {
      recorder.onstop = close;
      recorder.stop();
    },
  };
}
