const first = 500;
const longest = 30_000;

/**
 * How long to wait before the next try. It never gives up: an agent's page is open all day, and the network comes back
 * some time. The half that is chance keeps a thousand pages from knocking at one instant after a deploy.
 */
export function retryDelay(attempt: number, chance: number = Math.random()): number {
  const ceiling = Math.min(longest, first * 2 ** Math.min(attempt, 16));
  return Math.round(ceiling * (0.5 + chance / 2));
}
