import { Problem } from './problem';

/** Proves to the server that a request is this page's own and not a form on somebody else's. */
export const ownRequest = { 'X-Engagement-Csrf': '1' } as const;

const patience = 20_000;

type Query = Record<string, string | number | null | undefined>;

let onSignedOut: (() => void) | null = null;

/** Names who is told when the server no longer knows the session. */
export function whenSignedOut(tell: () => void): void {
  onSignedOut = tell;
}

/** Says that the session has ended. */
export function signedOut(): void {
  onSignedOut?.();
}

/** A path from its parts; each is encoded once, so an id may hold slashes. */
export function path(parts: TemplateStringsArray, ...ids: (string | number)[]): string {
  return parts
    .map((part, index) => part + (index < ids.length ? encodeURIComponent(String(ids[index])) : ''))
    .join('');
}

export function get<T>(url: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return ask<T>('GET', withQuery(url, query), undefined, signal);
}

export function post<T>(url: string, body?: unknown): Promise<T> {
  return ask<T>('POST', url, body);
}

export function put<T>(url: string, body: unknown): Promise<T> {
  return ask<T>('PUT', url, body);
}

export function remove(url: string): Promise<void> {
  return ask<undefined>('DELETE', url);
}

function withQuery(url: string, query: Query): string {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return given.length === 0
    ? url
    : `${url}?${new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()}`;
}

async function ask<T>(method: string, url: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const response = await send(method, url, body, signal);
  if (response.ok) {
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  if (response.status === 401 && url !== '/v1/session') {
    signedOut();
  }

  throw await Problem.of(response);
}

async function send(method: string, url: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  const timeout = AbortSignal.timeout(patience);
  try {
    return await fetch(url, {
      method,
      headers: {
        Accept: 'application/json',
        ...(method === 'GET' ? {} : ownRequest),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
  } catch (error) {
    if (signal?.aborted === true) {
      throw error;
    }

    throw Problem.unheard();
  }
}
