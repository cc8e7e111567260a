/** The self-test: each part a row with what it does, how it went, and the one key that is next. */
import { useSignal } from '@preact/signals';
import type { Care, TestedPart } from '../api/care';
import { LevelMark } from '../icons';
import { begin, judge, printResults } from './desk';
import { sayMs, tell, tellForeign } from './tell';
import { TouchGrid } from './touch';

const MARKS = {
  open: 'unknown',
  running: 'unknown',
  asks: 'unknown',
  good: 'safe',
  attention: 'waiting',
  bad: 'danger',
  failed: 'waiting',
} as const;

function said({ part, state, params }: TestedPart): string {
  if (state === 'open') return tell(`lead.${part}`);
  if (state === 'asks') return part === 'touch' ? tell('lead.touch') : (tellForeign(`ask.${part}`) ?? '');
  if (state === 'running') return tell('said.running');
  if (part === 'clock') return tellForeign(`check.${params.key}`) ?? tell(`said.${state}`);
  if (part === 'storage' && state !== 'failed') {
    const measured = tell('said.storage', { half: sayMs(params.p50_us), most: sayMs(params.p99_us) });
    return `${measured} ${tell(`said.storage.${state}`)}`;
  }
  return tellForeign(`said.${part}.${state}`) ?? tell(`said.${state}`);
}

type PartProps = { of: TestedPart; openGrid: () => void };

function Keys({ of, openGrid }: PartProps) {
  if (of.state === 'asks' && of.part !== 'touch') {
    return (
      <>
        <button
          type="button"
          class="key strong"
          data-testid={`yes-${of.part}`}
          onClick={() => judge(of.part, true)}
        >
          {tell('key.yes')}
        </button>
        <button type="button" class="key" data-testid={`no-${of.part}`} onClick={() => judge(of.part, false)}>
          {tell('key.no')}
        </button>
      </>
    );
  }
  return (
    <button
      type="button"
      class={`key ${of.state === 'open' ? 'strong' : ''}`}
      data-testid={`test-${of.part}`}
      disabled={of.state === 'running'}
      onClick={() => {
        begin(of.part);
        if (of.part === 'touch') openGrid();
      }}
    >
      {tell(of.state === 'open' ? 'key.test' : 'key.again')}
    </button>
  );
}

function Row({ of, openGrid }: PartProps) {
  return (
    <li class={`part ${of.state}`} data-testid={`part-${of.part}`} data-state={of.state}>
      <LevelMark level={MARKS[of.state]} />
      <div>
        <b>{tell(`part.${of.part}`)}</b>
        <span role="status">{said(of)}</span>
      </div>
      <nav>
        <Keys of={of} openGrid={openGrid} />
      </nav>
    </li>
  );
}

export function SelfTest({ now }: { now: Care }) {
  const gridIsOpen = useSignal(false);
  const openGrid = () => {
    gridIsOpen.value = true;
  };
  if (gridIsOpen.value) {
    return (
      <TouchGrid
        onDone={(isGood) => {
          gridIsOpen.value = false;
          if (isGood !== null) judge('touch', isGood);
        }}
      />
    );
  }
  return (
    <section class="self-test">
      <ul>
        {now.parts.map((one) => (
          <Row key={one.part} of={one} openGrid={openGrid} />
        ))}
      </ul>
      <footer>
        <span data-testid="paper" data-paper={now.paper} role="status">
          {now.paper === 'none' ? '' : tell(`paper.${now.paper}`)}
        </span>
        <button type="button" class="key" data-testid="print-results" onClick={printResults}>
          {tell('key.sheet')}
        </button>
      </footer>
    </section>
  );
}
