/** Around every page: where to go, who is here, and what is always one tap away. */
import { type ReactNode, useEffect } from 'react';
import { Link } from 'wouter';
import { useCommune, useMay, useSelf } from '../api/queries.ts';
import { common } from '../words/common.ts';
import { frame } from '../words/frame.ts';
import { useWords } from '../words/words.ts';
import { Connection } from './connection.tsx';
import styles from './frame.module.css';
import { Icon } from './icon.tsx';
import { keepFocus } from './keep-focus.ts';
import { MoreMenu } from './more-menu.tsx';
import { PersonMenu } from './person-menu.tsx';
import { PLACES, type Place } from './places.ts';
import { useAskedPath } from './where.tsx';

export interface FrameProps {
  /** Dừng, Khẩn cấp */
  acts?: ReactNode;
  /** a lock of silence, on every page until lifted */
  banner?: ReactNode;
  /** paints the header */
  isLocked?: boolean;
  children: ReactNode;
}

/** Whether a place is where one is: `/` only itself, others with all below them. */
export const isHere = (place: Pick<Place, 'path'>, location: string): boolean =>
  place.path === '/' ? location === '/' : location === place.path || location.startsWith(`${place.path}/`);

export function Frame({ acts, banner, isLocked = false, children }: FrameProps) {
  useEffect(keepFocus, []);
  const say = useWords(frame);
  const sayCommon = useWords(common);
  const { path: location, isComing } = useAskedPath();
  const may = useMay();
  const { data: self } = useSelf();
  const commune = useCommune();
  const places = PLACES.filter(({ needs }) => may(needs));
  const link = (place: Place) => (
    <Link
      key={place.name}
      href={place.path}
      className={`${styles.place} ${place.first ? styles.first : styles.later}`}
      aria-current={isHere(place, location) ? 'page' : undefined}
    >
      <Icon path={place.icon} />
      <span>{say(place.name)}</span>
    </Link>
  );
  return (
    <div className={styles.frame}>
      <a className="skip" href="#content">
        {say('skip')}
      </a>
      <header className={`${styles.header} ${isLocked ? styles.locked : ''}`}>
        <Link href="/" className={styles.brand}>
          <strong>{sayCommon('product')}</strong>
          {commune !== undefined && <span className={styles.commune}>{commune.name}</span>}
        </Link>
        <Connection />
        <div className={styles.acts}>{acts}</div>
        {self !== undefined && <PersonMenu self={self} />}
      </header>
      {banner}
      <div className={styles.body}>
        <nav className={styles.rail} aria-label={say('navigation')}>
          {places.map(link)}
          <MoreMenu places={places.filter(({ first }) => !first)} location={location} />
        </nav>
        <main className={styles.main} id="content" aria-busy={isComing}>
          {children}
        </main>
      </div>
    </div>
  );
}
