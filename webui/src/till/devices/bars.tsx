/**
 * An EAN-13 as bars, always black on white, with the quiet space a scanner needs on both sides. Its width is a whole
 * number of pixels a module (the style sheet sees to it): rounded bars are misread.
 */
const QUIET = 11;
const HIGH = 10;

export function Bars({ modules }: { modules: string }) {
  const path = [...modules.matchAll(/1+/g)]
    .map((run) => `M${run.index + QUIET} 0h${run[0].length}v${HIGH}h-${run[0].length}z`)
    .join('');
  const wide = modules.length + 2 * QUIET;
  return (
    <svg
      class="bars"
      viewBox={`0 0 ${wide} ${HIGH}`}
      preserveAspectRatio="none"
      shape-rendering="crispEdges"
      aria-hidden="true"
    >
      <rect width={wide} height={HIGH} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}
