/** The workbench page: a picture of the whole stall whose objects can be touched. */
import { effect } from '@preact/signals';
import { render } from 'preact';
import '../shared/fonts.css';
import '../shared/tokens.css';
import { LANGUAGES } from '../shared/i18n';
import { isLost, language, picture, say, scan, setLanguage, typeCode, watch } from './bench';
import { CustomerDisplay } from './display';
import { Drawer } from './drawer';
import { Log } from './log';
import { PowerPlug } from './plug';
import { Printer } from './printer';
import { Scale } from './scale';
import { Scanner } from './scanner';
import { UsbSockets } from './usb';
import { Way } from './way';
import './workbench.css';

function Header() {
  return (
    <header class="head">
      <div class="awning" aria-hidden="true" />
      <div class="head-row">
        <div class="head-words">
          <h1>{say('title')}</h1>
          <p>{say('lead')}</p>
        </div>
        <select
          aria-label={say('language')}
          value={language.value}
          onChange={(event) => setLanguage(event.currentTarget.value)}
        >
          {LANGUAGES.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
        <a class="key primary" href="/till" target="tillbox-till">
          {say('open_till')} ↗
        </a>
      </div>
      {isLost.value && (
        <p class="lost" role="alert">
          {say('lost')}
        </p>
      )}
    </header>
  );
}

function Bench() {
  const now = picture.value;
  return (
    <div class="page">
      <Header />
      {now && (
        <main class="stall">
          <div class="column paper-column">
            <Printer printer={now.printer} />
            <Drawer isOpen={now.drawer.is_open} />
          </div>
          <Way now={now} />
          <div class="column counter">
            <CustomerDisplay lines={now.display.lines} />
            <Scanner scanner={now.scanner} samples={now.samples} read={now.usb?.scanner ? typeCode : scan} />
            <Scale scale={now.scale} />
          </div>
          <div class="column">
            <PowerPlug plug={now.plug} />
            {now.usb && <UsbSockets usb={now.usb} />}
            <Log entries={now.log} />
          </div>
        </main>
      )}
    </div>
  );
}

const root = document.getElementById('bench');
if (root) {
  effect(() => {
    document.documentElement.lang = language.value;
    document.title = `Tillbox · ${say('title')}`;
  });
  watch();
  render(<Bench />, root);
}
