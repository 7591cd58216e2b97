import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { AlertsPage } from '../alerts/AlertsPage';
import { DeskContext, useConnection, useNewDesk } from '../alerts/desk';
import { useOpenCount } from '../alerts/lists';
import { get } from '../api/client';
import type { Workspace } from '../api/types';
import { CustomersPage } from '../customers/CustomersPage';
import { DeadLettersPage } from '../deadletters/DeadLettersPage';
import { DefinitionsPage } from '../definitions/DefinitionsPage';
import { MessagesPage } from '../messages/MessagesPage';
import { Empty } from '../ui/states';
import { WebhooksPage } from '../webhooks/WebhooksPage';
import css from './Frame.module.css';
import { Help } from './Help';
import { Navigation } from './Navigation';
import { RehearsalClock } from './now';
import { places } from './places';
import { RehearsalBanner } from './RehearsalBanner';
import { Link, navigate, useRoute } from './route';
import { titleOf } from './title';
import { typing } from './keys';
import { useUnseen } from './unseen';

/** Everything behind the sign-in: the navigation, and beside it the page that the address names. */
export function Frame({ onSignedOut }: { onSignedOut: () => void }) {
  const desk = useNewDesk();
  const workspace = useWorkspace();
  const [help, setHelp] = useState(false);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (typing(event)) {
        return;
      }

      const place = places[Number(event.key) - 1];
      if (event.key === '?') {
        event.preventDefault();
        setHelp(true);
      } else if (place !== undefined) {
        event.preventDefault();
        navigate(place.href);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  const clock = workspace?.rehearsal === true && workspace.clock != null ? Date.parse(workspace.clock) : null;
  return (
    <DeskContext value={desk}>
      <RehearsalClock value={clock}>
        <a className={css.skip} href="#main">
          Skip to the page
        </a>
        <div className={css.frame}>
          <Navigation onSignedOut={onSignedOut} onHelp={() => setHelp(true)} />
          <div className={css.body}>
            {workspace?.rehearsal === true && <RehearsalBanner clock={workspace.clock ?? null} />}
            <main id="main" className={css.main} tabIndex={-1}>
              <Routed />
            </main>
          </div>
        </div>
        <Title />
        <Help opened={help} onClose={() => setHelp(false)} />
      </RehearsalClock>
    </DeskContext>
  );
}

function Routed() {
  const [page = 'alerts', first, second] = useRoute().parts;
  switch (page) {
    case 'alerts':
      return <AlertsPage selected={first ?? null} />;
    case 'customers':
      return <CustomersPage selected={first ?? null} />;
    case 'messages':
      return <MessagesPage selected={first ?? null} />;
    case 'definitions':
      return <DefinitionsPage kind={first ?? null} id={second ?? null} />;
    case 'dead-letters':
      return <DeadLettersPage />;
    case 'webhooks':
      return <WebhooksPage />;
    default:
      return (
        <>
          <h1 className="heard">Not found</h1>
          <Empty title="There is no such page">
            <Link href="/alerts">Go to the alerts</Link>
          </Empty>
        </>
      );
  }
}

/** What is to be seen from another tab. */
function Title() {
  const open = useOpenCount();
  const unseen = useUnseen();
  const { kind } = useConnection();
  const here = `/${useRoute().parts[0] ?? 'alerts'}`;
  const title = titleOf({
    place: places.find(place => place.href === here)?.name ?? (here === '/webhooks' ? 'Webhooks' : 'Console'),
    open: open.count > 0 ? open.text : null,
    unseen,
    offline: kind === 'waiting',
  });
  return <title>{title}</title>;
}

function useWorkspace(): Workspace | undefined {
  return useQuery({
    queryKey: ['workspace'],
    queryFn: ({ signal }) => get<Workspace>('/v1/workspace', {}, signal),
    // A rehearsal's clock moves in leaps, whenever somebody moves it.
    refetchInterval: query => (query.state.data?.rehearsal === true ? 5_000 : false),
    staleTime: 60_000,
  }).data;
}
