import { useQuery } from '@tanstack/react-query';
import { get, path } from '../api/client';
import type { CustomerAnswer } from '../api/types';

/** A customer as known now. Whoever asks for the same one shares one request. */
export function useCustomer(customerId: string) {
  return useQuery({
    queryKey: ['customer', customerId, 'profile'],
    queryFn: ({ signal }) => get<CustomerAnswer>(path`/v1/customers/${customerId}`, {}, signal),
    refetchInterval: 20_000,
  });
}
