interface Told {
  place: string;
  /** The open alerts, as they are written; null for none. */
  open: string | null;
  /** How many came in while nobody looked. */
  unseen: number;
  offline: boolean;
}

/** What the browser's tab says, with what matters most first, because little of it can be read there. */
export function titleOf({ place, open, unseen, offline }: Told): string {
  const count = unseen > 0 ? `(${unseen} new) ` : open === null ? '' : `(${open}) `;
  return `${offline ? 'Offline · ' : ''}${count}${place} · Engagement`;
}
