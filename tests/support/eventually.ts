/** Asked again at once at first, then the more seldom the longer it takes: asking must not take the processor from what is waited for. */
const pauseMs = (waitedMs: number): number => Math.min(200, Math.max(10, waitedMs / 20));

/** Waits until `probe` holds. @throws with `what` after `withinMs`: a deadline against hanging, never a measurement. */
export async function eventually(
  what: string,
  probe: () => boolean | Promise<boolean>,
  withinMs = 15_000,
): Promise<void> {
  const beganAt = performance.now();
  while (!(await probe())) {
    const waitedMs = performance.now() - beganAt;
    if (waitedMs > withinMs) throw new Error(`never happened: ${what}`);
    await sleep(pauseMs(waitedMs));
  }
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
