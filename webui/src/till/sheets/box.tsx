/** The box: its lines and devices, how this screen is held, and the language. */
import { LANGUAGES } from '../../shared/i18n';
import {
  changeQuickPrint,
  setLight,
  showCare,
  showDevices,
  showPayments,
  showWifi,
  speakLanguage,
  syncNow,
  toggleLeftHand,
} from '../deeds';
import { remember } from '../memory';
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

/** The next size of letters; after the largest the usual one. */
function enlarge(): void {
  const at = state.TEXT_SIZES.indexOf(state.textSize.value);
  state.textSize.value = state.TEXT_SIZES[(at + 1) % state.TEXT_SIZES.length] ?? '100';
  remember('text', state.textSize.value);
}

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
      <button
        type="button"
        class="key"
        data-testid="text-size"
        aria-label={`Aa ${state.textSize.value} %, ${say('menu.text_size')}`}
        onClick={enlarge}
      >
        <span>Aa {state.textSize.value} %</span>
      </button>
    </nav>
  );
}

export function BoxSheet() {
  const isQuick = state.snapshot.value?.quick_print ?? true;
  return (
    <SheetFrame name="box" title={say('menu.box')}>
      <button type="button" class="key row-key" data-testid="wifi" onClick={showWifi}>
        <span>{say('menu.wifi')}</span>
      </button>
      <button type="button" class="key row-key" data-testid="devices" onClick={showDevices}>
        <span>{say('menu.devices')}</span>
      </button>
      <button type="button" class="key row-key" data-testid="payments" onClick={showPayments}>
        <span>{say('menu.payments')}</span>
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
      <button
        type="button"
        class="key row-key"
        data-testid="box-sync"
        onClick={() => {
          state.sheet.value = { kind: 'status' };
          syncNow();
        }}
      >
        <span>{say('menu.sync')}</span>
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
