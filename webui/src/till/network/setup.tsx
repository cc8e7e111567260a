/** The stages of joining a Wi-Fi, as functions of what the box says and of what was tapped. Has no frame of its own. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { WifiNetwork, WifiView, WifiWish } from '../api/wifi';
import { say, sayRefusal } from '../words';
import { chooseCountry, join, refused, useAir } from './air';
import { Country } from './country';
import { List } from './list';
import { Secret, type Typed } from './secret';
import { tell, tellOutcome } from './tell';

export type WifiSetupProps = {
  /** A network is joined and the person has seen it. */
  onDone: () => void;
  /** The word on the key that calls `onDone`; "Done" unless given. */
  doneWord?: string;
  /** What stands below the list, such as a key to go on without Wi-Fi. */
  below?: ComponentChildren;
};

type Chosen = { ssid: string; isHidden: boolean };

function Plain({ name, title, more }: { name: string; title: string; more: string }) {
  return (
    <section class="wifi-plain" data-testid={`wifi-${name}`} role="status">
      <h1>{title}</h1>
      <p>{more}</p>
    </section>
  );
}

type JoinedProps = { ssid: string; word: string; onDone: () => void; onOthers: () => void };

function Joined({ ssid, word, onDone, onOthers }: JoinedProps) {
  return (
    <section class="wifi-plain" data-testid="wifi-joined">
      <h1>{tellOutcome('joined', ssid)}</h1>
      <p>{tell('joined.more')}</p>
      <button type="button" class="main-key" data-testid="wifi-done" onClick={onDone}>
        {word}
      </button>
      <button type="button" class="key" data-testid="wifi-others" onClick={onOthers}>
        {tell('others')}
      </button>
    </section>
  );
}

/** The trouble to tell above list or password: of this screen's own last wish, never of one made elsewhere. */
function troubleOf(now: WifiView, mine: string | null): string | null {
  if (refused.value) return sayRefusal(refused.value);
  const last = now.join;
  const failed = last?.is_done && last.outcome !== 'joined' && last.ssid === mine;
  return failed ? tellOutcome(last.outcome ?? 'failed', last.ssid) : null;
}

export function WifiSetup({ onDone, doneWord, below }: WifiSetupProps) {
  const now = useAir();
  const chosen = useSignal<Chosen | null>(null);
  const mine = useSignal<string | null>(null);
  const isSent = useSignal(false);
  const asksCountry = useSignal(false);
  const typed: Typed = { name: useSignal(''), password: useSignal('') };
  const last = now?.join ?? null;
  const isOver = isSent.value && last?.is_done === true && last.ssid === mine.value;

  const forget = () => {
    chosen.value = null;
    typed.name.value = '';
    typed.password.value = '';
  };
  // Of all failures only a wrong password is for whoever types it; the others are for the list.
  useEffect(() => {
    if (!isOver) return;
    isSent.value = false;
    if (last?.outcome === 'password') chosen.value ??= { ssid: last.ssid, isHidden: false };
    else forget();
  }, [isOver]);

  const go = async (wish: WifiWish) => {
    mine.value = wish.ssid;
    isSent.value = await join(wish);
  };
  const choose = (network: WifiNetwork) => {
    if (network.ssid === now?.joined) {
      mine.value = network.ssid; // nothing to do, but a tap has its answer
      return;
    }
    mine.value = null;
    if (network.is_locked && !network.is_known) chosen.value = { ssid: network.ssid, isHidden: false };
    else void go({ ssid: network.ssid });
  };

  if (now === null || now.radio === 'unknown') {
    return <Plain name="waiting" title={tell('title')} more={tell('searching')} />;
  }
  if (now.radio === 'none') {
    return (
      <div class="wifi-none">
        <Plain name="none" title={tell('none.title')} more={tell('none.more')} />
        {below}
      </div>
    );
  }
  if (now.radio === 'off') {
    return <Country proposed={now.country} more={tell('off.more')} onChoose={chooseCountry} below={below} />;
  }
  if (last && !last.is_done) {
    return <Plain name="joining" title={tell('joining', { ssid: last.ssid })} more={tell('joining.more')} />;
  }
  const trouble = troubleOf(now, mine.value);
  const forgetMine = () => {
    mine.value = null;
  };
  if (mine.value !== null && mine.value === now.joined && trouble === null) {
    const word = doneWord ?? say('app.done');
    return <Joined ssid={mine.value} word={word} onDone={onDone} onOthers={forgetMine} />;
  }
  if (asksCountry.value) {
    const back = () => {
      asksCountry.value = false;
    };
    return (
      <Country
        proposed={now.country}
        more={tell('country.more')}
        onChoose={(country) => {
          chooseCountry(country);
          back();
        }}
        onBack={back}
      />
    );
  }
  if (chosen.value) {
    return (
      <Secret
        key={chosen.value.ssid}
        ssid={chosen.value.isHidden ? null : chosen.value.ssid}
        typed={typed}
        trouble={trouble}
        onJoin={(wish) => void go(wish)}
        onBack={() => {
          forget();
          mine.value = null;
          refused.value = null;
        }}
      />
    );
  }
  return (
    <List
      now={now}
      trouble={trouble}
      onChoose={choose}
      onHidden={() => {
        mine.value = null;
        chosen.value = { ssid: '', isHidden: true };
      }}
      onCountry={() => {
        asksCountry.value = true;
      }}
      below={below}
    />
  );
}
