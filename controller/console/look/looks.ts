/** Which look somebody has chosen; by the system where nobody has. Kept in this browser. */
export const LOOKS = ['system', 'light', 'dark', 'sun'] as const;
export type Look = (typeof LOOKS)[number];

const KEY = 'loa-look';

export function chosenLook(): Look {
  const kept = read();
  return LOOKS.find((look) => look === kept) ?? 'system';
}

/** A browser that keeps nothing still shows what was chosen. */
export function chooseLook(look: Look): void {
  try {
    localStorage.setItem(KEY, look);
  } catch {}
  paint(look);
}

/** @returns for the components: light, dark or by the system */
export function paint(look: Look): 'light' | 'dark' | 'auto' {
  if (look === 'sun') document.documentElement.dataset.look = 'sun';
  else delete document.documentElement.dataset.look;
  if (look === 'system') return 'auto';
  return look === 'dark' ? 'dark' : 'light';
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
