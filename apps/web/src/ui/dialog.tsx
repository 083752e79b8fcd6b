import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import './dialog.css';

type Props = {
  opened: boolean;
  onClose: () => void;
  title: string;
  width?: number;
  closeOnClickOutside?: boolean;
  children: ReactNode;
};

/**
 * A dialog that takes the whole window on a phone. Its head is a plain `div`: Mantine's own is a `header`, which would be
 * a second banner of the page.
 */
export function Dialog({ opened, onClose, title, width = 480, closeOnClickOutside = true, children }: Props) {
  const narrow = useMediaQuery('(max-width: 36em)') ?? false;
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      size={width}
      fullScreen={narrow}
      closeOnClickOutside={closeOnClickOutside}
    >
      <Modal.Overlay />
      <Modal.Content>
        <div className="dialog-head">
          <Modal.Title className="dialog-title">{title}</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
