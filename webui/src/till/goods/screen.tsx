/** Goods: the items by category, one open beside the list. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { SearchIcon } from '../icons';
import { SecretKeys } from '../network/keys';
import { Amount } from '../parts';
import { PriceListsLater } from '../prices/later';
import { PromotionsLater } from '../promotions/later';
import { SheetNow } from '../sheets/sheet-now';
import * as state from '../state';
import { Strips } from '../strips';
import { Arrange } from './arrange';
import {
  begin,
  beginGroup,
  categories,
  draft,
  edit,
  field,
  group,
  groupDraft,
  learnTaxes,
  leave,
  put,
  putGroup,
  query,
  shown,
} from './desk';
import { Editor } from './editor';
import { GroupEditor } from './group';
import { tell } from './tell';

const AT_ONCE = 60;

type ListProps = {
  onSearch: () => void;
  onPromotions: () => void;
  onPrices: () => void;
  onArrange: () => void;
};

function List({ onSearch, onPromotions, onPrices, onArrange }: ListProps) {
  const most = useSignal(AT_ONCE);
  const list = shown.value;
  const chosen = categories.value.find((one) => one.id === group.value);
  return (
    <section class="goods-list">
      <header class="goods-head">
        <h1>{tell('title')}</h1>
        <button type="button" class="key" data-testid="promotions" onClick={onPromotions}>
          {tell('promotions')}
        </button>
        <button type="button" class="key strong" data-testid="new-item" onClick={() => begin()}>
          {tell('new')}
        </button>
      </header>
      <label class="search-line">
        <SearchIcon />
        <input
          data-testid="goods-search"
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
      <nav class="goods-groups">
        {categories.value.map((one) => (
          <button
            key={one.id}
            type="button"
            class="key"
            data-testid={`group-${one.id}`}
            aria-pressed={group.value === one.id}
            onClick={() => {
              group.value = group.value === one.id ? null : one.id;
            }}
          >
            {one.emoji} {one.name}
          </button>
        ))}
      </nav>
      {chosen && list.length > 1 && (
        <button type="button" class="key goods-group-key" data-testid="arrange" onClick={onArrange}>
          {tell('arrange')}
        </button>
      )}
      <button type="button" class="key goods-group-key" data-testid="price-lists" onClick={onPrices}>
        {tell('price_lists')}
      </button>
      <button
        type="button"
        class="key goods-group-key"
        data-testid={chosen ? 'edit-group' : 'new-group'}
        onClick={() => beginGroup(chosen ?? null)}
      >
        {tell(chosen ? 'group.edit' : 'group.new')}
      </button>
      {list.length === 0 && <p class="hint">{tell('nothing')}</p>}
      {list.slice(0, most.value).map((item) => (
        <button
          key={item.id}
          type="button"
          class="goods-row"
          data-testid={`goods-${item.id}`}
          aria-current={draft.value?.id === item.id}
          onClick={() => edit(item)}
        >
          <span aria-hidden="true">{item.emoji}</span>
          <b dir="auto">{item.name}</b>
          <span class="figures">
            {item.is_free_price && item.price_minor === 0 ? '…' : <Amount minor={item.price_minor} />}
            {item.unit === 'kg' && '/kg'}
          </span>
        </button>
      ))}
      {list.length > most.value && (
        <button
          type="button"
          class="key"
          onClick={() => {
            most.value += AT_ONCE;
          }}
        >
          {tell('more')}
        </button>
      )}
    </section>
  );
}

export function GoodsScreen() {
  const isSearching = useSignal(false);
  const isPromoting = useSignal(false);
  const isPricing = useSignal(false);
  const isArranging = useSignal(false);
  useEffect(() => {
    void learnTaxes();
    return () => {
      state.newCode.value = null;
      leave();
      query.value = '';
      group.value = null;
    };
  }, []);
  const code = state.newCode.value;
  useEffect(() => {
    if (code === null) return;
    if (draft.peek()?.gtin === '') put({ gtin: code });
    else begin(code);
    state.newCode.value = null;
  }, [code]);
  const now = draft.value;
  const groupNow = groupDraft.value;
  const isOpen = now !== null || groupNow !== null;
  const target = field.value === 'name' || field.value === 'category' ? field.value : null;
  const isTyping = isOpen ? target !== null : isSearching.value;
  const change = (how: (text: string) => string) => {
    if (now && target) put({ [target]: how(now[target]).slice(0, 80) });
    else if (groupNow) putGroup({ name: how(groupNow.name).slice(0, 80) });
    else query.value = how(query.value);
  };
  if (isPromoting.value)
    return (
      <PromotionsLater
        onBack={() => {
          isPromoting.value = false;
        }}
      />
    );
  if (isPricing.value)
    return (
      <PriceListsLater
        onBack={() => {
          isPricing.value = false;
        }}
      />
    );
  if (isArranging.value && group.value !== null)
    return (
      <main class="goods" data-testid="goods-screen">
        <Arrange
          category={group.value}
          onDone={() => {
            isArranging.value = false;
          }}
        />
        <Strips />
      </main>
    );
  return (
    <main
      class={`goods ${isOpen ? 'has-open' : ''} ${isTyping ? 'is-typing' : ''}`}
      data-testid="goods-screen"
    >
      <List
        onPromotions={() => {
          leave();
          isPromoting.value = true;
        }}
        onPrices={() => {
          leave();
          isPricing.value = true;
        }}
        onArrange={() => {
          leave();
          isArranging.value = true;
        }}
        onSearch={() => {
          leave();
          isSearching.value = true;
        }}
      />
      {now ? (
        <Editor key={now.id ?? 'new'} now={now} />
      ) : groupNow ? (
        <GroupEditor key={groupNow.id ?? 'new'} now={groupNow} />
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
            field.value = target === 'name' && now?.price === '' ? 'price' : null;
            isSearching.value = false;
          }}
        />
      )}
      <SheetNow />
      <Strips />
    </main>
  );
}
