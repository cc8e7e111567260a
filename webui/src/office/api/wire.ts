/**
 * The wire to the back office: one request, one stream of news. The only file that touches fetch and
 * EventSource; the fake back office and the tests hang their own wire in here.
 */

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type Answer = { status: number; body: unknown };

export type Listener = {
  up: () => void;
  down: () => void;
  changed: () => void;
  sale: (row: unknown) => void;
};

export type Wire = {
  /** Resolves with any answer of the back office; rejects when none came. */
  request: (method: Method, path: string, body?: unknown, csrf?: string | null) => Promise<Answer>;
  /** Listens until the returned function is called. */
  listen: (listener: Listener) => () => void;
};

const ANSWER_TIMEOUT_MS = 20_000;
const AGAIN_AFTER_MS = 3_000;

const network: Wire = {
  async request(method, path, body, csrf) {
    const headers: Record<string, string> = {};
    if (method !== 'GET') {
      headers['Content-Type'] = 'application/json';
      if (csrf) headers['X-CSRF-Token'] = csrf;
    }
    const response = await fetch(`/api/v1${path}`, {
      method,
      headers,
      body: method === 'GET' ? null : JSON.stringify(body ?? {}),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    const isJson = response.headers.get('Content-Type')?.includes('json') ?? false;
    return { status: response.status, body: isJson ? await response.json() : null };
  },

  listen(listener) {
    let source: EventSource | null = null;
    let again: ReturnType<typeof setTimeout> | undefined;
    const open = () => {
      source = new EventSource('/api/v1/live');
      source.onopen = listener.up;
      source.onerror = () => {
        listener.down();
        // The browser repeats a broken line by itself, but gives up for good on a refused one.
        if (source?.readyState === EventSource.CLOSED) again = setTimeout(open, AGAIN_AFTER_MS);
      };
      source.addEventListener('changed', listener.changed);
      source.addEventListener('sale', (event) => listener.sale(JSON.parse((event as MessageEvent).data)));
    };
    open();
    return () => {
      clearTimeout(again);
      source?.close();
    };
  },
};

let wire: Wire = network;

/** Hangs in another wire: the fake back office and the tests. */
export function useWire(other: Wire): void {
  wire = other;
}

export const request: Wire['request'] = (...call) => wire.request(...call);
export const listen: Wire['listen'] = (listener) => wire.listen(listener);
