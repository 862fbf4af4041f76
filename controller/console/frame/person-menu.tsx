/** Behind the name: what concerns oneself and the settings. */
import { Menu } from '@mantine/core';
import { Link } from 'wouter';
import { post } from '../api/ask.ts';
import { type Self, useMay } from '../api/queries.ts';
import { useTellProblem } from '../parts/toasts.tsx';
import { frame } from '../words/frame.ts';
import { speak, useLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import styles from './frame.module.css';
import { Icon } from './icon.tsx';

const PERSON = 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5a7.5 7.5 0 0 1 15 0';

export function PersonMenu({ self }: { self: Self }) {
  const say = useWords(frame);
  const language = useLanguage();
  const may = useMay();
  const tellProblem = useTellProblem();
  const signOut = () =>
    post('/sign-out').then(
      () => location.assign('/dang-nhap'),
      (error: unknown) => tellProblem(error),
    );
  const asked = language === 'en' ? '?lang=en' : '';
  return (
    <Menu position="bottom-end" withinPortal width={260}>
      <Menu.Target>
        <button type="button" className={styles.person} aria-label={say('menuOf', { name: self.name })}>
          <Icon path={PERSON} />
          <span>{self.name}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {self.standsInFor.length > 0 && (
          <Menu.Label>{say('standsIn', { names: self.standsInFor.map(({ name }) => name).join(', ') })}</Menu.Label>
        )}
        {may('approve') && (
          <Menu.Item component={Link} href="/cho-duyet" mih={44}>
            {say('approvals')}
          </Menu.Item>
        )}
        <Menu.Item component={Link} href="/su-co" mih={44}>
          {say('incidents')}
        </Menu.Item>
        <Menu.Item component={Link} href="/cai-dat" mih={44}>
          {say('settings')}
        </Menu.Item>
        <Menu.Item component={Link} href="/huong-dan" mih={44}>
          {say('guides')}
        </Menu.Item>
        {self.kind === 'person' && (
          <Menu.Item component="a" href={`/tai-khoan${asked}`} mih={44}>
            {say('account')}
          </Menu.Item>
        )}
        <Menu.Item
          mih={44}
          lang={language === 'vi' ? 'en' : 'vi'}
          onClick={() => speak(language === 'vi' ? 'en' : 'vi')}
        >
          {say('language')}
        </Menu.Item>
        {self.kind === 'person' && (
          <Menu.Item mih={44} onClick={() => void signOut()}>
            {say('signOut')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
