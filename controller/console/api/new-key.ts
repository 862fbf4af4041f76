/** Names of requests: one that is sent twice is done once. Works on pages without TLS and in browsers of 2020. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Of one intention and what is asked for by it: sent again it is the same, changed it is another. */
export const keyOf = (intention: string, body: unknown): string => `${intention}-${hashOf(JSON.stringify(body))}`;

/** FNV-1a. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash.toString(16);
}
