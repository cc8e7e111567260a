/** A code to scan: the scanner that types it is the till's. The till listens; this only shows. */
import { useEffect } from 'preact/hooks';
import type { Pairing } from '../api/devices';
import { Awning } from '../icons';
import { QrCode } from '../office/qr';
import { say } from '../words';
import { Bars } from './bars';
import { endPairing, startPairing } from './roster';
import { tell } from './tell';

/** Until it is ours a scanner types into the page, too: its keys must press nothing here. */
function useDeafPage(): void {
  useEffect(() => {
    const swallow = (event: KeyboardEvent) => {
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener('keydown', swallow, true);
    return () => document.removeEventListener('keydown', swallow, true);
  }, []);
}

function Waiting({ pairing }: { pairing: Pairing }) {
  return (
    <div class="pair" data-testid="pair-waiting">
      <div class="pair-words">
        <h1>{tell('pair.title')}</h1>
        <p>{tell('pair.lead')}</p>
      </div>
      <div class="pair-codes" data-testid="pair-code" data-code={pairing.code}>
        <figure>
          <Bars modules={pairing.bars} />
          <figcaption class="figures">{pairing.code}</figcaption>
        </figure>
        <QrCode rows={pairing.qr} />
      </div>
      <footer class="pair-foot">
        <p class="pair-wait" role="status">
          {tell('pair.waiting')}
        </p>
        <button type="button" class="key" data-testid="pair-cancel" onClick={endPairing}>
          {tell('pair.cancel')}
        </button>
      </footer>
    </div>
  );
}

function Ended({ state, name }: { state: 'paired' | 'known' | 'expired'; name: string }) {
  return (
    <div class="pair-end" data-testid={`pair-${state}`}>
      <Awning />
      <h1>{tell(`pair.${state}`, { name: name || tell('role.scanner') })}</h1>
      <p>{tell(`pair.${state}_more`)}</p>
      <nav class="pair-keys">
        {state === 'expired' && (
          <button type="button" class="key strong" data-testid="pair-again" onClick={startPairing}>
            {tell('pair.again')}
          </button>
        )}
        <button
          type="button"
          class={`key ${state === 'expired' ? '' : 'strong'}`}
          data-testid="pair-done"
          onClick={endPairing}
        >
          {state === 'expired' ? tell('pair.cancel') : say('app.done')}
        </button>
      </nav>
    </div>
  );
}

export function Pair({ pairing }: { pairing: Pairing }) {
  useDeafPage();
  if (pairing.state === 'waiting') return <Waiting pairing={pairing} />;
  return <Ended state={pairing.state} name={pairing.name} />;
}
