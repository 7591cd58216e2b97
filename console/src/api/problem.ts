/** An answer that is not the one asked for, or none at all. */
export class Problem extends Error {
  /** The HTTP status, or 0 when nothing was heard. */
  readonly status: number;
  readonly retryAfter: number | null;

  constructor(status: number, detail: string, retryAfter: number | null = null) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** Whether asking again may help. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  static readonly unheard = (): Problem =>
    new Problem(0, 'The server could not be reached. What is shown may be out of date.');

  static async of(response: Response): Promise<Problem> {
    const retryAfter = Number.parseInt(response.headers.get('Retry-After') ?? '', 10);
    const body: unknown = await response.json().catch(() => null);
    const said = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
    return new Problem(
      response.status,
      typeof said.detail === 'string' ? said.detail : usual(response.status),
      Number.isNaN(retryAfter) ? null : retryAfter,
    );
  }
}

function usual(status: number): string {
  switch (status) {
    case 401:
      return 'Your session has ended. Sign in again.';
    case 403:
      return 'You are not allowed to do this.';
    case 404:
      return 'There is nothing here of that name.';
    case 409:
      return 'Somebody else was faster.';
    case 429:
      return 'Too many requests. Wait a moment.';
    default:
      return status >= 500 ? 'The server is in trouble. Try again in a moment.' : 'The server refused this.';
  }
}

/** What went wrong, in words for the agent. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : 'Something went wrong.';
}
