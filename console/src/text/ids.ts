const longest = 20;

/** Enough of a long id to tell it from its neighbours; the whole of it is where it can be copied. */
export function shortId(id: string): string {
  return id.length <= longest ? id : `${id.slice(0, 8)}…`;
}
