/** Promotions: those of the box, one open beside the list. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Promotion } from '../api/promotions';
import { SecretKeys } from '../network/keys';
import { Strips } from '../strips';
import { sayMoney, sayPercent } from '../words';
import { begin, draft, edit, field, learn, leave, promotions, put } from './desk';
import { Editor } from './editor';
import { tell } from './tell';

const MOST = { name: 40, code: 24 } as const;

/** What it does, in a line: `3 for 2`, `20 % off`. */
function sayWhat(one: Promotion): string {
  if (one.kind === 'percent') return tell('say.percent', { value: sayPercent(one.value_bp) });
  if (one.kind === 'nth') return tell('say.nth', { count: one.count, paid: one.count - one.free });
  const price = sayMoney(one.price_minor);
  return one.kind === 'set' ? tell('say.set', { count: one.count, price }) : tell('say.bundle', { price });
}

function List({ onBack }: { onBack: () => void }) {
  return (
    <section class="goods-list">
      <header class="goods-head">
        <button type="button" class="key" data-testid="promotions-back" onClick={onBack}>
          ‹ {tell('to_goods')}
        </button>
        <h1>{tell('title')}</h1>
      </header>
      <button type="button" class="key strong goods-wide" data-testid="new-promotion" onClick={begin}>
        {tell('new')}
      </button>
      {promotions.value.length === 0 && <p class="hint">{tell('nothing')}</p>}
      {promotions.value.map((one) => (
        <button
          key={one.id}
          type="button"
          class="goods-row"
          data-testid={`promotion-${one.name}`}
          aria-current={draft.value?.id === one.id}
          onClick={() => edit(one)}
        >
          <b dir="auto">{one.name}</b>
          <small>
            {sayWhat(one)}
            {one.code && ` · ${one.code}`}
          </small>
          <span class={`holds ${one.holds_now ? '' : 'off'}`}>
            {tell(one.holds_now ? 'holds' : one.is_on ? 'later' : 'off')}
          </span>
        </button>
      ))}
    </section>
  );
}

export function Promotions({ onBack }: { onBack: () => void }) {
  const isHere = useSignal(true);
  useEffect(() => {
    learn().catch(() => {
      isHere.value = false;
    });
    return leave;
  }, []);
  const now = draft.value;
  const target = field.value === 'name' || field.value === 'code' ? field.value : null;
  const isTyping = now !== null && target !== null;
  const change = (how: (text: string) => string) => {
    if (!now || target === null) return;
    const text = how(now[target] ?? '').slice(0, MOST[target]);
    put(target === 'code' ? { code: text.toUpperCase() } : { name: text });
  };
  return (
    <main
      class={`goods promotions ${now ? 'has-open' : ''} ${isTyping ? 'is-typing' : ''}`}
      data-testid="promotions-screen"
    >
      <List onBack={onBack} />
      {now ? (
        <Editor key={now.id ?? 'new'} now={now} />
      ) : (
        <section class="goods-editor">
          <p class="hint">{tell('choose')}</p>
        </section>
      )}
      {isTyping && (
        <SecretKeys
          onType={(text) => change((before) => before + text)}
          onErase={() => change((before) => [...before].slice(0, -1).join(''))}
          onEnter={() => {
            field.value = null;
          }}
        />
      )}
      <Strips />
    </main>
  );
}
