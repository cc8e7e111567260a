/** Changing one item. The price is read as typed and said back before it is saved. */
import { useSignal } from '@preact/signals';
import { putItem, removeItem } from '../api/office';
import type { Item } from '../api/shapes';
import { asRefusal, look, refuse, tell } from '../deeds';
import { Dialog, Field } from '../parts';
import { readPrice, writePrice } from '../price';
import { currency, goods, language } from '../state';
import { say, sayMoney, sayTrouble } from '../words';

/** An id nobody has yet; the boxes treat it as a name without meaning. */
export function newId(kind: 'i' | 'c'): string {
  return `${kind}${crypto.getRandomValues(new Uint32Array(2)).reduce((text, part) => text + part.toString(36), '')}`;
}

function fresh(group: string | null): Item {
  const { items, categories } = goods.value ?? { items: [], categories: [] };
  const category = categories.find((one) => one.id === group) ?? categories[0];
  const sibling = items.find((one) => one.category_id === category?.id) ?? items[0];
  return {
    id: newId('i'),
    name: '',
    category_id: category?.id ?? '',
    price_minor: 0,
    unit: 'piece',
    tax_code: sibling?.tax_code ?? 'standard',
    emoji: category?.emoji ?? '',
    colour: category?.colour ?? '',
    position: Math.max(0, ...items.map((one) => one.position)) + 1,
    gtin: null,
    deposit_id: null,
    kind: 'goods',
    is_free_price: false,
    tare_g: null,
    variant_of: null,
    price_list: null,
  };
}

/** What only some goods have goes with what makes it possible. */
const fitting = (item: Item): Item => ({
  ...item,
  is_free_price: item.is_free_price && item.unit === 'piece' && item.kind === 'goods',
  tare_g: item.unit === 'kg' ? item.tare_g : null,
  deposit_id: item.unit === 'piece' ? item.deposit_id : null,
});

/** What an item may be a kind of: goods that are no kind themselves; nothing, where it has kinds of its own. */
function facesFor(item: Item): Item[] {
  const items = goods.value?.items ?? [];
  if (items.some((one) => one.variant_of === item.id)) return [];
  return items.filter((one) => one.kind === 'goods' && !one.variant_of && one.id !== item.id);
}

export type Wrong = { field: string | null; words: string };

export async function send(deed: () => Promise<unknown>, words: string): Promise<Wrong | null> {
  try {
    await deed();
  } catch (error) {
    const no = asRefusal(error);
    if (no.status === 401) refuse(error);
    return { field: no.field, words: sayTrouble(no.code, no.params) };
  }
  tell(words);
  await look();
  return null;
}

function priceSays(text: string, before: number | null): string {
  const minor = readPrice(text, currency.value, language.value);
  if (minor === null) return '';
  const was =
    before === null || before === minor ? '' : ` ${say('goods.price_was', { amount: sayMoney(before) })}`;
  return say('goods.price_read', { amount: sayMoney(minor) }) + was;
}

type ItemSheetProps = { item: Item | null; group: string | null; onClose: () => void };

export function ItemSheet({ item, group, onClose }: ItemSheetProps) {
  const draft = useSignal(item ?? fresh(group));
  const price = useSignal(item ? writePrice(item.price_minor, currency.peek(), language.peek()) : '');
  const wrong = useSignal<Wrong | null>(null);
  const isRemoving = useSignal(false);
  const put = (change: Partial<Item>) => {
    draft.value = { ...draft.value, ...change };
    wrong.value = null;
  };
  const errorOf = (field: string) => (wrong.value?.field === field ? wrong.value.words : null);
  const save = async (event: Event) => {
    event.preventDefault();
    const name = draft.value.name.trim();
    const minor = readPrice(price.value, currency.value, language.value);
    if (!name) {
      wrong.value = { field: 'name', words: say('goods.name_bad') };
      return;
    }
    if (minor === null || (minor < 0 && draft.value.kind !== 'deposit')) {
      const sample = writePrice(currency.value.exponent ? 350 : 35000, currency.value, language.value);
      wrong.value = { field: 'price_minor', words: say('goods.price_bad', { sample }) };
      return;
    }
    const whole = fitting({
      ...draft.value,
      name,
      price_minor: minor,
      price_list: minor === item?.price_minor ? item.price_list : null,
    });
    wrong.value = await send(() => putItem(whole), say('goods.saved', { name }));
    if (!wrong.value) onClose();
  };
  const remove = async () => {
    const { id, name } = draft.value;
    wrong.value = await send(() => removeItem(id), say('goods.removed', { name }));
    if (!wrong.value) onClose();
  };
  const { name, unit, category_id } = draft.value;
  if (item && isRemoving.value) {
    return (
      <Dialog name="remove" title={say('goods.remove_sure', { name: item.name })} onClose={onClose}>
        <p>
          {say('goods.remove_why')} {say('goods.reach')}
        </p>
        {wrong.value && <p class="banner danger">{wrong.value.words}</p>}
        <div class="keys">
          <button type="button" class="key danger" data-testid="remove-sure" onClick={() => void remove()}>
            {say('goods.remove')}
          </button>
          <button type="button" class="key" onClick={onClose}>
            {say('app.cancel')}
          </button>
        </div>
      </Dialog>
    );
  }
  const isElsewhere =
    wrong.value &&
    wrong.value.field !== 'name' &&
    wrong.value.field !== 'price_minor' &&
    wrong.value.field !== 'tare_g';
  return (
    <Dialog
      name="item"
      title={item ? say('goods.edit', { name: item.name }) : say('goods.new')}
      onClose={onClose}
    >
      <form noValidate onSubmit={save} class="form">
        <Field
          name="price"
          label={say(unit === 'kg' ? 'goods.price_kg' : 'goods.price')}
          hint={priceSays(price.value, item?.price_minor ?? null)}
          error={errorOf('price_minor')}
          inputMode="decimal"
          autoComplete="off"
          autoFocus={item !== null}
          value={price.value}
          onText={(text) => {
            price.value = text;
            wrong.value = null;
          }}
        >
          <span class="unit">{currency.value.code}</span>
        </Field>
        <Field
          name="name"
          label={say('goods.name')}
          error={errorOf('name')}
          autoComplete="off"
          autoFocus={item === null}
          maxLength={80}
          value={name}
          onText={(text) => put({ name: text })}
        />
        <div class="two">
          <div class="field">
            <label for="item-unit">{say('goods.unit')}</label>
            <select
              id="item-unit"
              value={unit}
              onChange={(event) => put({ unit: event.currentTarget.value === 'kg' ? 'kg' : 'piece' })}
            >
              <option value="piece">{say('goods.unit_piece')}</option>
              <option value="kg">{say('goods.unit_kg')}</option>
            </select>
          </div>
          <div class="field">
            <label for="item-group">{say('goods.group')}</label>
            <select
              id="item-group"
              value={category_id}
              onChange={(event) => put({ category_id: event.currentTarget.value })}
            >
              {(goods.value?.categories ?? []).map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </select>
          </div>
        </div>
        {unit === 'kg' ? (
          <Field
            name="tare"
            label={say('goods.tare')}
            hint={say('goods.tare_why')}
            error={errorOf('tare_g')}
            inputMode="numeric"
            autoComplete="off"
            value={draft.value.tare_g ? String(draft.value.tare_g) : ''}
            onText={(text) => put({ tare_g: Number(text.replace(/\D/g, '').slice(0, 5)) || null })}
          />
        ) : (
          draft.value.kind === 'goods' && (
            <div class="field">
              <label for="item-free">{say('goods.free')}</label>
              <select
                id="item-free"
                data-testid="free-price"
                value={draft.value.is_free_price ? 'asked' : 'fixed'}
                onChange={(event) => put({ is_free_price: event.currentTarget.value === 'asked' })}
              >
                <option value="fixed">{say('goods.free_no')}</option>
                <option value="asked">{say('goods.free_yes')}</option>
              </select>
            </div>
          )
        )}
        {draft.value.kind === 'goods' && (
          <div class="field">
            <label for="item-face">{say('goods.kind_of')}</label>
            <select
              id="item-face"
              data-testid="kind-of"
              value={draft.value.variant_of ?? ''}
              onChange={(event) => put({ variant_of: event.currentTarget.value || null })}
            >
              <option value="">{say('goods.kind_none')}</option>
              {facesFor(draft.value).map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </select>
          </div>
        )}
        {isElsewhere && <p class="banner danger">{wrong.value?.words}</p>}
        <p class="muted">{say('goods.reach')}</p>
        <div class="keys">
          <button type="submit" class="key strong" data-testid="save">
            {say('app.save')}
          </button>
          {item && (
            <button
              type="button"
              class="key danger"
              data-testid="remove"
              onClick={() => {
                isRemoving.value = true;
              }}
            >
              {say('goods.remove')}
            </button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
