/** A QR code from the rows the box drew: dark modules 1, light ones 0, always black on white for the camera. */
const QUIET = 4;

export function QrCode({ rows }: { rows: readonly string[] }) {
  const wide = (rows[0]?.length ?? 0) + 2 * QUIET;
  const path = rows.map((row, y) =>
    [...row.matchAll(/1+/g)]
      .map((run) => `M${run.index + QUIET} ${y + QUIET}h${run[0].length}v1h-${run[0].length}z`)
      .join(''),
  );
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${wide} ${wide}`}
      shape-rendering="crispEdges"
      data-testid="qr"
      aria-hidden="true"
    >
      <rect width={wide} height={wide} fill="#ffffff" />
      <path d={path.join('')} fill="#000000" />
    </svg>
  );
}
