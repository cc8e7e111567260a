/** The left side: category tabs or search, and the tiles under them. */
import { computed, signal, useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Item } from '../api/shapes';
import { scan } from '../deeds';
import { CloseIcon, SearchIcon } from '../icons';
import * as state from '../state';
import { say } from '../words';
import { found, indexed } from './finding';
import { Tiles } from './tiles';

const categories = computed(() =>
  [...(state.catalogue.value?.categories ?? [])].sort((a, b) => a.position - b.position),
);
const sorted = computed(() =>
  [...(state.catalogue.value?.items ?? [])].sort((a, b) => a.position - b.position),
);
const index = computed(() => indexed(sorted.value));
/** One tile stands for an item and its kinds; the search finds each of them. */
const byCategory = computed(() => {
  const groups = new Map<string, Item[]>();
  for (const item of sorted.value) {
    if (state.isKind(item)) continue;
    const group = groups.get(item.category_id);
    if (group) group.push(item);
    else groups.set(item.category_id, [item]);
  }
  return groups;
});
const hasEmpties = computed(() => sorted.value.some((item) => item.kind === 'deposit'));
const chosen = signal<string | null>(null);
const category = computed(() => {
  const known = categories.value.find((one) => one.id === chosen.value);
  return known?.id ?? categories.value[0]?.id ?? '';
});

/** Short joining words stay with the word after them: `Kräuter / & Blumen`. */
const joined = (name: string): string => name.replace(/(\s\S{1,2})\s/g, '$1\u00a0');

function Tabs() {
  const row = useRef<HTMLElement>(null);
  const hasMore = useSignal(false);
  const measure = () => {
    const list = row.current;
    if (list) hasMore.value = list.scrollLeft + list.clientWidth < list.scrollWidth - 1;
  };
  // Back from search or pay, the chosen tab must be in sight.
  useLayoutEffect(() => {
    row.current
      ?.querySelector('[aria-current="true"]')
      ?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, []);
  useLayoutEffect(() => {
    const watch = new ResizeObserver(measure);
    if (row.current) watch.observe(row.current);
    measure();
    return () => watch.disconnect();
  });
  return (
    <div class="tabs-row">
      <nav class={`tabs ${hasMore.value ? 'has-more' : ''}`} ref={row} onScroll={measure}>
        {categories.value.map((one) => (
          <button
            key={one.id}
            type="button"
            class="tab"
            style={{ '--stripe': one.colour }}
            data-testid={`tab-${one.id}`}
            aria-current={one.id === category.value}
            onClick={(event) => {
              chosen.value = one.id;
              event.currentTarget.scrollIntoView({ inline: 'nearest', block: 'nearest' });
            }}
          >
            <span class="tab-emoji" aria-hidden="true">
              {one.emoji}
            </span>
            <span>{joined(one.name)}</span>
          </button>
        ))}
      </nav>
      {hasEmpties.value && (
        <button
          type="button"
          class="key round"
          data-testid="empties"
          aria-label={say('sell.empties')}
          onClick={() => {
            state.sheet.value = { kind: 'empties' };
          }}
        >
          <span aria-hidden="true">♻️</span>
        </button>
      )}
      <button
        type="button"
        class="key round search-key"
        data-testid="search"
        aria-label={say('sell.search')}
        onClick={() => {
          state.query.value = '';
        }}
      >
        <SearchIcon />
      </button>
    </div>
  );
}

/** Enter behind a bar code sells its item; behind anything else it does nothing. */
export function enterCode(): void {
  const query = state.query.peek() ?? '';
  if (!/^\d{8,14}$/.test(query)) return;
  scan(query);
  state.query.value = '';
}

function SearchLine({ query }: { query: string }) {
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => input.current?.focus(), []); // before the next key of a scanner
  const close = () => {
    state.query.value = null;
  };
  return (
    <div class="tabs-row">
      <label class="search-line">
        <SearchIcon />
        <input
          ref={input}
          data-testid="search-input"
          inputMode="none"
          autocomplete="off"
          enterkeyhint="search"
          placeholder={say('sell.search_hint')}
          value={query}
          onInput={(event) => {
            state.query.value = event.currentTarget.value;
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') close();
            if (event.key === 'Enter') enterCode();
          }}
        />
      </label>
      <button
        type="button"
        class="key round"
        data-testid="search-close"
        aria-label={say('app.close')}
        onClick={close}
      >
        <CloseIcon />
      </button>
    </div>
  );
}

export function Items() {
  const query = state.query.value;
  const isReady = state.catalogue.value !== null;
  const items = query === null ? (byCategory.value.get(category.value) ?? []) : found(index.value, query);
  return (
    <section class="items">
      {query === null ? <Tabs /> : <SearchLine query={query} />}
      {isReady && items.length === 0 && (
        <p class="hint" data-testid="no-items">
          {query ? say('sell.nothing_found', { query }) : say('sell.nothing_here')}
        </p>
      )}
      <Tiles items={items} name={query === null ? category.value : `?${query}`} />
    </section>
  );
}
