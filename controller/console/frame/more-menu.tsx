/** On a phone: what does not fit into the bar. */
import { Menu } from '@mantine/core';
import { Link } from 'wouter';
import { frame } from '../words/frame.ts';
import { useWords } from '../words/words.ts';
import styles from './frame.module.css';
import { Icon } from './icon.tsx';
import type { Place } from './places.ts';

const DOTS = 'M4 7h16M4 12h16M4 17h16';

export function MoreMenu({ places, location }: { places: readonly Place[]; location: string }) {
  const say = useWords(frame);
  const isHere = places.some(({ path }) => location.startsWith(path));
  return (
    <Menu position="top-end" withinPortal>
      <Menu.Target>
        <button type="button" className={`${styles.place} ${styles.dots}`} data-here={isHere || undefined}>
          <Icon path={DOTS} />
          <span>{say('more')}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {places.map(({ name, path, icon }) => (
          <Menu.Item key={name} component={Link} href={path} leftSection={<Icon path={icon} size={20} />} mih={44}>
            {say(name)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
