/** A stall in two lines: what its light says or, when it is silent, what alone can be known. */
import type { Stall } from '../api/shapes';
import { LevelMark, levelOf } from '../icons';
import { Amount } from '../parts';
import { address } from '../route';
import { say, sayLight, sayRhythm, saySilence } from '../words';

export function StallState({ stall }: { stall: Stall }) {
  if (stall.is_revoked) return <p class="stall-says">{say('stall.removed')}</p>;
  if (stall.state !== 'online' || !stall.light) {
    return <p class="stall-says unknown">{saySilence(stall)}</p>;
  }
  const waiting = stall.waiting_sales ?? 0;
  return (
    <p class={`stall-says ${levelOf(stall)}`}>
      {stall.attention === 'fork' ? say('fork.short') : sayLight(stall.light)}
      {waiting > 0 && ` · ${say('stall.waiting', { count: waiting })}`}
      {stall.quarantine > 0 && ` · ${say('stall.set_aside', { count: stall.quarantine })}`}
    </p>
  );
}

/** Colour and rhythm in words, as the lamp on the box shows them. */
export function lampWords(stall: Stall): string {
  if (stall.is_revoked) return say('stall.removed');
  if (stall.state === 'never') return say('stall.never_short');
  if (stall.state === 'silent' || !stall.light) {
    return stall.is_offline_by_choice ? say('stall.by_choice') : say('stall.silent');
  }
  return sayRhythm(stall.light);
}

/** Of a silent stall only the sales that arrived are known, and the screen says so. */
export const sayCount = (stall: Stall): string =>
  say(stall.state === 'silent' && !stall.is_revoked ? 'stall.sales_known' : 'stall.sales', {
    count: stall.today_sales,
  });

export function StallList({ stalls }: { stalls: Stall[] }) {
  if (stalls.length === 0) {
    return (
      <p class="muted">
        {say('today.no_stalls')} <a href={address('boxes', 'connect')}>{say('boxes.connect')}</a>
      </p>
    );
  }
  return (
    <ul class="stall-list">
      {stalls.map((stall) => (
        <li key={stall.box_id} data-testid={`stall-${stall.box_id}`}>
          <LevelMark
            level={levelOf(stall)}
            rhythm={stall.state === 'online' ? (stall.light?.rhythm ?? 'steady') : 'steady'}
          />
          <div class="stall-what">
            <p class="stall-name">
              <b>{stall.name}</b>
              <small>{lampWords(stall)}</small>
            </p>
            <StallState stall={stall} />
          </div>
          <p class="stall-sum">
            <Amount minor={stall.today_minor} />
            <small class="figures">{sayCount(stall)}</small>
          </p>
        </li>
      ))}
    </ul>
  );
}
