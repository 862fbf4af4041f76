/** A window above the page: Escape and a button that says so close it, and the focus goes back to where it came from. */
import { Modal, type ModalProps } from '@mantine/core';
import { useEffect, useState } from 'react';
import { common } from '../words/common.ts';
import { useWords } from '../words/words.ts';

export type DialogProps = Pick<ModalProps, 'onClose' | 'title' | 'size' | 'closeOnClickOutside' | 'children'> & {
  /** default: it is */
  opened?: boolean;
};

export function Dialog({ opened = true, ...more }: DialogProps) {
  const say = useWords(common);
  useFocusReturned(opened);
  return <Modal opened={opened} {...more} closeButtonProps={{ 'aria-label': say('close'), size: 44 }} />;
}

/** The component itself gives it back only where it stays mounted while it is closed: most here are not. */
function useFocusReturned(opened: boolean): void {
  // looked up while it is drawn first: once it is there it takes the focus
  const [opener] = useState(() => (opened ? document.activeElement : null));
  useEffect(
    () => () => {
      setTimeout(() => {
        if (document.activeElement !== document.body) return;
        if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
      });
    },
    [opener],
  );
}
