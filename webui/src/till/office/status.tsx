/** Behind the pill: what the light means, what is safe, what to do; then the way to the back office, in figures. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Sync } from '../api/shapes';
import { showConnect, switchOffline, syncNow } from '../deeds';
import { LampTwin } from '../lamp';
import { SheetFrame } from '../parts';
import { sayPrinter, sayScale } from '../sheets/devices';
import * as state from '../state';
import { say, sayLamp, sayMoment, sayNumber, sayStatus } from '../words';
import { UplinkIcon } from './icons';
import { stickWords } from './stick';
import { type Key, tell, tellForeign } from './tell';

const LOST_CARD = ['full', 'failed', 'read_only', 'cannot_save'];

function Meaning() {
  const now = state.status.value;
  const reason = now.key.replace('status.', '');
  const isLost = LOST_CARD.includes(reason);
  const why = reason === 'offline' && tellForeign(`why.${state.sync.value.problem}`);
  const kept: Key = isLost ? 'kept.paid' : reason === 'safe' ? 'kept.both' : 'kept.box';
  const hasCopy = reason === 'only_on_box' && state.stick.value.state === 'safe';
  const todo = hasCopy
    ? tell('do.stick_safe')
    : (tellForeign(`do.${reason}`) ?? tell(isLost ? 'do.danger' : 'do.unknown'));
  return (
    <>
      <p>
        {why && <>{why} </>}
        {tell(kept)}
      </p>
      <p class="todo">{todo}</p>
    </>
  );
}

/** What the last tap on `Sync now` came to; it says what is safe and what to do, so it stands for the meaning. */
function Outcome({ came, count }: { came: NonNullable<Sync['sync_now']>['state']; count: number }) {
  return (
    <p class="outcome" data-testid="sync-outcome" data-outcome={came} role="status">
      {tell(`now.${came}`, { count })}
    </p>
  );
}

function Verdict({ hasAsked }: { hasAsked: boolean }) {
  const now = state.status.value;
  const sync = state.sync.value;
  const came = hasAsked ? sync.sync_now?.state : undefined;
  const isStillSo = came !== 'done' || sync.waiting_facts === 0;
  return (
    <div class={`verdict ${now.level}`} data-testid="verdict">
      <LampTwin lamp={state.lamp.value} />
      <b>{sayStatus(now)}</b>
      {came && isStillSo ? <Outcome came={came} count={sync.waiting_sales} /> : <Meaning />}
    </div>
  );
}

function WishKey({ name, is = '', onTap, children }: WishKeyProps) {
  return (
    <button type="button" class={`key ${is}`} data-testid={name} onClick={onTap}>
      {children}
    </button>
  );
}
type WishKeyProps = { name: string; is?: string; onTap: () => void; children: string };

function Keys({ sync, onSyncNow }: { sync: Sync; onSyncNow: () => void }) {
  if (sync.state !== 'enrolled') {
    const isWaiting = sync.state === 'enrolling';
    return (
      <WishKey name="connect" is="strong" onTap={showConnect}>
        {tell(isWaiting ? 'connect.show' : 'connect.title')}
      </WishKey>
    );
  }
  return (
    <>
      <WishKey name="sync-now" is={sync.offline_until ? '' : 'strong'} onTap={onSyncNow}>
        {tell('now.key')}
      </WishKey>
      {sync.offline_until ? (
        <WishKey name="go-online" is="strong" onTap={() => switchOffline(null)}>
          {tell('offline.back')}
        </WishKey>
      ) : (
        <WishKey
          name="go-offline"
          onTap={() => {
            state.sheet.value = { kind: 'offline' };
          }}
        >
          {tell('offline.key')}
        </WishKey>
      )}
    </>
  );
}

function FirstSync({ done, total }: { done: number; total: number }) {
  const words = { done: sayNumber(done), total: sayNumber(total) };
  return (
    <div class="first-sync" data-testid="first-sync">
      <progress value={done} max={total} aria-label={tell('first.title')} />
      <span class="figures">{tell('first.progress', words)}</span>
    </div>
  );
}

function Row({ label, name, children }: { label: string; name?: string; children: ComponentChildren }) {
  return (
    <div class="fact">
      <dt>{label}</dt>
      <dd class="figures" data-testid={name}>
        {children}
      </dd>
    </div>
  );
}

function waitingWords(sync: Sync): string {
  if (sync.waiting_facts === 0) return tell('waiting.none');
  const receipts = tell('waiting.receipts', { count: sync.waiting_sales });
  // During the first sending the progress bar counts the records.
  if (sync.first_sync || sync.waiting_facts === sync.waiting_sales) return receipts;
  return tell('waiting.some', {
    receipts,
    records: tell('waiting.records', { count: sync.waiting_facts }),
  });
}

/** Only what needs a look; how printer and scale are otherwise stands on the sheet about the box. */
function Devices() {
  const { state: printer, queued, paper_low } = state.printer.value;
  const isPrinterFine = ['ready', 'printing', 'none'].includes(printer) && queued === 0 && paper_low !== true;
  return (
    <>
      {!isPrinterFine && <Row label={say('status.printer')}>{sayPrinter()}</Row>}
      {state.scale.value.state === 'error' && <Row label={say('status.scale')}>{sayScale()}</Row>}
    </>
  );
}

function Line({ sync }: { sync: Sync }) {
  const moment = (utc: string | null) => utc && sayMoment(utc, state.offsetMin.value);
  return (
    <>
      <Row label={tell('row.uplink')} name="uplink">
        <UplinkIcon kind={sync.uplink} isUp={sync.online === true} />
        {tellForeign(`uplink.${sync.uplink}`) ?? tell('uplink.unknown')}
      </Row>
      <Row label={tell('row.waiting')} name="waiting">
        {waitingWords(sync)}
      </Row>
      <Row label={tell('row.acked')} name="acked">
        {moment(sync.acked_utc) ?? tell('acked.never')}
      </Row>
    </>
  );
}

/** Where else the sales are. */
function Stick() {
  return (
    <Row label={tell('row.stick')} name="stick">
      <span data-stick={state.stick.value.state}>{stickWords()}</span>
    </Row>
  );
}

export function StatusSheet() {
  const sync = state.sync.value;
  const hasAsked = useSignal(false);
  const ask = () => {
    hasAsked.value = true;
    syncNow();
  };
  return (
    <SheetFrame
      name="status"
      title={
        <>
          {say('status.title')}
          <small class="lamp-said">{tell('row.light', { light: sayLamp(state.lamp.value) })}</small>
        </>
      }
    >
      <Verdict hasAsked={hasAsked.value} />
      <nav class="sheet-keys">
        <Keys sync={sync} onSyncNow={ask} />
      </nav>
      {sync.first_sync && <FirstSync {...sync.first_sync} />}
      <dl class="facts">
        {sync.state === 'enrolled' && <Line sync={sync} />}
        <Stick />
        <Devices />
      </dl>
    </SheetFrame>
  );
}
