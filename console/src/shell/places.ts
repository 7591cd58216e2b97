import {
  IconBellRinging,
  IconFileText,
  IconMail,
  IconMailX,
  IconUsers,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';

interface Place {
  href: string;
  name: string;
  /** Where there is little room. */
  short: string;
  icon: ComponentType<{ size: number; stroke: number }>;
}

/** Where one can go, in the order of the keys 1 to 5. */
export const places: Place[] = [
  { href: '/alerts', name: 'Alerts', short: 'Alerts', icon: IconBellRinging },
  { href: '/customers', name: 'Customers', short: 'Customers', icon: IconUsers },
  { href: '/messages', name: 'Messages', short: 'Messages', icon: IconMail },
  { href: '/definitions', name: 'Definitions', short: 'Rules', icon: IconFileText },
  { href: '/dead-letters', name: 'Dead letters', short: 'Failed', icon: IconMailX },
];
