import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { readConfig, VARIABLES } from '@loa-lang/controller/config';
import { ERRORS, errorText } from '@loa-lang/schemas/errors/codes';
import { describe, expect, it } from 'vitest';
import { ROOT, readSources } from './read-sources.ts';

describe('deploy/configuration.md', () => {
  it('lists the variables that the controller reads, in the same order', async () => {
    const text = await readFile(`${ROOT}deploy/configuration.md`, 'utf8');
    const listed = [...text.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name);
    expect(listed).toEqual([...VARIABLES]);
  });

  it('names the defaults that the controller uses', async () => {
    const text = await readFile(`${ROOT}deploy/configuration.md`, 'utf8');
    const read = readConfig({ DATA_DIR: '/d' });
    if (!read.ok) throw new Error('the defaults are wrong');
    const defaultOf = (name: string) =>
      new RegExp(`^\\| \`${name}\` \\| [^|]*\\| ([^|]*) \\|`, 'm').exec(text)?.[1]?.trim();
    const { config } = read;
    expect(defaultOf('HTTP_HOST')).toBe(`\`${config.http.host}\``);
    expect(defaultOf('HTTP_PORT')).toBe(`\`${config.http.port}\``);
    expect(defaultOf('TRUSTED_PROXY')).toBe(`this machine: \`${config.trustedProxies.join(',')}\``);
    expect(config.broker.kind === 'embedded' && defaultOf('MQTT_PORT')).toBe('`1883`');
    expect(defaultOf('UPLOAD_LIMIT_BYTES')).toBe(`\`${config.uploadLimitBytes}\``);
    expect(defaultOf('AUDIO_PACE_BYTES_PER_SECOND')).toBe(`\`${config.audioPaceBytesPerSecond}\``);
    expect(defaultOf('WATCHERS_LIMIT')).toBe(`\`${config.maxWatchers}\``);
    expect(defaultOf('SPEECH_VOICE')).toBe(`\`${config.speech.voice}\``);
    expect(defaultOf('LOG_LEVEL')).toBe(`\`${config.logLevel}\``);
  });
});

describe('the systemd units', () => {
  const analyze = (...args: string[]) => promisify(execFile)('systemd-analyze', args);

  it.each(['agent', 'controller'])('%s: a sandbox, in words that systemd knows', async (name) => {
    const version = await analyze('--version').catch(() => undefined);
    if (version === undefined) {
      console.warn('\n*** SKIPPED: the sandbox of the systemd units, for want of systemd-analyze\n');
      return;
    }
    // in tenths; a unit without a sandbox has 92
    const unit = `${ROOT}deploy/systemd/loa-lang-${name}.service`;
    const { stderr } = await analyze('security', '--offline=true', '--threshold=25', unit);
    expect(stderr).toBe('');
  });
});

describe('the table of errors', () => {
  it('has every code in both languages, in sentences, with the same holes', () => {
    for (const [code, { status, vi, en }] of Object.entries(ERRORS)) {
      expect(status, code).toBeGreaterThanOrEqual(200);
      const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
      expect(holes(vi), code).toEqual(holes(en));
      expect(vi, code).toMatch(/[.}]$/);
      expect(en, code).toMatch(/[.}]$/);
      expect(vi, code).not.toMatch(/\b(MQTT|broker|asset|API|JSON web)\b/);
      expect(en, code).not.toMatch(/\b(MQTT|broker|asset)\b/);
    }
  });

  it('is used: every code is named by the controller', async () => {
    const text = [...(await readSources())]
      .filter(([path]) => !path.startsWith('schemas/errors/'))
      .map(([, source]) => source)
      .join('\n');
    expect(Object.keys(ERRORS).filter((code) => !text.includes(`'${code}'`) && !text.includes(` ${code}:`))).toEqual(
      [],
    );
  });

  it('fills its holes', () => {
    expect(errorText('area-name-taken', { name: 'Trại' }).vi).toContain('"Trại"');
  });
});
