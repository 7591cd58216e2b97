import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../api/client';
import { wordsOf } from '../api/problem';
import type { DeadLetterCount } from '../api/types';
import { plural } from '../text/amounts';
import { toast } from '../ui/toasts';

/** Which dead letters are meant; what is empty does not narrow them. */
export interface LetterFilter {
  channel: string;
  reason: string;
  template: string;
  /** Hours since they were given up: at most so many, or at least, when it is negative; 0 for any time. */
  hours: number;
}

export const everyLetter: LetterFilter = { channel: '', reason: '', template: '', hours: 0 };

export type Many = 'retry' | 'dismiss';

/** What was counted and waits for a yes, or how far it has come. */
export interface ManyState {
  act: Many;
  counted: number;
  left: number;
  running: boolean;
}

/** The filter as the server takes it. Its instants are those of now, so it is made anew for each question. */
export function queryOf({ channel, reason, template, hours }: LetterFilter, now: number): Record<string, string> {
  const edge = new Date(now - Math.abs(hours) * 3_600_000).toISOString();
  const given = {
    channel,
    reason: reason.trim(),
    template: template.trim(),
    givenUpFrom: hours > 0 ? edge : '',
    givenUpUntil: hours < 0 ? edge : '',
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
}

/** Counts first, asks, and then does what was counted, call by call, and nothing that came later. */
export function useMany(filter: LetterFilter, onDone: () => void) {
  const queries = useQueryClient();
  const [state, setState] = useState<ManyState | null>(null);
  const [said, setSaid] = useState<Record<string, string>>({});

  const count = async (act: Many): Promise<void> => {
    try {
      const query = queryOf(filter, Date.now());
      const { left, givenUpUntil } = await post<DeadLetterCount>(`/v1/dead-letters/${act}`, query);
      setSaid({ ...query, givenUpUntil });
      setState({ act, counted: left, left, running: false });
    } catch (error) {
      toast('bad', `They could not be counted. ${wordsOf(error)}`);
    }
  };

  const go = async (): Promise<void> => {
    if (state === null) {
      return;
    }

    const { act, counted } = state;
    let left = counted;
    try {
      while (left > 0) {
        setState({ act, counted, left, running: true });
        const answer = await post<DeadLetterCount>(`/v1/dead-letters/${act}`, { ...said, expect: left });
        left = answer.left;
        if (answer.done === 0) {
          break;
        }
      }

      toast(left === 0 ? 'good' : 'bad', ended(act, counted - left, left));
    } catch (error) {
      toast('bad', `${ended(act, counted - left, left)} ${wordsOf(error)}`);
    }

    setState(null);
    onDone();
    void queries.invalidateQueries({ queryKey: ['dead-letters'] });
  };

  return { state, count, go, forget: () => setState(null) };
}

function ended(act: Many, done: number, left: number): string {
  const rest = left === 0 ? '' : ` ${plural(left, 'is', 'are')} left.`;
  return act === 'retry'
    ? `${plural(done, 'dead letter is', 'dead letters are')} in the queue again.${rest}`
    : `${plural(done, 'dead letter was', 'dead letters were')} dismissed.${rest}`;
}
