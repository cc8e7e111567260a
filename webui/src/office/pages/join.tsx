/** Connecting a box: its code, then its fingerprint compared by a person, then yes or no. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { approve, deny, readEnrolment } from '../api/office';
import type { Enrolment } from '../api/shapes';
import { asRefusal, look, refuse, tell } from '../deeds';
import { LevelMark } from '../icons';
import { plainCode, writeCode } from '../join-code';
import { Dialog, Field, Row } from '../parts';
import { joinCode } from '../state';
import { say, sayHeard, sayTrouble } from '../words';

const CODE_LENGTH = 8;

function sayWrong(error: unknown): string {
  const no = asRefusal(error);
  if (no.status === 401) refuse(error);
  if (no.status === 404) return say('error.unknown_code');
  return sayTrouble(no.code, no.params);
}

function CodeStep({ onFound }: { onFound: (box: Enrolment) => void }) {
  const wrong = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  const isWhole = plainCode(joinCode.value).length === CODE_LENGTH;
  const find = async () => {
    if (isBusy.value || plainCode(joinCode.value).length !== CODE_LENGTH) return;
    isBusy.value = true;
    try {
      onFound(await readEnrolment(writeCode(joinCode.value)));
    } catch (error) {
      wrong.value = sayWrong(error);
    } finally {
      isBusy.value = false;
    }
  };
  // From the QR link the code is whole already; it is looked up, never approved by itself.
  useEffect(() => {
    void find();
  }, []);
  return (
    <form
      noValidate
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void find();
      }}
    >
      <Field
        name="code"
        label={say('join.code')}
        hint={say('join.code_hint')}
        error={wrong.value}
        autoFocus
        autoComplete="off"
        autoCapitalize="characters"
        spellcheck={false}
        value={joinCode.value}
        onText={(text) => {
          joinCode.value = writeCode(text);
          wrong.value = null;
        }}
      />
      <div class="keys">
        <button type="submit" class="key strong" disabled={!isWhole || isBusy.value} data-testid="find-box">
          {say('join.look')}
        </button>
      </div>
    </form>
  );
}

function CompareStep({ box, onClose }: { box: Enrolment; onClose: () => void }) {
  const wrong = useSignal<string | null>(null);
  const answer = async (deed: () => Promise<unknown>, words: string) => {
    try {
      await deed();
    } catch (error) {
      wrong.value = sayWrong(error);
      return;
    }
    joinCode.value = '';
    tell(words);
    onClose();
    await look();
  };
  if (box.state !== 'pending') return <p class="banner waiting">{say('join.over')}</p>;
  return (
    <div class="form">
      <p>{say('join.compare_why')}</p>
      <p class="fingerprint figures" data-testid="fingerprint">
        {box.fingerprint.split(/[\s-]+/).map((group, at) => (
          <span key={`${group}${at}`}>{group}</span>
        ))}
      </p>
      <dl class="facts">
        <Row label={say('boxes.name')}>{box.name}</Row>
        <Row label={say('boxes.series')}>{box.series}</Row>
        <Row
          label={say('boxes.version')}
        >{`${box.version} · ${say('join.asked', { time: sayHeard(box.created_utc) })}`}</Row>
      </dl>
      {wrong.value && (
        <p class="banner danger" role="alert">
          <LevelMark level="danger" />
          {wrong.value}
        </p>
      )}
      <div class="keys">
        <button
          type="button"
          class="key strong"
          data-testid="approve"
          onClick={() =>
            void answer(() => approve(box.code, box.fingerprint), say('join.approved', { name: box.name }))
          }
        >
          {say('join.same')}
        </button>
        <button
          type="button"
          class="key danger"
          data-testid="deny"
          onClick={() => void answer(() => deny(box.code), say('join.denied'))}
        >
          {say('join.other')}
        </button>
      </div>
    </div>
  );
}

export function JoinSheet({ onClose }: { onClose: () => void }) {
  const found = useSignal<Enrolment | null>(null);
  return (
    <Dialog name="join" title={say(found.value ? 'join.compare' : 'join.title')} onClose={onClose}>
      {found.value ? (
        <CompareStep box={found.value} onClose={onClose} />
      ) : (
        <CodeStep
          onFound={(box) => {
            found.value = box;
          }}
        />
      )}
    </Dialog>
  );
}
