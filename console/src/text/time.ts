const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const short = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const withYear = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const full = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** How long ago or how far ahead, for example "4 minutes ago". */
export function ago(instant: string | number, now: number): string {
  const seconds = (new Date(instant).getTime() - now) / 1000;
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) {
      return relative.format(Math.trunc(seconds / size), unit);
    }
  }

  return seconds > 5 ? 'in a moment' : 'just now';
}

/** The same in as little room as can be: "4 min", "3 h", "2 d". */
export function briefAgo(instant: string | number, now: number): string {
  const seconds = Math.abs(now - new Date(instant).getTime()) / 1000;
  if (seconds < 60) {
    return 'now';
  }

  if (seconds < 3_600) {
    return `${Math.floor(seconds / 60)} min`;
  }

  if (seconds < 86_400) {
    return `${Math.floor(seconds / 3_600)} h`;
  }

  return seconds < 31_557_600 ? `${Math.floor(seconds / 86_400)} d` : `${Math.floor(seconds / 31_557_600)} y`;
}

/** Date and time in the agent's own zone; the year only where it is another one. */
export function when(instant: string | number, now: number): string {
  const date = new Date(instant);
  return date.getFullYear() === new Date(now).getFullYear() ? short.format(date) : withYear.format(date);
}

export function whenInFull(instant: string | number): string {
  return full.format(new Date(instant));
}

export function dayOf(instant: string): string {
  return day.format(new Date(instant));
}

/** What the clock on the customer's wall says, with the day where it is another one; null for a zone nobody knows. */
export function clockIn(zone: string, now: number): { time: string; day: string; night: boolean } | null {
  try {
    const parts = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
      weekday: 'short',
      hourCycle: 'h23',
    }).formatToParts(now);
    const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find(p => p.type === type)?.value ?? '';
    const hour = Number(part('hour'));
    return { time: `${part('hour')}:${part('minute')}`, day: part('weekday'), night: hour < 8 || hour >= 21 };
  } catch {
    return null;
  }
}
