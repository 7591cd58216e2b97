import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    environment: 'node',
    // The agent of these tests sits in Berlin, wherever they run.
    env: { TZ: 'Europe/Berlin' },
    restoreMocks: true,
    unstubGlobals: true,
  },
});
