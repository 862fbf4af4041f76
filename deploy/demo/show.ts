/** What the demonstration prints for people; nothing of it appears with `--json`. All its texts are here. */
import type { CoverageBody } from '@loa-lang/schemas/http/coverage';
import type { Heard } from './listen.ts';

export interface Show {
  line(text: string): void;
  /** one line that is overwritten by the next call, on a terminal; elsewhere only when it changed a lot */
  progress(text: string): void;
}

export function showOn(stream: NodeJS.WriteStream | undefined): Show {
  if (stream === undefined) return { line: () => undefined, progress: () => undefined };
  let open = false;
  let lastShownAt = 0;
  return {
    line(text) {
      stream.write(`${open ? '\r\u001b[K' : ''}${text}\n`);
      open = false;
    },
    progress(text) {
      if (stream.isTTY) {
        stream.write(`\r\u001b[K${text}`);
        open = true;
      } else if (Date.now() - lastShownAt >= 2000) {
        lastShownAt = Date.now();
        stream.write(`${text}\n`);
      }
    },
  };
}

const HAMLET_STATE: Record<string, string> = { full: '● đủ', partly: '◐ một phần', none: '○ không' };
const CLUSTER_STATE: Record<string, string> = {
  reached: '● đã phát',
  partial: '◐ phát thiếu',
  missed: '○ không phát',
  pending: '… đang chờ',
  'not-measurable': '? không đo được',
};
const LATE =
  'Chậm: đúng âm thanh nhưng lệch giờ, vì một máy tính đang bận phải làm thay 18 cụm loa; mỗi cụm loa thật có máy riêng.';
const number = new Intl.NumberFormat('vi-VN');

/** Coverage in words first, then the tables. */
export function coverageLines(coverage: CoverageBody, heard: ReadonlyMap<string, Heard>): string[] {
  const { hamlets, clusters } = coverage;
  const share = coverage.householdsTotal === 0 ? 0 : (100 * coverage.householdsReached) / coverage.householdsTotal;
  const silent = hamlets.filter(({ state }) => state === 'none').map(({ name }) => name);
  return [
    '',
    `Đã phát tới ${coverage.hamletsReached}/${coverage.hamletsTotal} thôn · ` +
      `${number.format(coverage.householdsReached)}/${number.format(coverage.householdsTotal)} hộ ` +
      `(${number.format(Math.round(share))} %) · ${coverage.clustersReached}/${coverage.clustersTotal} cụm loa`,
    ...(silent.length > 0 ? [`Chưa có tiếng: ${silent.join(', ')}`] : []),
    '',
    row(['Thôn', 'Kết quả', 'Hộ đã tới', 'Hộ', 'Không cụm nào phục vụ', 'Cụm']),
    ...hamlets.map((hamlet) =>
      row([
        hamlet.name,
        HAMLET_STATE[hamlet.state] ?? hamlet.state,
        number.format(hamlet.householdsReached),
        number.format(hamlet.households),
        number.format(hamlet.householdsUnserved),
        `${hamlet.clustersReached}/${hamlet.clusters}`,
      ]),
    ),
    '',
    clusterRow(['Cụm', 'Thôn', 'Kết quả', 'Đã phát', 'Lệch giờ', 'Mức', 'Nghe lại tệp WAV']),
    ...clusters.map((cluster) =>
      clusterRow([
        cluster.code,
        cluster.hamlet,
        CLUSTER_STATE[cluster.state] ?? cluster.state,
        `${number.format(Math.round(cluster.playedMs / 100) / 10)} s`,
        cluster.startErrorMs === undefined ? '–' : `${number.format(Math.round(cluster.startErrorMs * 100) / 100)} ms`,
        cluster.outputLevelDbfs === undefined
          ? '–'
          : `${number.format(Math.round(cluster.outputLevelDbfs * 10) / 10)} dBFS`,
        heardText(heard.get(cluster.id)),
      ]),
    ),
    ...([...heard.values()].some(({ late }) => late) ? ['', LATE] : []),
  ];
}

function heardText(heard: Heard | undefined): string {
  if (heard === undefined) return '–';
  const level = `${heard.levelErrorDb >= 0 ? '+' : ''}${number.format(Math.round(heard.levelErrorDb * 100) / 100)} dB`;
  const lag = `${number.format(Math.round(heard.worstLagMs * 100) / 100)} ms`;
  return `${heard.ok ? 'đúng' : heard.late ? 'chậm' : 'SAI'} (tương quan ${number.format(Math.round(heard.correlation * 1000) / 1000)}, lệch nhất ${lag}, ${level})`;
}

const columns = (widths: number[]) => (cells: string[]) =>
  cells
    .map((cell, i) => cell.padEnd(widths[i] ?? 0))
    .join('  ')
    .trimEnd();
const row = columns([16, 12, 10, 6, 22, 5]);
const clusterRow = columns([6, 16, 13, 8, 10, 11, 30]);
