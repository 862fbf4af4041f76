/** A player of what is said, with a name: the browser's own, reached by keys. */
export function Sound({ src, label }: { src: string; label: string }) {
  return (
    // biome-ignore lint/a11y/useMediaCaption: its text stands beside it
    <audio controls preload="none" src={src} aria-label={label} style={{ width: '100%', minHeight: 44 }} />
  );
}
