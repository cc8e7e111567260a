/** One line picture for each kind of device. */
import type { Attached } from '../api/devices';

const SHAPES: Readonly<Record<string, string>> = {
  printer: 'M7 9V3.5h10V9M7 17H3.5V9h17v8H17M7 13.5h10v7H7z',
  scale: 'M4 20.5h16l-1.5-9h-13zM4 7.5h16M12 7.5v4M9 16a3 3 0 0 1 6 0',
  scanner: 'M4 5v14M7 5v14M10.5 5v14M12.5 5v14M16 5v14M20 5v14M2 12h20',
  display: 'M3 5h18v9H3zM12 14v5M8 19.5h8M6.5 8.5h7M6.5 11h4',
  keyboard: 'M2.5 7h19v10.5h-19zM6 10.5h.1M9 10.5h.1M12 10.5h.1M15 10.5h.1M18 10.5h.1M7 14h10',
  serial: 'M9 3v5M15 3v5M6.5 8h11v4a5.5 5.5 0 0 1-11 0zM12 17.5V21',
};

export function DeviceIcon({ of }: { of: Attached }) {
  const shape = (of.role !== 'ignored' && of.role && SHAPES[of.role]) || SHAPES[of.kind] || SHAPES.serial;
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={shape} />
    </svg>
  );
}
