/** Pulls a source: a look, then an ffmpeg that reaches it through the filtering proxy and hands out samples. */
import type { Millis } from '@loa-lang/schemas/units';
import type { Pull, PullEnd, PullSink, StreamPuller } from '../../ports/stream-puller.ts';
import { type FfmpegProcess, startFfmpeg } from '../audio/ffmpeg-process.ts';
import type { FfmpegTool } from '../audio/ffmpeg-tool.ts';
import { readableFormats } from '../audio/readable-formats.ts';
import type { FilterProxy, ProxyPass } from './filter-proxy.ts';
import { endOf, type Looked, type SourceLook, USER_AGENT } from './source-look.ts';

/** From the start of ffmpeg to the first samples. */
const FIRST_SAMPLES_MS: Millis = 7_000;
/** What sounds as it comes has stopped coming: another connection brings it back sooner, if anything does. */
const STALLED_MS: Millis = 3_000;
/** Pieces of HLS are ten seconds long at most, and may come late. */
const PIECES_STALLED_MS: Millis = 25_000;
/** `-rw_timeout` counts microseconds; ours is sooner, this is for one whose controller stands still. */
const OWN_DEADLINE_US = 30_000_000;
/** How much is looked at to know a format: seconds of it would be seconds of waiting. */
const STEADY_PROBE = ['-probesize', '32768', '-analyzeduration', '500000'];
const PIECES_PROBE = ['-probesize', '1000000', '-analyzeduration', '2000000', '-http_persistent', '0'];

/** No file, no pipe, no UDP. Encrypted pieces of HLS need `crypto`; it opens what it names by the same list. */
const PROTOCOLS = 'http,https,tls,tcp,httpproxy,crypto';

export interface PullerParts {
  tool: FfmpegTool;
  proxy: FilterProxy;
  look: SourceLook;
  /** a file of certificates, PEM: ffmpeg believes every server otherwise */
  trustedRoots: string;
}

export class FfmpegPuller implements StreamPuller {
  readonly #parts: PullerParts;

  constructor(parts: PullerParts) {
    this.#parts = parts;
  }

  pull(address: string, sink: PullSink): Pull {
    const pulling = new Pulling(this.#parts, sink);
    void pulling.run(address);
    return pulling;
  }
}

class Pulling implements Pull {
  readonly #parts: PullerParts;
  readonly #sink: PullSink;
  readonly #givenUp = new AbortController();
  #child: FfmpegProcess | undefined;
  #pass: ProxyPass | undefined;
  #timer: NodeJS.Timeout | undefined;
  #patienceMs: Millis = STALLED_MS;
  #over = false;
  #container = '';
  #codec = '';
  #lastError = '';

  constructor(parts: PullerParts, sink: PullSink) {
    this.#parts = parts;
    this.#sink = sink;
  }

  async run(address: string): Promise<void> {
    const looked = await this.#parts.look.look(address, this.#givenUp.signal);
    if (this.#over) return;
    if (!looked.ok) return this.#end(looked.end);
    const { inPieces } = looked;
    this.#patienceMs = inPieces ? PIECES_STALLED_MS : STALLED_MS;
    this.#pass = this.#parts.proxy.issue();
    const child = startFfmpeg(this.#parts.tool, argsFor(looked, this.#parts.trustedRoots), (line) => this.#read(line), {
      httpProxy: this.#pass.url,
    });
    this.#child = child;
    this.#within(FIRST_SAMPLES_MS, 'no sound in time');
    let known = false;
    child.stdout.on('data', (bytes: Buffer) => {
      if (this.#over) return;
      this.#awaitMore();
      if (!known) this.#sink.onSound({ address: looked.address, format: this.#format(), inPieces });
      known = true;
      if (this.#sink.onSamples(bytes)) return;
      child.stdout.pause();
      clearTimeout(this.#timer);
    });
    const { detail } = await child.ended;
    this.#end(this.#whyEnded(known, detail));
  }

  resume(): void {
    if (this.#over) return;
    this.#child?.stdout.resume();
    this.#awaitMore();
  }

  stop(): void {
    this.#over = true;
    this.#givenUp.abort();
    clearTimeout(this.#timer);
    this.#pass?.giveBack();
    this.#child?.kill();
  }

  #awaitMore(): void {
    this.#within(this.#patienceMs, 'nothing comes any more');
  }

  #within(ms: Millis, detail: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end({ fault: 'stalled', detail }), ms);
  }

  #end(end: PullEnd): void {
    if (this.#over) return;
    this.stop();
    this.#sink.onEnd(end);
  }

  #whyEnded(known: boolean, detail: string): PullEnd {
    const fault = this.#pass?.faults.at(-1);
    if (fault !== undefined && (!known || fault.kind === 'refused-address')) return endOf(fault);
    const said = `${detail}; ${this.#lastError}`.slice(0, 500);
    return { fault: known ? 'ended' : 'no-sound', detail: said };
  }

  #format(): string {
    return [...new Set([this.#container, this.#codec])].filter((each) => each !== '').join(', ');
  }

  /** `Input #0, mp3, from …`, some by several names, and `Stream #0:0: Audio: mp3 (mp3float), …`; errors carry their level. */
  #read(line: string): void {
    this.#container ||= /Input #0, ([^,]+).*, from /.exec(line)?.[1] ?? '';
    // the first is what comes; what we make of it is told later
    this.#codec ||= /Stream #0:\d+.*: Audio: (\w+)/.exec(line)?.[1] ?? '';
    if (/\[(?:error|fatal)\]/.test(line)) this.#lastError = line;
  }
}

function argsFor({ address, inPieces, format }: Extract<Looked, { ok: true }>, trustedRoots: string): string[] {
  const formats = [...readableFormats, ...(inPieces ? ['hls'] : [])];
  return [
    ...['-nostdin', '-protocol_whitelist', PROTOCOLS, '-format_whitelist', formats.join(',')],
    ...['-rw_timeout', String(OWN_DEADLINE_US), '-user_agent', USER_AGENT],
    ...(inPieces ? PIECES_PROBE : STEADY_PROBE),
    ...(new URL(address).protocol === 'https:' ? ['-tls_verify', '1', '-ca_file', trustedRoots] : []),
    ...(format === undefined ? [] : ['-f', format]),
    ...['-i', address],
    ...['-map', '0:a:0', '-vn', '-sn', '-dn', '-ac', '1', '-ar', '48000', '-f', 's16le', 'pipe:1'],
  ];
}
