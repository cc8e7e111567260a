/** The ways to the Internet as line icons; a line that is not up is crossed out, whatever its colour. */
const WAYS: Readonly<Record<string, string>> = {
  ethernet: 'M6 4h12v9h-3v3H9v-3H6zM9.5 4v3M12 4v3M14.5 4v3M12 16v5',
  wifi: 'M2.5 9.5a14 14 0 0 1 19 0M6 13.3a9 9 0 0 1 12 0M9.3 17a4.2 4.2 0 0 1 5.4 0M12 20.4v.1',
  lte: 'M4 20v-3M9.3 20v-6.5M14.6 20V10M20 20V5',
  loopback: 'M4 4.5h16v11H4zM9 20h6M12 15.5V20',
  unknown: 'M9 9a3 3 0 1 1 4.2 2.8c-.9.4-1.2 1-1.2 2v.6M12 18.2v.1',
};

export function UplinkIcon({ kind, isUp }: { kind: string; isUp: boolean }) {
  return (
    <svg class={`icon uplink ${isUp ? '' : 'is-down'}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={WAYS[kind] ?? WAYS.unknown} />
      {!isUp && kind !== 'unknown' && <path d="M3 21 21 3" />}
    </svg>
  );
}
