/** Connect to a back office: its address, then the code the owner types or scans. Selling never waits for it. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Enrolling } from '../api/shapes';
import { connect, stopConnecting } from '../deeds';
import { Awning } from '../icons';
import Keyboard from '../sell/keyboard';
import { SheetNow } from '../sheets/sheet-now';
import * as state from '../state';
import { Strips } from '../strips';
import { say } from '../words';
import { QrCode } from './qr';
import { tell, tellForeign } from './tell';

const START = 'https://';
const LONGEST = 300;

function Address() {
  const line = useRef<HTMLInputElement>(null);
  const address = useSignal(state.sync.peek().office_url ?? START);
  useEffect(() => line.current?.focus(), []);
  const isTyped = address.value.length > START.length;
  const go = () => {
    if (isTyped) connect(address.value);
  };
  return (
    <>
      <section class="connect-address">
        <div>
          <h1>{tell('connect.title')}</h1>
          <p class="muted">{tell('connect.lead')}</p>
        </div>
        <form
          class="address-line"
          onSubmit={(event) => {
            event.preventDefault();
            go();
          }}
        >
          <label class="search-line">
            <input
              ref={line}
              data-testid="address"
              aria-label={tell('connect.address')}
              value={address.value}
              maxLength={LONGEST}
              inputMode="none"
              autocomplete="off"
              autocapitalize="off"
              spellcheck={false}
              onInput={(event) => {
                address.value = event.currentTarget.value;
              }}
            />
          </label>
          <button type="submit" class="main-key" data-testid="connect-go" disabled={!isTyped}>
            {tell('connect.go')}
          </button>
        </form>
      </section>
      <Keyboard
        kind="address"
        onType={(text) => {
          address.value = (address.value + text).slice(0, LONGEST);
        }}
        onErase={() => {
          address.value = address.value.slice(0, -1);
        }}
      />
    </>
  );
}

function Fingerprint({ text }: { text: string }) {
  return (
    <p class="fingerprint">
      <span class="muted">{tell('connect.compare')}</span>
      <b class="figures" data-testid="fingerprint">
        {text}
      </b>
    </p>
  );
}

function Code({ enrol }: { enrol: Enrolling }) {
  return (
    <>
      {enrol.qr && (
        <div class="connect-qr">
          <QrCode rows={enrol.qr} />
        </div>
      )}
      <div class="connect-words">
        <p>{tell('connect.how')}</p>
        <b class="code figures" data-testid="code">
          {enrol.code}
        </b>
        <Fingerprint text={enrol.fingerprint} />
        <p class="waiting-word" role="status">
          {tell('connect.pending')}
        </p>
        <span class="gap" />
        <nav class="sheet-keys">
          <button type="button" class="key" data-testid="connect-cancel" onClick={stopConnecting}>
            {tell('connect.cancel')}
          </button>
          <button type="button" class="key strong" data-testid="connect-sell" onClick={sell}>
            {tell('connect.sell')}
          </button>
        </nav>
      </div>
    </>
  );
}

function sell(): void {
  state.view.value = 'sell';
}

/** No code to show: it is asked for, or the owner said no, or it grew too old. */
function NoCode({ now, url }: { now: 'asking' | 'denied' | 'expired'; url: string }) {
  const why = now === 'asking' ? tellForeign(`why.${state.sync.value.problem}`) : null;
  return (
    <div class="connect-words alone">
      <Awning />
      <h1 data-testid={`connect-${now}`}>{tell(`connect.${now}`, { office: url.replace(START, '') })}</h1>
      {why && (
        <p class="trouble" role="status">
          {why}
        </p>
      )}
      <p>{tell(`connect.${now}_more`)}</p>
      <nav class="sheet-keys">
        <button type="button" class="key" data-testid="connect-cancel" onClick={stopConnecting}>
          {tell('connect.cancel')}
        </button>
        <button
          type="button"
          class="key strong"
          data-testid={now === 'asking' ? 'connect-sell' : 'connect-again'}
          onClick={() => (now === 'asking' ? sell() : connect(url))}
        >
          {tell(now === 'asking' ? 'connect.sell' : 'connect.again')}
        </button>
      </nav>
    </div>
  );
}

function Connected({ merchant }: { merchant: string }) {
  return (
    <div class="connect-words alone" data-testid="connected">
      <Awning />
      <h1>{tell('connect.done', { merchant })}</h1>
      <p>{tell('connect.done_more')}</p>
      <nav class="sheet-keys">
        <button type="button" class="key strong" data-testid="connect-done" onClick={sell}>
          {say('app.done')}
        </button>
      </nav>
    </div>
  );
}

function Stage() {
  const sync = state.sync.value;
  if (sync.state === 'enrolled') return <Connected merchant={sync.merchant ?? ''} />;
  const enrol = sync.enrol;
  if (sync.state === 'not_enrolled' || !enrol) return <Address />;
  if (enrol.state === 'denied' || enrol.state === 'expired') {
    return <NoCode now={enrol.state} url={sync.office_url ?? ''} />;
  }
  return enrol.code ? <Code enrol={enrol} /> : <NoCode now="asking" url={sync.office_url ?? ''} />;
}

export function Connect() {
  return (
    <main class={`connect ${state.sync.value.state}`} data-testid="connect-screen">
      <div class="connect-stage">
        <Stage />
      </div>
      <SheetNow />
      <Strips />
    </main>
  );
}
