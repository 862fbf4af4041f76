/** Options of `npm run demo`. */
import { accessSync, constants, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface DemoOptions {
  text: string | undefined;
  file: string | undefined;
  /** clusters switched off */
  offline: number;
  once: boolean;
  /** a month of history is lived first, where the data folder is new */
  history: boolean;
  json: boolean;
  /** where the WAVs are kept */
  out: string | undefined;
  dataDir: string;
  httpPort: number;
  mqttPort: number;
}

export const USAGE = `npm run demo -- [tuỳ chọn / options]
  --text "…"       chỉ phát văn bản này / broadcast only this text
  --file FILE      chỉ phát tệp âm thanh này / broadcast only this audio file
  --offline N      tắt N cụm loa / switch N clusters off (0–18)
  --once           thoát sau lượt phát đầu / leave after the first broadcast
  --no-history     không tạo một tháng hoạt động có sẵn / no month of history behind it
  --json           một tài liệu JSON ở đầu ra chuẩn / one JSON document on standard output
  --out DIR        giữ các tệp WAV / keep the WAV files
  --data DIR       thư mục dữ liệu / data folder (.data/demo)
  --http-port N    cổng HTTP / HTTP port (8080)
  --mqtt-port N    cổng MQTT / MQTT port (18830)`;

/** @returns the options, or a sentence that says what is wrong with them. */
export function readOptions(args: string[], folder: string): DemoOptions | string {
  let values: Record<string, string | boolean | undefined>;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        text: { type: 'string' },
        file: { type: 'string' },
        offline: { type: 'string', default: '0' },
        once: { type: 'boolean', default: false },
        'no-history': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        out: { type: 'string' },
        data: { type: 'string', default: '.data/demo' },
        'http-port': { type: 'string', default: '8080' },
        'mqtt-port': { type: 'string', default: '18830' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }));
  } catch (error) {
    return `${(error as Error).message}\n\n${USAGE}`;
  }
  if (values.help) return USAGE;
  const whole = (name: string, low: number, high: number): number | string => {
    const value = Number(values[name]);
    return Number.isInteger(value) && value >= low && value <= high
      ? value
      : `--${name}: cần số nguyên từ ${low} đến ${high} / a whole number from ${low} to ${high} is needed`;
  };
  const offline = whole('offline', 0, 18);
  const httpPort = whole('http-port', 1, 65_535);
  const mqttPort = whole('mqtt-port', 1, 65_535);
  for (const value of [offline, httpPort, mqttPort]) if (typeof value === 'string') return value;
  const text = values.text as string | undefined;
  if (text !== undefined && text.trim() === '') return '--text: văn bản trống / the text is empty';
  const file = typeof values.file === 'string' ? resolve(folder, values.file) : undefined;
  const unreadable = file === undefined ? undefined : whyUnreadable(file);
  if (unreadable !== undefined) return unreadable;
  return {
    text,
    file,
    offline: offline as number,
    once: values.once as boolean,
    history: !(values.once as boolean) && !(values['no-history'] as boolean),
    json: values.json as boolean,
    out: typeof values.out === 'string' ? resolve(folder, values.out) : undefined,
    dataDir: resolve(folder, values.data as string),
    httpPort: httpPort as number,
    mqttPort: mqttPort as number,
  };
}

function whyUnreadable(file: string): string | undefined {
  try {
    accessSync(file, constants.R_OK);
    return statSync(file).isFile() ? undefined : `${file}: không phải tệp / not a file`;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return missing ? `${file}: không có tệp này / no such file` : `${file}: không đọc được / cannot be read`;
  }
}
