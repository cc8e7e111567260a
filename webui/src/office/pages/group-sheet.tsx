/** A group of goods: made, named, emptied into another one, and removed once it is empty. */
import { useSignal } from '@preact/signals';
import { putCategory, putItem, removeCategory } from '../api/office';
import type { Category } from '../api/shapes';
import { Dialog, Field } from '../parts';
import { goods } from '../state';
import { say } from '../words';
import { newId, send, type Wrong } from './goods-sheet';

const COLOURS = ['#2e7d32', '#b3261e', '#b8860b', '#1565c0', '#6a1b9a', '#d9730d', '#00695c', '#5d4037'];

function fresh(): Category {
  const known = goods.value?.categories ?? [];
  const free = COLOURS.find((colour) => known.every((one) => one.colour.toLowerCase() !== colour));
  return {
    id: newId('c'),
    name: '',
    emoji: '',
    colour: free ?? COLOURS[known.length % COLOURS.length] ?? '#2e7d32',
    position: Math.max(0, ...known.map((one) => one.position)) + 1,
  };
}

/** Where the items of a group go; one after the other, so that what was moved before a refusal stays moved. */
function MoveItems({ category, onWrong }: { category: Category; onWrong: (wrong: Wrong | null) => void }) {
  const others = (goods.value?.categories ?? []).filter((one) => one.id !== category.id);
  const inside = (goods.value?.items ?? []).filter((item) => item.category_id === category.id);
  const target = useSignal(others[0]?.id ?? '');
  const isBusy = useSignal(false);
  const move = async () => {
    const group = others.find((one) => one.id === target.value);
    if (!group || isBusy.value) return;
    isBusy.value = true;
    const moveAll = async () => {
      for (const item of inside) await putItem({ ...item, category_id: group.id });
    };
    onWrong(await send(moveAll, say('goods.moved', { count: inside.length, group: group.name })));
    isBusy.value = false;
  };
  return (
    <div class="move-items">
      <p class="muted">{say('goods.group_full', { count: inside.length })}</p>
      {others.length > 0 && (
        <div class="keys">
          <select
            aria-label={say('goods.group')}
            data-testid="move-to"
            value={target.value}
            onChange={(event) => {
              target.value = event.currentTarget.value;
            }}
          >
            {others.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
          <button
            type="button"
            class="key"
            data-testid="move-items"
            disabled={isBusy.value}
            onClick={() => void move()}
          >
            {say('goods.move')}
          </button>
        </div>
      )}
    </div>
  );
}

type Props = { category: Category | null; onClose: () => void; onGone: () => void };

export function CategorySheet({ category, onClose, onGone }: Props) {
  const draft = useSignal(category ?? fresh());
  const wrong = useSignal<Wrong | null>(null);
  const put = (change: Partial<Category>) => {
    draft.value = { ...draft.value, ...change };
    wrong.value = null;
  };
  const save = async (event: Event) => {
    event.preventDefault();
    const name = draft.value.name.trim();
    if (!name) {
      wrong.value = { field: 'name', words: say('goods.group_name_bad') };
      return;
    }
    const whole = { ...draft.value, name, emoji: draft.value.emoji.trim() };
    wrong.value = await send(() => putCategory(whole), say('goods.saved', { name }));
    if (!wrong.value) onClose();
  };
  const remove = async () => {
    const { id, name } = draft.value;
    wrong.value = await send(() => removeCategory(id), say('goods.removed', { name }));
    if (wrong.value) return;
    onGone();
    onClose();
  };
  const isEmpty = !goods.value?.items.some((item) => item.category_id === category?.id);
  const { name, emoji, colour } = draft.value;
  return (
    <Dialog
      name="group"
      title={category ? say('goods.edit', { name: category.name }) : say('goods.group_new')}
      onClose={onClose}
    >
      <form noValidate onSubmit={save} class="form">
        <Field
          name="group"
          label={say('goods.group_name')}
          error={wrong.value?.words ?? null}
          autoComplete="off"
          autoFocus
          maxLength={40}
          value={name}
          onText={(text) => put({ name: text })}
        />
        <div class="two">
          <Field
            name="emoji"
            label={say('goods.group_emoji')}
            autoComplete="off"
            maxLength={8}
            value={emoji}
            onText={(text) => put({ emoji: text })}
          />
          <div class="field">
            <label for="group-colour">{say('goods.group_colour')}</label>
            <input
              id="group-colour"
              type="color"
              value={colour}
              onInput={(event) => put({ colour: event.currentTarget.value })}
            />
          </div>
        </div>
        <p class="muted">{say('goods.reach')}</p>
        <div class="keys">
          <button type="submit" class="key strong" data-testid="save">
            {say('app.save')}
          </button>
          {category && isEmpty && (
            <button type="button" class="key danger" data-testid="remove-group" onClick={() => void remove()}>
              {say('goods.group_remove')}
            </button>
          )}
        </div>
        {category && !isEmpty && (
          <MoveItems
            category={category}
            onWrong={(no) => {
              wrong.value = no;
            }}
          />
        )}
      </form>
    </Dialog>
  );
}
