import { Modal } from '@mantine/core';
import { KeyList } from './KeyList';

/** What the keys do, over whatever is shown. */
export function Help({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  // Locking the scroll would write a style element into the page, which its security policy refuses.
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Keys"
      size="sm"
      centered
      lockScroll={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
      transitionProps={{ duration: 100 }}
    >
      <KeyList />
    </Modal>
  );
}
