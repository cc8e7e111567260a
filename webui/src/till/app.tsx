/** The whole screen as a function of the state. */
import { CONNECTING } from '../shared/words/first';
import { isSaving } from './api/intents';
import { CareLater } from './care/later';
import { Change } from './change';
import { DayLater } from './day/later';
import { DevicesLater } from './devices/later';
import { GoodsLater } from './goods/later';
import { Header } from './header';
import { Awning, AwningMark } from './icons';
import { WifiLater } from './network/later';
import { ConnectLater } from './office/later';
import { Pay } from './pay';
import { PaySettingsLater, TenderLater } from './payments/later';
import { ApprovalLater, GuardLater, PeopleLater } from './people/later';
import { ReadyLater } from './ready/later';
import { Receipts } from './receipts';
import { Sell } from './sell/sell';
import * as state from './state';
import { StockLater } from './stock/later';
import { WelcomeLater } from './welcome/later';
import { say } from './words';

function NotPaired() {
  return (
    <div class="welcome" data-testid="not-paired">
      <Awning />
      <AwningMark />
      <h1>{say('paired.title')}</h1>
      <p>{say('paired.todo')}</p>
      <p class="muted">{say('paired.safe')}</p>
    </div>
  );
}

function Connecting() {
  return (
    <div class="welcome" data-testid="connecting">
      <Awning />
      <AwningMark />
      <h1>{CONNECTING[state.language.value]}</h1>
    </div>
  );
}

export function App() {
  if (!state.spoken.value) return <Connecting />;
  if (!state.isPaired.value) return <NotPaired />;
  if (!state.isReady.value) return <Connecting />;
  if (state.welcome.value) return <WelcomeLater meanwhile={<Connecting />} />;
  return (
    <div class="till" data-view={state.view.value} data-saving={isSaving.value ? '' : undefined}>
      <Header />
      <Change />
      {state.view.value === 'sell' && <Sell />}
      {state.view.value === 'pay' && <Pay />}
      {state.view.value === 'tender' && <TenderLater />}
      {state.view.value === 'payments' && <PaySettingsLater />}
      {state.view.value === 'receipts' && <Receipts />}
      {state.view.value === 'connect' && <ConnectLater />}
      {state.view.value === 'wifi' && <WifiLater />}
      {state.view.value === 'devices' && <DevicesLater />}
      {state.view.value === 'care' && <CareLater />}
      {state.view.value === 'goods' && <GoodsLater />}
      {state.view.value === 'stock' && <StockLater />}
      {state.view.value === 'ready' && <ReadyLater />}
      {state.view.value === 'people' && <PeopleLater />}
      {state.asked.value && <ApprovalLater />}
      {state.view.value === 'day' && <DayLater />}
      {state.hasPeople.value && <GuardLater />}
    </div>
  );
}
