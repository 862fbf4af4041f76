/**
 * `npm run doctor -- [--json] [--lang vi|en] [--env FILE] [--backups FOLDER]`: finds the usual faults of a controller and
 * of the ways to it, and says what to do, with the controller running or not. Reads the environment of `npm start`, or a
 * file of it as systemd reads. Exit code 0: nothing to do; 1: something; 2: wrong use.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs, parseEnv } from 'node:util';
import { Machine } from '@loa-lang/device-agent/doctor/machine/machine';
import { languageOf, printReport } from '@loa-lang/schemas/doctor/print';
import { DOCTOR_EXIT, exitCodeOf } from '@loa-lang/schemas/doctor/report';
import { examineController } from './examine.ts';

const USAGE = `npm run doctor -- [tuỳ chọn / options]
  --env FILE        đọc thêm biến môi trường từ tệp, như systemd / read further variables from a file, as systemd does
  --backups FOLDER  thư mục chứa các bản sao lưu / the folder in which backups are kept
  --json            một tài liệu JSON / one JSON document
  --lang vi|en      ngôn ngữ / language`;

function giveUp(text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(DOCTOR_EXIT.usage);
}

function readArguments() {
  try {
    const option = { type: 'string' } as const;
    return parseArgs({ options: { env: option, backups: option, lang: option, json: { type: 'boolean' } } }).values;
  } catch {
    return giveUp(USAGE);
  }
}

const { env: file, backups, lang, json } = readArguments();
const { LC_ALL, LC_MESSAGES, LANG } = process.env;
const language = languageOf(lang, LC_ALL || LC_MESSAGES || LANG) ?? giveUp(USAGE);
const given = file === undefined ? '' : await readFile(file, 'utf8').catch((error: Error) => giveUp(error.message));
const { version } = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8'));
const report = await examineController({
  environment: { ...process.env, ...parseEnv(given) },
  machine: new Machine(),
  version,
  backups,
});
const lines = json ? [JSON.stringify(report, undefined, 2)] : printReport(report, language);
process.stdout.write(`${lines.join('\n')}\n`);
process.exit(exitCodeOf(report));
