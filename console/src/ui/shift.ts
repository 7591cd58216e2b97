/** By how many rows the first row in sight that is still there has moved. */
export function shift(old: string[], keys: string[], firstSeen: number): number {
  const places = new Map(keys.map((key, index) => [key, index]));
  for (let index = firstSeen; index < old.length; index++) {
    const place = places.get(old[index] ?? '');
    if (place !== undefined) {
      return place - index;
    }
  }

  return 0;
}
