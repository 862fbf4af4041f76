/** A long list of which only what is seen is drawn: thousands stay quick. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useRef } from 'react';
import styles from './rows.module.css';

export interface RowsProps<Item> {
  items: readonly Item[];
  keyOf: (item: Item) => string;
  /** CSS pixels of a row, about */
  rowHeight: number;
  /** CSS height of the window; fewer rows make it lower */
  maxHeight?: string;
  label: string;
  row: (item: Item, index: number) => ReactNode;
}

/** Fewer than this are drawn all: the page scrolls, and the browser's own search finds each. */
const FEW = 80;

export function Rows<Item>({ items, keyOf, rowHeight, maxHeight = '70vh', label, row }: RowsProps<Item>) {
  const frame = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length > FEW ? items.length : 0,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => keyOf(items[index] as Item),
    overscan: 4,
  });
  if (items.length <= FEW) {
    return (
      <ul className={styles.plain} aria-label={label}>
        {items.map((item, index) => (
          <li key={keyOf(item)}>{row(item, index)}</li>
        ))}
      </ul>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section ref={frame} className={styles.frame} style={{ maxHeight }} tabIndex={0} aria-label={label}>
      <ul className={styles.all} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => (
          <li
            key={String(key)}
            data-index={index}
            ref={virtual.measureElement}
            className={styles.row}
            style={{ transform: `translateY(${start}px)` }}
            aria-setsize={items.length}
            aria-posinset={index + 1}
          >
            {row(items[index] as Item, index)}
          </li>
        ))}
      </ul>
    </section>
  );
}
