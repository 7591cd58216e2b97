import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { path, post } from '../api/client';
import { wordsOf } from '../api/problem';
import type { Customer } from '../api/types';
import { Link } from '../shell/route';
import { shortId } from '../text/ids';
import { Chip } from '../ui/Chip';
import { toast } from '../ui/toasts';
import css from './Overview.module.css';

type Suppression = NonNullable<Customer['suppressions']>[number];

/** Addresses that get nothing more, each with a way back for whoever knows that it works again. */
export function Suppressions({ customer }: { customer: Customer }) {
  return (customer.suppressions ?? []).map(suppression => (
    <Line
      key={`${suppression.channel}:${suppression.address}`}
      customerId={customer.id}
      suppression={suppression}
    />
  ));
}

function Line({ customerId, suppression }: { customerId: string; suppression: Suppression }) {
  const { channel, address, reason, knownOf } = suppression;
  const queries = useQueryClient();
  const lift = useMutation({
    mutationFn: () => post(path`/v1/customers/${customerId}/suppressions/lift`, { channel, address }),
    onSuccess: () => {
      toast('good', `${address} may have messages by ${channel} again.`);
      // It works again for everybody who has the address.
      void queries.invalidateQueries({ queryKey: ['customer'] });
    },
    onError: error => toast('bad', `It stays as it is. ${wordsOf(error)}`),
  });
  return (
    <div className={css.suppression}>
      <Chip tone="warn">
        {channel} off: <bdi>{reason}</bdi>
      </Chip>
      <bdi>{address}</bdi>
      {knownOf != null && (
        <span className={css.dim}>
          known of <Link href={`/customers/${encodeURIComponent(knownOf)}`}>{shortId(knownOf)}</Link>
        </span>
      )}
      <Button
        size="compact-xs"
        variant="default"
        loading={lift.isPending}
        disabled={lift.isSuccess}
        onClick={() => lift.mutate()}
        aria-label={`Allow again: ${address} by ${channel}`}
      >
        Allow again
      </Button>
    </div>
  );
}
