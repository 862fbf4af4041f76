/**
 * What ffmpeg says on standard error at `-loglevel level+verbose`, read line by line and kept small: a hostile file
 * can make it print millions of lines. The wording has been the same from the builds of 2018 to release 7.
 */

export interface FfmpegReport {
  /** what the demuxer found and what the decoder made of it, of the stream that was read */
  packetsRead: number | undefined;
  packetBytes: number | undefined;
  framesDecoded: number | undefined;
  /** samples that came out at the end, over all changes of format on the way */
  samplesOut: number | undefined;
  /** bytes fetched from the input file, those read twice counted twice */
  bytesRead: number | undefined;
  /** length the container claims, ms; proves nothing */
  claimedMs: number | undefined;
  /** the container was opened, and has claimed a length or none */
  hasClaimed: boolean;
  /** the claim is an estimate from the bit rate */
  claimIsEstimate: boolean;
  codec: string | undefined;
  sampleRateHz: number | undefined;
  hasAudio: boolean;
  hasPicture: boolean;
  /** moving pictures, which may well be longer than the sound */
  hasFilm: boolean;
  /** an index points past the end of the file: it was cut off */
  partialFile: boolean;
  errorCount: number;
  /** the first few errors, for the person who asks why */
  firstErrors: string[];
  loudness: { integratedLufs: number | undefined; truePeakDbtp: number | undefined };
  /** rate or channels change on the way */
  changesFormat: boolean;
  /** statistics of each `astats` in the filter graph, over all channels, in the order of the graph */
  stats: ChannelStats[];
}

interface ChannelStats {
  channels: number;
  /** per channel */
  samples: number | undefined;
  /** dBFS; -Infinity for digital silence, NaN when the samples were no numbers */
  rmsDbfs: number | undefined;
  peakDbfs: number | undefined;
  /** dB; how long the signal rests on its highest and lowest value */
  flatFactor: number | undefined;
}

/**
 * What a line of ffmpeg's begins with: who says it and how loud. Tags of the file are printed, too, behind their names:
 * what merely stands somewhere in a line is not taken for ffmpeg's word.
 */
const SAID = String.raw`^(?:\[[^\]]*\] )*`;
const ERROR = new RegExp(String.raw`${SAID}\[(?:error|fatal|panic)\] `);
const INPUT = new RegExp(`${SAID}Input #0,`);
const INPUT_OVER = new RegExp(`${SAID}(?:Output #0,|Stream mapping:)`);
const CLAIM = new RegExp(String.raw`${SAID}\s*Duration: (?:(\d+):(\d\d):(\d\d(?:\.\d+)?)|N/A)`);
const ESTIMATE = new RegExp(`${SAID}Estimating duration from bitrate`);
const STREAM = new RegExp(String.raw`${SAID}\s*Stream #0:\d+\S*: (Audio|Video): (\w+)`);
const READ = new RegExp(
  String.raw`${SAID}\s*Input stream #0:\d+ \(audio\): (\d+) packets read \((\d+) bytes\)(?:; (\d+) frames decoded)?`,
);
const MADE = new RegExp(String.raw`${SAID}\s*Output stream #0:0 \(audio\): \d+ frames encoded \((\d+) samples\)`);
/** Filters are built at the start, and anew whenever rate or channels change. */
const BUILT = /^\[(graph[^ \]]*) @ 0x[0-9a-f]+\] \[verbose\] tb:/;
/** Those that throw everything away complain of time stamps, which nobody reads. */
const COMPLAINT_OF_MUXER = /^\[(?:null|f32le) @ /;
const FETCHED = new RegExp(String.raw`${SAID}Statistics: (\d+) bytes read`);

const KEPT_ERRORS = 5;
const MAX_LINE = 300;

/** ffmpeg's numbers, `inf` and `nan` among them. */
function numberOf(text: string): number {
  if (/^-inf/.test(text)) return Number.NEGATIVE_INFINITY;
  if (/^\+?inf/.test(text)) return Number.POSITIVE_INFINITY;
  return Number(text);
}

export class FfmpegReportReader {
  readonly report: FfmpegReport = {
    packetsRead: undefined,
    packetBytes: undefined,
    framesDecoded: undefined,
    samplesOut: undefined,
    bytesRead: undefined,
    claimedMs: undefined,
    hasClaimed: false,
    claimIsEstimate: false,
    codec: undefined,
    sampleRateHz: undefined,
    hasAudio: false,
    hasPicture: false,
    hasFilm: false,
    partialFile: false,
    errorCount: 0,
    firstErrors: [],
    loudness: { integratedLufs: undefined, truePeakDbtp: undefined },
    changesFormat: false,
    stats: [],
  };
  readonly #built = new Set<string>();
  #inInput = false;
  #inTruePeak = false;
  #statsByFilter = new Map<string, ChannelStats>();
  #channels = 0;
  #overallOf: string | undefined;

  /** Takes one line; safe to pass on as a callback. */
  readonly read = (line: string): void => {
    if (line.length > MAX_LINE * 4 || line.includes(' TARGET:')) return; // tags of the file; the meter's running log
    this.#readErrors(line);
    this.#readChanges(line);
    this.#readStreams(line);
    this.#readTotals(line);
    this.#readLoudness(line);
    this.#readStats(line);
  };

  #readErrors(line: string): void {
    if (!ERROR.test(line) || COMPLAINT_OF_MUXER.test(line)) return;
    const { report } = this;
    report.errorCount++;
    if (line.includes('partial file')) report.partialFile = true;
    const plain = line.replace(/\[[^\]]*@ 0x[0-9a-f]+\]\s*|\[(error|fatal|panic)\]\s*/g, '').slice(0, MAX_LINE);
    if (report.firstErrors.length < KEPT_ERRORS) report.firstErrors.push(plain);
  }

  #readChanges(line: string): void {
    const [, graph] = BUILT.exec(line) ?? [];
    if (graph === undefined) return;
    if (this.#built.has(graph)) this.report.changesFormat = true;
    this.#built.add(graph);
  }

  #readStreams(line: string): void {
    const { report } = this;
    if (INPUT.test(line)) this.#inInput = true;
    else if (INPUT_OVER.test(line)) this.#inInput = false;
    if (ESTIMATE.test(line)) report.claimIsEstimate = true;
    if (!this.#inInput) return;
    const [claim, hours, minutes, seconds] = CLAIM.exec(line) ?? [];
    if (claim !== undefined) report.hasClaimed = true;
    if (hours !== undefined)
      report.claimedMs = Math.round((Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000);
    const stream = STREAM.exec(line);
    if (stream?.[1] === 'Video') report.hasPicture = true;
    if (stream?.[1] === 'Video' && !line.includes('(attached pic)')) report.hasFilm = true;
    if (stream?.[1] === 'Audio' && !report.hasAudio) {
      report.hasAudio = true;
      report.codec = stream[2];
      const rate = /, (\d+) Hz\b/.exec(line)?.[1];
      if (rate !== undefined) report.sampleRateHz = Number(rate);
    }
  }

  #readTotals(line: string): void {
    const { report } = this;
    // The first is the one that is read; others of a film are listed after it, with nothing read of them.
    const input = report.packetsRead === undefined ? READ.exec(line) : null;
    if (input !== null) {
      report.packetsRead = Number(input[1]);
      report.packetBytes = Number(input[2]);
      report.framesDecoded = Number(input[3] ?? 0);
    }
    const samples = MADE.exec(line)?.[1];
    if (samples !== undefined) report.samplesOut = Number(samples);
    const bytes = FETCHED.exec(line)?.[1];
    if (bytes !== undefined) report.bytesRead = Math.max(report.bytesRead ?? 0, Number(bytes));
  }

  #readLoudness(line: string): void {
    const { loudness } = this.report;
    if (/True peak:\s*$/.test(line)) this.#inTruePeak = true;
    const integrated = /^\s*(?:\[info\]\s*)?I:\s+(\S+) LUFS/.exec(line)?.[1];
    if (integrated !== undefined) loudness.integratedLufs = numberOf(integrated);
    const peak = this.#inTruePeak ? /^\s*(?:\[info\]\s*)?Peak:\s+(\S+) dBFS/.exec(line)?.[1] : undefined;
    if (peak !== undefined) loudness.truePeakDbtp = numberOf(peak);
  }

  #readStats(line: string): void {
    const found = /\[(Parsed_astats_\d+) @ 0x[0-9a-f]+\] (?:\[info\] )?(.+)$/.exec(line);
    const [, filter, text] = found ?? [];
    if (filter === undefined || text === undefined) return;
    if (text.startsWith('Channel: ')) {
      this.#overallOf = undefined;
      this.#channels = Number(text.slice(9));
    }
    if (text === 'Overall') {
      this.#overallOf = filter;
      this.#statsByFilter.set(filter, {
        channels: this.#channels,
        samples: undefined,
        rmsDbfs: undefined,
        peakDbfs: undefined,
        flatFactor: undefined,
      });
      this.report.stats = [...this.#statsByFilter.entries()]
        .sort(([left], [right]) => Number(left.slice(14)) - Number(right.slice(14)))
        .map(([, stats]) => stats);
    }
    const stats = this.#overallOf === filter ? this.#statsByFilter.get(filter) : undefined;
    const [name, value] = text.split(': ');
    if (stats === undefined || value === undefined) return;
    if (name === 'Number of samples') stats.samples = numberOf(value);
    else if (name === 'RMS level dB') stats.rmsDbfs = numberOf(value);
    else if (name === 'Peak level dB') stats.peakDbfs = numberOf(value);
    else if (name === 'Flat factor') stats.flatFactor = numberOf(value);
  }
}
