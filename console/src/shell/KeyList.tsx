import css from './KeyList.module.css';

const keys: [string[], string][] = [
  [['j', 'k'], 'next and previous alert'],
  [['Enter'], 'go to the alert that is selected'],
  [['c'], 'claim it, or take it over'],
  [['u'], 'release it'],
  [['r'], 'resolve it'],
  [['n'], 'write a note'],
  [['/'], 'search'],
  [['1', '…', '5'], 'the pages, as they stand at the left'],
  [['Esc'], 'back to the list'],
  [['?'], 'these keys'],
];

/** What the keys do. */
export function KeyList() {
  return (
    <dl className={css.keys}>
      {keys.map(([pressed, does]) => (
        <div key={does}>
          <dt>{pressed.map(key => (key === '…' ? <span key={key}>to</span> : <kbd key={key}>{key}</kbd>))}</dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}
