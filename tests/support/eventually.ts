/** What is at hand may pass in a moment, and costs nothing to look at. */
const LOOK_AGAIN_MS = 10;
/** Who is asked must not be kept by it from what is waited for: at first as often, and more seldom the longer it takes. */
const askAgainMs = (waitedMs: number): number => Math.min(200, Math.max(LOOK_AGAIN_MS, waitedMs / 20));

/** Waits until `probe` holds. @throws with `what` after `withinMs`: a deadline against hanging, never a measurement. */
export async function eventually(
  what: string,
  probe: () => boolean | Promise<boolean>,
  withinMs = 15_000,
): Promise<void> {
  const beganAt = performance.now();
  for (;;) {
    const held = probe();
    if (await held) return;
    const waitedMs = performance.now() - beganAt;
    if (waitedMs > withinMs) throw new Error(`never happened: ${what}`);
    await sleep(held === false ? LOOK_AGAIN_MS : askAgainMs(waitedMs));
  }
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
