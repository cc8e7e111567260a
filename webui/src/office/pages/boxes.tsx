/** The boxes of the merchant: how each is, its name, removing it, and the way in for a new one. */
import { signal, useSignal } from '@preact/signals';
import { markAlarmSeen, renameBox, revokeBox } from '../api/office';
import type { Box } from '../api/shapes';
import { asRefusal, attempt, look, tell } from '../deeds';
import { LevelMark, levelOf, PlusIcon } from '../icons';
import { Amount, Dialog, Empty, Field, Row, Waiting } from '../parts';
import { address, go } from '../route';
import { boxes } from '../state';
import { say, sayDate, sayHeard, sayRoom, sayTrouble, sayUplink } from '../words';
import { JoinSheet } from './join';
import { lampWords, StallState, sayCount } from './stalls';

const editing = signal<{ box: Box; deed: 'rename' | 'remove' } | null>(null);
const close = () => {
  editing.value = null;
};

function Details({ box }: { box: Box }) {
  return (
    <dl class="facts">
      <Row label={say('boxes.series')}>{box.series}</Row>
      <Row label={say('boxes.uplink')}>{sayUplink(box.uplink)}</Row>
      <Row label={say('boxes.version')}>{box.version ?? '–'}</Row>
      <Row label={say('boxes.free')}>{box.free_mb === null ? '–' : sayRoom(box.free_mb)}</Row>
      <Row label={say('boxes.since')}>{sayDate(box.enrolled_utc)}</Row>
      <Row label={say('boxes.fingerprint')}>
        <code class="seal">{box.fingerprint}</code>
      </Row>
    </dl>
  );
}

/** What happened, what is safe, what to do; it goes when a person says that it was seen. */
function ForkAlarm({ box }: { box: Box }) {
  const see = async () => {
    if (await attempt(() => markAlarmSeen(box.box_id))) tell(say('fork.seen_done', { name: box.name }));
  };
  return (
    <section class="banner danger alarm" data-testid={`fork-${box.box_id}`}>
      <LevelMark level="danger" />
      <div class="alarm-words">
        <b>{say('fork.what')}</b>
        <p>{say('fork.safe')}</p>
        <p>{say('fork.todo')}</p>
        <div class="keys">
          {box.quarantine > 0 && (
            <a class="key strong" href={address('aside')}>
              {say('fork.look')}
            </a>
          )}
          <button
            type="button"
            class="key"
            data-testid={`fork-seen-${box.box_id}`}
            onClick={() => void see()}
          >
            {say('aside.seen')}
          </button>
        </div>
      </div>
    </section>
  );
}

function BoxCard({ box }: { box: Box }) {
  const rhythm = box.state === 'online' ? (box.light?.rhythm ?? 'steady') : 'steady';
  return (
    <li class={`card box ${box.is_revoked ? 'is-revoked' : ''}`} data-testid={`box-${box.box_id}`}>
      <header>
        <LevelMark level={levelOf(box)} rhythm={rhythm} />
        <div class="stall-what">
          <h2>{box.name}</h2>
          <p class="muted">
            {lampWords(box)}
            {!box.is_revoked &&
              box.heard_utc &&
              ` · ${say('boxes.as_of', { time: sayHeard(box.heard_utc) })}`}
          </p>
        </div>
        <p class="stall-sum">
          <Amount minor={box.today_minor} />
          <small class="figures">{sayCount(box)}</small>
        </p>
      </header>
      {!box.is_revoked && <StallState stall={box} />}
      {box.attention === 'fork' && <ForkAlarm box={box} />}
      <Details box={box} />
      {!box.is_revoked && (
        <div class="keys">
          <button
            type="button"
            class="key"
            data-testid={`rename-${box.box_id}`}
            onClick={() => {
              editing.value = { box, deed: 'rename' };
            }}
          >
            {say('boxes.rename')}
          </button>
          <button
            type="button"
            class="key danger"
            data-testid={`remove-${box.box_id}`}
            onClick={() => {
              editing.value = { box, deed: 'remove' };
            }}
          >
            {say('boxes.remove')}
          </button>
        </div>
      )}
    </li>
  );
}

function RenameSheet({ box }: { box: Box }) {
  const name = useSignal(box.name);
  const wrong = useSignal<string | null>(null);
  const save = async (event: Event) => {
    event.preventDefault();
    try {
      await renameBox(box.box_id, name.value.trim());
    } catch (error) {
      const no = asRefusal(error);
      wrong.value = sayTrouble(no.code, no.params);
      return;
    }
    close();
    tell(say('boxes.renamed'));
    await look();
  };
  return (
    <Dialog name="rename" title={say('boxes.rename_title')} onClose={close}>
      <form noValidate class="form" onSubmit={save}>
        <Field
          name="stall"
          label={say('boxes.name')}
          error={wrong.value}
          autoComplete="off"
          autoFocus
          maxLength={60}
          value={name.value}
          onText={(text) => {
            name.value = text;
            wrong.value = null;
          }}
        />
        <div class="keys">
          <button type="submit" class="key strong" disabled={!name.value.trim()} data-testid="save">
            {say('app.save')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function RemoveSheet({ box }: { box: Box }) {
  const remove = async () => {
    close();
    if (await attempt(() => revokeBox(box.box_id))) tell(say('boxes.removed', { name: box.name }));
  };
  return (
    <Dialog name="remove" title={say('boxes.remove_sure', { name: box.name })} onClose={close}>
      <p>{say('boxes.remove_why')}</p>
      <div class="keys">
        <button type="button" class="key danger" data-testid="remove-sure" onClick={() => void remove()}>
          {say('boxes.remove')}
        </button>
        <button type="button" class="key" onClick={close}>
          {say('app.cancel')}
        </button>
      </div>
    </Dialog>
  );
}

function List() {
  const list = boxes.value;
  if (list === null) return <Waiting />;
  if (list.length === 0) {
    return (
      <Empty title={say('boxes.none')}>
        <p>{say('boxes.none_why')}</p>
      </Empty>
    );
  }
  const sorted = [...list].sort((a, b) => Number(a.is_revoked) - Number(b.is_revoked));
  return (
    <ul class="boxes">
      {sorted.map((box) => (
        <BoxCard key={box.box_id} box={box} />
      ))}
    </ul>
  );
}

export function BoxesPage({ isJoining }: { isJoining: boolean }) {
  const now = editing.value;
  return (
    <>
      <header class="page-head">
        <h1>{say('boxes.title')}</h1>
        <a class="key" href={address('boxes', 'people')} data-testid="people">
          {say('people.title')}
        </a>
        <a class="key strong with-icon" href={address('boxes', 'connect')} data-testid="connect">
          <PlusIcon />
          {say('boxes.connect')}
        </a>
      </header>
      <List />
      {now?.deed === 'rename' && <RenameSheet key={now.box.box_id} box={now.box} />}
      {now?.deed === 'remove' && <RemoveSheet key={now.box.box_id} box={now.box} />}
      {isJoining && <JoinSheet onClose={() => go('boxes')} />}
    </>
  );
}
