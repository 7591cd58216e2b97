import { Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import {
  IconChevronUp,
  IconDeviceDesktop,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSun,
  IconWebhook,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { remove } from '../api/client';
import { wordsOf } from '../api/problem';
import { useOpenCount } from '../alerts/lists';
import { useSession } from '../session/session';
import { Mark } from '../ui/Mark';
import { toast } from '../ui/toasts';
import { ConnectionState } from './ConnectionState';
import css from './Navigation.module.css';
import { askPermission, chime, permission } from './notices';
import { places } from './places';
import { Link, navigate, useRoute } from './route';
import { useWishes, wish } from './wishes';

interface Props {
  onSignedOut: () => void;
  onHelp: () => void;
}

/** Where one can go, whether the feed is live, and who is signed in. */
export function Navigation({ onSignedOut, onHelp }: Props) {
  const { workspace, workspaceName } = useSession();
  const { parts } = useRoute();
  const here = `/${parts[0] ?? 'alerts'}`;
  const open = useOpenCount();
  return (
    <nav className={css.nav} aria-label="Main">
      <div className={css.brand}>
        <Mark size={26} />
        <div className={css.where}>
          <strong>Engagement</strong>
          <span dir="auto">{workspaceName ?? workspace}</span>
        </div>
      </div>
      <ul className={css.pages}>
        {places.map(({ href, name, short, icon: Icon }, index) => (
          <li key={href}>
            <Link
              href={href}
              className={css.page}
              aria-current={here === href ? 'page' : undefined}
              aria-keyshortcuts={String(index + 1)}
              title={`${name} (key ${index + 1})`}
            >
              <Icon size={19} stroke={1.7} />
              <span className={css.name}>{name}</span>
              <span className={css.short} aria-hidden>
                {short}
              </span>
              {href === '/alerts' && open.count > 0 && (
                <span className={css.count}>
                  {open.text}
                  <span className="heard"> open</span>
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
      <div className={css.foot}>
        <ConnectionState />
        <AgentMenu onSignedOut={onSignedOut} onHelp={onHelp} />
      </div>
    </nav>
  );
}

function AgentMenu({ onSignedOut, onHelp }: Props) {
  const { name, workspace } = useSession();
  const queries = useQueryClient();

  const signOut = async (): Promise<void> => {
    try {
      await remove('/v1/session');
      await queries.cancelQueries();
      onSignedOut();
    } catch (error) {
      toast('bad', `You are still signed in. ${wordsOf(error)}`);
    }
  };

  return (
    <Menu position="top-start" width={260} shadow="md" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button type="button" className={css.agent} title={name}>
          <span className={css.initial} aria-hidden data-initials={initials(name)} />
          <span className={css.agentName} dir="auto">
            {name}
          </span>
          <span className="heard">Settings and sign-out</span>
          <IconChevronUp size={16} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <bdi>{name}</bdi> in <bdi>{workspace}</bdi>
        </Menu.Label>
        <SchemeItems />
        <Menu.Divider />
        <NoticeItems />
        <Menu.Divider />
        <Menu.Item leftSection={<IconWebhook size={16} />} onClick={() => navigate('/webhooks')} closeMenuOnClick>
          Webhooks
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={onHelp} closeMenuOnClick>
          Keys
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()} closeMenuOnClick>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

const schemes: [MantineColorScheme, string, typeof IconSun][] = [
  ['auto', 'As the system', IconDeviceDesktop],
  ['light', 'Light', IconSun],
  ['dark', 'Dark', IconMoon],
];

function SchemeItems() {
  // Holding transitions back would write a style element into the page, which its security policy refuses.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  return (
    <Menu.RadioGroup value={colorScheme} onChange={scheme => setColorScheme(scheme as MantineColorScheme)}>
      {schemes.map(([scheme, label, Icon]) => (
        <Menu.RadioItem key={scheme} value={scheme} rightSection={<Icon size={16} aria-hidden />}>
          {label}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}

function NoticeItems() {
  const { sound, notices } = useWishes();

  const toggleSound = (): void => {
    wish({ sound: !sound });
    if (!sound) {
      chime();
    }
  };

  const toggleNotices = async (): Promise<void> => {
    if (notices || (await askPermission())) {
      wish({ notices: !notices });
    } else {
      toast('bad', 'The browser does not allow notifications from this page. Its site settings can.');
    }
  };

  return (
    <>
      <Toggle label="Sound on new alerts" on={sound} onToggle={toggleSound} />
      {permission() !== 'missing' && (
        <Toggle label="Desktop notifications" on={notices} onToggle={() => void toggleNotices()} />
      )}
    </>
  );
}

function Toggle({ label, on, onToggle }: { label: string; on: boolean; onToggle: () => void }) {
  return (
    <Menu.CheckboxItem checked={on} onChange={onToggle}>
      {label}
    </Menu.CheckboxItem>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const firsts = [words[0], words.length > 1 ? words.at(-1) : undefined].map(word => firstLetter(word ?? ''));
  return firsts.join('').toUpperCase();
}

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function firstLetter(word: string): string {
  for (const { segment } of letters.segment(word)) {
    return segment;
  }

  return '';
}
