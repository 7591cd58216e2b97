import { Button, TextInput } from '@mantine/core';
import { IconKey, IconPencil, IconTrash, IconWebhook } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { get, path, post, put, remove } from '../api/client';
import { wordsOf } from '../api/problem';
import type { Webhook, WebhookMade } from '../api/types';
import { plural } from '../text/amounts';
import { Chip } from '../ui/Chip';
import { Copy } from '../ui/Copy';
import { Empty, Failed, Loading } from '../ui/states';
import { Time } from '../ui/Time';
import { toast } from '../ui/toasts';
import page from '../ui/page.module.css';
import css from './WebhooksPage.module.css';

interface Wanted {
  name: string;
  url: string;
}

/** Where messages by webhook go; whoever is there checks them by a secret. */
export function WebhooksPage() {
  const webhooks = useQuery({
    queryKey: ['webhooks'],
    queryFn: ({ signal }) => get<{ items: Webhook[] }>('/v1/webhooks', {}, signal),
  });
  const [made, setMade] = useState<WebhookMade | null>(null);
  const items = webhooks.data?.items;
  return (
    <div className={page.page} tabIndex={0} role="group" aria-label="Webhooks">
      <div className={page.inner}>
        <header>
          <h1>Webhooks</h1>
          <p className={page.dim}>
            A message with the channel webhook is posted to the endpoint that its rule names. A change holds at once.
          </p>
        </header>
        {made?.secret != null && <Secret made={made} onDone={() => setMade(null)} />}
        <div className={page.card}>
          {items === undefined ? (
            webhooks.isError ? (
              <Failed what="The endpoints" error={webhooks.error} retry={() => void webhooks.refetch()} />
            ) : (
              <Loading rows={3} height={56} />
            )
          ) : items.length === 0 ? (
            <Empty icon={<IconWebhook size={26} stroke={1.5} aria-hidden />} title="There is no endpoint yet" />
          ) : (
            <ul className={page.lines}>
              {items.map(webhook => (
                <Endpoint key={webhook.name} webhook={webhook} onMade={setMade} />
              ))}
            </ul>
          )}
        </div>
        <div className={`${page.card} ${css.boxed}`}>
          <Form label="Add an endpoint" act="Add" onMade={setMade} />
        </div>
      </div>
    </div>
  );
}

/** Shown this once: the server gives it to nobody again. */
function Secret({ made, onDone }: { made: WebhookMade; onDone: () => void }) {
  return (
    <div className={`${page.card} ${css.boxed}`} role="status">
      <p>
        The secret of <strong>{made.webhook.name}</strong> is shown this once. Give it to whoever checks the messages.
      </p>
      <p>
        <code>{made.secret}</code> <Copy text={made.secret ?? ''} what="the secret" />
      </p>
      <Button size="xs" variant="default" onClick={onDone}>
        I have kept it
      </Button>
    </div>
  );
}

function Endpoint({ webhook, onMade }: { webhook: Webhook; onMade: (made: WebhookMade) => void }) {
  const [changing, setChanging] = useState(false);
  const [sure, setSure] = useState(false);
  const { name, url, secrets, configured } = webhook;
  const turn = useAct(() => post<WebhookMade>(path`/v1/webhooks/${name}/secret`), onMade);
  const end = useAct(() => remove(path`/v1/webhooks/${name}`), () => toast('good', `${name} is removed.`));
  return (
    <li>
      <div className={page.what}>
        <p>
          <strong>{name}</strong> {configured && <Chip>set in the configuration</Chip>}
        </p>
        <p className={page.detail}>
          <code>{url}</code>
        </p>
        <p className={page.dim}>
          {plural(secrets, 'secret signs', 'secrets sign')}
          {webhook.changedAt != null && (
            <>
              {' · '}changed by <bdi>{webhook.changedBy}</bdi> <Time at={webhook.changedAt} show="both" real />
            </>
          )}
        </p>
        {changing && (
          <div className={css.change}>
            <Form
              label={`Change the address of ${name}`}
              act="Change"
              given={{ name, url }}
              onMade={onMade}
              onDone={() => setChanging(false)}
            />
          </div>
        )}
      </div>
      {!configured && !changing && (
        <div className={css.acts}>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPencil size={14} aria-hidden />}
            onClick={() => setChanging(true)}
          >
            Change
          </Button>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconKey size={14} aria-hidden />}
            loading={turn.isPending}
            onClick={() => turn.mutate()}
          >
            New secret
          </Button>
          <Button
            size="xs"
            variant={sure ? 'filled' : 'default'}
            leftSection={<IconTrash size={14} aria-hidden />}
            loading={end.isPending}
            onClick={() => (sure ? end.mutate() : setSure(true))}
            onBlur={() => setSure(false)}
          >
            {sure ? 'Remove for good' : 'Remove'}
          </Button>
        </div>
      )}
    </li>
  );
}

interface FormProps {
  label: string;
  act: string;
  given?: Wanted;
  onMade: (made: WebhookMade) => void;
  onDone?: () => void;
}

function Form({ label, act, given, onMade, onDone }: FormProps) {
  const [name, setName] = useState(given?.name ?? '');
  const [url, setUrl] = useState(given?.url ?? '');
  const write = useAct(
    () => put<WebhookMade>(path`/v1/webhooks/${name.trim()}`, { url: url.trim() }),
    made => {
      onMade(made);
      toast('good', `Messages to ${made.webhook.name} go to ${made.webhook.url}.`);
      if (given === undefined) {
        setName('');
        setUrl('');
      }

      onDone?.();
    },
  );
  return (
    <form
      className={css.form}
      aria-label={label}
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        write.mutate();
      }}
    >
      {given === undefined && (
        <TextInput
          label="Name"
          description="As rules name it"
          value={name}
          onChange={event => setName(event.currentTarget.value)}
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
        />
      )}
      <TextInput
        className={css.wide ?? ''}
        label="Address"
        description="It begins with https:"
        value={url}
        onChange={event => setUrl(event.currentTarget.value)}
        inputMode="url"
        spellCheck={false}
        required
        withAsterisk={false}
      />
      <div className={css.acts}>
        {onDone !== undefined && (
          <Button size="sm" variant="default" onClick={onDone}>
            Cancel
          </Button>
        )}
        <Button size="sm" type="submit" loading={write.isPending}>
          {act}
        </Button>
      </div>
    </form>
  );
}

function useAct<T>(act: () => Promise<T>, onSuccess: (answer: T) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: answer => {
      onSuccess(answer);
      void queries.invalidateQueries({ queryKey: ['webhooks'] });
    },
    onError: error => toast('bad', `It stays as it is. ${wordsOf(error)}`),
  });
}
