/** Stock: goods by what is left of them, low first; one open beside the list. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { SearchIcon } from '../icons';
import { later } from '../later';
import { sayLeft } from '../sell/left';
import { SheetNow } from '../sheets/sheet-now';
import { Strips } from '../strips';
import { beginWalk, byId, counted, type Goods, open, query, setRules, show, shown, walk } from './desk';
import { Detail } from './detail';
import { stopsAtZero } from './levels';
import { sayAmount, tell } from './tell';
import { WalkThrough } from './walk';

const AT_ONCE = 60;
const { usePart } = later(() => import('../sell/keyboard'));

function KeyboardLater() {
  const now = usePart();
  return (
    now && (
      <now.default
        onType={(text) => {
          query.value += text;
        }}
        onErase={() => {
          query.value = query.value.slice(0, -1);
        }}
      />
    )
  );
}

function Row({ of }: { of: Goods }) {
  const level = of.level;
  return (
    <button
      type="button"
      class={`stock-row ${level?.state ?? 'unknown'}`}
      data-testid={`stock-${of.id}`}
      aria-current={open.value === of.id}
      onClick={() => show(of.id)}
    >
      <span class="stock-emoji" aria-hidden="true">
        {of.emoji}
      </span>
      <b>{of.name}</b>
      <span class="figures">
        {!level ? tell('uncounted') : level.state === 'ok' ? sayAmount(of.unit, level.left) : sayLeft(level)}
      </span>
    </button>
  );
}

function Rule() {
  const isOn = stopsAtZero.value;
  return (
    <button
      type="button"
      class="key row-key stock-rule"
      data-testid="stop-at-zero"
      aria-pressed={isOn}
      onClick={() => void setRules(!isOn)}
    >
      <span>
        {tell('stop')}
        <small>{tell('stop_why')}</small>
      </span>
      <i class={`switch ${isOn ? 'is-on' : ''}`} />
    </button>
  );
}

function List({ onSearch }: { onSearch: () => void }) {
  const most = useSignal(AT_ONCE);
  const input = useRef<HTMLInputElement>(null);
  const list = shown.value;
  return (
    <section class="stock-list">
      <header class="stock-head">
        <h1>{tell('title')}</h1>
        <small class="muted figures">{tell('all_counted', { count: counted.value })}</small>
        <button type="button" class="key strong" data-testid="count-all" onClick={beginWalk}>
          {tell('walk')}
        </button>
      </header>
      <label class="search-line">
        <SearchIcon />
        <input
          ref={input}
          data-testid="stock-search"
          inputMode="none"
          autocomplete="off"
          placeholder={tell('search')}
          value={query.value}
          onFocus={onSearch}
          onInput={(event) => {
            query.value = event.currentTarget.value;
          }}
        />
      </label>
      {list.length === 0 && <p class="hint">{tell('nothing_found')}</p>}
      {list.slice(0, most.value).map((one) => (
        <Row key={`${one.unit} ${one.id}`} of={one} />
      ))}
      {list.length > most.value && (
        <button
          type="button"
          class="key"
          data-testid="stock-more"
          onClick={() => {
            most.value += AT_ONCE;
          }}
        >
          {tell('more')}
        </button>
      )}
      <Rule />
    </section>
  );
}

export function StockScreen() {
  const isTyping = useSignal(false);
  useEffect(
    () => () => {
      show(null);
      walk.value = null;
      query.value = '';
    },
    [],
  );
  const now = walk.value;
  const of = byId(open.value);
  // What is chosen wants the room of the keyboard.
  useEffect(() => {
    if (of || now) isTyping.value = false;
  }, [of, now, isTyping]);
  return (
    <main class={`stock ${of ? 'has-open' : ''}`} data-testid="stock-screen">
      {now ? (
        <WalkThrough now={now} />
      ) : (
        <>
          <List
            onSearch={() => {
              show(null);
              isTyping.value = true;
            }}
          />
          {of ? (
            <Detail of={of} />
          ) : (
            <section class="stock-detail empty">
              <p class="hint">{counted.value === 0 ? tell('none_counted') : tell('choose')}</p>
            </section>
          )}
        </>
      )}
      {isTyping.value && !now && !of && <KeyboardLater />}
      <SheetNow />
      <Strips />
    </main>
  );
}
