/** The scanner: hold a sample before it, or type any code. `read` is the one that hangs on the box. */
import { useSignal } from '@preact/signals';
import { type Picture, say } from './bench';

type Props = { scanner: Picture['scanner']; samples: Picture['samples']; read: (code: string) => void };

export function Scanner({ scanner, samples, read }: Props) {
  const code = useSignal('');
  return (
    <section class="thing scanner" aria-label={say('scanner')}>
      <h2 class={scanner.is_connected ? 'is-plain' : ''}>
        {say('scanner')}
        {!scanner.is_connected && <small class="aside">{say('scanner_alone')}</small>}
      </h2>
      {samples.length > 0 && (
        <div class="samples">
          {samples.map((sample) => (
            <button type="button" class="sample" key={sample.code} onClick={() => read(sample.code)}>
              <span class="emoji" aria-hidden="true">
                {sample.emoji}
              </span>
              <span class="sample-name">{sample.name}</span>
              <Bars code={sample.code} />
            </button>
          ))}
        </div>
      )}
      <form
        class="scan-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (code.value.trim()) read(code.value.trim());
        }}
      >
        <svg viewBox="0 0 64 40" class="gun" aria-hidden="true">
          <path
            d="M6 6 h34 q8 0 8 8 v2 q0 6 -6 6 h-14 l4 16 h-13 l-5 -17 h-8 q-4 0 -4 -4 v-7 q0 -4 4 -4z"
            fill="#2f3b35"
          />
          <rect x="45" y="9" width="5" height="10" rx="2" fill="#8c1d18" />
          <path d="M52 14 L64 6 M52 14 L64 14 M52 14 L64 22" stroke="#8c1d18" stroke-width="1.6" />
        </svg>
        <input
          class="figures"
          value={code.value}
          onInput={(event) => {
            code.value = event.currentTarget.value;
          }}
          aria-label={say('scanner_field')}
          placeholder={say('scanner_field')}
          maxLength={128}
          autocomplete="off"
          spellcheck={false}
        />
        <button type="submit" class="key">
          {say('scan')}
        </button>
      </form>
    </section>
  );
}

/** Bars whose widths follow the digits: a sign for "this has a barcode", not one to be read. */
function Bars({ code }: { code: string }) {
  let x = 0;
  const bars = Array.from(code).map((digit, at) => {
    const width = 1 + (digit.charCodeAt(0) % 3);
    const bar = <rect key={`${at}${digit}`} x={x} y="0" width={width} height="12" />;
    x += width + 1 + (at % 2);
    return bar;
  });
  return (
    <svg class="bars" viewBox={`0 0 ${x} 12`} preserveAspectRatio="none" aria-hidden="true">
      {bars}
    </svg>
  );
}
