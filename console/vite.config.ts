import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// `npm run dev` serves the sources and hands everything else to a running product.
const product = 'http://localhost:8080';
const handedOn = { target: product, changeOrigin: false };

export default defineConfig({
  plugins: [react()],
  build: {
    // The content security policy allows no data: scripts or styles, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    chunkSizeWarningLimit: 700,
  },
  server: {
    proxy: {
      '/v1': handedOn,
      '/hubs': { ...handedOn, ws: true },
    },
  },
});
