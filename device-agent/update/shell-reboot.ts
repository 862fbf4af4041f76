/** Asks the system to start the machine anew, with the command of the configuration. */
import { spawn } from 'node:child_process';

/** `systemctl reboot` answers at once and then ends everything. */
const ANSWERS_WITHIN_MS = 30_000;
const MAX_DETAIL = 500;

export const shellReboot = (command: string) => (): Promise<{ ok: true } | { ok: false; detail: string }> =>
  new Promise((resolve) => {
    const child = spawn(command, { shell: true, stdio: ['ignore', 'ignore', 'pipe'], timeout: ANSWERS_WITHIN_MS });
    let said = '';
    child.stderr.on('data', (text) => {
      said = (said + text).slice(-MAX_DETAIL);
    });
    child.once('error', (error) => resolve({ ok: false, detail: error.message }));
    child.once('close', (code, signal) =>
      resolve(code === 0 ? { ok: true } : { ok: false, detail: `rebootCommand: ${code ?? signal} ${said.trim()}` }),
    );
  });
