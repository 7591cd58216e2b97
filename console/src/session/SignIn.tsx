import { Button, PasswordInput, TextInput } from '@mantine/core';
import { IconAlertCircle, IconLockPause } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { post } from '../api/client';
import { Problem, wordsOf } from '../api/problem';
import { recall, remember } from '../shell/wishes';
import { Mark } from '../ui/Mark';
import type { Session } from './session';
import css from './SignIn.module.css';

/** The way in. */
export function SignIn({ ended }: { ended: boolean }) {
  const queries = useQueryClient();
  const [workspace, setWorkspace] = useState(
    () => new URLSearchParams(window.location.search).get('workspace') ?? recall('engagement-workspace') ?? '',
  );
  const [name, setName] = useState(() => recall('engagement-agent') ?? '');
  const [password, setPassword] = useState('');
  const [failure, setFailure] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  const enter = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      const session = await post<Session>('/v1/session', {
        workspace: workspace.trim(),
        name: name.trim(),
        password,
      });
      remember('engagement-workspace', workspace.trim());
      remember('engagement-agent', name.trim());
      queries.setQueryData(['session'], session);
    } catch (error) {
      setFailure(error instanceof Problem ? error : new Problem(0, wordsOf(error)));
      setPassword('');
      setBusy(false);
    }
  };

  return (
    <main className={css.page}>
      <form className={css.card} onSubmit={event => void enter(event)}>
        <div className={css.brand}>
          <Mark size={36} />
          <div>
            <h1>Engagement</h1>
            <p>Agents&apos; console</p>
          </div>
        </div>
        {ended && failure === null && (
          <p className={css.note} role="status">
            Your session has ended. Sign in, and you are back where you were.
          </p>
        )}
        {failure !== null && <Refused failure={failure} />}
        <TextInput
          label="Workspace"
          value={workspace}
          onChange={event => setWorkspace(event.currentTarget.value)}
          autoComplete="organization"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          autoFocus={workspace === ''}
        />
        <TextInput
          label="Name"
          value={name}
          onChange={event => setName(event.currentTarget.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          autoFocus={workspace !== '' && name === ''}
        />
        <PasswordInput
          label="Password"
          value={password}
          onChange={event => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          required
          withAsterisk={false}
          autoFocus={workspace !== '' && name !== ''}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0 }}
        />
        <Button type="submit" loading={busy} fullWidth mt={4}>
          Sign in
        </Button>
      </form>
    </main>
  );
}

function Refused({ failure }: { failure: Problem }) {
  const locked = failure.status === 429;
  const wait = failure.retryAfter === null ? '' : ` Try again in ${waitOf(failure.retryAfter)}.`;
  return (
    <p className={css.refused} role="alert">
      {locked ? <IconLockPause size={18} aria-hidden /> : <IconAlertCircle size={18} aria-hidden />}
      <span>{locked ? `Too many tries.${wait === '' ? ' Wait a while.' : wait}` : failure.message}</span>
    </p>
  );
}

function waitOf(seconds: number): string {
  return seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}
