import { Modal } from '@mantine/core';
import type { ListedMessage } from '../api/types';
import { MessageView } from './MessageView';

/** A message over whatever is being looked at. */
export function MessageDialog({ message, onClose }: { message: ListedMessage | null; onClose: () => void }) {
  return (
    <Modal
      opened={message !== null}
      onClose={onClose}
      title="Message"
      size="xl"
      lockScroll={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
      transitionProps={{ duration: 100 }}
    >
      {message !== null && <MessageView message={message} />}
    </Modal>
  );
}
