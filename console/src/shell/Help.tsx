import { Kbd, Modal } from '@mantine/core';
import css from './Help.module.css';

const keys: [string[], string][] = [
  [['j', 'k'], 'next and previous alert'],
  [['Enter'], 'go to the alert that is selected'],
  [['c'], 'claim it'],
  [['u'], 'release it'],
  [['r'], 'resolve it'],
  [['n'], 'write a note'],
  [['/'], 'search'],
  [['Esc'], 'back to the list'],
  [['?'], 'this page'],
];

/** What the keys do. */
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
      <dl className={css.keys}>
        {keys.map(([pressed, does]) => (
          <div key={does}>
            <dt>
              {pressed.map(key => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
