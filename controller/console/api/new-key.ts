/** A key that is used once, so that a request that is sent twice is done once. Works on pages without TLS and in browsers of 2020. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
