import type { Json, JsonObject, TimelineEntry } from '../api/types';
import { money, number, plural } from './amounts';
import { shortId } from './ids';
import { dayOf, when } from './time';

/** One line of a timeline, in words. */
export interface Sentence {
  text: string;
  /** What led to it: journey, version, step, reason. */
  why?: string;
  /** Somebody's own words, from outside. */
  words?: string;
  tone?: 'good' | 'warn' | 'bad';
}

const str = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const num = (value: Json | undefined): number => (typeof value === 'number' ? value : 0);
const obj = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
const amount = (value: Json | undefined): string => {
  const { amount: minor, currency } = obj(value);
  return typeof minor === 'number' && typeof currency === 'string' ? money({ amount: minor, currency }) : '';
};
const joined = (...parts: string[]): string => parts.filter(part => part !== '').join(', ');
const lotOf = (fact: JsonObject): string => str(fact.lot).split(':').map(shortId).join(' ');
const bare = (sentence: string): string => sentence.replace(/\.$/, '');
const inBrackets = (text: string): string => (text === '' ? '' : ` (${text})`);
const of = (order: Json | undefined): string => (str(order) === '' ? '' : ` order ${shortId(str(order))}`);

/** What came in: the event, the follow-up or the agent's act. */
export function headline(entry: TimelineEntry): Sentence {
  switch (entry.kind) {
    case 'event':
      return eventSentence(entry.event?.type ?? '', dataOf(entry.input));
    case 'follow-up':
      return { text: dueText(entry.facts) };
    case 'act':
      return actSentence(actOf(entry.input));
  }
}

function dueText(concluded: JsonObject[]): string {
  const entry = concluded.map(fact => str(fact.entry)).find(name => name !== '');
  if (entry !== undefined) {
    return `Journey ${entry.split(':')[0] ?? ''} went on`;
  }

  return concluded.some(fact => fact.fact === 'points-matured') ? 'Pending points came of age' : 'A wait was over';
}

// The journal keeps the input as it was decided on; the event's data lies in it at one of two depths.
function dataOf(input: JsonObject | null | undefined): JsonObject {
  const given = input ?? {};
  return obj(given.data ?? obj(given.event).data);
}

function actOf(input: JsonObject | null | undefined): JsonObject {
  const given = input ?? {};
  return typeof given.act === 'object' ? obj(given.act) : given;
}

type Told = (data: JsonObject) => Sentence;

const events: Record<string, Told> = {
  'customer.identified': () => ({ text: 'The customer became known' }),
  'customer.updated': () => ({ text: 'The customer’s details changed' }),
  'customer.consent-changed': d => ({
    text: `${d.granted === true ? 'Consent given' : 'Consent withdrawn'}: ${str(d.channel)}, ${str(d.purpose)}`,
  }),
  'product.viewed': d => ({ text: `Looked at product ${str(d.productId)}${inBrackets(str(d.category))}` }),
  'order.placed': d => ({
    text: `Placed${of(d.orderId)}${inBrackets(
      joined(amount(d.total), Array.isArray(d.items) ? plural(d.items.length, 'item', 'items') : ''),
    )}`,
  }),
  'order.paid': d => ({ text: `Payment approved for${of(d.orderId)}` }),
  'order.cancelled': d => ({ text: `Cancelled${of(d.orderId)}`, words: str(d.reason), tone: 'warn' }),
  'shipment.created': d => ({ text: `Handed to the carrier${inBrackets(str(d.carrier))}:${of(d.orderId)}` }),
  'shipment.in-transit': d => ({ text: `On its way:${of(d.orderId)}${inBrackets(str(d.location))}` }),
  'shipment.out-for-delivery': d => ({ text: `Out for delivery:${of(d.orderId)}` }),
  'shipment.delivered': d => ({ text: `Delivered:${of(d.orderId)}`, tone: 'good' }),
  'shipment.delayed': d => ({ text: `Delayed:${of(d.orderId)}`, words: str(d.reason), tone: 'warn' }),
  'shipment.lost': d => ({ text: `Lost:${of(d.orderId)}`, tone: 'bad' }),
  'review.submitted': d => ({
    text: `Reviewed${of(d.orderId)}: ${num(d.rating)} of 5`,
    words: [str(d.title), str(d.text)].filter(Boolean).join('\n'),
    ...(num(d.rating) <= 2 ? { tone: 'bad' as const } : {}),
  }),
  'survey.sent': d => ({ text: `Survey sent${inBrackets(str(d.surveyId))}` }),
  'survey.answered': d => ({ text: `Answered a survey: ${num(d.score)}`, words: str(d.text) }),
  'return.requested': d => ({ text: `Asked to return${of(d.orderId)}`, words: str(d.reason), tone: 'warn' }),
  'return.received': d => ({ text: `Return received:${of(d.orderId)}${inBrackets(amount(d.amount))}` }),
  'refund.issued': d => ({ text: `Refunded ${amount(d.amount)} for${of(d.orderId)}` }),
  'support.requested': d => ({
    text: `Asked for help${str(d.subject) === '' ? '' : `: ${str(d.subject)}`}`,
    words: str(d.text),
    tone: 'warn',
  }),
  'message.opened': () => ({ text: 'Opened a message' }),
  'message.clicked': d => ({ text: 'Clicked a link in a message', words: str(d.url) }),
  'message.bounced': d => ({
    text: d.hard === true ? 'A message bounced for good' : 'A message bounced',
    words: str(d.reason),
    tone: 'warn',
  }),
  'message.unsubscribed': d => ({ text: `Unsubscribed${inBrackets(str(d.purpose))}`, tone: 'warn' }),
};

function eventSentence(type: string, data: JsonObject): Sentence {
  return events[type]?.(data) ?? { text: `Event ${type}` };
}

function actSentence(act: JsonObject): Sentence {
  const agent = str(act.agent) || 'An agent';
  switch (str(act.act)) {
    case 'claim':
      return { text: `${agent} claimed an alert` };
    case 'release':
      return { text: `${agent} released an alert` };
    case 'resolve':
      return { text: `${agent} resolved an alert`, words: str(act.resolution), tone: 'good' };
    case 'note':
      return { text: `${agent} wrote a note`, words: str(act.text) };
    case 'lift-suppression':
      return { text: `${agent} let an address have messages again` };
    case 'take-over':
      return { text: `${agent} took over an alert from ${str(act.from)}` };
    case 'retry-effect':
      return { text: `${agent} sent again what had been given up` };
    case 'dismiss-effect':
      return { text: `${agent} dismissed what had been given up`, tone: 'warn' };
    case 'redirect':
      return { text: 'The address had changed before a letter left' };
    default:
      return { text: `${agent} acted` };
  }
}

const version = (value: Json | undefined): string => (typeof value === 'number' ? ` v${value}` : '');
const run = (fact: JsonObject): string => {
  const journey = str(fact.entry).split(':')[0] ?? '';
  return [`journey ${journey}`, str(fact.step) && `step ${str(fact.step)}`].filter(Boolean).join(', ');
};

const facts: Record<string, (fact: JsonObject, now: number) => Sentence> = {
  'profile-changed': f => ({ text: `Profile: ${profile(obj(f.contact))}` }),
  'profile-confirmed': f => ({ text: `Profile, said again: ${profile(obj(f.contact))}` }),
  'consent-changed': f => ({
    text: `${f.granted === true ? 'May now be sent' : 'May no longer be sent'} ${str(f.purpose)} by ${str(f.channel)}`,
  }),
  'address-suppressed': f => ({
    text: `Nothing more goes to ${str(f.address)} by ${str(f.channel)}`,
    why: str(f.reason),
    tone: 'warn',
  }),
  'suppression-lifted': f => ({
    text: `${str(f.agent)} lets ${str(f.address)} have messages by ${str(f.channel)} again`,
  }),
  'letter-bounced-softly': f => ({ text: `A letter to ${str(f.address)} came back`, tone: 'warn' }),
  'letter-redirected': f => ({ text: `A letter went to the new address, ${str(f.to)}` }),
  'address-reached': f => ({ text: `Letters reach ${str(f.address)}` }),
  'order-placed': f => ({
    text: `Order ${shortId(str(f.orderId))} noted${inBrackets(amount(f.total))}`,
    ...(str(f.promisedAt) === '' ? {} : { why: `promised for ${dayOf(str(f.promisedAt))}` }),
  }),
  'order-paid': f => ({ text: `Order ${shortId(str(f.orderId))} is paid` }),
  'order-cancelled': f => ({ text: `Order ${shortId(str(f.orderId))} is cancelled`, tone: 'warn' }),
  'shipment-moved': f => ({ text: `Order ${shortId(str(f.orderId))} is ${stages[str(f.stage)] ?? str(f.stage)}` }),
  'promise-moved': f => ({
    text: `Order ${shortId(str(f.orderId))} is now promised for ${dayOf(str(f.promisedAt))}`,
  }),
  'return-requested': f => ({
    text: `Return ${shortId(str(f.returnId))} of order ${shortId(str(f.orderId))} is open`,
  }),
  'return-received': f => ({
    text: `Return ${shortId(str(f.returnId))} of order ${shortId(str(f.orderId))} is here`,
  }),
  refunded: f => ({ text: `${amount(f.amount)} refunded on order ${shortId(str(f.orderId))}` }),
  reviewed: f => ({
    text: `Rating ${num(f.rating)} of 5 noted${str(f.orderId) && ` for order ${shortId(str(f.orderId))}`}`,
  }),
  'order-mentioned': f => ({ text: `Remembered ${str(f.eventType)} for order ${shortId(str(f.orderId))}` }),
  'journey-entered': f => ({
    text: `Entered journey ${str(f.journey)}${version(f.version)}`,
    why: joined(
      str(f.orderId) && `order ${shortId(str(f.orderId))}`,
      str(f.eventType) && `because of ${str(f.eventType)}`,
    ),
  }),
  'journey-declined': f => ({
    text: `Did not enter journey ${str(f.journey)}${version(f.version)}`,
    why: str(f.reason),
  }),
  'journey-moved': (f, now) => ({
    text: `Waits at ${str(f.step)}${str(f.wakeAt) === '' ? ' for an event' : ` until ${when(str(f.wakeAt), now)}`}`,
    why: run({ entry: f.entry }),
  }),
  'journey-left': f => ({ text: `Left journey ${str(f.entry).split(':')[0] ?? ''}`, why: str(f.reason) }),
  'message-queued': f => ({
    text: `Message ${str(f.template)} v${num(f.templateVersion)} goes out by ${str(f.channel)}`,
    why: joined(run(f), str(f.purpose)),
    tone: 'good',
  }),
  'message-withheld': f => ({
    text: `Message ${str(f.template)} was held back`,
    why: joined(bare(str(f.reason)), run(f)),
    tone: 'warn',
  }),
  'effect-retried': f => ({ text: 'Back in its queue', why: str(f.key) }),
  'effect-dismissed': f => ({ text: 'Not sent any more', why: str(f.key), tone: 'warn' }),
  'alert-raised': f => ({
    text: `Agents were alerted (${str(f.severity)})`,
    why: joined(bare(str(f.reason)), `rule ${str(f.rule)}`),
    tone: 'bad',
  }),
  'alert-claimed': f => ({
    text: `Alert claimed by ${str(f.agent)}`,
    ...(str(f.from) === '' ? {} : { why: `taken over from ${str(f.from)}` }),
  }),
  'alert-released': f => ({ text: `Alert released by ${str(f.agent)}` }),
  'alert-resolved': f => ({ text: `Alert resolved by ${str(f.agent)}`, tone: 'good' }),
  'alert-noted': f => ({ text: `Note by ${str(f.agent)}` }),
  'points-earned': f => ({
    text: `${number(num(f.points))} points earned, pending`,
    why: `programme ${str(f.programme)}${version(f.version)}, order ${shortId(str(f.orderId))}`,
    tone: 'good',
  }),
  'points-declined': f => ({
    text: `${number(num(f.points))} points were not earned on order ${shortId(str(f.orderId))}`,
    why: bare(str(f.reason)),
    tone: 'warn',
  }),
  'points-scheduled': f => ({
    text:
      str(f.maturesAt) === ''
        ? 'Pending points wait for delivery again'
        : `Pending points become available on ${dayOf(str(f.maturesAt))}`,
    why: lotOf(f),
  }),
  'points-matured': f => ({
    text: `${number(num(f.points))} points are now available`,
    why: lotOf(f),
    tone: 'good',
  }),
  'points-clawed-back': f => ({
    text: `${number(num(f.fromPending) + num(f.fromAvailable))} points taken back`,
    why: joined(str(f.occurrence), lotOf(f)),
    tone: 'warn',
  }),
};

export const stages: Record<string, string> = {
  created: 'with the carrier',
  'in-transit': 'on its way',
  delayed: 'delayed',
  'out-for-delivery': 'out for delivery',
  lost: 'lost',
  delivered: 'delivered',
};

/** What was concluded. A kind of fact that this page does not know yet is shown by its name. */
export function factSentence(fact: JsonObject, now: number): Sentence {
  const kind = str(fact.fact);
  return facts[kind]?.(fact, now) ?? { text: kind.replaceAll('-', ' ') };
}

function profile(contact: JsonObject): string {
  return Object.entries(contact)
    .filter(([, value]) => typeof value === 'string' && value !== '')
    .map(([name, value]) => `${words[name] ?? name} ${str(value)}`)
    .join(', ');
}

const words: Record<string, string> = { timeZone: 'time zone', email: 'e-mail' };
