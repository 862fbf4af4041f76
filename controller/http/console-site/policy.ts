/** What the console's page may load and reach: this address alone. */

/**
 * Content Security Policy, level 3. Styles may be written by scripts of this address: the components set sizes and
 * colours that way, and no text of people is ever put into a style or taken for markup.
 * @param tiles origins of the tile server, where one is configured
 */
export function consolePolicy(tiles: readonly string[] = []): string {
  const alsoTiles = tiles.map((origin) => ` ${origin}`).join('');
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob:${alsoTiles}`,
    "font-src 'self'",
    `connect-src 'self'${alsoTiles}`,
    "media-src 'self' blob:",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
