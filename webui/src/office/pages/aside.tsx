/** What was set aside: the reason in plain words, what to do, and the bytes as they came. */
import { markSeen, retryAside } from '../api/office';
import type { AsideEntry } from '../api/shapes';
import { attempt, tell } from '../deeds';
import { LevelMark } from '../icons';
import { Empty, Waiting } from '../parts';
import { aside, currency } from '../state';
import { say, sayFound, sayHeard, sayMoney, sayReason } from '../words';

/** Nothing is wrong with the record itself: only the owner can say that it counts. */
const DECISIONS = new Set(['revoked', 'set_aside']);

async function retry(entry: AsideEntry): Promise<void> {
  if (!(await attempt(() => retryAside(entry.quarantine_id)))) return;
  const now = aside.value?.find((one) => one.quarantine_id === entry.quarantine_id);
  tell(say(now?.state === 'open' ? 'aside.still' : 'aside.counted'));
}

async function seen(entry: AsideEntry): Promise<void> {
  if (await attempt(() => markSeen(entry.quarantine_id))) tell(say('aside.marked'));
}

/** Which receipt it is and what it came to, where the bytes say so: what an owner compares with the paper. */
function receiptOf({ bytes }: AsideEntry): string | null {
  try {
    const { number, total_minor, currency: code } = JSON.parse(bytes).body ?? {};
    if (typeof number !== 'string') return null;
    const isOurs = Number.isSafeInteger(total_minor) && code === currency.value.code;
    return isOurs ? `${number} · ${sayMoney(total_minor)}` : number;
  } catch {
    return null;
  }
}

function Entry({ entry }: { entry: AsideEntry }) {
  const { what, todo } = sayReason(entry.reason);
  const isOpen = entry.state === 'open';
  const receipt = receiptOf(entry);
  const found = entry.reason === 'number_used' && receipt ? null : sayFound(entry); // it is the same number
  return (
    <li class={`card aside-entry ${entry.state}`} data-testid={`aside-${entry.quarantine_id}`}>
      <header>
        <LevelMark level={isOpen ? 'waiting' : 'safe'} />
        <h3>{what}</h3>
        <p class="muted figures">
          {entry.stall} · {sayHeard(entry.received_utc)} · {say('sale.place', { f: entry.f })}
        </p>
      </header>
      {entry.state !== 'open' && <p class="state-word">{say(`aside.state_${entry.state}`)}</p>}
      {isOpen && <p class="todo">{todo}</p>}
      {receipt && <p class="receipt-named figures">{say('sale.title', { number: receipt })}</p>}
      {found && <p class="muted">{found}</p>}
      <details class="bytes">
        <summary>{say('sale.bytes')}</summary>
        <pre>{entry.bytes}</pre>
      </details>
      {isOpen && (
        <div class="keys">
          <button
            type="button"
            class="key strong"
            data-testid={`retry-${entry.quarantine_id}`}
            onClick={() => void retry(entry)}
          >
            {say(DECISIONS.has(entry.reason) ? 'aside.count' : 'aside.retry')}
          </button>
          <button
            type="button"
            class="key"
            data-testid={`seen-${entry.quarantine_id}`}
            onClick={() => void seen(entry)}
          >
            {say('aside.seen')}
          </button>
        </div>
      )}
    </li>
  );
}

function Entries() {
  const entries = aside.value;
  if (entries === null) return <Waiting />;
  if (entries.length === 0) {
    return (
      <Empty title={say('aside.none')}>
        <p>{say('aside.none_why')}</p>
      </Empty>
    );
  }
  const open = entries.filter((entry) => entry.state === 'open');
  const past = entries.filter((entry) => entry.state !== 'open');
  return (
    <>
      <p class="lead">{say('aside.lead')}</p>
      {open.length === 0 && <p class="banner safe">{say('aside.none')}</p>}
      <ul class="aside-list">
        {open.map((entry) => (
          <Entry key={entry.quarantine_id} entry={entry} />
        ))}
      </ul>
      {past.length > 0 && (
        <>
          <h2 class="past">{say('aside.past')}</h2>
          <ul class="aside-list">
            {past.map((entry) => (
              <Entry key={entry.quarantine_id} entry={entry} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

export function AsidePage() {
  return (
    <>
      <header class="page-head">
        <h1>{say('aside.title')}</h1>
      </header>
      <Entries />
    </>
  );
}
