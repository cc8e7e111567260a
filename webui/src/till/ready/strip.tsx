/**
 * One line on the sell screen as long as something has to be done before the market, until it was looked at or sold
 * past. It is there between tickets only, and alone: a printer in need says so itself.
 */
import { useEffect } from 'preact/hooks';
import { showReady } from '../deeds';
import { CloseIcon, LevelMark } from '../icons';
import * as state from '../state';
import { say } from '../words';
import { ready, seeIt, seen, watchForStrip } from './desk';
import { tell } from './tell';

const QUIET = ['none', 'ready', 'printing', 'unknown'];

function Line({ count }: { count: number }) {
  return (
    <div class="strip waiting" data-testid="strip-ready" role="status">
      <LevelMark level="waiting" />
      <p>{tell('strip', { count })}</p>
      <button type="button" class="key strip-deed" data-testid="strip-ready-show" onClick={showReady}>
        {tell('strip.show')}
      </button>
      <button
        type="button"
        class="strip-close"
        data-testid="strip-ready-close"
        aria-label={say('app.close')}
        onClick={seeIt}
      >
        <CloseIcon />
      </button>
    </div>
  );
}

function Wanted() {
  useEffect(watchForStrip, []);
  useEffect(() => {
    const first = state.lastSale.peek()?.number;
    return state.lastSale.subscribe((sale) => {
      if (sale?.number !== first) seeIt();
    });
  }, []);
  const now = ready.value;
  const isInHand = state.lines.value.length > 0 || state.sheet.value !== null || state.query.value !== null;
  const printer = state.printer.value;
  if (!now || now.act === 0 || isInHand) return null;
  if (!QUIET.includes(printer.state) || printer.question) return null;
  return <Line count={now.act} />;
}

export function ReadyStrip() {
  const now = ready.value;
  return now !== null && seen.value === now.started_utc ? null : <Wanted />;
}
