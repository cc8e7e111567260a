/** Paper as the printer's bytes made it: 576 dots wide, 30 dots a line, whatever the size on this screen. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Piece, Row, Run } from './bench';
import { say } from './bench';

const HEAD_DOTS = 576;
// The cutter sits behind the print head, so most of the feed before a cut is no tail of this paper.
const TAIL_DOTS = 60;
const dots = (count: number) => `${(count / HEAD_DOTS) * 100}cqw`;

export function Paper({ pieces, strip }: { pieces: Piece[]; strip: Piece }) {
  const roll = useRef<HTMLDivElement>(null);
  const rows = strip.rows.length;
  const last = pieces.at(-1)?.number ?? 0;
  useLayoutEffect(() => {
    if (roll.current) roll.current.scrollTop = roll.current.scrollHeight;
  }, [rows, last]);
  const isBare = pieces.length === 0 && rows === 0;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
    <div class="roll" ref={roll} tabIndex={0} role="log" aria-label={say('printer')}>
      {isBare && <p class="paper-waits">{say('paper_waits')}</p>}
      {pieces.map((piece) => (
        <Strip piece={piece} key={piece.number} />
      ))}
      {rows > 0 && <Strip piece={strip} key={strip.number} />}
    </div>
  );
}

/** What is seen of a piece: all its rows, its last blank stretch no longer than the cutter leaves it. */
function visibleRows(piece: Piece): Row[] {
  const lastInk = piece.rows.findLastIndex((row) => row.kind !== 'feed');
  if (!piece.is_cut || lastInk < 0) return piece.rows;
  return [...piece.rows.slice(0, lastInk + 1), { kind: 'feed', dots: TAIL_DOTS }];
}

function Strip({ piece }: { piece: Piece }) {
  return (
    <div class={piece.is_cut ? 'piece cut' : 'piece'}>
      <svg class="curl" viewBox="0 0 400 20" preserveAspectRatio="none" aria-hidden="true">
        <path d="M0 20 V10 Q0 1 9 1 H391 Q400 1 400 10 V20 Z" fill="#fff" stroke="#8f8674" stroke-width="1" />
        <path
          d="M0 11 Q0 7 9 7 H391 Q400 7 400 11 Q400 15 391 14 H9 Q0 15 0 11"
          fill="#efe8d8"
          stroke="#8f8674"
          stroke-width="1"
        />
      </svg>
      <div class="print">
        {visibleRows(piece).map((row, at) => (
          <PaperRow row={row} key={at} />
        ))}
      </div>
    </div>
  );
}

function PaperRow({ row }: { row: Row }) {
  switch (row.kind) {
    case 'text': {
      const height = Math.max(...row.runs.map((run) => run.h));
      return (
        <div class={`row ${row.align}`} style={{ height: dots(30 * height) }}>
          {row.runs.map((run, at) => (
            <Ink run={run} key={at} />
          ))}
        </div>
      );
    }
    case 'image':
      return (
        <div class={`row ${row.align}`}>
          <img src={row.src} alt="" style={{ width: dots(row.width_dots), height: dots(row.height_dots) }} />
        </div>
      );
    case 'qr':
      return (
        <div class={`row ${row.align}`}>
          <QrCode modules={row.modules} moduleDots={row.module_dots} data={row.data} />
        </div>
      );
    case 'feed':
      return <div style={{ height: dots(row.dots) }} />;
  }
}

/** One run of characters; magnified ones keep the cells of the ordinary grid. */
function Ink({ run }: { run: Run }) {
  const cells = Array.from(run.text).length * run.w;
  const marks = [
    run.bold && 'bold',
    run.underline && 'underline',
    run.inverse && 'inverse',
    run.small && 'small',
  ];
  return (
    <span
      class={`ink ${marks.filter(Boolean).join(' ')}`}
      style={{ width: `${cells}ch`, height: dots(30 * run.h) }}
    >
      <span style={{ transform: `translateY(${run.h * 0.28}em) scale(${run.w}, ${run.h})` }}>{run.text}</span>
    </span>
  );
}

function QrCode({ modules, moduleDots, data }: { modules: string[]; moduleDots: number; data: string }) {
  const size = modules.length;
  let path = '';
  modules.forEach((line, y) => {
    for (let x = 0; x < size; x += 1) if (line[x] === '1') path += `M${x} ${y}h1v1h-1z`;
  });
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      style={{ width: dots(size * moduleDots) }}
      role="img"
      aria-label={data}
    >
      <path d={path} />
    </svg>
  );
}
