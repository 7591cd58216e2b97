import { IconCoin, IconLanguage, IconMail, IconMapPin, IconMoon, IconPhone, IconSun } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Customer } from '../api/types';
import { useNow } from '../shell/now';
import { Link } from '../shell/route';
import { number } from '../text/amounts';
import { clockIn } from '../text/time';
import { Copy } from '../ui/Copy';
import css from './Profile.module.css';

/** Who it is, how to reach them, and what time it is there. */
export function Profile({ customer, own }: { customer: Customer; own: boolean }) {
  const { contact } = customer;
  const place = [contact.city, contact.region, contact.country].filter(Boolean).join(', ');
  const name = contact.name ?? customer.id;
  return (
    <header className={css.profile}>
      <div className={css.title} data-named={contact.name != null || undefined}>
        <h2 dir="auto">
          {own ? name : <Link href={`/customers/${encodeURIComponent(customer.id)}`}>{name}</Link>}
        </h2>
        <span className={css.id}>
          {contact.name != null && (
            <code dir="auto" title="The customer’s id">
              {customer.id}
            </code>
          )}
          <Copy text={customer.id} what="the customer’s id" />
        </span>
      </div>
      <ul className={css.contact}>
        {contact.email != null && (
          <Line icon={<IconMail size={15} />}>
            <a href={`mailto:${encodeURIComponent(contact.email)}`}>{contact.email}</a>
          </Line>
        )}
        {contact.phone != null && (
          <Line icon={<IconPhone size={15} />}>
            <a href={`tel:${encodeURIComponent(contact.phone)}`}>{contact.phone}</a>
          </Line>
        )}
        {place !== '' && <Line icon={<IconMapPin size={15} />}>{place}</Line>}
        {contact.timeZone != null && <LocalTime zone={contact.timeZone} />}
        {contact.locale != null && <Line icon={<IconLanguage size={15} />}>{contact.locale}</Line>}
        {(customer.pointsAvailable !== 0 || customer.pointsPending !== 0) && (
          <Line icon={<IconCoin size={15} />}>
            {number(customer.pointsAvailable)} points
            {customer.pointsPending !== 0 && `, ${number(customer.pointsPending)} pending`}
          </Line>
        )}
      </ul>
    </header>
  );
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li>
      <span aria-hidden>{icon}</span>
      <span dir="auto">{children}</span>
    </li>
  );
}

function LocalTime({ zone }: { zone: string }) {
  const clock = clockIn(zone, useNow());
  if (clock === null) {
    return <Line icon={<IconSun size={15} />}>{zone}</Line>;
  }

  return (
    <li data-night={clock.night || undefined} title={zone}>
      <span aria-hidden>{clock.night ? <IconMoon size={15} /> : <IconSun size={15} />}</span>
      <span>
        {clock.day} {clock.time} there{clock.night && ', night'}
      </span>
    </li>
  );
}
