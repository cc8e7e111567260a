/** Builds the two pages of the box: the till (index.html) and the workbench of the simulator. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const page = (name: string) => resolve(import.meta.dirname, name);

/** The page that documents the API (/docs) asks for this script under this very name; no screen loads it. */
const apiPage = (): Plugin => ({
  name: 'api-page',
  apply: 'build',
  generateBundle() {
    const script = resolve(import.meta.dirname, 'node_modules/rapidoc/dist/rapidoc-min.js');
    this.emitFile({ type: 'asset', fileName: 'assets/rapidoc-min.js', source: readFileSync(script) });
  },
});

export default defineConfig({
  base: '/',
  plugins: [apiPage()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist',
    target: ['es2022', 'safari16'],
    sourcemap: false,
    // A font or picture inlined into the style sheet would be loaded even where nobody needs it.
    assetsInlineLimit: 0,
    rollupOptions: { input: { till: page('index.html'), workbench: page('workbench.html') } },
  },
  server: {
    // `npm run dev` draws the fake till (fake.html); without `?fake` the real one answers on 8080.
    proxy: {
      '/api': 'http://127.0.0.1:8080',
      '/socket.io': { target: 'ws://127.0.0.1:8080', ws: true },
    },
  },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
});
