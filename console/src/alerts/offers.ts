import type { ShownAlert } from './store';

/** What an agent may want to do with an alert. */
export type Offer = 'claim' | 'takeOver' | 'release' | 'resolve' | 'note';

type Held = Pick<ShownAlert, 'status' | 'claimedBy'>;

/** What the server lets an agent do with an alert: nothing else is offered, by button or by key. */
export function offers({ status, claimedBy }: Held, agent: string): ReadonlySet<Offer> {
  switch (status) {
    case 'open':
      return new Set<Offer>(['claim', 'resolve', 'note']);
    case 'claimed':
      return new Set<Offer>(claimedBy === agent ? ['release', 'resolve', 'note'] : ['takeOver', 'note']);
    case 'resolved':
      return new Set<Offer>();
  }
}

/** Why an act that is not offered cannot be done: whoever presses its key is told. */
export function whyNot(offer: Offer, { status, claimedBy }: Held, agent: string): string {
  if (status === 'resolved') {
    return 'This alert is resolved: nothing more can be done with it.';
  }

  if (status === 'open') {
    return 'Nobody has this alert. Press c to claim it.';
  }

  return claimedBy === agent
    ? 'You have this alert already.'
    : `${claimedBy ?? 'Somebody'} has this alert. Press c to take it over${offer === 'note' ? '' : ' first'}.`;
}
