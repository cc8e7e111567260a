/** Price lists: those of the box, one open beside them. */
import { useEffect } from 'preact/hooks';
import type { PriceList } from '../api/prices';
import { refuse } from '../deeds';
import { SecretKeys } from '../network/keys';
import { Strips } from '../strips';
import { begin, draft, edit, field, learn, leave, lists, put } from './desk';
import { Editor } from './editor';
import { sayStart, tell } from './tell';

const MOST = 40;

function Row({ one }: { one: PriceList }) {
  return (
    <button
      type="button"
      class="goods-row"
      data-testid={`price-list-${one.name}`}
      aria-current={draft.value?.id === one.id}
      onClick={() => edit(one)}
    >
      <b dir="auto">{one.name}</b>
      <small>
        {tell('starts_at', { when: sayStart(one.starts) })} · {tell('count', { count: one.prices.length })}
      </small>
      <span class={`holds ${one.state === 'in_force' ? '' : 'off'}`}>{tell(one.state)}</span>
    </button>
  );
}

export function PriceLists({ onBack }: { onBack: () => void }) {
  useEffect(() => {
    learn().catch(refuse);
    return leave;
  }, []);
  const now = draft.value;
  const isTyping = now !== null && field.value === 'name' && !now.isHistory;
  return (
    <main
      class={`goods promotions prices ${now ? 'has-open' : ''} ${isTyping ? 'is-typing' : ''}`}
      data-testid="prices-screen"
    >
      <section class="goods-list">
        <header class="goods-head">
          <button type="button" class="key" data-testid="prices-back" onClick={onBack}>
            ‹ {tell('to_goods')}
          </button>
          <h1>{tell('title')}</h1>
        </header>
        <button type="button" class="key strong goods-wide" data-testid="new-price-list" onClick={begin}>
          {tell('new')}
        </button>
        {lists.value.length === 0 && <p class="hint">{tell('nothing')}</p>}
        {lists.value.map((one) => (
          <Row key={one.id} one={one} />
        ))}
      </section>
      {now ? (
        <Editor key={now.id ?? 'new'} now={now} />
      ) : (
        <section class="goods-editor">
          <p class="hint">{tell('choose')}</p>
        </section>
      )}
      {isTyping && (
        <SecretKeys
          onType={(text) => put({ name: (now.name + text).slice(0, MOST) })}
          onErase={() => put({ name: [...now.name].slice(0, -1).join('') })}
          onEnter={() => {
            field.value = null;
          }}
        />
      )}
      <Strips />
    </main>
  );
}
