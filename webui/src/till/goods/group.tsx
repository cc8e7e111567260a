/** One category: what it is called, how it looks, where it stands, and whether it may go. */
import { Colours, Emoji, Foot, NameLine, Place, Remove } from './choices';
import { categories, type Group, held, leave, placeOf, putGroup, removeGroup, saveGroup } from './desk';
import { tell } from './tell';

export function GroupEditor({ now }: { now: Group }) {
  const count = now.id ? held(now.id) : 0;
  return (
    <section class="goods-editor" data-testid="group-editor">
      <div class="goods-fields">
        <NameLine value={now.name} onText={(name) => putGroup({ name })} />
        <Emoji now={now.emoji} onChoose={(emoji) => putGroup({ emoji })} />
        <Colours now={now.colour} onChoose={(colour) => putGroup({ colour })} />
        {now.id && <Place kind="categories" id={now.id} at={placeOf(categories.value, now.id)} />}
        {now.id && count > 0 && (
          <p class="hint" data-testid="group-holds">
            {tell('group.holds', { count })}
          </p>
        )}
        {now.id && count === 0 && (
          <Remove name="remove-group" words={tell('group.remove')} onSure={() => void removeGroup()} />
        )}
      </div>
      <Foot
        words={tell('save')}
        isReady={now.name.trim() !== ''}
        onBack={leave}
        onSave={() => void saveGroup()}
      />
    </section>
  );
}
