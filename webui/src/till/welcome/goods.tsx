/** The last step: there has to be something to tap. */
import * as state from '../state';
import { go, sellSamples } from './deeds';
import { tell } from './tell';

function Ready() {
  const items = (state.catalogue.value?.items ?? []).filter((item) => item.kind === 'goods').slice(0, 4);
  return (
    <section class="plain ready" data-testid="welcome-ready">
      <div class="taps" aria-hidden="true">
        {items.map((item) => (
          <span key={item.id} style={{ '--stripe': item.colour }}>
            <i>{item.emoji}</i>
            {item.name}
          </span>
        ))}
      </div>
      <div>
        <h1>{tell('goods.ready')}</h1>
        <p>{tell('goods.how')}</p>
      </div>
      <button type="button" class="main-key" data-testid="welcome-sell" onClick={() => go('done')}>
        {tell('goods.sell')}
      </button>
    </section>
  );
}

export function Goods() {
  const hasGoods = (state.catalogue.value?.items.length ?? 0) > 0;
  if (hasGoods) return <Ready />;
  const isConnected = state.sync.value.state !== 'not_enrolled';
  const keys = [
    <button
      key="samples"
      type="button"
      class={`key choice ${isConnected ? '' : 'strong'}`}
      data-testid="welcome-samples"
      onClick={sellSamples}
    >
      {tell('goods.samples')}
      <small>{tell('goods.samples_more')}</small>
    </button>,
    <button
      key="own"
      type="button"
      class={`key choice ${isConnected ? 'strong' : ''}`}
      data-testid="welcome-own"
      onClick={() => go('done')}
    >
      {tell(isConnected ? 'goods.office' : 'goods.empty')}
      <small>{tell(isConnected ? 'goods.office_more' : 'goods.empty_more')}</small>
    </button>,
  ];
  return (
    <section class="plain" data-testid="welcome-goods">
      <div>
        <h1>{tell('goods.title')}</h1>
        <p>{tell('goods.lead')}</p>
      </div>
      <nav class="choices">{isConnected ? keys.reverse() : keys}</nav>
    </section>
  );
}
