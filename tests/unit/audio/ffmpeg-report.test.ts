/** The report is the same in the wording of the builds that are supported and of release 7, which moved the lines. */
import { FfmpegReportReader } from '@loa-lang/controller/adapters/audio/ffmpeg-report';
import { describe, expect, it } from 'vitest';

const astats = (number: number, channels: number, rms: string): string[] => {
  const at = `[Parsed_astats_${number} @ 0x55d0c0]`;
  const each = Array.from({ length: channels }, (_, index) => [
    `${at} [info] Channel: ${index + 1}`,
    `${at} [info] RMS level dB: -99`,
  ]);
  const overall = [
    'Overall',
    'Peak level dB: -3.000000',
    `RMS level dB: ${rms}`,
    'Flat factor: 0.000000',
    'Number of samples: 144000',
  ];
  return [...each.flat(), ...overall.map((line) => `${at} [info] ${line}`)];
};

const common = [
  "[info] Input #0, mp3, from 'file:recording':",
  '[info]   Duration: 00:00:03.03, start: 0.025057, bitrate: 64 kb/s',
  '[info]   Stream #0:0: Audio: mp3 (mp3float), 44100 Hz, stereo, fltp, 64 kb/s',
  "[info] Output #0, null, to 'pipe:':",
  ...astats(0, 2, '-20.5'),
  ...astats(3, 1, '-inf'),
  '[Parsed_ebur128_5 @ 0x55] [info] Summary:',
  '[info]     I:         -19.7 LUFS',
  '[info]   True peak:',
  '[info]     Peak:       -2.9 dBFS',
  '[AVIOContext @ 0x55] [verbose] Statistics: 24240 bytes read, 0 seeks',
];
const wordings: Record<string, string[]> = {
  'up to release 5': [
    '[verbose]   Input stream #0:0 (audio): 115 packets read (24120 bytes); 114 frames decoded (131328 samples); ',
    '[verbose]   Output stream #0:0 (audio): 140 frames encoded (142940 samples); 140 packets muxed (571760 bytes); ',
    '[verbose]   Output stream #1:0 (audio): 40 frames encoded (47646 samples); 40 packets muxed (190584 bytes); ',
  ],
  'release 7': [
    '[in#0/mp3 @ 0x55] [verbose]   Input stream #0:0 (audio): 115 packets read (24120 bytes); 114 frames decoded; 1 decode errors (131328 samples); ',
    '[out#0/null @ 0x55] [verbose]   Output stream #0:0 (audio): 140 frames encoded (142940 samples); 140 packets muxed (571760 bytes); ',
    '[out#1/f32le @ 0x55] [verbose]   Output stream #1:0 (audio): 40 frames encoded (47646 samples); 40 packets muxed (190584 bytes); ',
  ],
};

describe('node-fluent-ffmpeg#1262: a new release words things differently', () => {
  it.each(Object.keys(wordings))('%s', (release) => {
    const reader = new FfmpegReportReader();
    for (const line of [...common, ...(wordings[release] ?? [])]) reader.read(line);
    expect(reader.report).toMatchObject({
      ...{ packetsRead: 115, packetBytes: 24_120, framesDecoded: 114, samplesOut: 142_940, bytesRead: 24_240 },
      ...{ claimedMs: 3_030, codec: 'mp3', sampleRateHz: 44_100, hasAudio: true, hasPicture: false, errorCount: 0 },
      loudness: { integratedLufs: -19.7, truePeakDbtp: -2.9 },
      stats: [
        { channels: 2, rmsDbfs: -20.5, peakDbfs: -3, samples: 144_000 },
        { channels: 1, rmsDbfs: Number.NEGATIVE_INFINITY },
      ],
    });
  });
});
