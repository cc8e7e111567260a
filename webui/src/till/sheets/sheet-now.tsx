/** Which sheet lies over the tiles now. */
import { EmptiesLater, KindsLater, PriceLater } from '../asking/later';
import { DiscountLater } from '../discount/later';
import { InspectorLater } from '../inspector/later';
import { later } from '../later';
import { LeaveLater, OfflineLater, StatusLater, StickLater } from '../office/later';
import { RefundLater } from '../refund/later';
import { sheet } from '../state';
import { TicketsLater } from '../tickets/later';
import { LineSheet } from './line';
import { MenuSheet } from './menu';
import { WeighSheet } from './weigh';

const about = later(() => import('./about'));
const box = later(() => import('./box'));

function AboutLater() {
  const now = about.usePart();
  return now && <now.AboutSheet />;
}

function BoxLater() {
  const now = box.usePart();
  return now && <now.BoxSheet />;
}

export function SheetNow() {
  const now = sheet.value;
  switch (now?.kind) {
    case 'line':
      return <LineSheet key={now.id} id={now.id} />;
    case 'weigh':
      return <WeighSheet key={now.item.id} item={now.item} />;
    case 'price':
      return <PriceLater item={now.item} />;
    case 'kinds':
      return <KindsLater item={now.item} />;
    case 'empties':
      return <EmptiesLater />;
    case 'discount':
      return <DiscountLater lineId={now.lineId} />;
    case 'refund':
      return <RefundLater number={now.number} />;
    case 'menu':
      return <MenuSheet />;
    case 'box':
      return <BoxLater />;
    case 'status':
      return <StatusLater />;
    case 'offline':
      return <OfflineLater />;
    case 'stick':
      return <StickLater />;
    case 'tickets':
      return <TicketsLater />;
    case 'inspector':
      return <InspectorLater />;
    case 'leave':
      return <LeaveLater />;
    case 'about':
      return <AboutLater />;
    default:
      return null;
  }
}
