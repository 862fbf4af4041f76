/** Waits until `probe` holds. @throws with `what` after `withinMs`: a deadline against hanging, never a measurement. */
export async function eventually(
  what: string,
  probe: () => boolean | Promise<boolean>,
  withinMs = 15_000,
): Promise<void> {
  const endsAt = performance.now() + withinMs;
  while (!(await probe())) {
    if (performance.now() > endsAt) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
