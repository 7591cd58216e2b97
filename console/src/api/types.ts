// The shapes that the HTTP API answers with. Members that the server leaves out are optional here.

export type Severity = 'low' | 'medium' | 'high' | 'critical';
export type AlertStatus = 'open' | 'claimed' | 'resolved';

export interface Raised {
  alertId: string;
  at: string;
  severity: Severity;
  title: string;
  reason: string;
  rule: string;
  customerName?: string | null;
  orderId?: string | null;
  rating?: number | null;
  quote?: string | null;
}

export type FeedItem =
  | ({ kind: 'raised' } & Raised)
  | { kind: 'claimed'; alertId: string; at: string; agent: string; from?: string | null }
  | { kind: 'released'; alertId: string; at: string; agent: string }
  | { kind: 'resolved'; alertId: string; at: string; agent: string; resolution?: string | null }
  | { kind: 'noted'; alertId: string; at: string; agent: string; text: string };

export interface FeedEntry {
  position: number;
  customerId: string;
  item: FeedItem;
}

export interface FeedPage {
  items: FeedEntry[];
  lastPosition: number;
}

export interface AlertRow {
  alertId: string;
  position: number;
  lastPosition: number;
  customerId: string;
  status: AlertStatus;
  claimedBy?: string | null;
  resolution?: string | null;
  raised: Raised;
}

export interface AlertPage {
  items: AlertRow[];
  next?: number | string | null;
  lastPosition: number;
}

export interface AlertWithHistory {
  alert: AlertRow;
  history: FeedEntry[];
}

export interface Money {
  amount: number;
  currency: string;
}

export interface Contact {
  name?: string | null;
  email?: string | null;
  phone?: string | null;
  locale?: string | null;
  timeZone?: string | null;
  city?: string | null;
  region?: string | null;
  country?: string | null;
}

export interface OrderItem {
  productId: string;
  quantity: number;
  price?: Money | null;
  name?: string | null;
  category?: string | null;
}

export type ShipmentStage = 'created' | 'in-transit' | 'delayed' | 'out-for-delivery' | 'lost' | 'delivered';

export interface Order {
  id: string;
  placedAt?: string | null;
  paidAt?: string | null;
  cancelledAt?: string | null;
  promisedAt?: string | null;
  shippedAt?: string | null;
  deliveredAt?: string | null;
  stage?: ShipmentStage | null;
  trackingUrl?: string | null;
  total?: Money | null;
  refunded?: Money | null;
  items?: OrderItem[];
  returnRequestedAt?: string | null;
  returnReceivedAt?: string | null;
  rating?: number | null;
}

export interface JourneyRun {
  entry: string;
  journey: string;
  version: number;
  orderId?: string | null;
  eventType?: string | null;
  step: string;
  wakeAt?: string | null;
  unknown?: string | null;
}

export interface PointsLot {
  id: string;
  programme: string;
  version: number;
  orderId: string;
  earned: number;
  pending: number;
  available: number;
  maturesAt?: string | null;
  clawedBack?: string[];
}

export interface Customer {
  id: string;
  contact: Contact;
  consents?: { channel: string; purpose: string; granted: boolean; at: string }[];
  suppressions?: { channel: string; address: string; reason: string; knownOf?: string | null }[];
  orders?: Order[];
  runs?: JourneyRun[];
  lots?: PointsLot[];
  alerts?: { id: string; severity: Severity; raisedAt: string; claimedBy?: string | null }[];
  pointsPending: number;
  pointsAvailable: number;
}

export interface CustomerAnswer {
  customerId: string;
  version: number;
  customer: Customer;
}

export interface ListedCustomer {
  customerId: string;
  version: number;
  name?: string | null;
  email?: string | null;
  orders: number;
  openAlerts: number;
  pointsPending: number;
  pointsAvailable: number;
  lastSeenAt: string;
  /** Journeys that wait for something nobody knows. */
  unknownWaits: number;
}

/** A page of a list; `next` goes back to the server as `before` or `after`. */
export interface Page<T> {
  items: T[];
  next?: number | string | null;
}

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json | undefined };
export type JsonObject = Record<string, Json | undefined>;

export interface TimelineEntry {
  version: number;
  at: string;
  kind: 'event' | 'follow-up' | 'act';
  event?: { source: string; id: string; type: string; occurredAt: string } | null;
  revision: number;
  input?: JsonObject | null;
  facts: JsonObject[];
}

export interface LedgerEntry {
  key: string;
  programme: string;
  from: string;
  to: string;
  points: number;
  orderId: string;
  at: string;
}

export interface PointsAnswer {
  pending: number;
  available: number;
  lots: PointsLot[];
  entries: (LedgerEntry | { row: number; entry: LedgerEntry })[];
  next?: number | string | null;
}

export interface ListedMessage {
  row: number;
  customerId: string;
  key: string;
  channel: string;
  template: string;
  templateVersion: number;
  purpose: string;
  status: 'queued' | 'sent' | 'failed' | 'withheld';
  reason?: string | null;
  at: string;
  sentAt?: string | null;
  receipt?: string | null;
  messageId: string;
  lastTry?: { attempts: number; error: string; nextAt?: string | null } | null;
}

export interface MessageContent {
  subject?: string | null;
  text?: string | null;
  html?: string | null;
  insert?: string | null;
  to?: string | null;
  decidedFor?: string | null;
  from?: string | null;
  sameAsSent?: boolean | null;
}

export interface DeadLetterCount {
  done: number;
  left: number;
  givenUpUntil: string;
}

export interface DeadLetter {
  row: number;
  customerId: string;
  key: string;
  receiver: string;
  attempts: number;
  error: string;
  enqueuedAt: string;
  givenUpAt: string;
}

export interface Definition {
  kind: string;
  id: string;
  version: number;
  revision?: number;
  author?: string | null;
  at?: string | null;
  text?: string | null;
  inForce?: number | null;
  isDefault?: boolean | null;
}

export interface Workspace {
  id: string;
  name: string;
  rehearsal: boolean;
  clock?: string | null;
  timeZone: string;
  locale: string;
}

export interface Webhook {
  name: string;
  url: string;
  /** How many sign each message. */
  secrets: number;
  version: number;
  changedBy?: string | null;
  changedAt?: string | null;
  /** Set where the server is configured, and changed there. */
  configured: boolean;
}

export interface WebhookMade {
  webhook: Webhook;
  /** One that was made just now; it is not shown again. */
  secret?: string | null;
}
