/** Stay offline on purpose: until a person switches back, or until tonight. */
import type { OfflineUntil } from '../api/shapes';
import { switchOffline } from '../deeds';
import { SheetFrame } from '../parts';
import { tell } from './tell';

function Choice({ until }: { until: OfflineUntil }) {
  return (
    <button
      type="button"
      class="key choice"
      data-testid={`offline-${until}`}
      onClick={() => switchOffline(until)}
    >
      <span>{tell(`offline.${until}`)}</span>
      <small>{tell(`offline.${until}_more`)}</small>
    </button>
  );
}

export function OfflineSheet() {
  return (
    <SheetFrame name="offline" title={tell('offline.key')}>
      <p class="lead">{tell('offline.lead')}</p>
      <div class="choices">
        <Choice until="tonight" />
        <Choice until="switched_back" />
      </div>
    </SheetFrame>
  );
}
