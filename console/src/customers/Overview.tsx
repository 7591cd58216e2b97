import { IconExternalLink, IconPackage, IconRoute } from '@tabler/icons-react';
import type { Customer, JourneyRun, Order } from '../api/types';
import { useNow } from '../shell/now';
import { money, plural } from '../text/amounts';
import { shortId } from '../text/ids';
import { dayOf } from '../text/time';
import { Chip, type Tone } from '../ui/Chip';
import { Section } from '../ui/Section';
import { Stars } from '../ui/Stars';
import { Time } from '../ui/Time';
import css from './Overview.module.css';
import { Suppressions } from './Suppressions';

/** Orders, journeys under way, and what we may send. */
export function Overview({ customer, highlightOrder }: { customer: Customer; highlightOrder: string | null }) {
  const orders = (customer.orders ?? []).toReversed();
  const runs = customer.runs ?? [];
  return (
    <>
      <Section title="Orders" count={orders.length}>
        {orders.length === 0 ? (
          <p className={css.none}>No order is known.</p>
        ) : (
          <ul className={css.orders}>
            {orders.map(order => (
              <OrderLine key={order.id} order={order} highlighted={order.id === highlightOrder} />
            ))}
          </ul>
        )}
      </Section>
      <Section title="Journeys under way" count={runs.length}>
        {runs.length === 0 ? (
          <p className={css.none}>Nothing is waited for.</p>
        ) : (
          <ul className={css.runs}>
            {runs.map(run => (
              <RunLine key={run.entry} run={run} />
            ))}
          </ul>
        )}
      </Section>
      <Permissions customer={customer} />
    </>
  );
}

function OrderLine({ order, highlighted }: { order: Order; highlighted: boolean }) {
  const [label, tone] = statusOf(order, useNow());
  const items = order.items ?? [];
  return (
    <li className={css.order} data-highlighted={highlighted || undefined}>
      <IconPackage size={18} stroke={1.6} aria-hidden />
      <div className={css.what}>
        <div className={css.row}>
          <code dir="auto">{order.id}</code>
          <Chip tone={tone}>{label}</Chip>
        </div>
        {items.length > 0 && (
          <p className={css.items} dir="auto">
            {items
              .slice(0, 3)
              .map(
                item =>
                  `${item.quantity > 1 ? `${item.quantity} × ` : ''}${item.name ?? item.category ?? item.productId}`,
              )
              .join(' · ')}
            {items.length > 3 && ` and ${plural(items.length - 3, 'more', 'more')}`}
          </p>
        )}
        <p className={css.dates}>
          {order.placedAt != null && <span>Placed {dayOf(order.placedAt)}</span>}
          {order.deliveredAt != null ? (
            <span>Delivered {dayOf(order.deliveredAt)}</span>
          ) : (
            order.promisedAt != null && <span>Promised {dayOf(order.promisedAt)}</span>
          )}
          {isLate(order) && <span className={css.late}>Later than promised ({dayOf(order.promisedAt ?? '')})</span>}
          {order.trackingUrl != null && /^https?:\/\//i.test(order.trackingUrl) && (
            <a href={order.trackingUrl} target="_blank" rel="noopener noreferrer">
              Track <IconExternalLink size={12} aria-hidden />
            </a>
          )}
        </p>
      </div>
      <div className={css.sum}>
        {order.total != null && <strong>{money(order.total)}</strong>}
        {order.refunded != null && order.refunded.amount > 0 && (
          <span className={css.refunded}>−{money(order.refunded)} refunded</span>
        )}
        {order.rating != null && <Stars rating={order.rating} />}
      </div>
    </li>
  );
}

function isLate(order: Order): boolean {
  return order.promisedAt != null && order.deliveredAt != null && order.deliveredAt > order.promisedAt;
}

function statusOf(order: Order, now: number): [string, Tone] {
  if (order.cancelledAt != null) {
    return ['Cancelled', 'plain'];
  }

  if (order.returnReceivedAt != null) {
    return ['Returned', 'plain'];
  }

  if (order.returnRequestedAt != null) {
    return ['Return requested', 'warn'];
  }

  if (order.stage === 'lost') {
    return ['Lost', 'bad'];
  }

  if (order.deliveredAt != null || order.stage === 'delivered') {
    return ['Delivered', 'good'];
  }

  if (order.stage === 'delayed' || (order.promisedAt != null && Date.parse(order.promisedAt) < now)) {
    return ['Late', 'bad'];
  }

  if (order.stage === 'out-for-delivery') {
    return ['Out for delivery', 'accent'];
  }

  if (order.stage != null || order.shippedAt != null) {
    return ['On its way', 'accent'];
  }

  return order.paidAt != null ? ['Paid', 'plain'] : ['Placed', 'plain'];
}

function RunLine({ run }: { run: JourneyRun }) {
  return (
    <li>
      <IconRoute size={16} stroke={1.6} aria-hidden />
      <span>
        <strong>{run.journey}</strong> <span className={css.dim}>v{run.version}</span>, at <em>{run.step}</em>
        {run.orderId != null && (
          <span className={css.dim}>
            {' '}
            for order <bdi title={run.orderId}>{shortId(run.orderId)}</bdi>
          </span>
        )}
      </span>
      <span className={css.wake}>
        {run.unknown != null && <>waits for {run.unknown}, which is not known{run.wakeAt != null && ', until '}</>}
        {run.wakeAt != null && <Time at={run.wakeAt} show="both" />}
        {run.wakeAt == null && run.unknown == null && 'waits for an event'}
      </span>
    </li>
  );
}

function Permissions({ customer }: { customer: Customer }) {
  const consents = customer.consents ?? [];
  if (consents.length === 0 && (customer.suppressions ?? []).length === 0) {
    return null;
  }

  return (
    <Section title="May be written to">
      <div className={css.consents}>
        {consents.map(({ channel, purpose, granted }) => (
          <Chip key={`${channel}/${purpose}`} tone={granted ? 'good' : 'bad'}>
            {granted ? '✓' : '✕'} {purpose} by {channel}
          </Chip>
        ))}
        <Suppressions customer={customer} />
      </div>
    </Section>
  );
}
