// Debian packages that the tests talk to for real. As root they are installed; otherwise the one command is named.
import { existsSync } from 'node:fs';
import { runQuietly, say } from './processes.mjs';

/** program that shows a package is there → package */
const NEEDED = {
  '/usr/sbin/mosquitto': 'mosquitto',
  '/usr/bin/redis-server': 'redis-server',
  '/usr/bin/ffmpeg': 'ffmpeg',
  '/usr/bin/pulseaudio': 'pulseaudio',
  '/usr/bin/pacat': 'pulseaudio-utils',
  '/usr/bin/aplay': 'alsa-utils',
  '/usr/bin/pdftotext': 'poppler-utils',
  '/usr/bin/chromium': 'chromium',
  '/usr/bin/faketime': 'faketime',
  '/usr/bin/ss': 'iproute2',
};

/** Installs what is missing. Resolves with the packages that are still missing. */
export async function ensureDebianPackages() {
  const missing = Object.entries(NEEDED).filter(([program]) => !existsSync(program));
  if (missing.length === 0) return [];
  const names = missing.map(([, name]) => name);
  const byHand = `sudo apt-get install -y --no-install-recommends ${names.join(' ')}`;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    say(`\n!!! KHÔNG CHẠY ĐỦ / NOT EVERYTHING RUNS: missing ${names.join(', ')}`);
    say(`!!! The suites that need them are skipped. To run them: ${byHand}\n`);
    return names;
  }
  say(`Cài gói Debian / installing Debian packages: ${names.join(', ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runQuietly('apt-get', ['update'], env);
  const { code, output } = await runQuietly('apt-get', ['install', '-y', '--no-install-recommends', ...names], env);
  if (code !== 0) say(`${output}\n!!! ${byHand} failed; the suites that need these packages are skipped`);
  return missing.filter(([program]) => !existsSync(program)).map(([, name]) => name);
}
