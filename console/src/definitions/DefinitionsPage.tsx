import { IconFileText } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { get, path } from '../api/client';
import type { Definition, Page } from '../api/types';
import { Link, navigate, useRoute } from '../shell/route';
import { Card } from '../ui/Card';
import { Empty, Failed, Loading, Stale } from '../ui/states';
import { Time } from '../ui/Time';
import { ListPane, TwoPanes } from '../ui/TwoPanes';
import css from './DefinitionsPage.module.css';

/** The journeys, programmes, rules, templates and brand that decide what happens; to be read, not written. */
export function DefinitionsPage({ kind, id }: { kind: string | null; id: string | null }) {
  const chosen = kind !== null && id !== null;
  return (
    <TwoPanes
      title="Definitions"
      opened={chosen}
      back="/definitions"
      list={
        <ListPane title="Definitions">
          <DefinitionList kind={kind} id={id} />
        </ListPane>
      }
      detail={
        chosen ? (
          <OneDefinition kind={kind} id={id} />
        ) : (
          <Empty icon={<IconFileText size={26} stroke={1.5} aria-hidden />} title="Choose a definition">
            Its text and its versions will be here.
          </Empty>
        )
      }
    />
  );
}

function DefinitionList({ kind, id }: { kind: string | null; id: string | null }) {
  const query = useQuery({
    queryKey: ['definitions'],
    queryFn: ({ signal }) => get<Page<Definition>>('/v1/definitions', {}, signal),
  });
  if (query.data === undefined) {
    return query.isError ? (
      <Failed what="The definitions" error={query.error} retry={() => void query.refetch()} />
    ) : (
      <Loading rows={8} height={32} />
    );
  }

  const kinds = Map.groupBy(query.data.items, definition => definition.kind);
  if (kinds.size === 0) {
    return <Empty title="No definitions yet">Until some are published, events are kept and nothing follows.</Empty>;
  }

  return (
    <>
      {query.isError && <Stale error={query.error} retry={() => void query.refetch()} />}
      {[...kinds].map(([name, definitions]) => (
        <section key={name} className={css.kind}>
          <h2>{name}</h2>
          <ul>
            {definitions.map(definition => (
              <li key={definition.id}>
                <Link
                  href={`/definitions/${encodeURIComponent(definition.kind)}/${encodeURIComponent(definition.id)}`}
                  className={css.line}
                  aria-current={definition.kind === kind && definition.id === id ? 'true' : undefined}
                >
                  <span dir="auto">{definition.id}</span>
                  <span className={css.dim}>{standing(definition)}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

/** Which version decides, and whether it is the brand of messages that name none. */
function standing({ version, inForce, isDefault }: Definition): string {
  const versions = inForce === version ? `v${version}` : inForce == null ? 'not in force' : `v${inForce} of ${version}`;
  return isDefault === true ? `${versions}, default` : versions;
}

function OneDefinition({ kind, id }: { kind: string; id: string }) {
  const version = Number(useRoute().query.get('version')) || null;
  const query = useQuery({
    queryKey: ['definitions', kind, id, version],
    queryFn: ({ signal }) => get<Definition>(path`/v1/definitions/${kind}/${id}`, { version }, signal),
  });
  const newest = useQuery({
    queryKey: ['definitions', kind, id, null],
    queryFn: ({ signal }) => get<Definition>(path`/v1/definitions/${kind}/${id}`, {}, signal),
  });
  if (query.data === undefined) {
    return (
      <Card>
        {query.isError ? (
          <Failed what="The definition" error={query.error} retry={() => void query.refetch()} />
        ) : (
          <Loading rows={6} height={24} />
        )}
      </Card>
    );
  }

  const definition = query.data;
  const last = newest.data?.version ?? definition.version;
  return (
    <Card>
      <header className={css.head}>
        <div>
          <h2 dir="auto">{definition.id}</h2>
          <p className={css.dim}>
            {definition.kind}
            {definition.at != null && (
              <>
                , published <Time at={definition.at} show="both" real />
              </>
            )}
            {definition.author != null && (
              <>
                {' '}
                by <bdi>{definition.author}</bdi>
              </>
            )}
          </p>
        </div>
        <select
          className={css.versions}
          aria-label="Version"
          value={definition.version}
          onChange={event => {
            const chosen = event.currentTarget.value;
            navigate(
              `/definitions/${encodeURIComponent(kind)}/${encodeURIComponent(id)}?version=${chosen}`,
              'replace',
            );
          }}
        >
          {Array.from({ length: last }, (_, index) => last - index).map(number => (
            <option key={number} value={number}>
              version {number}
              {number === last ? ', newest' : ''}
            </option>
          ))}
        </select>
      </header>
      <Text text={definition.text ?? ''} />
    </Card>
  );
}

function Text({ text }: { text: string }) {
  return (
    <pre className={css.text} tabIndex={0} aria-label="Its text">
      <code>
        {text
          .replace(/\n$/, '')
          .split('\n')
          .map((line, index) => (
            <span key={index} className={css.codeLine} data-comment={/^\s*#/.test(line) || undefined}>
              {line}
              {'\n'}
            </span>
          ))}
      </code>
    </pre>
  );
}
