/** The goods of all boxes: found by group or name, changed in a sheet. What a single box has of it is not known here. */
import { computed, signal } from '@preact/signals';
import type { Category, Item } from '../api/shapes';
import { PlusIcon, SearchIcon } from '../icons';
import { Amount, Empty, Waiting } from '../parts';
import { goods } from '../state';
import { say } from '../words';
import { Conflicts } from './conflicts';
import { ItemSheet } from './goods-sheet';
import { CategorySheet } from './group-sheet';

const chosen = signal<string | null>(null);
const query = signal('');
const editing = signal<{ item: Item | null } | { category: Category | null } | null>(null);

const categories = computed(() =>
  [...(goods.value?.categories ?? [])].sort((a, b) => a.position - b.position),
);

/** Letters without their marks, so that `apfel` finds `Äpfel` and `tao` finds `Táo`. */
const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replaceAll('đ', 'd')
    .toLowerCase();

const shown = computed(() => {
  const words = plain(query.value.trim());
  const order = new Map(categories.value.map((one) => [one.id, one.position]));
  return (goods.value?.items ?? [])
    .filter((item) => (words ? plain(item.name).includes(words) || item.gtin === words : true))
    .filter((item) => words !== '' || chosen.value === null || item.category_id === chosen.value)
    .sort(
      (a, b) => (order.get(a.category_id) ?? 0) - (order.get(b.category_id) ?? 0) || a.position - b.position,
    );
});

const everything = () => {
  chosen.value = null;
};
const close = () => {
  editing.value = null;
};

function Groups() {
  return (
    <div class="groups">
      <button
        type="button"
        class="group"
        aria-pressed={chosen.value === null}
        onClick={() => {
          chosen.value = null;
        }}
      >
        {say('goods.every')}
      </button>
      {categories.value.map((one) => (
        <button
          key={one.id}
          type="button"
          class="group"
          style={{ '--stripe': one.colour }}
          data-testid={`group-${one.id}`}
          aria-pressed={chosen.value === one.id}
          onClick={() => {
            chosen.value = one.id;
            query.value = '';
          }}
        >
          <span aria-hidden="true">{one.emoji}</span> {one.name}
        </button>
      ))}
    </div>
  );
}

function ItemRow({ item }: { item: Item }) {
  const group = categories.value.find((one) => one.id === item.category_id);
  return (
    <li>
      <button
        type="button"
        class="item"
        style={{ '--stripe': item.colour || group?.colour }}
        data-testid={`item-${item.id}`}
        onClick={() => {
          editing.value = { item };
        }}
      >
        <span class="item-emoji" aria-hidden="true">
          {item.emoji || group?.emoji}
        </span>
        <span class="item-name">
          <b>{item.name}</b>
          <small>{group?.name}</small>
        </span>
        <span class="item-price">
          <Amount minor={item.price_minor} />
          {item.unit === 'kg' && <small>/kg</small>}
        </span>
      </button>
    </li>
  );
}

function Sheet() {
  const now = editing.value;
  if (now === null) return null;
  if ('category' in now)
    return (
      <CategorySheet
        key={now.category?.id ?? 'new'}
        category={now.category}
        onClose={close}
        onGone={everything}
      />
    );
  return <ItemSheet key={now.item?.id ?? 'new'} item={now.item} group={chosen.value} onClose={close} />;
}

function List() {
  const now = goods.value;
  if (now === null) return <Waiting />;
  if (now.items.length === 0 && now.categories.length === 0) {
    return (
      <Empty title={say('goods.none')}>
        <p>{say('goods.none_why')}</p>
        <button
          type="button"
          class="key strong with-icon"
          data-testid="new-group"
          onClick={() => {
            editing.value = { category: null };
          }}
        >
          <PlusIcon />
          {say('goods.group_new')}
        </button>
      </Empty>
    );
  }
  const group = categories.value.find((one) => one.id === chosen.value);
  return (
    <>
      <p class="lead">{say('goods.reach')}</p>
      <div class="goods-tools">
        <Groups />
        <div class="goods-keys">
          <button
            type="button"
            class="key with-icon"
            data-testid="new-group"
            onClick={() => {
              editing.value = { category: null };
            }}
          >
            <PlusIcon />
            {say('goods.group_new')}
          </button>
          {group && (
            <button
              type="button"
              class="key"
              data-testid="edit-group"
              onClick={() => {
                editing.value = { category: group };
              }}
            >
              {say('goods.group_edit')}
            </button>
          )}
        </div>
      </div>
      {shown.value.length === 0 && query.value && (
        <p class="muted">{say('goods.nothing', { query: query.value })}</p>
      )}
      <ul class="items">
        {shown.value.map((item) => (
          <ItemRow key={item.id} item={item} />
        ))}
      </ul>
    </>
  );
}

export function GoodsPage() {
  const hasGroups = categories.value.length > 0;
  return (
    <>
      <header class="page-head">
        <h1>{say('goods.title')}</h1>
        {hasGroups && (
          <div class="choices">
            <label class="search">
              <SearchIcon />
              <input
                type="search"
                aria-label={say('goods.search')}
                placeholder={say('goods.search')}
                data-testid="search"
                value={query.value}
                onInput={(event) => {
                  query.value = event.currentTarget.value;
                }}
              />
            </label>
            <button
              type="button"
              class="key strong with-icon"
              data-testid="new-item"
              onClick={() => {
                editing.value = { item: null };
              }}
            >
              <PlusIcon />
              {say('goods.new')}
            </button>
          </div>
        )}
      </header>
      <Conflicts />
      <List />
      <Sheet />
    </>
  );
}
