/** A window above the page: Escape and a button that says so close it. */
import { Modal, type ModalProps } from '@mantine/core';
import { common } from '../words/common.ts';
import { useWords } from '../words/words.ts';

export type DialogProps = Pick<ModalProps, 'onClose' | 'title' | 'size' | 'closeOnClickOutside' | 'children'> & {
  /** default: it is */
  opened?: boolean;
};

export function Dialog({ opened = true, ...more }: DialogProps) {
  const say = useWords(common);
  return <Modal opened={opened} {...more} closeButtonProps={{ 'aria-label': say('close'), size: 44 }} />;
}
