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

/** The same in as little room as can be: "4 min", "3 h", "2 d", and "in 3 h" for what is ahead. */
export function briefAgo(instant: string | number, now: number): string {
  const seconds = (now - new Date(instant).getTime()) / 1000;
  return seconds <= -60 ? `in ${brief(-seconds)}` : brief(Math.abs(seconds));
}

function brief(seconds: number): string {
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

/** The time of day that clocks in a zone showed at an instant; null where they show the agent's own time. */
export function wallTime(instant: string | number, zone: string): string | null {
  const [there, here] = [clockIn(zone, new Date(instant).getTime()), clockAt(new Date(instant))];
  return there === null || (there.time === here.time && there.day === here.day)
    ? null
    : `${there.day === here.day ? '' : `${there.day} `}${there.time}`;
}

/** Date and time in the agent's own zone; the year only where it is another one. */
export function when(instant: string | number, now: number): string {
  const date = new Date(instant);
  return date.getFullYear() === new Date(now).getFullYear() ? short.format(date) : withYear.format(date);
}

/** The same with its year, wherever that must not be guessed. */
export function whenWithYear(instant: string | number): string {
  return withYear.format(new Date(instant));
}

export function whenInFull(instant: string | number): string {
  return full.format(new Date(instant));
}

export function dayOf(instant: string): string {
  return day.format(new Date(instant));
}

interface Clock {
  time: string;
  day: string;
  night: boolean;
}

/** What the clock on the customer's wall says, with its day; null for a zone nobody knows. */
export function clockIn(zone: string, now: number): Clock | null {
  try {
    return clockAt(new Date(now), zone);
  } catch {
    return null;
  }
}

function clockAt(instant: Date, zone?: string): Clock {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    weekday: 'short',
    hourCycle: 'h23',
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find(p => p.type === type)?.value ?? '';
  const hour = Number(part('hour'));
  return { time: `${part('hour')}:${part('minute')}`, day: part('weekday'), night: hour < 8 || hour >= 21 };
}
