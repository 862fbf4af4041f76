/** Where in a file which samples are: one entry a page, from a walk over the page headers. */
import { SoundFault } from '../../playout/segment.ts';
import type { OggFile } from './ogg-file.ts';
import { type OpusHead, parseOpusHead } from './opus-head.ts';
import { opusPacketSamples } from './opus-packet.ts';

export interface OggOpusIndex {
  head: OpusHead;
  /** byte offset of each audio page */
  offsets: number[];
  /** end granule of each page; the previous page's when no packet ends in it */
  granules: number[];
  continued: boolean[];
  /** granule of the first sample that is heard: initial granule plus pre-skip */
  firstGranule: number;
  /** granule before the first audio packet; above 0 for a recording that began in mid-stream (RFC 7845 §4.3) */
  initialGranule: number;
  durationSamples: number;
}

/** Samples of the packets that begin and end in a page. */
const samplesInPage = (lacing: Uint8Array, body: Uint8Array): number => {
  let samples = 0;
  let start = 0;
  let end = 0;
  for (const length of lacing) {
    end += length;
    if (length === 255) continue;
    samples += opusPacketSamples(body.subarray(start, end));
    start = end;
  }
  return samples;
};

/** @throws SoundFault when the file is no whole single Opus stream */
export const indexOggOpus = (file: OggFile): OggOpusIndex => {
  const first = file.pageAt(0);
  if (!first.header.firstOfStream) throw new SoundFault('corrupt', 'the stream does not begin at the first page');
  const head = parseOpusHead(first.body);
  const index: OggOpusIndex = {
    head,
    offsets: [],
    granules: [],
    continued: [],
    firstGranule: 0,
    initialGranule: 0,
    durationSamples: 0,
  };
  let offset = first.header.headerBytes + first.header.bodyBytes;
  let sequence = first.header.sequence;
  let inTags = true;
  let last = 0;
  let ended = false;
  while (offset < file.sizeBytes) {
    const header = file.headerAt(offset);
    if (ended || header.serial !== first.header.serial)
      throw new SoundFault('unsupported', 'more than one stream in the file');
    if (header.sequence !== ++sequence) throw new SoundFault('corrupt', `page ${sequence} is missing`);
    if (inTags) {
      // the comment header may span pages; it ends its last page (RFC 7845 §3)
      if (header.lacing.length > 0 && header.lacing.at(-1) !== 255) inTags = false;
    } else {
      const granule = header.granule ?? last;
      if (granule < last) throw new SoundFault('corrupt', 'positions run backwards');
      index.offsets.push(offset);
      index.granules.push(granule);
      index.continued.push(header.continued);
      last = granule;
    }
    ended = header.lastOfStream;
    offset += header.headerBytes + header.bodyBytes;
  }
  if (index.offsets.length === 0) throw new SoundFault('corrupt', 'no audio in the file');
  if (!ended) throw new SoundFault('corrupt', 'the stream has no end: the file was cut short');
  if (index.offsets.length > 1) {
    const page = file.pageAt(index.offsets[0] as number);
    index.initialGranule = Math.max(0, (index.granules[0] as number) - samplesInPage(page.header.lacing, page.body));
  }
  index.firstGranule = index.initialGranule + head.preSkip;
  index.durationSamples = Math.max(0, last - index.firstGranule);
  return index;
};
