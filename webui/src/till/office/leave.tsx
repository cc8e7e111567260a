/** Leave the back office: at once when it has everything, else after sending, or with what is missing on the stick. */
import { useSignal } from '@preact/signals';
import { leave } from '../api/office';
import { refuse, syncNow } from '../deeds';
import { SheetFrame } from '../parts';
import * as state from '../state';
import { RecoveryCode, stickWords } from './stick';
import { tell } from './tell';

function go(toStick: boolean): void {
  leave(toStick).then((now) => {
    state.refusal.value = null;
    state.draw(now);
    state.sheet.value = null;
  }, refuse);
}

/** What only this box has: how it can be brought to where it belongs. */
function Waiting({ count }: { count: number }) {
  const isShown = useSignal(false);
  const isOnStick = state.stick.value.state === 'safe';
  return (
    <>
      <div class="verdict waiting" data-testid="leave-waiting">
        <b>{tell('leave.waiting', { count })}</b>
        <p>{tell('leave.how')}</p>
        <p class="todo">
          {tell('row.stick')}: {stickWords()}. {!isOnStick && tell('leave.no_stick')}
        </p>
      </div>
      {isOnStick && (
        <RecoveryCode
          onShown={() => {
            isShown.value = true;
          }}
        />
      )}
      <nav class="sheet-keys">
        <button type="button" class="key strong" data-testid="leave-sync" onClick={syncNow}>
          {tell('now.key')}
        </button>
        {isOnStick && isShown.value && (
          <button type="button" class="key danger" data-testid="leave-by-stick" onClick={() => go(true)}>
            {tell('leave.by_stick')}
          </button>
        )}
      </nav>
    </>
  );
}

export function LeaveSheet() {
  const waiting = state.sync.value.waiting_facts;
  return (
    <SheetFrame name="leave" title={tell('leave.key')}>
      {waiting > 0 ? (
        <Waiting count={waiting} />
      ) : (
        <>
          <p class="lead">{tell('leave.lead')}</p>
          <div class="verdict safe" data-testid="leave-ready">
            <b>{tell('leave.ready')}</b>
          </div>
          <nav class="sheet-keys">
            <button type="button" class="key danger" data-testid="leave-go" onClick={() => go(false)}>
              {tell('leave.key')}
            </button>
          </nav>
        </>
      )}
    </SheetFrame>
  );
}
