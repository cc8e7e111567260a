/** The menu: receipts, language, and how this screen is held. */
import { LANGUAGES } from '../../shared/i18n';
import {
  changeQuickPrint,
  setLight,
  showCare,
  showDay,
  showDevices,
  showGoods,
  showPeople,
  showReceipts,
  showStock,
  showWifi,
  speakLanguage,
  toggleLeftHand,
} from '../deeds';

import { ListIcon } from '../icons';
import { SheetFrame } from '../parts';
import * as state from '../state';
import { say } from '../words';

function Switch({
  name,
  label,
  isOn,
  onTap,
}: {
  name: string;
  label: string;
  isOn: boolean;
  onTap: () => void;
}) {
  return (
    <button type="button" class="key row-key" data-testid={name} aria-pressed={isOn} onClick={onTap}>
      <span>{label}</span>
      <i class={`switch ${isOn ? 'is-on' : ''}`} />
    </button>
  );
}

const LIGHTS = [
  { light: 'day', emoji: '⛅' },
  { light: 'sun', emoji: '☀️' },
  { light: 'night', emoji: '🌙' },
] as const;

function Lights() {
  return (
    <nav class="lights">
      {LIGHTS.map(({ light, emoji }) => (
        <button
          key={light}
          type="button"
          class="key"
          data-testid={light}
          aria-pressed={state.light.value === light}
          onClick={() => setLight(light)}
        >
          <span>
            <i aria-hidden="true">{emoji}</i> {say(`menu.${light}`)}
          </span>
        </button>
      ))}
    </nav>
  );
}

export function MenuSheet() {
  const isQuick = state.snapshot.value?.quick_print ?? true;
  return (
    <SheetFrame name="menu" title={say('app.menu')}>
      <button type="button" class="key row-key strong" data-testid="day-key" onClick={showDay}>
        <span>{say('menu.shift')}</span>
      </button>
      <button type="button" class="key row-key strong" data-testid="receipts" onClick={() => showReceipts()}>
        <span>{say('menu.receipts')}</span>
        <ListIcon />
      </button>
      <button type="button" class="key row-key strong" data-testid="goods" onClick={showGoods}>
        <span>{say('menu.goods')}</span>
      </button>
      <button type="button" class="key row-key strong" data-testid="stock" onClick={showStock}>
        <span>{say('menu.stock')}</span>
      </button>
      <button type="button" class="key row-key strong" data-testid="people" onClick={showPeople}>
        <span>{say('menu.people')}</span>
      </button>
      <button type="button" class="key row-key" data-testid="wifi" onClick={showWifi}>
        <span>{say('menu.wifi')}</span>
      </button>
      <button type="button" class="key row-key" data-testid="devices" onClick={showDevices}>
        <span>{say('menu.devices')}</span>
      </button>
      <button type="button" class="key row-key" data-testid="care" onClick={showCare}>
        <span>{say('menu.care')}</span>
      </button>
      <button
        type="button"
        class="key row-key"
        data-testid="about"
        onClick={() => {
          state.sheet.value = { kind: 'about' };
        }}
      >
        <span>{say('menu.about')}</span>
      </button>
      <Switch
        name="quick-print"
        label={say('menu.quick_print')}
        isOn={isQuick}
        onTap={() => changeQuickPrint(!isQuick)}
      />
      <Switch
        name="left-hand"
        label={say('menu.left_hand')}
        isOn={state.isLeftHand.value}
        onTap={toggleLeftHand}
      />
      <Lights />
      <nav class="languages" aria-label={say('menu.language')}>
        {LANGUAGES.map(({ code, name }) => (
          <button
            key={code}
            type="button"
            class="key"
            lang={code}
            data-testid={`language-${code}`}
            aria-pressed={state.language.value === code}
            onClick={() => speakLanguage(code)}
          >
            {name}
          </button>
        ))}
      </nav>
    </SheetFrame>
  );
}
