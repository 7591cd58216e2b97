import type { Money } from '../api/types';

const count = new Intl.NumberFormat('en');

/** An amount of minor units as people write it. */
export function money(amount: Money): string {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency: amount.currency });
    return format.format(amount.amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  } catch {
    // Not a currency the browser knows: the bare number would be wrong by the size of the minor unit, so it says so.
    return `${count.format(amount.amount)} minor units of ${amount.currency}`;
  }
}

export function number(value: number): string {
  return count.format(value);
}

export function plural(value: number, one: string, many: string): string {
  return `${count.format(value)} ${value === 1 ? one : many}`;
}
