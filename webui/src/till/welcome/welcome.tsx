/** A new box greets its owner: language, Wi-Fi, back office, goods, and then it sells. Two minutes, fingers only. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { LANGUAGES, type Language } from '../../shared/i18n';
import type { WelcomeStep } from '../api/welcome';
import { Awning, AwningMark, BackIcon, LevelMark } from '../icons';
import { air } from '../network/air';
import { WifiSetupLater } from '../network/later';
import { ConnectLater } from '../office/later';
import * as state from '../state';
import { Strips } from '../strips';
import { say } from '../words';
import { Card } from './card';
import { choose, go, known, learn } from './deeds';
import { Goods } from './goods';
import { isTakingOver, Restored, TakeOver } from './restore';
import { tell } from './tell';

/** Each in its own words: whoever reads one of them knows what to tap. */
const GREETINGS: Readonly<Record<Language, string>> = {
  de: 'Willkommen',
  en: 'Welcome',
  fi: 'Tervetuloa',
  it: 'Benvenuti',
  vi: 'Xin chào',
};
const ORDER: readonly WelcomeStep[] = ['language', 'network', 'office', 'goods'];

function Languages() {
  const suggested = state.language.value;
  return (
    <section class="greet" data-testid="welcome-language">
      <AwningMark />
      <nav class="stalls">
        {LANGUAGES.map(({ code, name }) => (
          <button
            key={code}
            type="button"
            lang={code}
            class={`key stall-key ${code === suggested ? 'is-own' : ''}`}
            data-testid={`speak-${code}`}
            onClick={() => choose(code)}
          >
            <Awning />
            <b>{GREETINGS[code]}</b>
            <span>{name}</span>
          </button>
        ))}
      </nav>
    </section>
  );
}

function Office() {
  const isAsked = useSignal(false);
  const isBegun = isAsked.value || state.sync.value.state !== 'not_enrolled';
  // The connect screen leads back to selling when it is done; here that is the next step.
  useEffect(() => {
    if (isBegun) state.view.value = 'connect';
  }, [isBegun]);
  useEffect(
    () =>
      state.view.subscribe((view) => {
        if (view === 'sell' && isAsked.peek()) go('goods');
        if (view === 'connect') isAsked.value = true;
      }),
    [isAsked],
  );
  if (isBegun) return <ConnectLater />;
  return (
    <section class="plain" data-testid="welcome-office">
      <div>
        <h1>{tell('office.title')}</h1>
        <p>{tell('office.lead')}</p>
      </div>
      <nav class="choices">
        <button
          type="button"
          class="key strong choice"
          data-testid="welcome-connect"
          onClick={() => {
            isAsked.value = true;
          }}
        >
          {tell('office.now')}
          <small>{tell('office.now_more')}</small>
        </button>
        <button type="button" class="key choice" data-testid="welcome-alone" onClick={() => go('goods')}>
          {tell('office.later')}
          <small>{tell('office.later_more')}</small>
        </button>
      </nav>
    </section>
  );
}

/** Back from the stick's page is the question before it. */
function back(before: WelcomeStep): void {
  if (isTakingOver.value) isTakingOver.value = false;
  else go(before);
}

function Top({ now, children }: { now: WelcomeStep; children?: ComponentChildren }) {
  const at = ORDER.indexOf(now === 'card' ? 'network' : now);
  const before = ORDER[at - 1];
  return (
    <header class="top welcome-top">
      {before ? (
        <button type="button" class="back" data-testid="welcome-back" onClick={() => back(before)}>
          <BackIcon />
          {say('app.back')}
        </button>
      ) : (
        <b class="box-name">Tillbox</b>
      )}
      <ol class="steps" aria-label={tell('steps', { at: at + 1, of: ORDER.length })}>
        {ORDER.map((step, place) => (
          <li key={step} class={place < at ? 'is-past' : place === at ? 'is-now' : ''} />
        ))}
      </ol>
      <span class="top-end">{children}</span>
    </header>
  );
}

function Later({ name, word, to }: { name: string; word: string; to: WelcomeStep }) {
  return (
    <button type="button" class="key later-key" data-testid={name} onClick={() => go(to)}>
      {word}
    </button>
  );
}

function Network() {
  const hasCable = state.sync.value.uplink === 'ethernet';
  // Joined before the plug was pulled, by the file on the card, or just now: there is nothing to do without.
  const isJoined = (air.value?.joined ?? null) !== null;
  const goOn = () => go('office');
  const next = (
    <button type="button" class="main-key go-on" data-testid="welcome-wifi-next" onClick={goOn}>
      {tell('next')}
    </button>
  );
  return (
    <>
      <Top now="network">
        {!isJoined && (
          <Later
            name="welcome-no-wifi"
            word={tell(hasCable ? 'network.cable' : 'network.later')}
            to="office"
          />
        )}
      </Top>
      <div class="wifi-screen">
        <WifiSetupLater onDone={goOn} doneWord={tell('next')} below={isJoined && next} />
      </div>
    </>
  );
}

function Stage({ now }: { now: WelcomeStep }) {
  if (now === 'network') return <Network />;
  if (now === 'office') {
    return (
      <>
        <Top now={now}>
          {state.view.value !== 'connect' && !isTakingOver.value && (
            <button
              type="button"
              class="key later-key"
              data-testid="welcome-stick"
              onClick={() => {
                isTakingOver.value = true;
              }}
            >
              {tell('stick.key')}
            </button>
          )}
          {state.view.value === 'connect' && (
            <Later name="welcome-later" word={tell('office.later')} to="goods" />
          )}
        </Top>
        {isTakingOver.value ? <TakeOver /> : <Office />}
      </>
    );
  }
  if (now === 'restored') {
    return (
      <>
        <header class="top welcome-top">
          <b class="box-name">Tillbox</b>
        </header>
        <Restored />
      </>
    );
  }
  return (
    <>
      <Top now={now} />
      {now === 'language' && <Languages />}
      {now === 'card' && <Card />}
      {now === 'goods' && <Goods />}
    </>
  );
}

function Away() {
  return (
    <p class="strip waiting" data-testid="away" role="status">
      <LevelMark level="waiting" />
      {say('app.restarting')}
    </p>
  );
}

export function Welcome() {
  const now = state.welcome.value;
  useEffect(learn, []);
  // A new life of the screen, or the person went back: the connect screen is not open any more.
  useEffect(() => {
    if (now !== 'office') state.view.value = 'sell';
  }, [now]);
  // Nothing was refused after all: the file was corrected, and the box started again.
  const isCardDone = now === 'card' && known.value?.refusals.length === 0;
  useEffect(() => {
    if (isCardDone) go('network');
  }, [isCardDone]);
  return (
    <div class="till newcomer" data-testid="welcome" data-step={now}>
      {now && <Stage now={now} />}
      <footer>{state.isAway.value ? <Away /> : <Strips />}</footer>
    </div>
  );
}
