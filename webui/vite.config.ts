/** Builds the pages: the till (index.html), the simulator's workbench, the back office, and the browsable API. */
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const page = (name: string) => resolve(import.meta.dirname, name);

export default defineConfig({
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist',
    target: ['es2022', 'safari16'],
    sourcemap: false,
    manifest: true, // by it the tests know what the first load brings
    // A font or picture inlined into the style sheet would be loaded even where nobody needs it.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1600, // the API page, which no screen loads
    rollupOptions: {
      input: {
        till: page('index.html'),
        workbench: page('workbench.html'),
        office: page('office.html'),
        docs: page('docs.html'),
      },
    },
  },
  server: {
    // `npm run dev` draws the fake till (fake.html, fake-office.html); the pages without `fake` ask a till on 8080.
    proxy: {
      '/api': 'http://127.0.0.1:8080',
      '/socket.io': { target: 'ws://127.0.0.1:8080', ws: true },
    },
  },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
});
