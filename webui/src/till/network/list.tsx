/** What is in the air: the strongest first, the known ones before them. */
import type { ComponentChildren } from 'preact';
import type { WifiNetwork, WifiView } from '../api/wifi';
import { search } from './air';
import { Bars, LockIcon } from './icons';
import { tell, tellCountry } from './tell';

function tagOf(network: WifiNetwork, joined: string | null): string {
  if (network.ssid === joined) return tell('tag.joined');
  if (network.is_known) return tell('tag.known');
  return network.is_locked ? '' : tell('tag.open');
}

function Row({ network, joined, onTap }: { network: WifiNetwork; joined: string | null; onTap: () => void }) {
  const isJoined = network.ssid === joined;
  return (
    <button
      type="button"
      class="key wifi-row"
      data-testid="wifi-network"
      data-ssid={network.ssid}
      aria-current={isJoined}
      onClick={onTap}
    >
      <Bars strength={network.strength} words={tell('bars', { strength: network.strength })} />
      <span class="wifi-name">{network.ssid}</span>
      <small>{tagOf(network, joined)}</small>
      {network.is_locked && <LockIcon />}
    </button>
  );
}

type Props = {
  now: WifiView;
  trouble: string | null;
  onChoose: (network: WifiNetwork) => void;
  onHidden: () => void;
  onCountry: () => void;
  below?: ComponentChildren;
};

export function List({ now, trouble, onChoose, onHidden, onCountry, below }: Props) {
  const isEmpty = now.networks.length === 0;
  return (
    <section class="wifi-list" data-testid="wifi-list">
      <header class="wifi-head">
        <div>
          <h1>{tell('title')}</h1>
          <p class="muted">{now.joined ? tell('joined.to', { ssid: now.joined }) : tell('joined.none')}</p>
        </div>
        <button
          type="button"
          class="key"
          data-testid="wifi-search"
          disabled={now.is_searching}
          onClick={search}
        >
          {tell(now.is_searching ? 'searching' : 'again')}
        </button>
      </header>
      {trouble && (
        <p class="wifi-trouble" role="status" data-testid="wifi-trouble">
          {trouble}
        </p>
      )}
      <div class="wifi-rows">
        {isEmpty && <p class="hint">{tell(now.is_searching ? 'searching' : 'nothing')}</p>}
        {now.networks.map((network) => (
          <Row key={network.ssid} network={network} joined={now.joined} onTap={() => onChoose(network)} />
        ))}
        <button type="button" class="key wifi-row" data-testid="wifi-hidden" onClick={onHidden}>
          <span class="wifi-name">{tell('hidden')}</span>
        </button>
        <button type="button" class="key wifi-row" data-testid="wifi-of-country" onClick={onCountry}>
          <span class="wifi-name">{tell('country')}</span>
          <small>{now.country === '' ? tell('country.none') : tellCountry(now.country)}</small>
        </button>
      </div>
      {below}
    </section>
  );
}
