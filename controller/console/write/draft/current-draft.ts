/** Which draft this tab is at: it is there again after a reload, and after a look at another page. Each person has an own one. */
const keyOf = (by: string): string => `loa-draft-${by}`;

export function currentDraft(by: string): string | undefined {
  try {
    return sessionStorage.getItem(keyOf(by)) ?? undefined;
  } catch {
    return undefined;
  }
}

/** @param id `undefined`: a new one begins */
export function atDraft(by: string, id: string | undefined): void {
  try {
    if (id === undefined) sessionStorage.removeItem(keyOf(by));
    else sessionStorage.setItem(keyOf(by), id);
  } catch {}
}
