/** Which draft this tab is at: it is there again after a reload, and after a look at another page. */
const KEY = 'loa-draft';

export function currentDraft(): string | undefined {
  try {
    return sessionStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

/** @param id `undefined`: a new one begins */
export function atDraft(id: string | undefined): void {
  try {
    if (id === undefined) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, id);
  } catch {}
}
