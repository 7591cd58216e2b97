import type { FeedEntry } from '../api/types';
import { say } from './spoken';
import { wished } from './wishes';

/** Makes new alerts heard, and seen outside the page for agents who asked for it. */
export function announce(entries: FeedEntry[]): void {
  const raised = entries.flatMap(entry => (entry.item.kind === 'raised' ? [entry.item] : []));
  const first = raised.at(-1);
  if (first === undefined) {
    return;
  }

  say(raised.length === 1 ? `New alert, ${first.severity}: ${first.title}.` : `${raised.length} new alerts.`);
  if (wished().sound) {
    chime();
  }

  if (wished().notices && document.visibilityState === 'hidden' && permission() === 'granted') {
    const more = raised.length > 1 ? ` and ${raised.length - 1} more` : '';
    // The customer's words stay out of it: it may show on a locked screen.
    new Notification(`${first.title}${more}`, { tag: 'engagement-alerts', icon: '/icon.svg' });
  }
}

/** What the browser lets us do; "missing" where it knows no notifications. */
export function permission(): NotificationPermission | 'missing' {
  return 'Notification' in window ? Notification.permission : 'missing';
}

export async function askPermission(): Promise<boolean> {
  return permission() !== 'missing' && (await Notification.requestPermission()) === 'granted';
}

let audio: AudioContext | null = null;

/** Two soft notes. */
export function chime(): void {
  try {
    audio ??= new AudioContext();
    for (const [index, pitch] of [660, 880].entries()) {
      const begin = audio.currentTime + index * 0.16;
      const tone = new OscillatorNode(audio, { frequency: pitch, type: 'sine' });
      const loudness = new GainNode(audio, { gain: 0 });
      loudness.gain.setValueAtTime(0, begin);
      loudness.gain.linearRampToValueAtTime(0.12, begin + 0.02);
      loudness.gain.exponentialRampToValueAtTime(0.001, begin + 0.4);
      tone.connect(loudness).connect(audio.destination);
      tone.start(begin);
      tone.stop(begin + 0.45);
    }
  } catch {
    // A browser without sound, or one that wants a click first: the page shows the alert all the same.
  }
}
