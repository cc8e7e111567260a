/**
 * The wire to the till: one request, one stream of snapshots. The only file that touches fetch and
 * the socket; the fake till of `npm run dev` hangs its own wire in here.
 */
import { io } from 'socket.io-client';

export type Method = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
export type Answer = { status: number; body: unknown };

export type Listener = {
  up: () => void;
  down: () => void;
  refused: (reason: string) => void;
  snapshot: (body: unknown) => void;
};

export type Wire = {
  /** Resolves with any answer of the till; rejects when none came. */
  request: (method: Method, path: string, body?: unknown, key?: string, approval?: string) => Promise<Answer>;
  listen: (listener: Listener) => void;
};

const ANSWER_TIMEOUT_MS = 12_000;
// A till that dies in the middle of the greeting ends the line without a word; nothing else would notice.
const HANDSHAKE_TIMEOUT_MS = 4000;

const network: Wire = {
  async request(method, path, body, key, approval) {
    const headers: Record<string, string> = {};
    // The till refuses unsafe calls of any other type, with or without a body.
    if (method !== 'GET') headers['Content-Type'] = 'application/json';
    if (key !== undefined) headers['Idempotency-Key'] = key;
    if (approval !== undefined) headers.Approval = approval;
    const response = await fetch(`/api/v1${path}`, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    const isJson = response.headers.get('Content-Type')?.includes('json') ?? false;
    return { status: response.status, body: isJson ? await response.json() : null };
  },

  listen(listener) {
    const socket = io({
      transports: ['websocket'],
      reconnectionDelay: 300,
      reconnectionDelayMax: 2000,
      timeout: HANDSHAKE_TIMEOUT_MS,
    });
    socket.on('connect', listener.up);
    socket.on('disconnect', listener.down);
    socket.on('connect_error', (error) => {
      listener.down();
      // Only a refusal by the till carries a reason worth showing; a dead line says 'websocket error'.
      if (/^[a-z]+(_[a-z]+)+$/.test(error.message)) listener.refused(error.message);
      if (!socket.active) setTimeout(() => socket.connect(), 5000);
    });
    socket.on('snapshot', listener.snapshot);
  },
};

let wire: Wire = network;

/** Hangs in another wire: the fake till and the tests. */
export function useWire(other: Wire): void {
  wire = other;
}

export const request: Wire['request'] = (...call) => wire.request(...call);
export const listen: Wire['listen'] = (listener) => wire.listen(listener);
